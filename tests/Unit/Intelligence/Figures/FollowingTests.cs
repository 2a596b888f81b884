using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Unit.Tests.Dashboard;
using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.Figures;

/// <summary>The analysis file is what the journal says, however it was followed.</summary>
public sealed class FollowingTests : IDisposable
{
    private static readonly CaseId Order = CaseId.Order("O-1");

    private readonly string _folder = Directory.CreateTempSubdirectory("figures-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AnalysisFile File => new(Path.Combine(_folder, "deep", "figures.db"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void However_it_is_cut_and_restarted_it_equals_a_full_recomputation() => Gen.Select(
        MadeUpLives.Random, Gen.Select(Gen.Int[1, 20], Gen.Int[0, 3], Gen.Bool).Array[1, 8]).Sample(
        (happenings, cuts) =>
        {
            var journal = new PiecemealJournal(MadeUpLives.Of(happenings));
            var (allRows, allFailures) = (journal.ShownRows, journal.ShownFailures);
            Follower(journal).Clear();
            (journal.ShownRows, journal.ShownFailures) = (0, 0);
            var follower = Follower(journal);
            foreach (var (rows, failures, restarts) in cuts)
            {
                journal.ShownRows = Math.Min(allRows, journal.ShownRows + rows);
                journal.ShownFailures = Math.Min(allFailures, journal.ShownFailures + failures);
                follower = restarts ? Follower(journal) : follower;
                follower.Step(Cancel).GetAwaiter().GetResult();
            }

            var result = Check(journal).GetAwaiter().GetResult();
            result.Differences.ShouldBeEmpty();
            result.Found.ShouldBe(0);
        },
        iter: 60, threads: 1);

