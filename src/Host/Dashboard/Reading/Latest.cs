using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>
/// What may take long to read. Who asks gets it when it is there soon, and else what was read before, while reading goes on: a page comes
/// at once, and fills itself in.
/// </summary>
/// <param name="patience">how long whoever asks waits</param>
/// <param name="rest">see <see cref="Kept{TSlice,TRead}"/></param>
public sealed class Latest<TSlice, TRead>(TimeProvider wall, TimeSpan patience, int rest)
    where TSlice : notnull
    where TRead : class
{
    private const int MostSlices = 200;

    private readonly Kept<TSlice, TRead> _kept = new(wall, rest);
    private readonly ConcurrentDictionary<TSlice, (TRead? Value, ExceptionDispatchInfo? Failure)> _last = new();

    /// <returns>null while it is read for the first time</returns>
    public async Task<TRead?> Get(TSlice slice, Func<CancellationToken, Task<TRead>> read)
    {
        var reading = _kept.Get(slice, cancel => Remember(slice, read, cancel));
        // Whoever goes on without it looks at how it ended when asking again.
        _ = reading.ContinueWith(static failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted);
        try
        {
            return await reading.WaitAsync(patience, wall);
        }
        catch (TimeoutException) when (!reading.IsFaulted)
        {
            var (value, failure) = _last.GetValueOrDefault(slice);
            failure?.Throw();
            return value;
        }
    }

    private async Task<TRead> Remember(TSlice slice, Func<CancellationToken, Task<TRead>> read, CancellationToken cancel)
    {
        if (_last.Count > MostSlices)
        {
            _last.Clear();
        }

        try
        {
            var value = await read(cancel);
            _last[slice] = (value, null);
            return value;
        }
        catch (Exception failure)
        {
            _last[slice] = (null, ExceptionDispatchInfo.Capture(failure));
            throw;
        }
    }
}
