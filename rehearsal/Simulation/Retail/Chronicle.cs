using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Laws;
using Crossdock.Rehearsal.Simulation.Running;
using Microsoft.Extensions.Logging;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>A line of the timeline.</summary>
internal sealed record Moment(DateTimeOffset At, CaseId? Case, string What);

/// <summary>All that happened, as one who sees everything wrote it down: the rows, the faults, and what harm was seen at once.</summary>
internal sealed class Chronicle(SimTime time, JournalJson json)
{
    private readonly List<Moment> _moments = [];
    private readonly List<Transition> _rows = [];
    private readonly Dictionary<CaseId, List<Transition>> _byCase = [];
    private readonly HashSet<string> _open = [];
    private readonly HashSet<string> _settledEarly = [];
    private readonly List<Harm> _harms = [];

    /// <summary>A row became durable.</summary>
    public event Action<Transition>? Heard;

    public IReadOnlyList<Moment> Moments => _moments;

    public IReadOnlyList<Transition> Rows => _rows;

    public IReadOnlyDictionary<CaseId, List<Transition>> ByCase => _byCase;

    /// <summary>Effects that are asked and not answered.</summary>
    public int Open => _open.Count;

    /// <summary>Answers that come hours later: nobody sits and waits for them.</summary>
    public int Late { get; set; }

    public IReadOnlyList<Harm> Harms => _harms;

    public bool IsOpen(string effectKey) => _open.Contains(effectKey);

    /// <summary>When something last moved, by the stopwatch.</summary>
    public long LastActivity { get; set; }

    public void Note(string what, CaseId? about = null) => _moments.Add(new Moment(time.Now, about, what));

    public void Harmed(Law law, CaseId? who, string what)
    {
        Note($"HARM ({law}): {what}", who);
        _harms.Add(new Harm(law, who, what));
    }

    public IReadOnlyList<Transition> RowsOf(CaseId id) => _byCase.TryGetValue(id, out var rows) ? rows : [];

    public void Write(JournalRow stored)
    {
        var row = json.Read(stored.Body);
        _rows.Add(row);
        if (!_byCase.TryGetValue(row.Case, out var rows))
        {
            _byCase[row.Case] = rows = [];
        }

        rows.Add(row);
        foreach (var effect in row.Effects)
        {
            if (!_settledEarly.Remove(effect.Key))
            {
                _open.Add(effect.Key);
            }
        }

        foreach (var key in HeadFold.Settles(row).Where(key => !_open.Remove(key)))
        {
            _settledEarly.Add(key);
        }

        LastActivity = time.Ticks;
        _moments.Add(new Moment(time.Now, row.Case, ""));
        Heard?.Invoke(row);
    }

    public ILogger<T> LogOf<T>(string host) => new HostLog<T>(this, host);

    /// <summary>What a host says of its own troubles; a story without it would leave out why.</summary>
    private sealed class HostLog<T>(Chronicle chronicle, string host) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                chronicle.Note($"{host} says: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
            }
        }
    }
}
