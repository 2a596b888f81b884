using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.ProcureToReplenish.Transfers;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Stock;

namespace Crossdock.Runtime.Replenishment;

/// <summary>
/// What is on order or on its way of a SKU, so that a back-order knows what it waits for. A moment old at most: many orders may wait for
/// the same SKU, and each of them asks.
/// </summary>
public sealed class ComingSupply(IHeads heads, FoldedCases cases, Rulebook rules, BusinessClock clock, TimeProvider wall)
{
    /// <summary>Of each kind: a SKU is seldom on three orders at once.</summary>
    private const int MostCases = 20;

    /// <summary>Forgotten all at once beyond this: it is remembered to save work, not to be complete.</summary>
    private const int MostSkus = 5_000;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Shared<ImmutableArray<ExpectedSupply>>> _bySku = new(StringComparer.Ordinal);

    public Task<ImmutableArray<ExpectedSupply>> Of(string sku)
    {
        if (_bySku.Count >= MostSkus)
        {
            _bySku.Clear();
        }

        return _bySku.GetOrAdd(sku, _ => new Shared<ImmutableArray<ExpectedSupply>>(Age, wall))
            .Get(() => Read(sku, CancellationToken.None));
    }

    private async Task<ImmutableArray<ExpectedSupply>> Read(string sku, CancellationToken cancel)
    {
        var coming = ImmutableArray.CreateBuilder<ExpectedSupply>();
        foreach (var head in await With(sku, "purchase", cancel))
        {
            var (order, at) = await cases.Read<Purchase>(head.Case, cancel);
            if (Enum.TryParse<PurchaseState>(at, out var state) && IsOrdered(state))
            {
                coming.AddRange(order.Items.Where(item => item.Sku == sku && item.Outstanding > 0)
                    .Select(item => new ExpectedSupply(sku, order.Needs.Node, item.Outstanding, order.Due, head.Case)));
            }
        }

        foreach (var head in await With(sku, "transfer", cancel))
        {
            var (moved, at) = await cases.Read<Transfer>(head.Case, cancel);
            if (Enum.TryParse<TransferState>(at, out var state) && Pieces(moved, sku, state) is var pieces and > 0)
            {
                coming.Add(new ExpectedSupply(sku, moved.Needs.To, pieces, DueOf(head, moved, state), head.Case));
            }
        }

        return [.. coming.OrderBy(one => one.Due)];
    }

    private async Task<IEnumerable<CaseHead>> With(string sku, string kind, CancellationToken cancel)
    {
        var term = $"sku:{sku}";
        var found = await heads.Search(new HeadFilter(Text: term, Kind: kind, Open: true), HeadOrder.Due, 0, MostCases, cancel);
        return found.Where(head => !head.Card.Terms.IsDefault && head.Card.Terms.Contains(term));
    }

    /// <summary>It is with the supplier, and nobody has given it up.</summary>
    private static bool IsOrdered(PurchaseState state) => state is
        PurchaseState.AwaitingConfirmation or PurchaseState.Changed or PurchaseState.AwaitingDespatch or PurchaseState.OnTheWay
        or PurchaseState.Receiving or PurchaseState.Booking or PurchaseState.Unbooked;

    private static int Pieces(Transfer moved, string sku, TransferState state) => moved.Items.Where(item => item.Sku == sku).Sum(item =>
        state switch
        {
            TransferState.Firming or TransferState.AwaitingPick => item.Reserved,
            TransferState.Leaving or TransferState.OnTheWay => item.Shipped,
            _ => 0,
        });

    /// <summary>The time that it may take from where it stands.</summary>
    private DateTimeOffset DueOf(CaseHead head, Transfer moved, TransferState state)
    {
        var now = clock.GetUtcNow();
        var next = head.Deadline?.Due is { } due && due > now ? due : now;
        var policy = new PolicyReader(rules.Policies, new Scope(moved.Needs.Region, Node: moved.Needs.To), now);
        return state == TransferState.OnTheWay ? next : next + policy.Read(Policy.TransferTransit);
    }
}
