using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.ProcureToReplenish.Planning;

namespace Crossdock.Runtime.Replenishment;

/// <summary>An order or a transfer that a plan comes to, before it has a number.</summary>
/// <param name="Kind">of the case that it becomes</param>
/// <param name="Series">what its number begins with: whoever orders for whom, on which day</param>
/// <param name="Total">of a transfer, nothing: what is moved is paid for</param>
/// <param name="Message">by its number</param>
public sealed record Proposal(
    string Kind, string Series, string Category, string From, string To, Money Total, ImmutableArray<WaitingOrder> Serves,
    ImmutableArray<ReviewedLine> Lines, Func<string, Message> Message);

/// <summary>Gathers a plan's lines into orders: one a supplier, node, category and currency, and one transfer a pair of nodes.</summary>
internal sealed class Proposals(RetailNetwork network, ImmutableArray<WaitsAt> waiting, string by, DateTimeOffset now)
{
    private const string Why = "Below its level.";

    /// <summary>What customers wait for first, then what lies lowest for its level.</summary>
    public IEnumerable<Proposal> Of(ReplenishmentPlan plan) =>
        plan.Buys.GroupBy(buy => (buy.Supplier, buy.Node, buy.Category, buy.Currency)).Select(Purchase)
            .Concat(plan.Moves.GroupBy(move => (move.From, move.To)).Select(Transfer))
            .OrderByDescending(one => one.Serves.Length)
            .ThenBy(one => one.Lines.Min(line => line.Level == 0 ? 0 : (double)line.Position / line.Level))
            .ThenBy(one => one.Series, StringComparer.Ordinal);

    private Proposal Purchase(IGrouping<(string Supplier, string Node, string? Category, string Currency), PlannedBuy> buys)
    {
        var (supplier, node, category, currency) = buys.Key;
        var serves = ServedAt(node, buys.Select(buy => buy.Sku));
        var due = new DateTimeOffset(buys.Max(buy => buy.Expected).ToDateTime(new TimeOnly(18, 0)), TimeSpan.Zero);
        return new Proposal(
            "purchase", $"RPL-{now:yyyyMMdd}.{node}.{supplier}.", category ?? "", supplier, node,
            new Money(buys.Sum(buy => buy.Money), currency), serves,
            [.. buys.Select(buy => LineOf(buy.Sku, buy.Pieces, buy.Reckoned))],
            number => new PurchaseProposed(
                number, supplier, node, network.Find(node)!.Region, category, currency, due,
                [.. buys.Select((buy, n) => new PurchaseLine(n + 1, buy.Sku, buy.Description, buy.Pieces, buy.UnitPrice, buy.Tax))],
                serves, by, Why, FreightOf(buys)));
    }

    /// <summary>
    /// Freight is agreed with a supplier for a node, whatever is ordered; where master data says it differently SKU by SKU, no more is
    /// agreed than the least of it.
    /// </summary>
    private static FreightTerms? FreightOf(IEnumerable<PlannedBuy> buys) => buys.MinBy(buy => buy.Freight?.Charge ?? 0m)?.Freight;

    private Proposal Transfer(IGrouping<(string From, string To), PlannedMove> moves)
    {
        var (from, to) = moves.Key;
        var serves = ServedAt(to, moves.Select(move => move.Sku));
        return new Proposal(
            "transfer", $"RPL-{now:yyyyMMdd}.{to}.{from}.", "", from, to, default, serves,
            [.. moves.Select(move => LineOf(move.Sku, move.Pieces, move.Reckoned))],
            number => new TransferAsked(
                number, from, to, network.Find(from)!.Region,
                [.. moves.Select((move, n) => new TransferLine(n + 1, move.Sku, move.Description, move.Pieces))], serves, by, Why));
    }

    private ImmutableArray<WaitingOrder> ServedAt(string node, IEnumerable<string> skus)
    {
        var of = skus.ToHashSet(StringComparer.Ordinal);
        return [.. waiting.Where(one => one.Node == node && of.Contains(one.Order.Sku)).Select(one => one.Order)
            .DistinctBy(order => (order.Order, order.Sku)).OrderBy(order => order.Promise)];
    }

    private static ReviewedLine LineOf(string sku, int pieces, Reckoning reckoned) =>
        new(sku, pieces, reckoned.Need, reckoned.Position, reckoned.Level, Math.Round(reckoned.Demand.Daily, 4));
}
