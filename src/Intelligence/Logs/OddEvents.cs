namespace Crossdock.Intelligence.Logs;

/// <summary>What was odd in a log and did not stop the reading: counted by reason, the first of all with their places.</summary>
public sealed class OddEvents
{
    private const int MostExamples = 100;

    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly List<OddEvent> _examples = [];

    public int Count { get; private set; }

    public IReadOnlyDictionary<string, int> Reasons => _reasons;

    public IReadOnlyList<OddEvent> Examples => _examples;

    internal void Add(string reason, string where, int times = 1)
    {
        if (times == 0)
        {
            return;
        }

        Count += times;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + times;
        if (_examples.Count < MostExamples)
        {
            _examples.Add(new OddEvent(where, reason));
        }
    }
}

public sealed record OddEvent(string Where, string Reason);
