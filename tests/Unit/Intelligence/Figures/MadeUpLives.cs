using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Processes.Calendars;
using Crossdock.Unit.Tests.Dashboard;
using CsCheck;

namespace Crossdock.Unit.Tests.Intelligence.Figures;

/// <summary>One step of a made-up life: of which case, how many minutes later, and what happens.</summary>
internal sealed record Happening(int Case, int Minutes, int What, int State, bool ByPerson);

/// <summary>Rows and failed attempts of cases that live at random, by no map, so that every order of things comes up.</summary>
internal sealed class MadeUpLives
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 7, 30, 0, TimeSpan.Zero);

    public static readonly BusinessCalendar Shop = new(
        TimeZoneInfo.Utc, Enum.GetValues<DayOfWeek>().Select(day => new OpeningHours(day, new TimeOnly(9, 0), new TimeOnly(17, 0))), []);

    public static readonly OpenTime Hours = (calendar, from, to) => calendar == "shop" ? Shop.Between(from, to) : to - from;

    /// <summary>Time steps back now and then, as it does between two hosts.</summary>
    public static readonly Gen<Happening[]> Random = Gen.Select(
        Gen.Int[0, 3], Gen.Int[-2, 400], Gen.Int[0, 13], Gen.Int[0, 4], Gen.Bool,
        (one, minutes, what, state, person) => new Happening(one, minutes, what, state, person)).Array[1, 60];

    private static readonly (string Name, Waits Waits, string? Calendar)[] States =
    [
        ("Posting", Waits.OnSystem, null), ("Deciding", Waits.OnPerson, "shop"), ("Shipping", Waits.OnPartner, "shop"),
        ("Waiting", Waits.OnTime, null), ("Booking", Waits.OnSystem, "shop"),
    ];

    private readonly Dictionary<CaseId, Transition> _latest = [];
    private readonly List<(string Key, DateTimeOffset At)> _asked = [];
    private DateTimeOffset _now = Start;

    public List<Transition> Rows { get; } = [];

    public List<EffectAttempt> Failures { get; } = [];

    public static MadeUpLives Of(IEnumerable<Happening> happenings)
    {
        var lives = new MadeUpLives();
        foreach (var happening in happenings)
        {
            lives.Live(happening);
        }

        return lives;
    }

    public static Transition Row(
        CaseId id, int seq, DateTimeOffset at, string? from, string to, Waits waits, Message data, Outcome outcome = Outcome.Applied,
        bool final = false, string role = "system", Deadline? deadline = null, CaseCard? card = null, string? answers = null,
        params ImmutableArray<Effect> asks) =>
        new(
            id, seq, at, "made-up", 1, new Envelope($"m{seq}", "test", id, at, new Actor("Ida", role), data, answers), outcome, from, to,
            final, waits, [], [.. asks.Select((effect, n) => new RequestedEffect(RequestedEffect.KeyOf(id, seq, n), effect))], deadline,
            card, "", []);

    private void Live(Happening what)
    {
        _now = _now.AddMinutes(what.Minutes);
        var id = what.Case == 3 ? CaseId.Task("T-3") : CaseId.Order($"O-{what.Case}");
        var before = _latest.GetValueOrDefault(id);
        var row = before is null ? Enter(id, null, what) : before.Final ? Late(before) : what.What switch
        {
            <= 4 => Enter(id, before, what),
            5 => Stay(before, new LookAgain("x"), what) with { Outcome = Outcome.Incident },
            6 => Stay(before, new LookAgain("x"), what) with { Outcome = Outcome.Deferred },
            7 => Stay(before, new CaseHeld("Stop."), what),
            8 => Stay(before, new CaseResumed("Go."), what),
            9 => Stay(before, new EffectParked("k", "erp", "post", "down"), what),
            10 => Answered(before, what),
            11 => Stay(before, new EffectRetried("k", "again"), what),
            12 => Failed(before, what),
            _ => Stay(before, new LookAgain("x"), what) with { To = "Done", Final = true, Waits = Waits.Nothing, Deadline = null },
        };
        Rows.Add(row);
        _latest[id] = row;
    }

    private Transition Enter(CaseId id, Transition? before, Happening what)
    {
        var (name, waits, calendar) = States[what.State];
        var seq = (before?.Seq ?? 0) + 1;
        var deadline = calendar is null ? null
            : new Deadline(name, TimeSpan.FromHours(2), calendar, _now, _now.AddHours(2), before?.To == name ? 2 : 1);
        var row = Row(
            id, seq, _now, before?.To, name, waits, new LookAgain("x"), role: what.ByPerson ? "clerk" : "system", deadline: deadline,
            card: new CaseCard(
                "Made up", what.ByPerson ? "uk" : "dach", "web", $"N{what.Case}", With: what.ByPerson ? "Ida" : null,
                Exception: what.What == 3 ? ExceptionCategory.LatePick : null),
            asks: waits == Waits.OnSystem ? [new VoidAuthorisation("a"), new TellCase(CaseId.Order("X"), new LookAgain("x"))] : []);
        _asked.AddRange(row.Effects.Where(asked => asked.Effect is VoidAuthorisation).Select(asked => (asked.Key, _now)));
        return row;
    }

    private Transition Stay(Transition before, Message data, Happening what) => Row(
        before.Case, before.Seq + 1, _now, before.To, before.To, before.Waits, data, role: what.ByPerson ? "clerk" : "system",
        deadline: before.Deadline);

    private Transition Late(Transition before) => Row(
        before.Case, before.Seq + 1, _now, before.To, before.To, Waits.Nothing, new LookAgain("x"), Outcome.IgnoredLate, final: true);

    private Transition Answered(Transition before, Happening what) => Stay(before, new LookAgain("x"), what) is var row
        && _asked.LastOrDefault(asked => asked.Key.StartsWith($"{before.Case}#", StringComparison.Ordinal)).Key is { } key
            ? row with { Message = row.Message with { Answers = key } } : Stay(before, new LookAgain("x"), what);

    private Transition Failed(Transition before, Happening what)
    {
        if (_asked.LastOrDefault(asked => asked.Key.StartsWith($"{before.Case}#", StringComparison.Ordinal)) is { Key: { } key } asked)
        {
            Failures.Add(new EffectAttempt(
                key, before.Case, "erp", "void", Failures.Count + 1, asked.At.AddMinutes(what.State * 11), TimeSpan.FromSeconds(1),
                AttemptOutcome.Transient, "503"));
        }

        return Stay(before, new LookAgain("x"), what);
    }
}

