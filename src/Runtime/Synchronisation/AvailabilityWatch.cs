using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockSynchronisation;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Runtime.Synchronisation;

/// <summary>The channels that are kept up to date; those whose system has no address are not among them.</summary>
public sealed record SyncedChannels(ImmutableArray<SyncedChannel> All);

/// <summary>
/// Hears every movement of stock from the journal, tells the channels' cases what is news, and has counted what a till took below
/// nothing. It runs where the heads are kept, decides nothing and keeps nothing: whoever takes it over reads the cases, looks once
/// through the whole ledger, and has missed nothing. The same look, at intervals, finds SKUs that stopped without a movement.
/// </summary>
public sealed partial class AvailabilityWatch(
    SyncedChannels channels, Projector projector, IHeads heads, IJournal journal, ISnapshots snapshots, JournalJson json, ITellCases tell,
    IReadStock stock, Rulebook rules, BusinessClock clock, TimeProvider wall, ILogger<AvailabilityWatch> log) : BackgroundService
{
    /// <summary>Short beside the pace of publications and beside the round trip of one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>So many SKUs are looked at between two tellings, so that a look through the ledger delays no figure.</summary>
    private const int SweptAtOnce = 200;

    /// <summary>Open runs: one a channel, and those of channels that are no longer spoken to.</summary>
    private const int MostRuns = 1_000;

    private readonly ConcurrentQueue<Transition> _heard = new();
    private Work? _work;
    private bool _sweeping;
    private string? _sweptTo;
    private DateTimeOffset _nextSweep;

    /// <summary>What is known while this process is the one; another begins anew.</summary>
    private sealed record Work(LedgerReading Ledgers, NegativeStock Negatives, ImmutableArray<ChannelLine> Lines);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        projector.Projected += Hear;
        try
        {
            await projector.CaughtUp.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                var pause = Pause;
                try
                {
                    await Follow(stoppingToken);
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(failure);
                    _work = null;
                    pause = PauseAfterFailure;
                }

                await Task.Delay(pause, wall, stoppingToken);
            }
        }
        finally
        {
            projector.Projected -= Hear;
        }
    }

    private void Hear(IReadOnlyList<Transition> rows)
    {
        foreach (var row in rows.Where(row => row.Case.Kind is "stock" or SyncMap.Kind))
        {
            _heard.Enqueue(row);
        }
    }

    private async Task Follow(CancellationToken stop)
    {
        if (!projector.Leads)
        {
            // Another process has it; what was known here is old when it comes back.
            _work = null;
            _heard.Clear();
            return;
        }

        var work = _work ??= await TakeUp(stop);
        while (_heard.TryDequeue(out var row))
        {
            Take(work, row);
        }

        await Sweep(work, stop);
        await work.Negatives.TellNext(work.Ledgers, stop);
        foreach (var line in work.Lines)
        {
            await line.TellNext(work.Ledgers, journal, json, tell, stop);
        }
    }

    private async Task<Work> TakeUp(CancellationToken stop)
    {
        var open = await heads.Search(new HeadFilter(Kind: SyncMap.Kind, Open: true), HeadOrder.Newest, 0, MostRuns, stop);
        var lines = new List<ChannelLine>();
        foreach (var channel in channels.All)
        {
            var line = new ChannelLine(channel, rules, clock, wall);
            var runs = open.Where(head => ChannelOf(head.Case) == channel.Channel).Select(head => RunOf(head.Case));
            await line.TakeUp(runs.DefaultIfEmpty(1).Max(), journal, json, tell, stop);
            lines.Add(line);
        }

        (_sweeping, _sweptTo) = (true, null);
        return new Work(
            new LedgerReading(journal, snapshots, json), new NegativeStock(heads, tell, rules.Network, clock), [.. lines]);
    }

    private static void Take(Work work, Transition row)
    {
        if (row.Case.Kind == SyncMap.Kind)
        {
            foreach (var line in work.Lines.Where(line => line.Channel == ChannelOf(row.Case)))
            {
                line.Take(row);
            }

            return;
        }

        work.Ledgers.Take(row);
        work.Negatives.Take(row);
        foreach (var line in work.Lines)
        {
            line.Moved(row.Case.Key, row.At);
        }
    }

    /// <summary>One page of the look through the whole ledger, while one is due.</summary>
    private async Task Sweep(Work work, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (!_sweeping)
        {
            if (work.Lines.IsEmpty || now < _nextSweep)
            {
                // Without channels one look is enough: what tills sell from then on is heard.
                return;
            }

            (_sweeping, _sweptTo) = (true, null);
            foreach (var line in work.Lines)
            {
                await line.CatchUp(journal, json, stop);
            }
        }

        var skus = await stock.Skus(_sweptTo, SweptAtOnce, stop);
        await foreach (var (sku, ledger) in work.Ledgers.ReadAnew(skus, stop))
        {
            work.Negatives.Swept(sku, ledger);
            foreach (var line in work.Lines)
            {
                line.Swept(sku, ledger);
            }
        }

        (_sweeping, _sweptTo) = (skus.Length == SweptAtOnce, skus.IsEmpty ? null : skus[^1]);
        _nextSweep = now + new PolicyReader(rules.Policies, Scope.Everywhere, now).Read(Policy.SyncSweepEvery);
    }

    private static string ChannelOf(CaseId run) => run.Key[..Math.Max(0, run.Key.LastIndexOf('-'))];

    private static int RunOf(CaseId run) =>
        int.TryParse(run.Key[(run.Key.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : 1;

    [LoggerMessage(Level = LogLevel.Error, Message = "The channels cannot be kept up to date now; it is taken up anew")]
    private partial void LogFailed(Exception failure);
}
