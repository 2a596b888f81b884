using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// The buyers: twice a business day they have what runs low reviewed, a few SKUs at a time, and see what of it is proposed. When no
/// orders come in any more, only what customers wait for is still bought; a dry run tells which that is. The shelves of a SKU are
/// looked after three times at most.
/// </summary>
public sealed class Buyers(
    CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance, ChannelRun channels, PriceList prices)
{
    private const string Person = "Bea, buying";
    private const int MostTimes = 3;
    private const int MostSkus = 40;
    private const int MostProposals = 12;
    private const int Givers = 3;
    private const int Pack = 6;

    private readonly DateTimeOffset _since = clock.GetUtcNow();
    private readonly Dictionary<string, int> _bought = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Sku, string Node), List<int>> _sold = [];
    private readonly Dictionary<(string Sku, string Node), int> _soldBefore = [];
    private int _day;

    /// <summary>Numbers of purchases that Crossdock has taken.</summary>
    public ConcurrentQueue<string> Purchases { get; } = [];

    public ConcurrentQueue<string> Transfers { get; } = [];

    /// <summary>What it did not take or could not plan, with its reason: none of these should be.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    public int Reviews { get; private set; }

    public async Task Work(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                await Task.Delay(Rounds.PauseAt(clock), wall, cancel);
                await Review(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    public async Task Review(CancellationToken cancel)
    {
        var positions = new List<PositionItem>();
        await foreach (var position in Rounds.Positions(crossdock, cancel))
        {
            positions.Add(position);
        }

        NoteSales(positions);
        var skus = Low(positions, channels.AllSent);
        if (channels.AllSent && skus.Count > 0)
        {
            var shown = await Ask(new ReviewDocument(DryRun: true, MostProposals, skus), cancel);
            var awaited = (shown?.Purchases ?? []).Concat(shown?.Transfers ?? []).Where(order => order.Serves > 0)
                .SelectMany(order => order.Lines ?? []).Select(line => line.Sku).ToHashSet(StringComparer.Ordinal);
            skus = [.. skus.Where(sku => awaited.Contains(sku.Sku))];
        }

        if (skus.Count > 0 && await Ask(new ReviewDocument(DryRun: false, MostProposals, skus), cancel) is { } review)
        {
            Reviews++;
            Note(review);
        }
    }

    /// <summary>The SKUs that lie lowest, each where it is low and where most of it could be given away.</summary>
    private List<ReviewSkuDocument> Low(List<PositionItem> positions, bool onlyEmpty) =>
        [.. positions.Where(position => !position.Node.StartsWith("SUP-", StringComparison.Ordinal))
            .GroupBy(position => position.Sku, StringComparer.Ordinal)
            .Where(sku => _bought.GetValueOrDefault(sku.Key) < MostTimes && sku.Any(position => IsLow(position, onlyEmpty)))
            .OrderBy(sku => sku.Min(position => position.Available)).ThenBy(sku => sku.Key, StringComparer.Ordinal)
            .Take(MostSkus)
            .Select(sku => new ReviewSkuDocument(
                sku.Key, "",
                [.. sku.Where(position => IsLow(position, onlyEmpty))
                    .Concat(sku.Where(position => !IsLow(position, onlyEmpty))
                        .OrderByDescending(position => position.Available).Take(Givers))
                    .Select(Situated)]))];

    private static bool IsLow(PositionItem position, bool onlyEmpty) =>
        position.Available <= 0 || (!onlyEmpty && position.Available * 2 < position.Sold + position.Reserved);

    private ReviewNodeDocument Situated(PositionItem position)
    {
        var vendor = Vendors.For(position.Sku, chance);
        var days = Math.Max(1, (decimal)(clock.GetUtcNow() - _since).TotalDays);
        return new ReviewNodeDocument(
            position.Node, _sold.GetValueOrDefault((position.Sku, position.Node)) ?? [],
            decimal.Round(Math.Max(0, position.Sold + position.Reserved) / days, 3),
            [new SupplyTermsDocument(
                vendor.Id, Math.Max(0.01m, decimal.Round(prices.Usual(position.Sku) / 2, 2)), "GBP", Pack, vendor.LeadDays,
                Vendors.TaxOn(position.Sku, chance), vendor.Freight)]);
    }

    /// <summary>Once a business day what was sold since the day before goes into the memory of each place.</summary>
    private void NoteSales(List<PositionItem> positions)
    {
        var today = (int)(clock.GetUtcNow() - _since).TotalDays;
        if (today <= _day)
        {
            return;
        }

        _day = today;
        foreach (var position in positions)
        {
            var place = (position.Sku, position.Node);
            var until = position.Sold + position.Reserved;
            if (!_sold.TryGetValue(place, out var days))
            {
                _sold[place] = days = [];
            }

            days.Add(Math.Max(0, until - _soldBefore.GetValueOrDefault(place)));
            _soldBefore[place] = until;
        }
    }

    private async Task<ReviewAnswer?> Ask(ReviewDocument review, CancellationToken cancel)
    {
        var answer = await crossdock.Post("/v1/replenishment/reviews", WireJson.Write(review), null, cancel, Person);
        if (answer.Done)
        {
            return answer.Read<ReviewAnswer>();
        }

        Refused.Enqueue($"a review: {answer.Why()}");
        return null;
    }

    private void Note(ReviewAnswer review)
    {
        foreach (var (orders, taken) in new[] { (review.Purchases, Purchases), (review.Transfers, Transfers) })
        {
            foreach (var order in (orders ?? []).Where(order => order.Outcome is "proposed" or "known" && order.Number is not null))
            {
                taken.Enqueue(order.Number!);
                foreach (var sku in (order.Lines ?? []).Select(line => line.Sku).Distinct())
                {
                    _bought[sku] = _bought.GetValueOrDefault(sku) + 1;
                }
            }
        }

        foreach (var fault in review.Faults ?? [])
        {
            Refused.Enqueue($"{fault.Sku} at {fault.Node}: {fault.What}");
        }
    }
}
