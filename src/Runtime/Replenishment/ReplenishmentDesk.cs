using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish.Planning;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Recovery;

namespace Crossdock.Runtime.Replenishment;

/// <summary>
/// Reviews stock, and tells the purchases and transfers that a plan comes to. One review at a time proposes, in this process and in the
/// cluster, and the next sees what it proposed: so no need is ordered twice. Should one see less after all, it counts the orders of a
/// series as the one before it did, gives the same number, and its order is refused as known.
/// </summary>
public sealed class ReplenishmentDesk(
    KnownSupply supply, ITellCases cases, IHeads heads, Rulebook rules, ILeases leases, LeasePatience patience, BusinessClock clock,
    TimeProvider wall) : IDisposable
{
    private const string Turns = "replenishment-review";
    private static readonly TimeSpan LooksAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lease _lease = new(leases, Turns, $"{Environment.MachineName}:{Environment.ProcessId}", patience, wall);

    public void Dispose() => _turn.Dispose();

    /// <exception cref="PolicyOutOfBoundsException">a changed rule is none, or is set to what it may not be</exception>
    public async Task<Review> Run(ReviewAsked asked, CancellationToken cancel)
    {
        if (asked.DryRun)
        {
            return await Show(asked, cancel);
        }

        await _turn.WaitAsync(cancel);
        try
        {
            while (!await _lease.Hold(cancel))
            {
                await Task.Delay(LooksAgain, wall, cancel);
            }

            return await Propose(asked, cancel);
        }
        finally
        {
            await _lease.Release(CancellationToken.None);
            _turn.Release();
        }
    }

    /// <summary>What is wrong with changed rules, in a sentence each; empty when they may be.</summary>
    public static IEnumerable<(RuleAsked Rule, string Why)> Wrong(IEnumerable<RuleAsked> changed)
    {
        foreach (var rule in changed)
        {
            string? why = null;
            try
            {
                _ = RuleChange.Of(rule.Rule, rule.Value, default);
            }
            catch (Exception no) when (no is PolicyOutOfBoundsException or OverflowException)
            {
                why = no.Message;
            }

            if (why is not null)
            {
                yield return (rule, why);
            }
        }
    }

    private async Task<Review> Show(ReviewAsked asked, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var known = await supply.Read(asked.Skus, cancel);
        // Once, for both plans: a policy that is changed meanwhile is not what they are to differ by.
        var inForce = rules.Policies;
        var changed = inForce.With(asked.Changed.Select(rule => RuleChange.Of(rule.Rule, rule.Value, now)));
        var run = DryRun.Of(known.Skus, inForce, changed, rules.Network, now);
        var shown = new Proposals(rules.Network, known.Waiting, asked.By.Name, now).Of(run.After)
            .Select(one => (one, (string?)null, "shown", (string?)null));
        return Written(asked, run.After, shown) with
        {
            Differences = [.. run.Differences.Select(one => new ReviewDifference(
                one.Sku, one.Node, one.BoughtBefore, one.BoughtAfter, one.MovedBefore, one.MovedAfter, one.Money, one.Currency))],
            SpendsMore = run.Spends,
        };
    }

    private async Task<Review> Propose(ReviewAsked asked, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var known = await supply.Read(asked.Skus, cancel);
        var plan = ReplenishmentReview.Of(known.Skus, rules.Policies, rules.Network, now);
        var results = new List<(Proposal Proposal, string? Number, string Outcome, string? State)>();
        var series = new Dictionary<(string Kind, string Series), int>();
        foreach (var (proposal, n) in new Proposals(rules.Network, known.Waiting, asked.By.Name, now).Of(plan).Select((one, n) => (one, n)))
        {
            // The lease is renewed on the way: a long review must not be taken for one that has died.
            results.Add(n >= asked.Most || !await _lease.Hold(cancel)
                ? (proposal, null, "waiting", null)
                : await Tell(proposal, series, asked, cancel));
        }

        await UntilSeen(
            [.. results.Where(one => one.Number is not null).Select(one => new CaseId(one.Proposal.Kind, one.Number!))], cancel);
        return Written(asked, plan, results);
    }

    /// <param name="series">how many orders each series has, as far as this review has seen and told</param>
    private async Task<(Proposal, string?, string, string?)> Tell(
        Proposal proposal, Dictionary<(string Kind, string Series), int> series, ReviewAsked asked, CancellationToken cancel)
    {
        var of = (proposal.Kind, proposal.Series);
        if (!series.TryGetValue(of, out var before))
        {
            before = await heads.Count(new HeadFilter(Text: proposal.Series, Kind: proposal.Kind), cancel);
        }

        series[of] = before + 1;
        var number = $"{proposal.Series}{before + 1}";
        if (!CaseId.IsKey($"BUY-{number}-999"))
        {
            return (proposal, null, "waiting", null);
        }

        var message = proposal.Message(number);
        var content = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.Message));
        var told = await cases.Tell(
            new Envelope(
                $"review/{number}/{Convert.ToHexStringLower(content.AsSpan(0, 8))}", $"{asked.By.Role}/{asked.By.Name}",
                new CaseId(proposal.Kind, number), clock.GetUtcNow(), asked.By, message, Trace: asked.Trace),
            cancel);
        return told.Result switch
        {
            TellResult.Applied => (proposal, number, "proposed", told.State),
            TellResult.Duplicate => (proposal, number, "known", told.State),
            // Another order has this number: a review that this one did not see. What is needed still, the next one sees.
            _ => (proposal, null, "waiting", null),
        };
    }

    /// <summary>The lists lag a moment; the next review has to find there what this one proposed.</summary>
    private async Task UntilSeen(ImmutableArray<CaseId> told, CancellationToken cancel)
    {
        var since = wall.GetTimestamp();
        while (!told.IsEmpty && (await heads.ReadMany(told, cancel)).Count < told.Length && wall.GetElapsedTime(since) < Patience)
        {
            await Task.Delay(LooksAgain, wall, cancel);
        }
    }

    private static Review Written(
        ReviewAsked asked, ReplenishmentPlan plan, IEnumerable<(Proposal Proposal, string? Number, string Outcome, string? State)> results)
    {
        var all = results.ToList();
        return new Review(
            asked.DryRun, plan.Day, plan.Reviewed, plan.Covered,
            [.. all.Where(one => one.Proposal.Kind == "purchase").Select(one => new ReviewedPurchase(
                one.Number, one.Outcome, one.State, one.Proposal.From, one.Proposal.To,
                one.Proposal.Category.Length > 0 ? one.Proposal.Category : null, one.Proposal.Total, one.Proposal.Serves.Length,
                one.Proposal.Lines))],
            [.. all.Where(one => one.Proposal.Kind == "transfer").Select(one => new ReviewedTransfer(
                one.Number, one.Outcome, one.State, one.Proposal.From, one.Proposal.To, one.Proposal.Serves.Length, one.Proposal.Lines))],
            [.. plan.Waits.Select(wait => new ReviewedWait(wait.Sku, wait.Node, wait.Supplier, wait.Pieces, wait.Until))],
            [.. asked.Faults, .. plan.Faults.Select(fault => new ReviewFault(fault.Sku, fault.Node, fault.What))],
            [], []);
    }
}
