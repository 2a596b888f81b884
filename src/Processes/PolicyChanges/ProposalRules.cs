using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.PolicyChanges;

/// <param name="Field">of the proposal, as it goes over the wire</param>
/// <param name="Reason">ready to stand after the field's name</param>
public sealed record ProposalFault(string Field, string Reason);

/// <summary>What a proposal must be before anybody is asked to approve it. The same for services, screens and the case itself.</summary>
public static class ProposalRules
{
    /// <summary>Whoever plans further ahead proposes it nearer to its day: much will have changed by then.</summary>
    public static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(400);

    private const int MostReason = 400;
    private const int MostName = 60;

    public static IEnumerable<ProposalFault> WhyNot(PolicyProposed proposal, string role, RetailNetwork network)
    {
        if (PolicyRegister.Find(proposal.Policy) is not { } rule)
        {
            return [new("policy", "is not known")];
        }

        if (rule.WhyFixed is { } fixedFor)
        {
            return [new("policy", $"cannot be set: {char.ToLowerInvariant(fixedFor[0])}{fixedFor[1..].TrimEnd('.')}")];
        }

        return [.. OfRights(rule, role), .. OfValue(rule, proposal), .. OfScope(rule, proposal.Scope, network), .. OfRest(proposal)];
    }

    public static string NotYours(string name, string role, PolicyArea area) =>
        $"{name} ({role}) may not change policies of {area.Title.ToLowerInvariant()}; "
        + $"{string.Join(" or ", area.Roles.Append("admin"))} may.";

    private static IEnumerable<ProposalFault> OfRights(PolicyRule rule, string role)
    {
        var area = PolicyRegister.AreaOf(rule.Name);
        if (!area.MayChange(role))
        {
            yield return new("policy", $"is not for the role {role}; {string.Join(" or ", area.Roles.Append("admin"))} may change it");
        }
    }

    private static IEnumerable<ProposalFault> OfValue(PolicyRule rule, PolicyProposed proposal)
    {
        if (proposal.Value is { } text && rule.Parse(text) is { WhyNot: { } whyNot })
        {
            yield return new("value", whyNot);
        }
    }

    private static IEnumerable<ProposalFault> OfScope(PolicyRule rule, PolicyScope scope, RetailNetwork network)
    {
        if (scope.Region is { } region && network.Regions.All(known => known.Id != region))
        {
            yield return new("region", $"is not known; got '{region}'");
        }

        if (scope.Channel is { } channel && network.Channels.All(known => known.Id != channel))
        {
            yield return new("channel", $"is not known; got '{channel}'");
        }

        if (scope.Node is { } node && network.Find(node) is null)
        {
            yield return new("node", $"is not known; got '{node}'");
        }
        else if (scope is { Node: { } at, Region: { } around } && network.Find(at)!.Region != around)
        {
            yield return new("node", $"is not in region {around}; no case is in both");
        }

        var area = PolicyRegister.AreaOf(rule.Name);
        var named = new (string Field, string? Value)[]
        {
            ("region", scope.Region), ("channel", scope.Channel), ("node", scope.Node), ("category", scope.Category),
            ("supplier", scope.Supplier),
        };
        foreach (var (field, value) in named.Where(part => part.Value is not null))
        {
            if (!area.By.Contains(field))
            {
                yield return new(field, $"narrows nothing here: {rule.Name} is read by {string.Join(", ", area.By)}");
            }
            else if (value!.Length is 0 or > MostName || value.Any(char.IsControl))
            {
                yield return new(field, $"must be a name of 1 to {MostName} characters");
            }
        }
    }

    private static IEnumerable<ProposalFault> OfRest(PolicyProposed proposal)
    {
        if (proposal.Reason.Trim().Length is 0 or > MostReason)
        {
            yield return new("reason", $"must be a sentence of 1 to {MostReason} characters");
        }

        if (proposal.Version <= PolicyRegister.DefaultVersion)
        {
            yield return new("version", "must be 2 or more");
        }
    }
}
