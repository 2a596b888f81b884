namespace Crossdock.Runtime.Stock;

/// <summary>A reading that many ask for at once: made by one, shared by all, anew when it is older than its age.</summary>
internal sealed class Shared<T>(TimeSpan age, TimeProvider wall)
{
    private readonly Lock _lock = new();
    private Task<T>? _reading;
    private long _since;

    public Task<T> Get(Func<Task<T>> read)
    {
        lock (_lock)
        {
            var stale = _reading is null or { IsFaulted: true } || (_reading.IsCompleted && wall.GetElapsedTime(_since) > age);
            if (stale)
            {
                (_reading, _since) = (read(), wall.GetTimestamp());
            }

            return _reading!;
        }
    }
}
