using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.PolicyChanges;

public enum PolicyChangeState { AwaitingApproval, Scheduled, InForce, Superseded, RolledBack, Rejected, Withdrawn, Lapsed }

/// <summary>Another change of the same policy and scope that has taken hold.</summary>
public sealed record Rival(int Version, DateTimeOffset From, int? RollsBack)
{
    /// <summary>Of two the later one holds; where both begin at one moment, the newer version.</summary>
    public bool IsAfter(DateTimeOffset from, int version) => From > from || (From == from && Version > version);
}

/// <summary>One change of one policy in one scope: who wants it, who let it hold, and since when it does.</summary>
public sealed record PolicyChange
{
    public const string Kind = "policy-change";

    public static readonly PolicyChange Empty = new();

    public PolicyProposed? Proposed { get; init; }

    public string ProposedBy { get; init; } = "";

    public string? ApprovedBy { get; init; }

    public string Note { get; init; } = "";

    /// <summary>When it holds from; null until it is approved.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How long that was off when it was approved.</summary>
    public TimeSpan Until { get; init; }

    /// <summary>Reminders that nobody heard.</summary>
    public int Late { get; init; }

    public int Reviews { get; init; }

    /// <summary>Those that told of themselves, whether they hold still or not.</summary>
    public ImmutableArray<Rival> Rivals { get; init; } = [];

    public string? Ending { get; init; }

    public PolicyProposed Needs => Proposed ?? throw new InvalidOperationException("The change says nothing.");

    public Scope Scope => Scope.Of(Needs.Scope);

    /// <summary>What it is called on transitions: <c>pick-time@3</c>.</summary>
    public string Name => $"{Needs.Policy}@{Needs.Version}";

    public static CaseId IdOf(string policy, int version) => new(Kind, KeyOf(policy, version));

    public static string KeyOf(string policy, int version) => $"{policy}:{version}";

    /// <summary>What the book holds of it, once it is approved; null where its text is no value any more.</summary>
    public PolicyValue? ToValue()
    {
        if (From is not { } from || ApprovedBy is not { } by)
        {
            return null;
        }

        var value = Needs.Value is { } text ? PolicyRegister.Find(Needs.Policy)?.Parse(text).Value : null;
        return value is null && Needs.Value is not null
            ? null : new PolicyValue(Needs.Policy, Scope, value, Needs.Version, from, by, Needs.Reason);
    }
}

public sealed record PolicyBegun(string By) : Fact;

public sealed record PolicyGranted(string By, string Note, DateTimeOffset From, TimeSpan Until) : Fact;

public sealed record PolicyReminded(int Late) : Fact;

public sealed record PolicyRivalHeard(int Version, DateTimeOffset From, int? RollsBack) : Fact;

public sealed record PolicyReviewDue(int Reviews) : Fact;

public sealed record PolicyEnded(string Why) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PolicyBegun)), JsonSerializable(typeof(PolicyGranted)), JsonSerializable(typeof(PolicyReminded))]
[JsonSerializable(typeof(PolicyRivalHeard)), JsonSerializable(typeof(PolicyReviewDue)), JsonSerializable(typeof(PolicyEnded))]
public sealed partial class PolicyChangeFactsJson : JsonSerializerContext;

public static class PolicyChangeFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(PolicyBegun), "policy.begun"), new(typeof(PolicyGranted), "policy.granted"),
        new(typeof(PolicyReminded), "policy.reminded"), new(typeof(PolicyRivalHeard), "policy.rival-heard"),
        new(typeof(PolicyReviewDue), "policy.review-due"), new(typeof(PolicyEnded), "policy.ended"),
    ];

    public static PolicyChange Fold(PolicyChange change, Fact fact, Message message) => fact switch
    {
        PolicyBegun begun => change with { Proposed = (PolicyProposed)message, ProposedBy = begun.By },
        PolicyGranted granted => change with
        {
            ApprovedBy = granted.By, Note = granted.Note, From = granted.From, Until = granted.Until, Late = 0,
        },
        PolicyReminded reminded => change with { Late = reminded.Late },
        PolicyRivalHeard heard => change with
        {
            Rivals =
            [
                .. change.Rivals.Where(rival => rival.Version != heard.Version), new Rival(heard.Version, heard.From, heard.RollsBack),
            ],
        },
        PolicyReviewDue due => change with { Reviews = due.Reviews },
        PolicyEnded ended => change with { Ending = ended.Why },
        _ => throw new InvalidOperationException($"A policy change knows no fact {fact.GetType().Name}."),
    };
}
