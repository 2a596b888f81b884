using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockSynchronisation;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes.Synchronisation;

/// <summary>What holds of channels whatever is moved, refused, lost, late or told twice.</summary>
public class SyncLaws
{
    private static readonly int Runs = Often.Of(50);

    private static readonly Gen<(uint Seed, (int, int)[] Acts)> Lives = Gen.Select(
        Gen.UInt, Gen.Select(Gen.Int[0, SyncChaos.Acts - 1], Gen.Int[0, 1_000_000]).Array[5, 60]);

    [Fact]
    public void After_quiet_every_channel_shows_what_the_ledger_has_and_is_known_to() => Lives.Sample(
        life =>
        {
            var chaos = new SyncChaos(life.Seed);
            chaos.Live(life.Acts);
            chaos.Quiet();

            chaos.Differences().ShouldBeEmpty();
            foreach (var channel in (string[])["web", "ebay"])
            {
                var run = chaos.OpenRun(channel);
                chaos.World.StateOf(run).ShouldBe("Current");
                var known = (Publication)chaos.World.Cases.Single(one => one.Id == run).State;
                known.Agreed.ShouldNotBeNull().ShouldBeGreaterThan(chaos.World.Now.AddHours(-2), "it was looked at, and agreed");
                known.Differing.ShouldBeEmpty();
                (known.Refused.Count, known.InFlight.Length, known.Waiting.Count).ShouldBe((0, 0, 0));
            }

            chaos.World.OpenTasks.ShouldBeEmpty();
        },
        iter: Runs, threads: 1);

    [Fact]
    public void No_channel_shows_an_older_figure_after_a_newer_one() => Lives.Sample(
        life =>
        {
            var chaos = new SyncChaos(life.Seed, grows: true);
            chaos.Live(life.Acts);
            chaos.Quiet();

            foreach (var told in chaos.World.Channels.Told.GroupBy(told => (told.Channel, told.Figure.Sku)))
            {
                told.Select(one => one.Figure.Available).ShouldBeInOrder(SortDirection.Ascending, told.Key.ToString());
            }
        },
        iter: Runs, threads: 1);

    [Fact]
    public void Every_figure_that_was_sent_is_taken_refused_or_waits_again_and_each_publication_has_a_number_of_its_own() => Lives.Sample(
        life =>
        {
            var chaos = new SyncChaos(life.Seed);
            chaos.Live(life.Acts);
            chaos.Quiet();

            foreach (var runs in chaos.World.Journal.Where(row => row.Case.Kind == SyncMap.Kind).GroupBy(row => row.Case.Key.Split('-')[0]))
            {
                var sent = runs.SelectMany(row => row.Effects).Select(asked => asked.Effect).OfType<PublishAvailability>().ToList();
                sent.Select(publish => publish.Sequence).ShouldBe(Enumerable.Range(1, sent.Count).Select(n => (long)n), runs.Key);
                var answered = runs.SelectMany(row => row.Facts).OfType<FiguresAgreed>()
                    .Sum(agreed => agreed.Milliseconds.Length + agreed.Refused.Length);
                var refused = runs.Where(row => row.Message.Data is ChannelSaidNo && row.From == "Publishing")
                    .Sum(row => ((PublishAvailability)runs.SelectMany(one => one.Effects)
                        .Single(asked => asked.Key == row.Message.Answers).Effect).Figures.Length);
                (answered + refused).ShouldBe(sent.Sum(publish => publish.Figures.Length), runs.Key);
            }
        },
        iter: Runs, threads: 1);

    [Fact]
    public void Nothing_that_can_be_heard_makes_a_case_fail_and_each_waits_with_a_deadline() => Lives.Sample(
        life =>
        {
            var chaos = new SyncChaos(life.Seed, forges: true);
            chaos.Live(life.Acts);
            chaos.World.Incidents.Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}")
                .ShouldBeEmpty();
            chaos.Quiet();

            chaos.World.Incidents.ShouldBeEmpty();
            foreach (var run in chaos.World.Cases.Where(run => run is { Final: false, Id.Kind: SyncMap.Kind }))
            {
                chaos.World.Latest(run.Id).Deadline.ShouldNotBeNull($"{run.Id} stands in {run.At}");
            }
        },
        iter: Runs, threads: 1);

    [Fact]
    public void Folding_what_the_journal_keeps_gives_the_same_case_and_the_same_next_decision() => Lives.Sample(
        life =>
        {
            var chaos = new SyncChaos(life.Seed, forges: true);
            chaos.Live(life.Acts);
            chaos.World.FoldsBack(
                chaos.World.Cases.Where(run => run.Id.Kind == SyncMap.Kind),
                new AvailabilityMoved([new MovedSku("S1", 77, 1, 1_000, Given.Now)]));
        },
        iter: Runs, threads: 1);

    [Fact]
    public void The_lives_tried_reach_every_state()
    {
        var reached = new HashSet<string>();
        for (var seed = 1u; seed <= 100; seed++)
        {
            // Always the same lives, so that this says something about the lives and nothing about luck.
            var chaos = new SyncChaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 40).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % SyncChaos.Acts, (int)seed * n)));
            reached.UnionWith(chaos.World.Journal.Where(row => row.Case.Kind == SyncMap.Kind).Select(row => row.To));
        }

        Enum.GetNames<SyncState>().Except(reached).ShouldBeEmpty();
    }
}
