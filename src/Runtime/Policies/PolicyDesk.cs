using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;
using Crossdock.Processes.Running;

namespace Crossdock.Runtime.Policies;

/// <summary>What somebody wants a policy to be.</summary>
/// <param name="Value">null to have no value of its own in that scope any more</param>
/// <param name="From">null for as soon as it is approved</param>
public sealed record PolicyAsk(
    string Policy, PolicyScope Scope, string? Value, DateTimeOffset? From, string Reason, int? RollsBack = null);

/// <summary>Who asks, and under which name a repeat of the same request is known.</summary>
public sealed record PolicySpeaker(Actor Who, string Source, string MessageId, string? Trace = null);

/// <summary>What became of a request.</summary>
public abstract record PolicyTold
{
    /// <param name="Again">it was done before, and changed nothing this time</param>
    public sealed record Taken(PolicyChangeView Change, bool Again) : PolicyTold;

    /// <summary>What has to be mended, by field.</summary>
    public sealed record Faulty(ImmutableArray<(string Field, string Reason)> Faults) : PolicyTold;

    /// <summary>There is nothing of that name.</summary>
    public sealed record Unknown(string What) : PolicyTold;

    /// <summary>It is understood, and not so now.</summary>
    public sealed record NotNow(string Reason) : PolicyTold;
}

/// <summary>Reads policies for people, and takes what they want changed. Who may approve what, the change's case decides.</summary>
public sealed class PolicyDesk(ITellCases tell, PolicyWatch watch, Rulebook rules, PolicyEffect effect, BusinessClock clock)
{
    public ImmutableArray<PolicyView> List()
    {
        var stories = watch.Stories.ToLookup(story => story.Policy);
        var (book, now) = (rules.Policies, clock.GetUtcNow());
        return
        [
            .. PolicyRegister.Areas.SelectMany(area => PolicyRegister.All.Where(rule => PolicyRegister.AreaOf(rule.Name) == area))
                .Concat(PolicyRegister.All.Where(rule => !PolicyRegister.Areas.Contains(PolicyRegister.AreaOf(rule.Name))))
                .Select(rule => PolicyView.Of(rule, book, stories[rule.Name], now)),
        ];
    }

    /// <summary>One policy as the journal has it now, whatever this process has heard of so far.</summary>
    public async Task<PolicyHistory?> Read(string policy, CancellationToken cancel)
    {
        foreach (var open in watch.Of(policy).Where(story => !story.Final))
        {
            await watch.Look(open.Case, cancel);
        }

        // Somebody may have proposed one at another host a moment ago.
        var next = NextOf(policy);
        while (await Exists(policy, next, cancel))
        {
            next++;
        }

        var stories = watch.Of(policy);
        return PolicyRegister.Find(policy) is { } rule
            ? new PolicyHistory(
                PolicyView.Of(rule, rules.Policies, stories, clock.GetUtcNow()), [.. stories.Select(PolicyChangeView.Of)])
            : null;
    }

    public async Task<PolicyChangeView?> Read(string policy, int version, CancellationToken cancel) =>
        await Exists(policy, version, cancel) && watch.Find(policy, version) is { } story ? PolicyChangeView.Of(story) : null;

    /// <summary>What the value would do; or what is wrong with it. Whoever may read may look.</summary>
    public async Task<(PolicyPreview? Preview, PolicyTold? Refused)> Preview(PolicyAsk ask, CancellationToken cancel)
    {
        if (PolicyRegister.Find(ask.Policy) is not { } rule)
        {
            return (null, new PolicyTold.Unknown($"policy {ask.Policy}"));
        }

        var faults = FaultsOf(ask with { Reason = "a look" }, "admin");
        return faults.IsEmpty ? (await effect.Of(rule, ask, cancel), null) : (null, new PolicyTold.Faulty(faults));
    }

    public async Task<PolicyTold> Propose(PolicyAsk ask, PolicySpeaker by, CancellationToken cancel)
    {
        if (PolicyRegister.Find(ask.Policy) is not { } rule)
        {
            return new PolicyTold.Unknown($"policy {ask.Policy}");
        }

        if (FaultsOf(ask, by.Who.Role) is { IsEmpty: false } faults)
        {
            return new PolicyTold.Faulty(faults);
        }

        var known = watch.Of(ask.Policy);
        if (known.FirstOrDefault(story => !story.Final && story.Rows[0].Message.Id == by.MessageId) is { } repeated)
        {
            return new PolicyTold.Taken(PolicyChangeView.Of(repeated), Again: true);
        }

        var written = ask with { Value = ask.Value is { } text ? PolicyText.Of(rule.Parse(text).Value!) : null };
        return WhyNothingNew(rule, written) is { } fault ? new PolicyTold.Faulty([fault]) : await Begin(written, by, cancel);
    }

