using System.Collections.Concurrent;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>What people have in their hands, have done, and have left lying for good.</summary>
public sealed class TaskCounter
{
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _left = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _later = new(StringComparer.Ordinal);
    private long _done, _doubleClicks, _tooLate, _inHand;

    public long Done => Interlocked.Read(ref _done);

    public long DoubleClicks => Interlocked.Read(ref _doubleClicks);

    public long TooLate => Interlocked.Read(ref _tooLate);

    public long InHand => Interlocked.Read(ref _inHand);

    /// <summary>Tasks that will be done once the shop opens or the customer comes.</summary>
    public int Later => _later.Values.Sum();

    /// <summary>Tasks that nobody will do, with the case each is about.</summary>
    public IReadOnlyDictionary<string, string?> Left => _left;

    /// <summary>False when somebody has it already.</summary>
    public bool Take(string key)
    {
        if (!_known.TryAdd(key, true))
        {
            return false;
        }

        Interlocked.Increment(ref _inHand);
        return true;
    }

    public void Expect(string kind, int later) => _later[kind] = later;

    public void Leave(TaskItem task)
    {
        _known.TryAdd(task.Key, true);
        _left[task.Key] = task.About;
    }

    /// <summary>It can come up again, handed back or opened anew.</summary>
    public void PutDown(string key)
    {
        Interlocked.Decrement(ref _inHand);
        _known.TryRemove(key, out _);
    }

    public void NoteDone() => Interlocked.Increment(ref _done);

    public void NoteDoubleClick() => Interlocked.Increment(ref _doubleClicks);

    public void NoteTooLate() => Interlocked.Increment(ref _tooLate);
}
