using System.Globalization;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;
using Crossdock.Processes.Running;
using Crossdock.Rehearsal.Crash.Harms;
using Crossdock.Rehearsal.Surroundings;
using Crossdock.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Rehearsal.Crash;

/// <summary>One rehearsal: real hosts, a retailer around them, and round by round something that must not matter.</summary>
public sealed class CrashRun(CrashOptions options, TimeProvider wall, TextWriter says)
{
    public const int Unhurt = 0;
    public const int Hurt = 1;

    /// <summary>At this pace a night is two seconds: all that can be late is, in every round.</summary>
    private const double Factor = 20_000;

    private const int DiskMegabytesAtFirst = 400;
    private const int DiskMegabytesARound = 10;

    private static readonly TimeSpan ServesAgainWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SettlesWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestSettle = TimeSpan.FromSeconds(1);

    /// <summary>A host that lives for seconds never earns what watching itself for better code costs.</summary>
    private static readonly Dictionary<string, string> ForAShortLife = new() { ["DOTNET_TieredPGO"] = "0" };

    private readonly List<RoundReport> _rounds = [];
    private readonly List<Finding> _findings = [];
    private readonly long _begun = wall.GetTimestamp();
    private readonly DateTimeOffset _begunAt = wall.GetUtcNow();

    public async Task<CrashReport> Play(string folder, CancellationToken cancel)
    {
        var disk = DiskMegabytesAtFirst + (DiskMegabytesARound * (int)(options.BookLasts / TimeSpan.FromSeconds(18)));
        await using var scene = await Scene.Set(
            new SceneOptions(options.Store, options.Hosts, options.Seed, Factor, disk, folder, options.HostDll), wall, cancel);
        var witness = scene.Keep(
            new Witness(new ToWhoeverServes(scene.Hosts, new SocketsHttpHandler { MaxConnectionsPerServer = 128 })));
        var crossdock = scene.Keep(new CrossdockClient(ToWhoeverServes.Anywhere, wall, witness));
        var book = Load.WriteBook(options.BookLasts, options.Seed, scene);
        var world = await scene.OpenWorld(book.Prices, crossdock, cancel);
        await scene.StartHosts(ForAShortLife, cancel);
        crossdock.UseKey(scene.Key);
        using var load = await Load.Begin(scene, crossdock, world, book, options.BookLasts, options.Seed, cancel);
        await using var store = Store.Open(scene.Store, NullLoggerFactory.Instance);
        var proof = new Proof(scene, store, ProcessCatalogue.Retail.Json(), load, world, witness, crossdock);
        var harms = Harm.For(scene, options.Hosts);
        Tell(scene, harms);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var pulse = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        load.Work(pulse.Token, stop.Token);
        await Rounds(new Plan(harms, new Seeded(options.Seed)), scene, load, proof, witness, cancel);
        await pulse.CancelAsync();
        var settled = await Close(scene, load, proof, world, cancel);
        await stop.CancelAsync();
        await load.Ended().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Report(scene, load, proof, witness, settled);
    }

    private async Task Rounds(Plan plan, Scene scene, Load load, Proof proof, Witness witness, CancellationToken cancel)
    {
        var begun = wall.GetTimestamp();
        for (var round = 1; round <= options.MostRounds; round++)
        {
            if (options.MostTime != Timeout.InfiniteTimeSpan && wall.GetElapsedTime(begun) >= options.MostTime)
            {
                return;
            }

            await Task.Delay(plan.PeaceBefore(round), wall, cancel);
            await load.ThrowIfBroken();
            if (await TryRound(plan.HarmOf(round), plan.MomentOf(round), scene, load, proof, witness, cancel) is not { } told)
            {
                return;
            }

            _rounds.Add(told);
            Say(string.Create(CultureInfo.InvariantCulture,
                $"{told.Round,4}  {told.Kind,-18} outage {told.OutageSeconds,6:0.00} s   "
                + $"done in {told.StrikeSeconds,5:0.0} s, looked at in {told.ProofSeconds,4:0.0} s   "
                + $"acknowledged {told.Acknowledged,8:N0}   rows {told.Rows,9:N0}   in hand {told.OrdersInHand,4}   "
                + $"{(told.Findings.Count == 0 ? "unhurt" : "HURT")}"));
            foreach (var finding in told.Findings.Take(5))
            {
                Say($"      {finding}");
            }
        }
    }

    /// <summary>Null when this round ended the rehearsal: something did not come up again.</summary>
    private async Task<RoundReport?> TryRound(
        Harm harm, Moment moment, Scene scene, Load load, Proof proof, Witness witness, CancellationToken cancel)
    {
        try
        {
            return await Round(harm, moment, scene, load, proof, witness, cancel);
        }
        catch (InvalidOperationException lasting)
        {
            _findings.Add(new Finding(Wound.Stuck, $"round {moment.Round}, {harm.Name}: {lasting.Message}"));
            Say($"{moment.Round,4}  {harm.Name,-18} ended the rehearsal: {lasting.Message}");
            return null;
        }
    }

