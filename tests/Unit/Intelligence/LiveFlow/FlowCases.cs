using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.LiveFlow;

/// <summary>A small map and nine cases on it, few enough to count with a pencil; four of them do what the map does not say.</summary>
internal static class FlowCases
{
    public static readonly DateTimeOffset Now = MadeUpLives.Start.AddDays(2);

    public static readonly MapPicture Map = new(
        "made-up", "order", 3, OwnerGroup.CustomerService,
        [
            State("Checking", Waits.OnSystem), State("Held", Waits.OnPerson), State("Picking", Waits.OnPerson),
            State("Cancelling", Waits.OnSystem), State("Closed", Waits.Nothing), State("Cancelled", Waits.Nothing),
            State("Refused", Waits.Nothing),
        ],
        [
            Row(null, "Checking"), Row("Checking", "Picking", "Held", "Refused"), Row("Held", "Checking", "Cancelling"),
            Row("Picking", "Closed", "Cancelling"), Row("Cancelling", "Cancelled"),
        ]);

    private static readonly CaseCard Card = new("Made up", "dach", "web", "S101");

    private static readonly CaseCard Bought =
        new("Made up", "uk", "web", "S301", Terms: ["customer:C-1", "supplier:SUP-A", "category:lamps"]);

    public static IEnumerable<Transition> Rows() =>
    [
        .. Life("A", Card, (0, "Checking"), (10, "Picking"), (40, "Closed")), Beside("A", 4, new CaseHeld("Stop.")),
        Beside("A", 5, new LookAgain("x"), Outcome.IgnoredDuplicate),
        .. Life("B", Card, (0, "Checking"), (20, "Picking"), (60, "Closed")), Beside("B", 4, new LookAgain("x"), Outcome.IgnoredLate),
        .. Life("C", Card, (0, "Checking"), (10, "Held"), (70, "Checking"), (80, "Picking"), (100, "Closed")),
        Beside("C", 6, new LookAgain("x"), Outcome.IgnoredUnexpected), Beside("C", 7, new LookAgain("x"), Outcome.IgnoredUnexpected),
        .. Life("D", Card, (0, "Checking"), (10, "Held"), (30, "Cancelling"), (35, "Cancelled")),
        .. Life("E", Card, (0, "Checking"), (5, "Refused")),
        .. Life("F", Card, (0, "Checking"), (10, "Closed")),
        .. Life("G", Card, (0, "Checking"), (10, "Picking"), (20, "Checking")),
        .. Life("H", Bought, (0, "Checking"), (5, "Picking"), (15, "Held")),
        .. Life("I", Card, (0, "Checking"), (10, "Gone")),
    ];

    public static CaseHead HeadOfH() => new(
        8, CaseId.Order("H"), "made-up", 3, 3, "Held", Waits.OnPerson, Now.AddDays(-2), Now.AddDays(-2), null, Now.AddDays(-2), null, null,
        0, Bought with { Promise = Now.AddMinutes(-1) });

    /// <summary>A file that has followed the rows, and what reads it.</summary>
    public static async Task<FlowReader> Read(string folder, IEnumerable<Transition> rows, MapPicture map, params CaseHead[] heads)
    {
        var lives = new MadeUpLives();
        lives.Rows.AddRange(rows);
        var (journal, maps, file) = (new PiecemealJournal(lives), new FakeMaps(map), new AnalysisFile(Path.Combine(folder, "flow.db")));
        await Rebuilding.Run(journal, journal, maps, MadeUpLives.Hours, file, "store", TestContext.Current.CancellationToken);
        var kept = new FakeHeads();
        kept.All.AddRange(heads);
        return new FlowReader(Figures(file, maps), kept, maps);
    }

    public static FigureReader Figures(AnalysisFile file, IMaps maps) =>
        new(file, maps, MadeUpLives.Hours, BusinessClock.Wall(new FakeTimeProvider(Now)));

    private static IEnumerable<Transition> Life(string key, CaseCard card, params (int Minute, string State)[] states) =>
        states.Select((at, i) => MadeUpLives.Row(
            CaseId.Order(key), i + 1, MadeUpLives.Start.AddMinutes(at.Minute), i == 0 ? null : states[i - 1].State, at.State,
            Map.Find(at.State)?.Waits ?? Waits.OnPartner, new LookAgain("x"), final: Map.Find(at.State)?.Final ?? false, card: card,
            deadline: Due(key, at.State)));

    /// <summary>A picks in time, B ten minutes late, and H stands past its time.</summary>
    private static Deadline? Due(string key, string state) => (key, state) switch
    {
        ("A" or "B", "Picking") => Until(state, 50),
        ("H", "Held") => Until(state, 20),
        _ => null,
    };

    private static Deadline Until(string name, int minute) => new(
        name, TimeSpan.FromMinutes(minute), "always", MadeUpLives.Start, MadeUpLives.Start.AddMinutes(minute), 1);

    private static Transition Beside(string key, int seq, Message data, Outcome outcome = Outcome.Applied) => MadeUpLives.Row(
        CaseId.Order(key), seq, MadeUpLives.Start.AddMinutes(200), "Closed", "Closed", Waits.Nothing, data, outcome, final: true);

    private static MapState State(string name, Waits waits) => new(name, name, waits, null, null, null, waits == Waits.Nothing);

    private static MapRow Row(string? from, params ImmutableArray<string> to) => new(from, "order.look-again", "Look", to, [], null, false);
}