    /// <summary>Proposes what held in the scope before the version that holds there now; nothing of its own, where nothing did.</summary>
    public async Task<PolicyTold> RollBack(string policy, int version, string reason, PolicySpeaker by, CancellationToken cancel)
    {
        if (!await Exists(policy, version, cancel) || watch.Find(policy, version) is not { } story)
        {
            return new PolicyTold.Unknown($"version {version} of {policy}");
        }

        if (watch.Of(policy).FirstOrDefault(one => !one.Final && one.Rows[0].Message.Id == by.MessageId) is { } repeated)
        {
            return new PolicyTold.Taken(PolicyChangeView.Of(repeated), Again: true);
        }

        if (story.State != PolicyChangeState.InForce)
        {
            return new PolicyTold.NotNow($"{story.Change.Name} does not hold now: {story.Rows[^1].Because}");
        }

        var (scope, from) = (story.Change.Needs.Scope, story.Change.From!.Value);
        var former = watch.Of(policy)
            .Where(other => other.Version != version && other.Change.Needs.Scope == scope
                && other.Change.From is { } then && (then, other.Version).CompareTo((from, version)) < 0
                && other.Rows.Any(row => row.To == nameof(PolicyChangeState.InForce)))
            .OrderBy(other => other.Change.From).ThenBy(other => other.Version).LastOrDefault();
        var ask = new PolicyAsk(policy, scope, former?.Change.Needs.Value, null, reason, version);
        return FaultsOf(ask, by.Who.Role) is { IsEmpty: false } faults
            ? new PolicyTold.Faulty(faults) : await Begin(ask, by, cancel);
    }

    /// <summary>Approves, rejects or withdraws.</summary>
    public async Task<PolicyTold> Act(string policy, int version, Message act, PolicySpeaker by, CancellationToken cancel)
    {
        if (!await Exists(policy, version, cancel))
        {
            return new PolicyTold.Unknown($"version {version} of {policy}");
        }

        var id = PolicyChange.IdOf(policy, version);
        var receipt = await tell.Tell(
            new Envelope(by.MessageId, by.Source, id, clock.GetUtcNow(), by.Who, act, Trace: by.Trace), cancel);
        await watch.Look(id, cancel);
        var story = watch.Find(policy, version);
        return story?.Rows.FirstOrDefault(row => row.Message.Id == by.MessageId) is { Outcome: Outcome.Applied } row && row.From != row.To
            ? new PolicyTold.Taken(PolicyChangeView.Of(story), receipt.Result == TellResult.Duplicate)
            : new PolicyTold.NotNow(
                story?.Rows.FirstOrDefault(row => row.Message.Id == by.MessageId)?.Because ?? receipt.Reason);
    }

    /// <summary>
    /// Takes the next number of the policy. The journal says whether it is free: of two who propose at once one is told that its case
    /// has begun, and takes the next.
    /// </summary>
    private async Task<PolicyTold> Begin(PolicyAsk ask, PolicySpeaker by, CancellationToken cancel)
    {
        for (var version = NextOf(ask.Policy); ; version++)
        {
            if (await Exists(ask.Policy, version, cancel))
            {
                continue;
            }

            var others = watch.Of(ask.Policy).Where(story => !story.Final && story.Change.Needs.Scope == ask.Scope)
                .Select(story => story.Version).Order();
            var id = PolicyChange.IdOf(ask.Policy, version);
            var proposal = new PolicyProposed(
                ask.Policy, version, ask.Scope, ask.Value, ask.From, ask.Reason.Trim(), ask.RollsBack, [.. others]);
            var receipt = await tell.Tell(
                new Envelope(by.MessageId, by.Source, id, clock.GetUtcNow(), by.Who, proposal, Trace: by.Trace), cancel);
            await watch.Look(id, cancel);
            if (watch.Find(ask.Policy, version) is { } story && story.Rows[0].Message.Id == by.MessageId)
            {
                return new PolicyTold.Taken(PolicyChangeView.Of(story), receipt.Result == TellResult.Duplicate);
            }

            if (receipt.Result is not (TellResult.Ignored or TellResult.Duplicate))
            {
                return new PolicyTold.NotNow(receipt.Reason);
            }
        }
    }

    private int NextOf(string policy) =>
        watch.Of(policy).Select(story => story.Version).Append(PolicyRegister.DefaultVersion).Max() + 1;

    private async Task<bool> Exists(string policy, int version, CancellationToken cancel) =>
        PolicyRegister.Find(policy) is not null && version > PolicyRegister.DefaultVersion
        && await watch.Look(PolicyChange.IdOf(policy, version), cancel);

    private ImmutableArray<(string Field, string Reason)> FaultsOf(PolicyAsk ask, string role)
    {
        var proposal = new PolicyProposed(
            ask.Policy, PolicyRegister.DefaultVersion + 1, ask.Scope, ask.Value, ask.From, ask.Reason, ask.RollsBack, []);
        var faults = ProposalRules.WhyNot(proposal, role, rules.Network).Select(fault => (fault.Field, fault.Reason)).ToList();
        var now = clock.GetUtcNow();
        if (ask.From <= now)
        {
            faults.Add(("from", $"must lie ahead; it is {now:yyyy-MM-dd HH:mm} UTC. Leave it out for as soon as it is approved"));
        }
        else if (ask.From - now > ProposalRules.FarthestAhead)
        {
            faults.Add(("from", $"must lie within {ProposalRules.FarthestAhead.TotalDays:0} days"));
        }

        return [.. faults];
    }

    private (string Field, string Reason)? WhyNothingNew(PolicyRule rule, PolicyAsk ask)
    {
        if (watch.Of(ask.Policy).Any(story => story is { Final: false, State: not PolicyChangeState.InForce }
            && story.Change.Needs.Scope == ask.Scope))
        {
            return null;
        }

        var scope = Scope.Of(ask.Scope);
        var own = rules.Policies.Own(ask.Policy, scope, clock.GetUtcNow());
        var holds = own is { Value: { } value } ? PolicyText.Of(value) : scope == Scope.Everywhere ? rule.DefaultText : null;
        return ask.Value is { } wanted && wanted == holds ? ("value", $"is {holds} there already")
            : ask.Value is null && own is null ? ("value", "is missing; there is none of its own in that scope that could be taken away")
            : null;
    }
}
