using System.Xml.Linq;
using Crossdock.Api.Governance;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Recovery;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Crossdock.Host.Settings;

/// <summary>Ready when the heads have caught up with the journal as it was at the start, and the store answers.</summary>
internal sealed class CaughtUpProbe(Projector projector, IJournal journal) : IReadinessProbe
{
    public bool Started => projector.CaughtUp.IsCompleted;

    public async Task<string?> WhyNotReady(CancellationToken cancel)
    {
        try
        {
            await journal.ReadFeed(FeedPosition.Start, 1, cancel);
            return null;
        }
        catch (StoreUnavailableException)
        {
            return "the store cannot be read";
        }
    }
}

/// <summary>
/// The parts that work in the background. One that ends by a fault stops the host, and the framework then reports success: a
/// service manager that restarts on failure would leave it down.
/// </summary>
public sealed class RunningParts(IServiceProvider services)
{
    // Taken before the host runs: when it has ended, its services are gone.
    private readonly BackgroundService[] _parts = [.. services.GetServices<IHostedService>().OfType<BackgroundService>()];

    public bool AnyFailed => _parts.Any(part => part.ExecuteTask is { IsFaulted: true });
}

/// <summary>The keys that seal cookies, shared by every process on the store, so that a restart signs nobody out.</summary>
internal sealed class SharedKeyRing(ISharedValues values) : IXmlRepository
{
    private const string Area = "data-protection";

    // The framework asks synchronously, once at the start and when keys roll.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. values.ReadAll(Area, CancellationToken.None).GetAwaiter().GetResult().Values.Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        values.Write(Area, friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}
