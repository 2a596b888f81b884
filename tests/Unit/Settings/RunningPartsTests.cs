using Crossdock.Host.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Unit.Tests.Settings;

public sealed class RunningPartsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_that_fails_in_the_background_is_told_from_a_stop_as_asked()
    {
        (await AnyFailed(_ => throw new InvalidOperationException("broken"))).ShouldBeTrue();
        (await AnyFailed(UntilStopped, asked: true)).ShouldBeFalse();
    }

    private static async Task UntilStopped(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        await using var _ = stop.Register(() => stopped.SetResult());
        await stopped.Task;
    }

    private static async Task<bool> AnyFailed(Func<CancellationToken, Task> work, bool asked = false)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHostedService(_ => new Part(work));
        using var host = builder.Build();
        var parts = new RunningParts(host.Services);
        if (asked)
        {
            var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
            lifetime.ApplicationStarted.Register(lifetime.StopApplication);
        }

        await host.RunAsync(Cancel);
        return parts.AnyFailed;
    }

    private sealed class Part(Func<CancellationToken, Task> work) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            await work(stoppingToken);
        }
    }
}
