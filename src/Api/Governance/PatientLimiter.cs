using System.Threading.RateLimiting;

namespace Crossdock.Api.Governance;

/// <summary>
/// So many at once, and so many that wait, none of them for longer than a while. A queue that is bounded by its length alone turns
/// into one of callers who have gone: the slower the work, the longer they wait, and work for them is done in vain.
/// </summary>
internal sealed class PatientLimiter(int atOnce, int waiting, TimeSpan longestWait, TimeProvider wall) : RateLimiter
{
    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = atOnce, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public override TimeSpan? IdleDuration => _places.IdleDuration;

    public override RateLimiterStatistics? GetStatistics() => _places.GetStatistics();

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => _places.AttemptAcquire(permitCount);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        if (_places.AttemptAcquire(permitCount) is { IsAcquired: true } atOnce)
        {
            return atOnce;
        }

        using var late = new CancellationTokenSource(longestWait, wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await _places.AcquireAsync(permitCount, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new TooLate();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _places.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _places.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    private sealed class TooLate : RateLimitLease
    {
        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
