using System.Threading.RateLimiting;
using Crossdock.Api.Governance.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Api.Governance;

/// <summary>
/// Writes run so many at once, wait so many and so long, and are refused beyond: a queue without end only makes everyone late. New
/// orders and returns are also refused while too much of what earlier ones asked for is still to be done. Health and reading wait
/// for nobody.
/// </summary>
internal static class BackPressure
{
    /// <summary>Acts on what is there: people's, partners' and operators'.</summary>
    public const string Writes = "crossdock:writes";

    /// <summary>What begins a case, and with it work for hours.</summary>
    public const string NewWork = "crossdock:new-work";

    public static IServiceCollection AddBackPressure(this IServiceCollection services, LoadLimits limits) =>
        services.AddSingleton(limits).AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Writes, http => Queue(http, Writes, limits.ConcurrentWrites, limits.WaitingWrites, limits.LongestWait));
            limiter.AddPolicy(NewWork, http => Queue(http, NewWork, limits.ConcurrentOrders, limits.WaitingOrders, limits.LongestWait));
            limiter.OnRejected = async (context, _) =>
                await Answer.Unavailable("Too many writes wait already. Nothing of this request was taken; send it again.")
                    .ExecuteAsync(context.HttpContext);
        });

    /// <summary>Before the queue and before a body is read: a refusal has to be the cheapest answer there is.</summary>
    public static WebApplication UseBackPressure(this WebApplication app)
    {
        var (limits, inHand) = (app.Services.GetRequiredService<LoadLimits>(), app.Services.GetService<IWorkInHand>());
        app.Use((http, next) => inHand is not null && BeginsWork(http) && WhyFull(inHand.Now, limits) is { } why
            ? Answer.Unavailable($"{why} Nothing of this request was taken; send it again.").ExecuteAsync(http)
            : next(http));
        app.UseRateLimiter();
        return app;
    }

    private static bool BeginsWork(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName == NewWork;

    private static string? WhyFull(WorkInHand inHand, LoadLimits limits) =>
        inHand.EffectsInHand >= limits.EffectsInHand ? "Too much of what earlier orders asked for is still to be done."
        : inHand.RowsToWrite >= limits.RowsToWrite ? "Too many decisions wait to be written."
        : null;

    private static RateLimitPartition<string> Queue(HttpContext http, string name, int atOnce, int waiting, TimeSpan longestWait)
    {
        var wall = http.RequestServices.GetRequiredService<TimeProvider>();
        return RateLimitPartition.Get(name, _ => new PatientLimiter(atOnce, waiting, longestWait, wall));
    }
}
