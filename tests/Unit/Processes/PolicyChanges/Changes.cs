using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;
using Crossdock.Runtime.Policies;

namespace Crossdock.Unit.Tests.Processes.PolicyChanges;

/// <summary>Changes of policies in words a test can read.</summary>
internal static class Changes
{
    public static readonly Actor Nia = new("Nia", "operator");
    public static readonly Actor Omar = new("Omar", "operator");

    public static CaseId Id(int version, string policy = "pick-time") => PolicyChange.IdOf(policy, version);

    public static PolicyProposed Proposal(int version, string? value = "3 h", string policy = "pick-time") =>
        new(policy, version, PolicyScope.Everywhere, value, null, "Before Christmas.", null, []);

    public static Transition Propose(this World world, PolicyProposed proposal, Actor? who = null)
    {
        var id = Id(proposal.Version, proposal.Policy);
        world.Send(id, proposal, who ?? Nia);
        world.Run();
        return world.Latest(id);
    }

    public static Transition Say(this World world, int version, Message act, Actor? who = null, string policy = "pick-time")
    {
        world.Send(Id(version, policy), act, who ?? Omar);
        world.Run();
        return world.Latest(Id(version, policy));
    }

    public static PolicyChangeState At(this World world, int version, string policy = "pick-time") =>
        Enum.Parse<PolicyChangeState>(world.StateOf(Id(version, policy)));

    /// <summary>The book that a host would make of the journal now.</summary>
    public static PolicyBook Book(this World world) => new(
        world.Journal.Where(row => row.Case.Kind == PolicyChange.Kind).GroupBy(row => row.Case)
            .Select(rows => PolicyStory.Of([.. rows])).Where(story => story.IsOnTheBook).Select(story => story.Change.ToValue()!));
}
