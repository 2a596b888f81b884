using Crossdock.Contracts;
using Crossdock.Processes.CalendarChanges;
using Crossdock.Processes.StockAdjustments;
using Crossdock.Processes.StockSynchronisation;
using Crossdock.Processes.StockVariances;

namespace Crossdock.Processes.Running;

/// <summary>What lists show of the channels that are told what they may sell.</summary>
public static partial class Cards
{
    public static CaseCard Of(Publication channel, SyncState at) => new(
        $"Availability of {channel.Needs.Channel}", Channel: channel.Needs.Channel,
        Exception: at == SyncState.PassedOn ? null
            : at == SyncState.Lagging || channel.Task is not null ? ExceptionCategory.ChannelLagging
            : !channel.Refused.IsEmpty ? ExceptionCategory.DataInvalid : null,
        Kind: channel.Needs.System);

    public static CaseCard Of(KnownCalendars calendars, CalendarsState at) => new(
        "Opening hours and holidays", Owner: OwnerGroup.StoreOperations);

    public static CaseCard Of(Variance variance, VarianceState at) => new(
        $"{variance.Needs.Sku} at {variance.Needs.Node}", variance.Needs.Region, Node: variance.Needs.Node,
        Exception: at == VarianceState.Corrected ? null : ExceptionCategory.StockVariance, Why: variance.Needs.Why,
        Terms: [$"sku:{variance.Needs.Sku}"]);

    public static CaseCard Of(Adjustment adjustment, AdjustmentState at) => new(
        $"{adjustment.Needs.Lines.Sum(line => line.Pieces):+0;-0;0} pieces at {adjustment.Needs.Node}", adjustment.Needs.Region,
        Node: adjustment.Needs.Node, Exception: at == AdjustmentState.Refused ? ExceptionCategory.IntegrationFailed : null,
        Parent: adjustment.Needs.For, Why: adjustment.Needs.Reason,
        Terms: [.. adjustment.Needs.Lines.Select(line => $"sku:{line.Sku}")]);
}
