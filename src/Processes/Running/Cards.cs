using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.BulkOperations;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.ProcureToReplenish.Transfers;
using Crossdock.Processes.ReturnToRefund;
using Crossdock.Processes.StoreTasks;

namespace Crossdock.Processes.Running;

/// <summary>What lists show of each kind of case.</summary>
public static partial class Cards
{
    /// <summary>An order can be found by this many of its SKUs; the longest real orders have hundreds of lines.</summary>
    private const int SearchableSkus = 200;

    public static CaseCard Of(Order order, OrderState at)
    {
        var placed = order.Needs;
        // Once nothing is on its way any more it is about those that have delivered.
        var parts = order.OpenParts.Any() ? order.OpenParts : order.Parts.Where(part => part.Captured);
        var nodes = parts.Select(part => part.Node).Distinct().ToList();
        return new CaseCard(
            $"Order {placed.Number}", placed.Region, placed.Channel, nodes.Count == 1 ? nodes[0] : order.PickupNode,
            Exception: ExceptionOf(order, at), Promise: IsKept(order) ? null : order.Promise, Value: placed.Total,
            Currency: placed.Currency, Why: WhyOf(order, at),
            Terms:
            [
                $"customer:{placed.Customer.Id}", .. TierOf(placed.Customer),
                .. placed.Lines.Select(line => $"sku:{line.Sku}").Distinct().Take(SearchableSkus),
                .. WaitsOf(order, at),
            ]);
    }

    private static IEnumerable<string> WaitsOf(Order order, OrderState at)
    {
        var missing = BackOrders.Missing(order, at);
        return missing.IsEmpty ? [] : [BackOrders.Term, .. missing.Select(lack => BackOrders.TermOf(lack.Sku)).Take(SearchableSkus)];
    }

    public static CaseCard Of(FulfilmentPart part, PartState at)
    {
        var needs = part.Needs;
        return new CaseCard(
            $"{needs.Order.Key} at {needs.Node}", needs.Region, needs.Channel, needs.Node,
            Exception: part.Late > 0 && at is PartState.AwaitingPick or PartState.WarehousePicking ? ExceptionCategory.LatePick
                : at == PartState.Short ? ExceptionCategory.StockShortage
                : at == PartState.Unbookable || part.DeliveryAttempts > 0 ? ExceptionCategory.DeliveryFailed
                : part.Late > 0 ? ExceptionCategory.LateShipment : null,
            // A pickup was promised to be ready; from then on it is the customer who is waited for.
            Promise: at is PartState.ReadyForPickup or PartState.PuttingBack or PartState.Restocking ? null : needs.Promise,
            Value: part.Worth, Currency: needs.Currency, Parent: needs.Order, Kind: needs.Mode.ToString(),
            Terms:
            [
                $"customer:{needs.Customer.Id}", .. TierOf(needs.Customer),
                .. part.Tracking is { } tracking ? [$"tracking:{tracking}"] : Array.Empty<string>(),
            ]);
    }

    /// <summary>Only a tier that counts for something stands there: of most customers there is nothing to say.</summary>
    private static IEnumerable<string> TierOf(Customer customer) => customer.Tier.ToUpperInvariant() switch
    {
        "GOLD" => ["tier:gold"],
        "SILVER" => ["tier:silver"],
        _ => [],
    };

    public static CaseCard Of(StoreTask task, TaskState at)
    {
        var needs = task.Needs;
        return new CaseCard(
            needs.Title, needs.Region, needs.Channel, needs.Node, needs.Owner, needs.Exception, needs.Promise, needs.Value, needs.Currency,
            needs.Root ?? needs.About, task.Assignee, needs.Kind.ToString(), needs.Priority, needs.Why);
    }

    public static CaseCard Of(CustomerReturn state, ReturnState at)
    {
        var needs = state.Needs;
        return new CaseCard(
            $"Return {needs.Number}", needs.Region, needs.Channel, state.At ?? needs.Node,
            Exception: at switch
            {
                ReturnState.Unmatched or ReturnState.Deciding => ExceptionCategory.DataInvalid,
                ReturnState.Disputed => ExceptionCategory.RefundMismatch,
                ReturnState.Inspecting when state.Late > 0 => ExceptionCategory.RefundLate,
                _ => null,
            },
            Value: state.Worth, Currency: needs.Currency, Parent: state.Order, Why: needs.Reason,
            Terms: [.. (needs.CustomerId is { } customer ? [$"customer:{customer}"] : Array.Empty<string>()),
                .. state.Customer is { } buyer ? TierOf(buyer) : Array.Empty<string>(),
                .. needs.Lines.Select(line => $"sku:{line.Sku}").Distinct().Take(SearchableSkus)]);
    }

