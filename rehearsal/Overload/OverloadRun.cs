using System.Globalization;
using System.Net.Http.Headers;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;
using Crossdock.Processes.Running;
using Crossdock.Rehearsal.Crash;
using Crossdock.Rehearsal.Surroundings;
using Crossdock.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Rehearsal.Overload;

/// <summary>Finds what a host can sustain on this machine, offers it ten times that, and watches it come through.</summary>
public sealed class OverloadRun(string store, TimeSpan floodLasts, TimeProvider wall, TextWriter says)
{
    private const int Seed = 1;
    private const double Times = 10;
    private const double FirstRate = 10;
    private const double LastRate = 2_000;
    private const double InGoodTimeMs = 1_000;

    /// <summary>Of what reaches the ERP when few come: less means that a queue grows.</summary>
    private const double KeepsUp = 0.9;

    private const int DiskMegabytes = 3_000;
    private const int PlentyOfPieces = 900_000;

    /// <summary>A refusal that does not come is none. A few may be lost to the machine, which floods and is flooded.</summary>
    private const double MostSilence = 0.01;

    /// <summary>What the limits let be in hand is some hundred megabytes beside the program itself; a leak in a flood is more.</summary>
    private const long MostMegabytes = 1_500;

    private static readonly TimeSpan WarmsUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StepLasts = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CatchesUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NormalWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(250);

    private long _mostRss;
    private int _notReady;
    private double _slowestHealthMs;

    public async Task<OverloadReport> Play(string folder, CancellationToken cancel)
    {
        await using var scene = await Scene.Set(new SceneOptions(store, 1, Seed, 60, DiskMegabytes, folder), wall, cancel);
        var witness = scene.Keep(
            new Witness(new ToWhoeverServes(scene.Hosts, new SocketsHttpHandler { MaxConnectionsPerServer = 1_024 })));
        var crossdock = scene.Keep(new CrossdockClient(ToWhoeverServes.Anywhere, wall, witness));
        var book = Load.WriteBook(TimeSpan.FromMinutes(2), Seed, scene);
        var world = await scene.OpenWorld(book.Prices, crossdock, cancel);
        await scene.StartHosts(new Dictionary<string, string>(), cancel);
        crossdock.UseKey(scene.Key);
        await FillShelves(crossdock, book, cancel);
        using var http = new HttpClient(witness, disposeHandler: false) { BaseAddress = ToWhoeverServes.Anywhere };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", scene.Key);
        var shop = new Shop(http, book, scene.Clock, wall);

        var steps = await FindSustainable(shop, world, cancel);
        if (steps.Count == 1)
        {
            throw new InvalidOperationException($"Not even {FirstRate} orders a second could be sustained: there is nothing to measure.");
        }

        var sustainable = steps.Take(steps.Count - 1).Select(step => step.RatePerSecond).DefaultIfEmpty(FirstRate).Last();
        var usual = steps[Math.Max(0, steps.Count - 2)].AcceptedP95Ms;
        Say($"sustainable: {sustainable} orders a second; now {Times * sustainable} for {floodLasts.TotalSeconds} s");
        var host = scene.Hosts.Serving[0];
        var before = host.ResidentBytes;
        var pulse = new Pulse(crossdock, wall);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watching = Task.WhenAll(Watch(scene, stop.Token), pulse.Beat(stop.Token));
        var at = wall.GetUtcNow();
        var flood = await shop.Offer(Times * sustainable, floodLasts, cancel);
        Tell(flood);
        var normal = await UntilNormal(shop, host.IsReady, usual, cancel);
        var gap = pulse.LongestGapSince(at);
        await stop.CancelAsync();
        await watching;

        var missing = await Missing(scene, witness, cancel);
        return Judge(new OverloadReport(
            store.Split(':')[0], wall.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Machine.Commit(), Machine.Words(),
            sustainable, steps, flood, before >> 20, _mostRss >> 20, host.ResidentBytes >> 20, _notReady, Math.Round(_slowestHealthMs, 1),
            Math.Round(gap.TotalSeconds, 2), Math.Round(normal.TotalSeconds, 1), witness.Cases.Count, missing,
            scene.Hosts.UnaskedExits, []));
    }

    private static OverloadReport Judge(OverloadReport report)
    {
        var kinds = report.Steps.Append(report.Flood).SelectMany(offered => offered.AnswersByStatus.Keys).Distinct();
        var unknown = kinds.Except([0, 202, 429, 503]).ToList();
        return report with
        {
            Findings =
            [
                .. unknown.Select(status => $"orders were answered with status {status}"),
                .. report.Flood.AnswersByStatus.GetValueOrDefault(0) is var silence && silence > report.Flood.Orders * MostSilence
                    ? [$"{silence} of {report.Flood.Orders} orders were not answered at all"] : (string[])[],
                .. report.Flood.WithoutRetryAfter > 0 ? [$"{report.Flood.WithoutRetryAfter} refusals told no Retry-After"] : (string[])[],
                .. report.RssMostMegabytes > MostMegabytes
                    ? [$"the host held {report.RssMostMegabytes} MB, more than {MostMegabytes}"] : (string[])[],
                .. report.Missing > 0 ? [$"{report.Missing} accepted orders are not in the journal"] : (string[])[],
                .. report.UnaskedExits > 0 ? [$"the host ended by itself {report.UnaskedExits} times"] : (string[])[],
                .. report.SecondsToNormal >= NormalWithin.TotalSeconds ? ["it did not become normal again"] : (string[])[],
            ],
        };
    }

