using Crossdock.Contracts;
using Crossdock.Processes.CalendarChanges;
using Crossdock.Processes.StockAdjustments;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockDiscrepancies;
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
        Exception: at == VarianceState.Corrected ? null : ExceptionCategory.StockVariance, Parent: variance.Needs.For,
        Why: variance.Needs.Why,
        Terms: [$"sku:{variance.Needs.Sku}"]);

    public static CaseCard Of(Adjustment adjustment, AdjustmentState at) => new(
        $"{adjustment.Needs.Lines.Sum(line => line.Pieces):+0;-0;0} pieces at {adjustment.Needs.Node}", adjustment.Needs.Region,
        Node: adjustment.Needs.Node, Exception: at == AdjustmentState.Refused ? ExceptionCategory.IntegrationFailed : null,
        Parent: adjustment.Needs.For, Why: adjustment.Needs.Reason,
        Terms: [.. adjustment.Needs.Lines.Select(line => $"sku:{line.Sku}")]);

    public static CaseCard Of(Comparison books, ComparisonState at) => new(
        $"{books.Needs.System} against the ledger{(books.Needs.Node is { } node ? $", {node}" : "")}", Node: books.Needs.Node,
        Exception: at != ComparisonState.PassedOn && (at == ComparisonState.Lagging || books.Task is not null)
            ? ExceptionCategory.IntegrationFailed : null,
        Kind: books.Needs.System);

    public static CaseCard Of(Discrepancy one, DiscrepancyState at) => new(
        $"{one.Needs.Sku} at {one.Needs.Node}, {one.Needs.Difference:+0;-0} in {one.Needs.System}", one.Needs.Region, Node: one.Needs.Node,
        Exception: at is DiscrepancyState.Healed or DiscrepancyState.Counted or DiscrepancyState.LeftToKeeper
            ? null : ExceptionCategory.StockVariance,
        Kind: one.Needs.System,
        Why: $"{one.Needs.System} has {one.Needs.Theirs}, the ledger {one.Needs.Ours}.", Terms: [$"sku:{one.Needs.Sku}"]);
}
