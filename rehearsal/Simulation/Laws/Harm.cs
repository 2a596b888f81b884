using System.Text.Json.Serialization;
using Crossdock.Contracts;

namespace Crossdock.Rehearsal.Simulation.Laws;

/// <summary>What must hold whatever goes wrong.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Law>))]
public enum Law
{
    /// <summary>What was acknowledged is in the journal, and was when it was acknowledged.</summary>
    AcknowledgedIsDurable,
    /// <summary>The world hears of a decision after it is durable.</summary>
    DurableBeforeTheWorld,
    /// <summary>A wish reaches an outside system under one key only.</summary>
    SeenOnce,
    /// <summary>What is captured was authorised and is owed; what is refunded was captured; in the end both agree.</summary>
    Money,
    /// <summary>Pieces are conserved, never promised twice, and the books say what the world saw.</summary>
    Stock,
    /// <summary>Nothing that is open waits for nobody; when nothing goes wrong any more, everything ends.</summary>
    Stuck,
    /// <summary>What lives in memory is what a fold of the journal gives.</summary>
    LiveEqualsFold,
    /// <summary>Lists are what a fold of the journal gives.</summary>
    ListsEqualFold,
    /// <summary>Each row follows the one before it, and each message and effect is taken once.</summary>
    Journal,
    /// <summary>No decision fails, and none is told what it has no row for.</summary>
    Decisions,
    /// <summary>Answers are those of a world in which one thing happens at a time.</summary>
    History,
    /// <summary>The hosts themselves go on.</summary>
    Hosts,
}

public sealed record Harm(Law Law, CaseId? Case, string What)
{
    public override string ToString() => Case is { } id ? $"{Law}: {id} {What}" : $"{Law}: {What}";
}