    private static async Task FillShelves(CrossdockClient crossdock, Book book, CancellationToken cancel)
    {
        foreach (var batch in book.OpeningStock.Select(place => place with { Quantity = PlentyOfPieces }).Chunk(500))
        {
            var answer = await crossdock.Post("/v1/stock/movements", WireJson.Write(new MovementBatch(batch)), null, cancel);
            if (!answer.Done)
            {
                throw new InvalidOperationException($"Crossdock did not take the opening stock: {answer.Why()}");
            }
        }
    }

    /// <summary>Rates that double until one is too much; the last of them is that one.</summary>
    private async Task<List<Offered>> FindSustainable(Shop shop, OutsideWorld world, CancellationToken cancel)
    {
        // A program that has just begun is slow at everything it does for the first time: what it can sustain shows later. That few come
        // at first says which share of the book's orders reaches the ERP at all: some are held, or of customers whom it blocks.
        var atFirst = world.Erp.SalesOrders.Count;
        var slow = await shop.Offer(FirstRate, WarmsUp, cancel);
        Tell(slow);
        await Task.Delay(CatchesUp, wall, cancel);
        var share = (double)(world.Erp.SalesOrders.Count - atFirst) / slow.Orders;
        Say(string.Create(
            CultureInfo.InvariantCulture, $"{100 * share:0} of 100 orders reach the ERP within {CatchesUp.TotalSeconds:0} s"));
        var steps = new List<Offered>();
        for (var rate = FirstRate; rate <= LastRate; rate *= 2)
        {
            var before = world.Erp.SalesOrders.Count;
            var step = await shop.Offer(rate, StepLasts, cancel);
            await Task.Delay(CatchesUp, wall, cancel);
            steps.Add(step);
            Tell(step);
            var through = world.Erp.SalesOrders.Count - before;
            var keptUp = through >= step.Orders * share * KeepsUp;
            if (!keptUp || step.AcceptedP95Ms > InGoodTimeMs || step.AnswersByStatus.Keys.Any(status => status != 202))
            {
                break;
            }
        }

        return steps;
    }

    private async Task Watch(Scene scene, CancellationToken stop)
    {
        var host = scene.Hosts.Serving[0];
        while (!stop.IsCancellationRequested)
        {
            var asked = wall.GetTimestamp();
            _notReady += await host.IsReady(CancellationToken.None) ? 0 : 1;
            _slowestHealthMs = Math.Max(_slowestHealthMs, wall.GetElapsedTime(asked).TotalMilliseconds);
            _mostRss = Math.Max(_mostRss, host.ResidentBytes);
            await Task.Delay(Sample, wall, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ready, and three orders in a row taken about as quickly as before.</summary>
    private async Task<TimeSpan> UntilNormal(
        Shop shop, Func<CancellationToken, Task<bool>> isReady, double usualMs, CancellationToken cancel)
    {
        var (begun, inARow) = (wall.GetTimestamp(), 0);
        while (inARow < 3 && wall.GetElapsedTime(begun) < NormalWithin)
        {
            var (status, took, _) = await shop.Place(cancel);
            inARow = await isReady(cancel) && status == 202 && took <= Math.Max(250, 2 * usualMs) ? inARow + 1 : 0;
            await Task.Delay(Sample, wall, cancel);
        }

        return wall.GetElapsedTime(begun);
    }

    private static async Task<int> Missing(Scene scene, Witness witness, CancellationToken cancel)
    {
        await using var kept = Store.Open(scene.Store, NullLoggerFactory.Instance);
        var reading = new JournalReading(kept.Journal, ProcessCatalogue.Retail.Json());
        var accepted = witness.Cases;
        await reading.ReadOn(cancel);
        return accepted.Count(id => !reading.Has(id));
    }

    private void Tell(Offered offered) => Say(string.Create(CultureInfo.InvariantCulture,
        $"{offered.RatePerSecond,7:0} a second for {offered.Seconds,3:0} s: {offered.Orders,7} orders, answers "
        + $"{string.Join(", ", offered.AnswersByStatus.Select(status => $"{status.Key}: {status.Value}"))}; accepted in "
        + $"{offered.AcceptedMedianMs:0} ms, 95 of 100 in {offered.AcceptedP95Ms:0} ms"));

    private void Say(string line) => says.WriteLine(line);
}
