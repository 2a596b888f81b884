using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crossdock.Storage;

public static class Registration
{
    /// <summary>One store and each of its ports. Whoever composes the program calls <see cref="Store.Prepare"/> before use.</summary>
    public static IServiceCollection AddCrossdockStorage(this IServiceCollection services, string address) =>
        services
            .AddSingleton(all => Store.Open(address, all.GetRequiredService<ILoggerFactory>()))
            .AddSingleton(all => all.GetRequiredService<Store>().Journal)
            .AddSingleton(all => all.GetRequiredService<Store>().Snapshots)
            .AddSingleton(all => all.GetRequiredService<Store>().Heads)
            .AddSingleton(all => all.GetRequiredService<Store>().Incidents)
            .AddSingleton(all => all.GetRequiredService<Store>().BulkItems)
            .AddSingleton(all => all.GetRequiredService<Store>().Attempts)
            .AddSingleton(all => all.GetRequiredService<Store>().FailedAttempts)
            .AddSingleton(all => all.GetRequiredService<Store>().RecentAttempts)
            .AddSingleton(all => all.GetRequiredService<Store>().Keys)
            .AddSingleton(all => all.GetRequiredService<Store>().AnsweredRequests)
            .AddSingleton(all => all.GetRequiredService<Store>().SharedValues)
            .AddSingleton(all => all.GetRequiredService<Store>().Leases)
            .AddSingleton(all => all.GetRequiredService<Store>().Audit)
            .AddSingleton(all => all.GetRequiredService<Store>().Seals)
            .AddSingleton(all => all.GetRequiredService<Store>().Archive);
}
