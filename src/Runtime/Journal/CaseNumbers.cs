using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Journal;

/// <summary>Gives new cases their growing numbers, out of blocks reserved in the store.</summary>
public sealed class CaseNumbers(IJournal journal) : IDisposable
{
    private const int Block = 10_000;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _gate = new();
    private long _next;
    private long _end;

    /// <summary>False when a new block has to be reserved first: <see cref="Next"/> does.</summary>
    public bool TryNext(out long number)
    {
        lock (_gate)
        {
            number = _next;
            return _next < _end && _next++ == number;
        }
    }

    public async Task<long> Next(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            while (true)
            {
                if (TryNext(out var number))
                {
                    return number;
                }

                var first = await journal.ReserveNumbers(Block, cancel);
                lock (_gate)
                {
                    (_next, _end) = (first, first + Block);
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
