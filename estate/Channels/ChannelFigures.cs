using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Crossdock.Estate.Channels;

/// <summary>How many of what went in, for the live line and the report.</summary>
public sealed class ChannelFigures
{
    private readonly ConcurrentDictionary<string, bool> _returns = new(StringComparer.Ordinal);
    private long _duplicates, _returnsTaken, _returnsRefused, _cancelsTaken, _cancelsRefused, _movements, _movementsRefused;

    public ConcurrentDictionary<string, int> RefusedByReason { get; } = new(StringComparer.Ordinal);

    public long Duplicates => Interlocked.Read(ref _duplicates);

    public long ReturnsTaken => Interlocked.Read(ref _returnsTaken);

    public long ReturnsRefused => Interlocked.Read(ref _returnsRefused);

    public long CancelsTaken => Interlocked.Read(ref _cancelsTaken);

    public long CancelsRefused => Interlocked.Read(ref _cancelsRefused);

    public long Movements => Interlocked.Read(ref _movements);

    public long MovementsRefused => Interlocked.Read(ref _movementsRefused);

    public void NoteDuplicate() => Interlocked.Increment(ref _duplicates);

    /// <summary>The numbers of the returns that were taken.</summary>
    public IReadOnlyCollection<string> Returns => [.. _returns.Keys];

    public void NoteReturn(string number, bool taken)
    {
        Interlocked.Increment(ref taken ? ref _returnsTaken : ref _returnsRefused);
        if (taken)
        {
            _returns.TryAdd(number, true);
        }
    }

    public void NoteCancel(bool taken) => Interlocked.Increment(ref taken ? ref _cancelsTaken : ref _cancelsRefused);

    public void NoteMovement(bool taken) => Interlocked.Increment(ref taken ? ref _movements : ref _movementsRefused);

    // Numbers and names in a reason would make each one its own: only its shape is counted.
    public void NoteRefusal(string why)
    {
        var shape = Regex.Replace(why, @"'[^']*'|-?\d+(\.\d+)?", "…");
        RefusedByReason.AddOrUpdate(shape.Length > 120 ? shape[..120] : shape, 1, (_, times) => times + 1);
    }
}
