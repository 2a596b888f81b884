using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.Causes;

/// <summary>Cases as the analysis file has them, each with what it has in common with others.</summary>
public sealed class CauseReaderTests : IDisposable
{
    private const string Process = "order-to-fulfilment";

    private static readonly DateTimeOffset Midnight = new(MadeUpLives.Start.Date, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("causes-").FullName;
    private readonly MadeUpLives _lives = new();

    private static BusinessClock Clock => BusinessClock.Wall(new FakeTimeProvider(MadeUpRetailer.Now));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_slow_node_is_found_in_a_state_and_from_end_to_end_and_only_in_its_slice()
    {
        Live(40, "S101", "dach", minutes: 240);
        Live(40, "S102", "dach", minutes: 20);
        using var reader = await Read();

        foreach (var state in new[] { "Held", null })
        {
            var answer = await reader.Read(new FigureSlice(Process), state, CauseMeasure.Slow, Cancel);
            var claim = answer.Findings.Claims.ShouldHaveSingleItem();
            claim.Trait.ShouldBe(new TraitValue(Trait.Node, "S101"));
            (claim.WithCases, claim.Effect.Value / 60).ShouldBe((40, 220));
            (answer.Findings.Observed, answer.Capped).ShouldBe((80, false));
        }

        (await reader.Read(new FigureSlice(Process, Node: "S101"), "Held", CauseMeasure.Slow, Cancel)).Findings.Tested.ShouldBe(0);
        (await reader.Read(new FigureSlice(Process, Region: "uk"), "Held", CauseMeasure.Slow, Cancel)).Findings.Observed.ShouldBe(0);
        foreach (var state in new[] { "Held", null })
        {
            (await reader.Read(new FigureSlice(Process) { Supplier = "SUP-9" }, state, CauseMeasure.Slow, Cancel)).Findings.Observed
                .ShouldBe(0);
            (await reader.Read(new FigureSlice(Process) { Supplier = "SUP-2" }, state, CauseMeasure.Slow, Cancel)).Findings.Observed
                .ShouldBe(80);
            (await reader.Read(new FigureSlice(Process) { Category = "toys" }, state, CauseMeasure.Slow, Cancel)).Findings.Observed
                .ShouldBe(0);
        }

        (await reader.Read(new FigureSlice(Process, To: MadeUpLives.Start), null, CauseMeasure.Slow, Cancel)).Findings.Observed
            .ShouldBe(0);
    }

    [Fact]
    public async Task Failing_is_a_broken_deadline_of_the_state_and_an_exception_from_end_to_end()
    {
        Live(40, "S101", "dach", minutes: 240, due: 60, trouble: true);
        Live(40, "S102", "dach", minutes: 20, due: 60);
        Live(7, "S102", "dach", minutes: 500);
        using var reader = await Read();

        var late = await reader.Read(new FigureSlice(Process), "Held", CauseMeasure.Failing, Cancel);
        late.Findings.Observed.ShouldBe(80, "seven had no deadline to break");
        late.Findings.Claims.ShouldHaveSingleItem().With.ShouldBe(1);
        (await reader.Read(new FigureSlice(Process), null, CauseMeasure.Failing, Cancel)).Findings.Claims.ShouldHaveSingleItem()
            .Others.ShouldBe(0);
        (await reader.Read(new FigureSlice(Process), null, CauseMeasure.Failing, Cancel)).Findings.Observed.ShouldBe(87);
    }

    [Fact]
    public async Task A_case_that_comes_back_is_one_case_with_all_its_time()
    {
        Live(40, "S101", "dach", minutes: 10, times: 3);
        Live(40, "S102", "dach", minutes: 10);
        using var reader = await Read();

        var claim = (await reader.Read(new FigureSlice(Process), "Held", CauseMeasure.Slow, Cancel)).Findings.Claims
            .ShouldHaveSingleItem();
        (claim.WithCases, claim.With, claim.Others).ShouldBe((40, 1_800, 600));
    }

    [Fact]
    public async Task Hour_supplier_policy_people_systems_and_failed_attempts_are_traits()
    {
        Live(40, "S101", "dach", minutes: 240, special: true);
        Live(40, "S101", "dach", minutes: 20);
        using var reader = await Read(namesStaff: true);

        var claim = (await reader.Read(new FigureSlice(Process), "Held", CauseMeasure.Slow, Cancel)).Findings.Claims
            .ShouldHaveSingleItem();
        claim.SameCases.Prepend(claim.Trait).ShouldBe(
            [
                // 12:00 UTC is 13:00 on the wall of Hamburg.
                new(Trait.Hour, "13"), new(Trait.Supplier, "SUP-1"), new(Trait.Policy, "hold-time@3"), new(Trait.Staff, "Ida"),
                new(Trait.Connector, "wms"), new(Trait.FailedAttempt, "erp"),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task Without_a_file_nothing_is_said()
    {
        using var reader = new CauseReader(
            new AnalysisFile(Path.Combine(_folder, "none.db")), MadeUpRetailer.Network, Rules(false), Clock);
        (await reader.Read(new FigureSlice(Process), null, CauseMeasure.Slow, Cancel)).Findings.Whole.ShouldBeNull();
    }

    private static ReadPolicyNumber Rules(bool namesStaff) => (policy, _, _, _) => new PolicyNumber(
        policy switch { CauseRules.LeastCasesPolicy => 30, CauseRules.FalseSharePolicy => 0.05m, _ => namesStaff ? 1 : 0 }, 1);

    private async Task<CauseReader> Read(bool namesStaff = false)
    {
        var file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var journal = new PiecemealJournal(_lives);
        await Rebuilding.Run(journal, journal, new FakeMaps(MadeUpRetailer.OrderMap), MadeUpLives.Hours, file, "store", Cancel);
        return new CauseReader(file, MadeUpRetailer.Network, Rules(namesStaff), Clock);
    }

    /// <summary>So many orders that were held for so long; those of one call are alike.</summary>
    private void Live(
        int count, string node, string region, int minutes, int? due = null, int times = 1, bool trouble = false, bool special = false)
    {
        for (var i = 0; i < count; i++)
        {
            var id = CaseId.Order($"O-{_lives.Rows.Count}");
            var at = Midnight.AddHours(special ? 12 : 9 + i % 2);
            var (seq, state) = (0, (string?)null);
            var card = new CaseCard(
                "Made up", region, "web", node, Exception: trouble ? ExceptionCategory.DataInvalid : null,
                Terms: [special ? "supplier:SUP-1" : "supplier:SUP-2"]);
            void Add(string to, Waits waits, int later, bool final = false, string name = "Bo", string role = "clerk")
            {
                at = at.AddMinutes(later);
                var row = MadeUpLives.Row(
                    id, ++seq, at, state, to, waits, new LookAgain("x"), final: final, card: card,
                    deadline: to == "Held" && due is { } budget
                        ? new Deadline("Held", TimeSpan.FromMinutes(budget), "always", at, at.AddMinutes(budget), 1) : null);
                _lives.Rows.Add(row with
                {
                    Process = Process, Message = row.Message with { Who = new Actor(name, role) },
                    Policies = [special ? "hold-time@3" : "hold-time@1"],
                });
                state = to;
            }

            for (var time = 0; time < times; time++)
            {
                Add("Held", Waits.OnPerson, 0, name: special ? "wms" : "erp", role: "system");
                Add("Checking", Waits.OnSystem, minutes, name: special ? "Ida" : "Bo");
            }

            Add("Closed", Waits.Nothing, 0, final: true, name: special ? "wms" : "erp", role: "system");
            if (special)
            {
                _lives.Failures.Add(new EffectAttempt(
                    $"{id}#1.1", id, "erp", "post", 1, at.AddMinutes(-minutes), TimeSpan.FromSeconds(1), AttemptOutcome.Transient, "503"));
            }
        }
    }
}
