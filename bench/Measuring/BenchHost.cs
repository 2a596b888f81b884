using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Runtime;
using Crossdock.Runtime.Recovery;
using Crossdock.Storage;
using Microsoft.Extensions.Logging;

namespace Crossdock.Bench.Measuring;

/// <summary>The production runtime on a store, with the outside world in the same process.</summary>
public sealed class BenchHost : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public ITellCases Cases => Services.GetRequiredService<ITellCases>();

    public static async Task<BenchHost> Start(
        BenchStore store, RetailNetwork network, ProcessCatalogue? catalogue, Func<IServiceProvider, IOutbound> world,
        Action<IServiceCollection>? more, CancellationToken cancel)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(network);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(BusinessClock.Wall(TimeProvider.System));
        builder.Services.AddCrossdockStorage(store.Address);
        builder.Services.AddSingleton(world);
        more?.Invoke(builder.Services);
        builder.AddCrossdockRuntime(catalogue);
        var host = builder.Build();
        await host.Services.GetRequiredService<Store>().Prepare(cancel);
        await host.StartAsync(cancel);
        await host.Services.GetRequiredService<Projector>().CaughtUp.WaitAsync(cancel);
        return new BenchHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