    private async Task<RoundReport> Round(
        Harm harm, Moment moment, Scene scene, Load load, Proof proof, Witness witness, CancellationToken cancel)
    {
        var found = new List<Finding>();
        var (at, begun) = (wall.GetUtcNow(), wall.GetTimestamp());
        if (await harm.Strike(scene, moment, cancel) is { } unclean)
        {
            found.Add(new Finding(Wound.Failed, unclean));
        }

        var struck = wall.GetElapsedTime(begun);
        if (!await load.Pulse.BeatsAfter(wall.GetUtcNow(), ServesAgainWithin, cancel))
        {
            found.Add(new Finding(Wound.Stuck, $"nothing was acknowledged for {ServesAgainWithin} after {harm.Name}"));
        }

        await scene.Hosts.ThrowIfBroken();
        await load.ThrowIfBroken();
        var looking = wall.GetTimestamp();
        found.AddRange(await proof.Look(cancel));
        _findings.AddRange(found);
        return new RoundReport(
            moment.Round, harm.Name, Math.Round((at - _begunAt).TotalSeconds, 1),
            Math.Round(load.Pulse.LongestGapSince(at).TotalSeconds, 2), Math.Round(struck.TotalSeconds, 2),
            Math.Round(wall.GetElapsedTime(looking).TotalSeconds, 2), witness.Acknowledged, proof.Rows, (int)load.Channels.InHand,
            [.. found.Select(finding => $"{finding.Wound}: {finding.What}")]);
    }

    /// <summary>The clock is right again, the doors close, everything comes to rest; then every book is held against every other.</summary>
    private async Task<bool> Close(Scene scene, Load load, Proof proof, OutsideWorld world, CancellationToken cancel)
    {
        if (_findings.Exists(finding => finding.Wound == Wound.Stuck))
        {
            return false;
        }

        Say("settling ...");
        if (options.Hosts == 1)
        {
            await scene.Hosts.Serving[0].StopAndRestart(scene.WithClockOff(TimeSpan.Zero), cancel);
        }

        var settled = await load.Settles(SettlesWithin, cancel);
        if (!settled)
        {
            _findings.Add(new Finding(Wound.Stuck, $"not every order came to rest within {SettlesWithin}"));
        }

        // Lists are written behind the journal: the last of it is to be seen.
        await Task.Delay(LongestSettle, wall, cancel);
        _findings.AddRange(await proof.Look(cancel));
        _findings.AddRange(await proof.AtRest(cancel));
        if (scene.Hosts.UnaskedExits > 0)
        {
            _findings.Add(new Finding(Wound.Failed, $"{scene.Hosts.UnaskedExits} times a host ended by itself; see {scene.Logs}"));
        }

        return settled;
    }

    private CrashReport Report(Scene scene, Load load, Proof proof, Witness witness, bool settled)
    {
        int Of(Wound wound) => _findings.Count(finding => finding.Wound == wound);
        return new CrashReport(
            _rounds.Count, Of(Wound.Lost), Of(Wound.DuplicatedEffect), Of(Wound.Oversold), Of(Wound.Stuck), Of(Wound.RecomputedDiffers),
            Of(Wound.Failed), _rounds.Select(round => round.OutageSeconds).DefaultIfEmpty(0).Max(), options.Seed,
            options.Store.Split(':')[0], options.Hosts, wall.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Machine.Commit(), Machine.Words(), settled, load.Channels.Orders.Count,
            load.Channels.Orders.CountOf(Estate.Channels.OrderAnswer.Accepted), witness.Acknowledged, proof.Rows, scene.Hosts.UnaskedExits,
            Math.Round(wall.GetElapsedTime(_begun).TotalSeconds, 1),
            _rounds.GroupBy(round => round.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .ToDictionary(kind => kind.Key, kind => kind.Count()),
            LeftOut(scene), witness.Statuses, [.. _findings.Select(finding => $"{finding.Wound}: {finding.What}")], _rounds);
    }

    private string[] LeftOut(Scene scene) =>
    [
        .. scene.Disk is null ? ["disk-full: the store is not on a disk of the rehearsal's own, which takes root to mount"] : (string[])[],
        .. options.Store != "sqlite" && scene.Postgres is null ? ["postgres-killed: the server is not the rehearsal's own"] : (string[])[],
        .. options.Hosts > 1 ? ["clock-jumped: hosts of a cluster share one time"]
            : (string[])["host-replaced: only a cluster lets another host in while one is frozen"],
    ];

    private void Tell(Scene scene, IReadOnlyList<Harm> harms)
    {
        Say($"seed {options.Seed}   store {options.Store.Split(':')[0]}   hosts {options.Hosts}   machine {Machine.Words()}");
        Say($"kinds of harm: {string.Join(", ", harms.Select(harm => harm.Name))}");
        foreach (var kind in LeftOut(scene))
        {
            Say($"left out: {kind}");
        }
    }

    private void Say(string line) => says.WriteLine(line);
}
