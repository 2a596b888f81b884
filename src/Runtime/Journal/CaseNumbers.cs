using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Journal;

/// <summary>Gives new cases their growing numbers, out of blocks reserved in the store.</summary>
public sealed class CaseNumbers(IJournal journal) : IDisposable
{
    private const int Block = 1_000;

    private readonly SemaphoreSlim _one = new(1);
    private long _next;
    private long _end;

    public async Task<long> Next(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            if (_next == _end)
            {
                _next = await journal.ReserveNumbers(Block, cancel);
                _end = _next + Block;
            }

            return _next++;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