/// <summary>A journal and a log of failed attempts that show their rows piece by piece.</summary>
internal sealed class PiecemealJournal : IJournal, IFailedAttempts
{
    private readonly Dictionary<CaseId, long> _numbers = [];
    private readonly List<FeedRow> _rows = [];
    private readonly List<EffectAttempt> _failures = [];

    public PiecemealJournal(MadeUpLives lives)
    {
        Add(lives.Rows);
        _failures.AddRange(lives.Failures);
        (ShownRows, ShownFailures) = (_rows.Count, _failures.Count);
    }

    public int ShownRows { get; set; }

    public int ShownFailures { get; set; }

    public int Reads { get; private set; }

    public void Add(IEnumerable<Transition> rows)
    {
        foreach (var row in rows)
        {
            _numbers.TryAdd(row.Case, _numbers.Count + 1);
            _rows.Add(new FeedRow(
                new FeedPosition(1, _rows.Count + 1),
                new JournalRow(_numbers[row.Case], row.Case, row.Seq, row.At, MadeUpFact.Json.Write(row), new byte[32])));
        }

        ShownRows = _rows.Count;
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel)
    {
        Reads++;
        return Task.FromResult<IReadOnlyList<JournalRow>>(
            [.. _rows.Take(ShownRows).Select(row => row.Row).Where(row => row.Case == id && row.Seq > afterSeq)]);
    }

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FeedRow>>([.. _rows.Take(ShownRows).Where(row => row.Position > after).Take(max)]);

    public Task<FailedAttempts> ReadFailed(long after, int max, CancellationToken cancel) => Task.FromResult(new FailedAttempts(
        ShownFailures,
        [.. _failures.Take(ShownFailures).Select((one, i) => new NumberedAttempt(i + 1, one)).Where(one => one.Number > after).Take(max)]));

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<long> CountRows(CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();
}
