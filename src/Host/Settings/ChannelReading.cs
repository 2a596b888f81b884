using Crossdock.Contracts.Network;
using Crossdock.Processes.PriceTargets;
using Crossdock.Runtime.Synchronisation;

namespace Crossdock.Host.Settings;

/// <summary>Which channels are told what they may sell: those whose system has an address, unless it is switched off for all.</summary>
internal static class ChannelReading
{
    public static SyncedChannels Of(IConfiguration configuration, RetailNetwork network) => new(
    [
        .. network.Channels.Where(_ => configuration.GetValue("Crossdock:Synchronisation:Enabled", true))
            .Select(channel => (channel.Id, System: Targets.SystemOf(channel)))
            .Where(channel => channel.System is { } system
                && !string.IsNullOrWhiteSpace(configuration[$"Crossdock:Systems:{system}:Address"]))
            .Select(channel => new SyncedChannel(channel.Id, channel.System!)),
    ]);
}
