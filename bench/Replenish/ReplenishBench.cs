using System.Collections.Immutable;
using System.Diagnostics;
using Crossdock.Bench.Measuring;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish.Planning;

namespace Crossdock.Bench.Replenish;

/// <param name="ReadingSeconds">making the same books without planning them: what a review costs that plans nothing</param>
/// <param name="AllocatedMegabytes">by the whole review; nearly all of it is the books of the SKUs, made and dropped</param>
public sealed record ReplenishResult(
    int Seed, int Nodes, int Skus, int Days, double ReviewSeconds, double ReadingSeconds, double ReviewToReading, double CpuSeconds,
    double ReviewedPerSecond, int Reviewed, int Covered, int Buys, int Moves, int Waits, int Faults, double AllocatedMegabytes);

/// <summary>One review of every SKU at every store, from made-up books that a seed says all of.</summary>
public static class ReplenishBench
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 6, 0, 0, TimeSpan.Zero);

    public static ReplenishResult Run(int seed, int nodes, int skus, int days)
    {
        // A small review first, so that what is measured is compiled.
        ReplenishmentReview.Of(Books(seed, 8, 200, days), PolicyBook.Defaults, Retail.Network, Now);

        var reading = Stopwatch.StartNew();
        var read = Books(seed, nodes, skus, days).Sum(sku => sku.Nodes.Length);
        reading.Stop();

        var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var review = Stopwatch.StartNew();
        var plan = ReplenishmentReview.Of(Books(seed, nodes, skus, days), PolicyBook.Defaults, Retail.Network, Now);
        review.Stop();
        if (plan.Reviewed != read)
        {
            throw new InvalidOperationException($"{plan.Reviewed} of {read} SKUs at nodes were reviewed.");
        }

        var (planned, made) = (review.Elapsed.TotalSeconds, reading.Elapsed.TotalSeconds);
        return new ReplenishResult(
            seed, nodes, skus, days, Math.Round(planned, 3), Math.Round(made, 3), Math.Round(planned / made, 2),
            Math.Round((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, 3), Math.Round(plan.Reviewed / planned), plan.Reviewed,
            plan.Covered, plan.Buys.Length, plan.Moves.Length, plan.Waits.Length, plan.Faults.Length,
            Math.Round((GC.GetTotalAllocatedBytes() - allocated) / 1e6));
    }

    /// <summary>A third sells daily, the rest now and then; one SKU in fifty is new, one in a thousand is broken.</summary>
    private static IEnumerable<SkuSituation> Books(int seed, int nodes, int skus, int days)
    {
        for (var sku = 1; sku <= skus; sku++)
        {
            var lots = new Random(unchecked((seed * 1_000_003) + sku));
            yield return new SkuSituation(
                Retail.Sku(sku), "Thing", $"C{sku % 12}",
                [.. Enumerable.Range(1, nodes).Select(node => At(Retail.Store(node), lots, sku, days))]);
        }
    }

    private static NodeSituation At(string node, Random lots, int sku, int days)
    {
        var (daily, known) = (sku % 3 == 0 ? 1.0 : 0.15, sku % 50 == 0 ? 5 : days);
        var sold = ImmutableArray.CreateBuilder<SoldDay>(known);
        for (var day = 0; day < known; day++)
        {
            sold.Add(new SoldDay(lots.NextDouble() < daily ? 1 + lots.Next(4) : 0, lots.Next(30) == 0));
        }

        return new NodeSituation(
            node, sold.MoveToImmutable(), new StockThere(lots.Next(60), lots.Next(4) == 0 ? 12 : 0, 0, lots.Next(90) == 0 ? 2 : 0),
            [
                new SupplyTerms(
                    $"SUP-{sku % 300}", 1 + (sku % 40), "GBP", sku % 1_000 == 0 ? 0 : 1 + (sku % 12), sku % 24, 3 + (sku % 14),
                    [7, 9, 8, 7, 12, 8], 1 + (sku % 7)),
            ],
            AlikeDaily: 0.4);
    }
}
