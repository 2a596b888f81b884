using System.Threading.RateLimiting;
using Crossdock.Api.Governance.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Api.Governance;

/// <summary>Writes run so many at once, wait so many, and are refused beyond: a queue without end only makes everyone late.</summary>
internal static class BackPressure
{
    public const string Writes = "crossdock:writes";

    public static IServiceCollection AddBackPressure(this IServiceCollection services) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.AddConcurrencyLimiter(Writes, queue =>
            {
                queue.PermitLimit = ApiLimits.ConcurrentWrites;
                queue.QueueLimit = ApiLimits.WaitingWrites;
                queue.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
            limiter.OnRejected = async (context, _) =>
                await Answer.Unavailable("Too many writes wait already. Nothing of this request was taken; send it again.")
                    .ExecuteAsync(context.HttpContext);
        });
}