    [Fact]
    public async Task A_planted_difference_is_found_and_named()
    {
        var journal = Journal(Enter(1, 0, null, "Posting", Waits.OnSystem), Enter(2, 60, "Posting", "Deciding", Waits.OnPerson));
        await Follow(journal);
        (await Check(journal)).Found.ShouldBe(0);

        Change("update stays set working = working - 1, queueing = queueing + 1 where number = 1");
        var result = await Check(journal);
        result.Differences.ShouldBe(
            [
                "stays: order/O-1, stay 1 is kept otherwise than the journal says.",
                "stays: order/O-1, stay 1 lacks what the journal says.",
            ]);

        Change("delete from cases");
        (await Check(journal)).Differences.ShouldContain("cases: order/O-1 lacks what the journal says.");
        Directory.GetFiles(Path.GetDirectoryName(File.Path)!, "*.fresh*").ShouldBeEmpty();
        Directory.GetFiles(Path.GetDirectoryName(File.Path)!, "*.kept*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_was_deleted_or_is_of_another_store_is_made_again()
    {
        var journal = Journal(Enter(1, 0, null, "Posting", Waits.OnSystem), Enter(2, 60, "Posting", "Deciding", Waits.OnPerson));
        await Follow(journal);
        System.IO.File.Delete(File.Path);
        var follower = Follower(journal);
        (await follower.Step(Cancel)).ShouldBe(2);
        (await follower.Step(Cancel)).ShouldBe(0);

        var other = new StayFollower(journal, journal, Maps(), MadeUpLives.Hours, File, "another store");
        (await other.Step(Cancel)).ShouldBe(2);
        (await Recomputation.Run(journal, journal, Maps(), MadeUpLives.Hours, File, "the store", Cancel)).Found.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_followers_of_one_file_the_slower_saves_nothing_and_goes_on_from_there()
    {
        var journal = Journal(Enter(1, 0, null, "Posting", Waits.OnSystem));
        var (one, two) = (Follower(journal), Follower(journal));
        await one.Step(Cancel);
        await two.Step(Cancel);
        journal.Add([Enter(2, 60, "Posting", "Deciding", Waits.OnPerson)]);
        await one.Step(Cancel);
        journal.Add([Enter(3, 90, "Deciding", "Done", Waits.Nothing, final: true)]);
        await two.Step(Cancel);
        while (await two.Step(Cancel) > 0)
        {
        }

        (await Check(journal)).Found.ShouldBe(0);
        (await Reader().Read(FigureCatalogue.Find("cycle-time")!, new FigureSlice(), Cancel)).Rows
            .ShouldContain(new FigureRow("made-up", null, "p50", "s", 5_400, 1));
    }

    [Fact]
    public async Task What_began_in_a_period_counts_there_whether_it_is_open_closed_or_was_closed_later()
    {
        var journal = Journal(Enter(1, 30, null, "Posting", Waits.OnSystem));
        await Follow(journal);
        async Task<double?> Begun(int from, int to) => (await Reader().Read(
            FigureCatalogue.Find("intake")!,
            new FigureSlice(From: MadeUpLives.Start.AddMinutes(from), To: MadeUpLives.Start.AddMinutes(to)), Cancel)).Rows
            .FirstOrDefault(row => row.Of is null)?.Value;
        (await Begun(30, 31)).ShouldBe(1);

        journal.Add([Enter(2, 300, "Posting", "Done", Waits.Nothing, final: true)]);
        await Follow(journal);
        (await Begun(0, 30)).ShouldBeNull("until its end and no longer");
        (await Begun(30, 60)).ShouldBe(1);
        (await Begun(31, 400)).ShouldBeNull("it was closed then");
    }

    [Fact]
    public async Task A_failed_attempt_that_is_heard_of_late_divides_the_time_anew()
    {
        var journal = Journal(
            Enter(1, 0, null, "Posting", Waits.OnSystem, new VoidAuthorisation("a")), Enter(2, 60, "Posting", "Deciding", Waits.OnPerson));
        await Follow(journal);
        var failing = new MadeUpLives();
        failing.Rows.AddRange([
            Enter(1, 0, null, "Posting", Waits.OnSystem, new VoidAuthorisation("a")), Enter(2, 60, "Posting", "Deciding", Waits.OnPerson),
        ]);
        failing.Failures.Add(new EffectAttempt(
            "order/O-1#1.0", Order, "erp", "void", 1, MadeUpLives.Start.AddMinutes(20), default, AttemptOutcome.Throttled, "429"));
        var late = new PiecemealJournal(failing);
        await Follow(late);

        var went = await Reader().ReadTime(new FigureSlice("made-up", "uk", To: MadeUpLives.Start.AddDays(1)), 10, Cancel);
        went.All[Cause.Working].ShouldBe(TimeSpan.FromMinutes(20).Ticks);
        went.All[Cause.IntegrationRetry].ShouldBe(TimeSpan.FromMinutes(40).Ticks);
        went.Bottlenecks.ShouldBe(
            [new Bottleneck("made-up", "Posting", "N1", Cause.IntegrationRetry, TimeSpan.FromMinutes(40), 1, 0)]);
        (await Reader().Read(FigureCatalogue.Find("integration-retries")!, new FigureSlice(), Cancel)).Rows.ShouldBe(
        [
            new FigureRow(null, "erp", "failed", "attempts", 1, 1), new FigureRow(null, "erp", "effects", "effects", 1, 1),
            new FigureRow(null, "erp", "throttled", "attempts", 1, 1),
        ]);
    }

    [Fact]
    public async Task What_a_case_is_worth_stands_beside_the_time_that_it_lost()
    {
        var card = new CaseCard("Made up", "uk", "web", "N1", Value: 12.5m, Currency: "GBP");
        await Follow(Journal(
            Enter(1, 0, null, "Deciding", Waits.OnPerson) with { Card = card },
            Enter(2, 120, "Deciding", "Done", Waits.Nothing, final: true) with { Card = card }));

        var went = await Reader().ReadTime(new FigureSlice(To: MadeUpLives.Start.AddDays(1)), 10, Cancel, "GBP");
        went.Bottlenecks.ShouldHaveSingleItem().AtStake.ShouldBe([new MoneyAtStake("GBP", 12.5m, 0m, 25m)]);
        went.Currencies.ShouldBe(["GBP"]);
    }

    [Fact]
    public async Task Books_and_ledgers_are_not_followed_and_a_slice_leaves_out_the_rest()
    {
        var book = new CaseId("price", "A");
        var journal = Journal(
            Enter(1, 0, null, "Posting", Waits.OnSystem),
            MadeUpLives.Row(book, 1, MadeUpLives.Start, null, "Open", Waits.OnTime, new LookAgain("x")));
        await Follow(journal);

        (await Reader().ReadTime(new FigureSlice(), 10, Cancel)).Processes.Select(one => one.Process).ShouldBe(["made-up"]);
        (await Reader().ReadTime(new FigureSlice(Region: "nordics"), 10, Cancel)).Processes.ShouldBeEmpty();
        (await Reader().ReadTime(new FigureSlice(Node: "N1", To: MadeUpLives.Start.AddDays(1)), 10, Cancel)).Processes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cases_go_on_without_reading_the_journal_again()
    {
        var journal = Journal(Enter(1, 0, null, "Posting", Waits.OnSystem));
        var follower = Follower(journal);
        await follower.Step(Cancel);
        journal.Add([Enter(2, 60, "Posting", "Deciding", Waits.OnPerson)]);
        await follower.Step(Cancel);

        journal.Reads.ShouldBe(0);
    }

    private static Transition Enter(
        int seq, int minute, string? from, string to, Waits waits, Effect? asks = null, bool final = false) =>
        MadeUpLives.Row(
            Order, seq, MadeUpLives.Start.AddMinutes(minute), from, to, waits, new LookAgain("x"), final: final,
            card: new CaseCard("Made up", "uk", "web", "N1"), asks: asks is null ? [] : [asks]);

    private static PiecemealJournal Journal(params IEnumerable<Transition> rows)
    {
        var lives = new MadeUpLives();
        lives.Rows.AddRange(rows);
        return new PiecemealJournal(lives);
    }

    private static FakeMaps Maps() => new(
        MadeUpRetailer.OrderMap, MadeUpRetailer.TaskMap,
        new MapPicture(
            "price-book", "price", 1, OwnerGroup.Merchandising,
            [
                new MapState("Open", "Open", Waits.OnTime, null, null, null, false),
                new MapState("Closed", "Closed", Waits.Nothing, null, null, null, true),
            ],
            []));

    private StayFollower Follower(PiecemealJournal journal) => new(journal, journal, Maps(), MadeUpLives.Hours, File, "the store");

    private FigureReader Reader() => new(
        File, Maps(), MadeUpLives.Hours, BusinessClock.Wall(new FakeTimeProvider(MadeUpLives.Start.AddDays(2))));

    private async Task Follow(PiecemealJournal journal)
    {
        var follower = Follower(journal);
        while (await follower.Step(Cancel) > 0)
        {
        }
    }

    private Task<RecomputationResult> Check(PiecemealJournal journal) =>
        Recomputation.Run(journal, journal, Maps(), MadeUpLives.Hours, File, "the store", Cancel);

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0);
    }
}
