using System.Collections.Immutable;
using System.Data.Common;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Running;
using Crossdock.Rehearsal.Surroundings;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Verification;
using Crossdock.Storage;

namespace Crossdock.Rehearsal.Crash;

/// <summary>
/// What must hold at any moment, held against the store, the outside systems' books and the services while the load goes on. What
/// can only differ because it moves is looked at again; what still differs then is a finding, told once.
/// </summary>
public sealed class Proof(Scene scene, Store store, JournalJson json, Load load, OutsideWorld world, Witness witness, CrossdockClient asks)
{
    private const int Looks = 5;
    private const int CountTries = 60;
    private const int StoreTries = 20;
    private const int MostSkus = 60;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromMilliseconds(35);

    private readonly JournalReading _reading = new(store.Journal, json);
    private readonly HashSet<Finding> _told = [];
    private readonly ProcessCatalogue _maps = ProcessCatalogue.Retail;
    private readonly CalendarBook _calendars = new(scene.Network);

    public long Rows => _reading.Rows;

    /// <summary>Looks at everything. The store may be coming up still: then it is looked at again, from the beginning.</summary>
    public async Task<IReadOnlyList<Finding>> Look(CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await LookOnce(cancel);
            }
            catch (StoreUnavailableException) when (attempt < StoreTries)
            {
                await Task.Delay(BetweenLooks, scene.Wall, cancel);
            }
        }
    }

    /// <summary>What can be said once nothing moves any more: where every order stands, and that no row went missing on the way.</summary>
    public async Task<IReadOnlyList<Finding>> AtRest(CancellationToken cancel)
    {
        var inspection = new Inspection(asks);
        var open = await inspection.ReadAllOpen(cancel);
        var known = (await inspection.ReadAll("order", cancel)).DistinctBy(item => item.Case)
            .ToDictionary(item => item.Case["order/".Length..], StringComparer.Ordinal);
        var tally = Accounting.Tally(
            load.Channels.Orders, known, Inspection.WaitingOnPeople(open), world.Erp.SalesOrders.ToHashSet(StringComparer.Ordinal),
            load.Book.Exchanges.Select(one => one.Order).ToHashSet(StringComparer.Ordinal));
        return
        [
            .. tally.Lost.Select(lost => new Finding(Wound.Lost, lost)),
            .. open.Where(Inspection.IsStuck).Select(item => new Finding(Wound.Stuck, $"{item.Case} in {item.State} waits for nothing")),
            .. tally.StillMoving + tally.Unanswered is > 0 and var moving
                ? [new Finding(Wound.Stuck, $"{moving} orders did not come to rest")] : (Finding[])[],
            .. await Lasting(NoneMissing, cancel),
        ];
    }

    /// <summary>Counted first and read then: clocks and channels go on adding rows when all orders rest.</summary>
    private async Task<IReadOnlyList<Finding>> NoneMissing(CancellationToken cancel)
    {
        var kept = await store.Journal.CountRows(cancel);
        await _reading.ReadOn(cancel);
        return _reading.Rows >= kept
            ? [] : [new Finding(Wound.Lost, $"{kept - _reading.Rows} rows that are there did not come by the feed")];
    }

    private async Task<IReadOnlyList<Finding>> LookOnce(CancellationToken cancel)
    {
        var found = new List<Finding>();
        // PostgreSQL's feed shows a row once every older transaction has ended: an acknowledged one may be on its way into it.
        found.AddRange(await Lasting(Acknowledged, cancel));
        found.AddRange(PulseBookedOnce());
        found.AddRange(await Lasting(Books, cancel));
        found.AddRange(await Lasting(Verified, cancel));
        found.AddRange(await Lasting(Figures, cancel));
        found.AddRange(await Lasting(Counts, cancel));
        found.AddRange(await Availability(cancel));
        if (witness.Failures > 0)
        {
            found.Add(new Finding(Wound.Failed, $"{witness.Failures} answers with status 500"));
        }

        return [.. found.Where(_told.Add)];
    }

    private async Task<IReadOnlyList<Finding>> Acknowledged(CancellationToken cancel)
    {
        var (cases, messages) = (witness.Cases, witness.Messages);
        await _reading.ReadOn(cancel);
        return
        [
            .. cases.Where(id => !_reading.Has(id)).Select(id => new Finding(Wound.Lost, $"{id} was acknowledged and is not there")),
            .. messages.Where(id => !_reading.HasMessage(id))
                .Select(id => new Finding(Wound.Lost, $"message {id} was acknowledged and is not there")),
        ];
    }

    private IEnumerable<Finding> PulseBookedOnce()
    {
        var pieces = _reading.Ledger(Pulse.Ledger)?.At(Pulse.Node).Available ?? 0;
        // The reading may be a few beats old by now, and one beat is not acknowledged yet: only more pieces than beats are too many.
        if (pieces > load.Pulse.Acknowledged + 1)
        {
            yield return new Finding(
                Wound.DuplicatedEffect, $"the pulse put down {load.Pulse.Acknowledged} pieces and the ledger has {pieces}");
        }
    }

    private async Task<IReadOnlyList<Finding>> Books(CancellationToken cancel)
    {
        await _reading.ReadOn(cancel);
        var positions = _reading.Stock.SelectMany(item => item.Nodes.Select(node => new PositionItem(
            item.Sku, node.Key, 0, node.Value.Available, node.Value.Reserved, node.Value.InTransit, node.Value.Sold, -node.Value.Adjusted,
            -node.Value.Received))).ToList();
        return
        [
            .. Accounting.DuplicatedEffects(world).Findings.Select(twice => new Finding(Wound.DuplicatedEffect, twice)),
            .. Accounting.Oversold(load.Channels.Stock, world.Erp.Issued, positions).Findings
                .Select(over => new Finding(Wound.Oversold, over)),
        ];
    }

    /// <summary>The whole journal, read anew: chains, effects, ledgers, nothing stuck, heads and effects in flight as recomputed.</summary>
    private async Task<IReadOnlyList<Finding>> Verified(CancellationToken cancel)
    {
        var result = await new Verifier(store.Audit, store.Heads, store.Seals, store.SharedValues, json).Run(cancel);
        return [.. result.Faults.Select(fault => new Finding(
            fault.Check switch
            {
                "effect" => Wound.DuplicatedEffect,
                "ledger" => Wound.Oversold,
                "stuck" => Wound.Stuck,
                _ => Wound.RecomputedDiffers,
            },
            $"{fault.Check}: {fault.Case} {fault.What}"))];
    }

    /// <summary>The figures over time that hosts keep in a file of their own, against all of the journal up to where they are.</summary>
    private async Task<IReadOnlyList<Finding>> Figures(CancellationToken cancel)
    {
        try
        {
            var result = await Recomputation.Run(
                store.Journal, store.FailedAttempts, _maps, (calendar, from, to) => _calendars.Find(calendar).Between(from, to),
                new AnalysisFile(scene.Figures), await StoreName.Of(store.SharedValues, cancel), cancel, scene.Logs);
            return [.. result.Differences.Select(what => new Finding(Wound.RecomputedDiffers, $"figures: {what}"))];
        }
        catch (DbException unread)
        {
            return [new Finding(Wound.RecomputedDiffers, $"figures: they cannot be read: {unread.Message}")];
        }
    }

    /// <summary>Counts of open cases as screens show them, against the journal read exactly as far as the heads have.</summary>
    private async Task<IReadOnlyList<Finding>> Counts(CancellationToken cancel)
    {
        for (var attempt = 0; attempt < CountTries; attempt++)
        {
            await _reading.ReadOn(cancel);
            var before = await store.Heads.ReadCheckpoint(Projector.Reader, cancel);
            var shown = await store.Heads.CountOpen(scene.Clock.GetUtcNow(), TimeSpan.Zero, cancel);
            if (await store.Heads.ReadCheckpoint(Projector.Reader, cancel) == before)
            {
                return Differences(shown, _reading.CountOpenAt(before));
            }

            await Task.Delay(BetweenCounts, scene.Wall, cancel);
        }

        return [new Finding(Wound.RecomputedDiffers, $"the heads never stood still for a count in {CountTries} tries")];
    }

    private static List<Finding> Differences(IReadOnlyList<HeadCount> shown, Dictionary<Cell, int> recomputed)
    {
        var counts = shown.GroupBy(count =>
                new Cell(count.Process, count.State, count.Waits, count.Region, count.Channel, count.Node))
            .ToDictionary(cell => cell.Key, cell => cell.Sum(count => count.Open));
        return
        [
            .. counts.Keys.Union(recomputed.Keys)
                .Where(cell => counts.GetValueOrDefault(cell) != recomputed.GetValueOrDefault(cell))
                .Select(cell => new Finding(Wound.RecomputedDiffers,
                    $"{counts.GetValueOrDefault(cell)} shown in {cell}, {recomputed.GetValueOrDefault(cell)} by the journal")),
        ];
    }

    /// <summary>What the service promises of the SKUs that moved lately, against their ledgers folded anew.</summary>
    private async Task<IReadOnlyList<Finding>> Availability(CancellationToken cancel)
    {
        await _reading.ReadOn(cancel);
        var skus = _reading.TakeMovedSkus().Where(sku => sku != Pulse.Sku).Take(MostSkus).ToArray();
        return skus.Length == 0 ? [] : await Lasting(stop => AvailabilityOf(skus, stop), cancel);
    }

    private async Task<IReadOnlyList<Finding>> AvailabilityOf(string[] skus, CancellationToken cancel)
    {
        var answer = await asks.Get($"/v1/availability?sku={Uri.EscapeDataString(string.Join(',', skus))}", cancel);
        if (answer.Read<Promised>() is not { } promised || !answer.Done)
        {
            return [new Finding(Wound.Failed, $"availability was not told: {answer.Why()}")];
        }

        await _reading.ReadOn(cancel);
        var told = promised.Positions.ToDictionary(position => (position.Sku, position.Node), position => position.AvailableToPromise);
        return
        [
            .. skus.SelectMany(sku => _reading.Ledger(CaseId.Stock(sku))!.Nodes.Select(node => (Sku: sku, Node: node.Key,
                    Available: Math.Max(0, node.Value.Available))))
                .Where(there => told.GetValueOrDefault((there.Sku, there.Node)) != there.Available)
                .Select(there => new Finding(Wound.RecomputedDiffers,
                    $"{told.GetValueOrDefault((there.Sku, there.Node))} of {there.Sku} promised at {there.Node}, "
                    + $"{there.Available} by the journal")),
        ];
    }

    /// <summary>What is found at every look. A case that was moving at one of them is no finding.</summary>
    private async Task<IReadOnlyList<Finding>> Lasting(
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> look, CancellationToken cancel)
    {
        var lasting = await look(cancel);
        for (var again = 1; again < Looks && lasting.Count > 0; again++)
        {
            await Task.Delay(BetweenLooks, scene.Wall, cancel);
            lasting = [.. lasting.Intersect(await look(cancel))];
        }

        return lasting;
    }

    private sealed record Promised(ImmutableArray<NodeAvailability> Positions);
}