    public static CaseCard Of(Purchase order, PurchaseState at)
    {
        var needs = order.Needs;
        return new CaseCard(
            $"{needs.Number} from {needs.Supplier}", needs.Region, null, needs.Node,
            Exception: at switch
            {
                PurchaseState.AwaitingApproval when order.Late > 0 => ExceptionCategory.ApprovalLate,
                PurchaseState.Silent => ExceptionCategory.SupplierSilent,
                PurchaseState.Changed => ExceptionCategory.SupplierChanged,
                PurchaseState.Unsent => ExceptionCategory.IntegrationFailed,
                PurchaseState.Unbooked or PurchaseState.Unclosed => ExceptionCategory.ReconciliationOpen,
                PurchaseState.AwaitingDespatch or PurchaseState.OnTheWay when order.Late > 0 => ExceptionCategory.LateShipment,
                _ => null,
            },
            Promise: order.Outstanding > 0 ? order.Due : null, Value: order.Total, Currency: needs.Currency, Why: order.Ending ?? needs.Why,
            Terms:
            [
                $"supplier:{needs.Supplier}", .. needs.Category is { } goods ? [$"category:{goods}"] : Array.Empty<string>(),
                .. order.Items.Select(item => $"sku:{item.Sku}").Take(SearchableSkus),
            ]);
    }

    /// <summary>It stands at the node that has to act: where it is picked, then where it arrives.</summary>
    public static CaseCard Of(Transfer state, TransferState at)
    {
        var needs = state.Needs;
        return new CaseCard(
            $"{needs.Number} from {needs.From} to {needs.To}", needs.Region, null,
            at is TransferState.OnTheWay or TransferState.Arriving or TransferState.Posting ? needs.To : needs.From,
            Exception: at switch
            {
                TransferState.AwaitingPick or TransferState.OnTheWay when state.Late > 0 => ExceptionCategory.LateTransfer,
                TransferState.Unposted => ExceptionCategory.ReconciliationOpen,
                _ => null,
            },
            Why: state.Ending ?? needs.Why,
            Terms: [.. state.Items.Select(item => $"sku:{item.Sku}").Distinct().Take(SearchableSkus)]);
    }

    public static CaseCard Of(BulkOperation bulk, BulkState at)
    {
        var needs = bulk.Needs;
        return new CaseCard(
            $"{needs.Act}, {needs.Items} items", Owner: OwnerGroup.Integration, Kind: needs.Act.ToString(), Why: bulk.Why ?? needs.Why);
    }

    /// <summary>Whether nothing that was promised is still to come: all delivered, or ready for the customer to collect.</summary>
    private static bool IsKept(Order order) => order.Parts.Length > 0 && order.Unassigned == 0 && order.OpenParts.All(part =>
        part.Mode is FulfilmentMode.StorePickup or FulfilmentMode.Kerbside && part.Stage == PartStage.Picked);

    private static ExceptionCategory? ExceptionOf(Order order, OrderState at) => at switch
    {
        OrderState.Held when order.Holds.Length > 0 => order.Holds[0].Kind switch
        {
            HoldKind.Payment => ExceptionCategory.PaymentFailed,
            HoldKind.Fraud => ExceptionCategory.FraudSuspected,
            HoldKind.Price => ExceptionCategory.PriceMismatch,
            HoldKind.Duplicate => ExceptionCategory.Duplicate,
            HoldKind.Erp => ExceptionCategory.IntegrationFailed,
            _ => ExceptionCategory.DataInvalid,
        },
        OrderState.WaitingForStock or OrderState.Rerouting or OrderState.AskingCustomer => ExceptionCategory.StockShortage,
        OrderState.Fulfilling when order.Unassigned > 0 => ExceptionCategory.StockShortage,
        OrderState.Unsettled => ExceptionCategory.ReconciliationOpen,
        _ => null,
    };

    private static string? WhyOf(Order order, OrderState at) => at switch
    {
        OrderState.Held => string.Join(" ", order.Holds.Select(hold => hold.Why)),
        OrderState.Cancelling or OrderState.Cancelled or OrderState.Refused => order.CancelReason,
        _ => null,
    };
}
