using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.PriceTargets;

public enum TargetState
{
    Staging, ReadingBack, Ready, GoingLive, Live, LookingForDrift, Correcting, Reverting, ProvingGone, Lagging, Cleared,
}

/// <summary>What is to be done again where a target lags.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TargetStep>))]
public enum TargetStep { Stage, Activate, Look, Revert }

/// <summary>One target of a promotion, from sending its prices until nothing of them remains.</summary>
public sealed record PriceTargetCase
{
    public static readonly PriceTargetCase Empty = new();

    public TargetAsked? Asked { get; init; }

    /// <summary>The promotion may go live here, once the start has come.</summary>
    public bool Released { get; init; }

    /// <summary>Why nothing of it is to remain before its end; null while it may run.</summary>
    public string? Recalled { get; init; }

    public string? Receipt { get; init; }

    /// <summary>Since when it sells at the price; null while it does not.</summary>
    public DateTimeOffset? LiveSince { get; init; }

    /// <summary>When it was last seen to sell at the price.</summary>
    public DateTimeOffset? SeenRight { get; init; }

    /// <summary>How long it sold at another price, as far as was seen.</summary>
    public TimeSpan Wrong { get; init; }

    public int Corrections { get; init; }

    /// <summary>Tries of the step under way that came to nothing.</summary>
    public int Tries { get; init; }

    public TargetStep Step { get; init; }

    /// <summary>What is open with it, as its promotion was told last.</summary>
    public ExceptionCategory? Trouble { get; init; }

    public TargetStanding Standing { get; init; }

    /// <summary>Words to its promotion so far.</summary>
    public int Turn { get; init; }

    /// <summary>Until the next look at the clock, from the decision that set it.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>The task of the channel's owner, while it is open.</summary>
    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    /// <summary>The store's task to change its shelf labels, while the price is live.</summary>
    public CaseId? Labels { get; init; }

    public TargetAsked Needs => Asked ?? throw new InvalidOperationException("The target has not begun.");

    public string Name => Needs.Target.Id;

    public ImmutableArray<string> Skus => [.. Needs.Lines.Select(line => line.Sku)];

    public bool IsOver(DateTimeOffset now) => Recalled is not null || now >= Needs.Until;

    public bool MayGoLive(DateTimeOffset now) => Released && Recalled is null && now >= Needs.From && now < Needs.Until;
}

public sealed record TargetBegun : Fact;

public sealed record TargetFreed(string By) : Fact;

public sealed record TargetCalledBack(string Reason) : Fact;

public sealed record TargetHolds(string Receipt) : Fact;

public sealed record TargetWentLive(DateTimeOffset At) : Fact;

/// <summary>Read, and it sells at the price it should.</summary>
public sealed record TargetSeenRight(DateTimeOffset At) : Fact;

/// <summary>The evidence of a drift: what it held, what it should, and how long it may have been so.</summary>
public sealed record TargetDrifted(ImmutableArray<HeldPrice> Held, ImmutableArray<PriceLine> Expected, DateTimeOffset At, TimeSpan Since)
    : Fact;

public sealed record TargetTried(TargetStep Step, int Tries) : Fact;

public sealed record TargetPaced(TimeSpan Pace) : Fact;

/// <summary>What its promotion was told.</summary>
public sealed record TargetSaid(int Turn, TargetStanding Standing, ExceptionCategory? Trouble) : Fact;

/// <param name="Task">null: it is open no longer</param>
public sealed record TargetTask(CaseId? Task) : Fact;

public sealed record TargetLabels(CaseId? Task) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TargetBegun)), JsonSerializable(typeof(TargetFreed)), JsonSerializable(typeof(TargetCalledBack))]
[JsonSerializable(typeof(TargetHolds)), JsonSerializable(typeof(TargetWentLive)), JsonSerializable(typeof(TargetSeenRight))]
[JsonSerializable(typeof(TargetDrifted)), JsonSerializable(typeof(TargetTried)), JsonSerializable(typeof(TargetPaced))]
[JsonSerializable(typeof(TargetSaid)), JsonSerializable(typeof(TargetTask)), JsonSerializable(typeof(TargetLabels))]
public sealed partial class PriceTargetFactsJson : JsonSerializerContext;

public static class PriceTargetFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(TargetBegun), "price-target.begun"), new(typeof(TargetFreed), "price-target.freed"),
        new(typeof(TargetCalledBack), "price-target.called-back"), new(typeof(TargetHolds), "price-target.holds"),
        new(typeof(TargetWentLive), "price-target.went-live"), new(typeof(TargetSeenRight), "price-target.seen-right"),
        new(typeof(TargetDrifted), "price-target.drifted"), new(typeof(TargetTried), "price-target.tried"),
        new(typeof(TargetPaced), "price-target.paced"), new(typeof(TargetSaid), "price-target.said"),
        new(typeof(TargetTask), "price-target.task"), new(typeof(TargetLabels), "price-target.labels"),
    ];

    public static PriceTargetCase Fold(PriceTargetCase target, Fact fact, Message message) => fact switch
    {
        TargetBegun => target with { Asked = (TargetAsked)message, Released = ((TargetAsked)message).Released },
        TargetFreed => target with { Released = true },
        TargetCalledBack back => target with { Recalled = back.Reason },
        TargetHolds holds => target with { Receipt = holds.Receipt },
        TargetWentLive live => target with { LiveSince = live.At, SeenRight = live.At },
        TargetSeenRight seen => target with { SeenRight = seen.At },
        TargetDrifted drift => target with
        {
            Corrections = target.Corrections + 1, Wrong = target.Wrong + drift.Since, SeenRight = drift.At,
        },
        TargetTried tried => target with { Step = tried.Step, Tries = tried.Tries },
        TargetPaced paced => target with { Pace = paced.Pace },
        TargetSaid said => target with { Turn = said.Turn, Standing = said.Standing, Trouble = said.Trouble },
        TargetTask task => target with { Task = task.Task, Tasks = target.Tasks + (task.Task is null ? 0 : 1) },
        TargetLabels labels => target with { Labels = labels.Task },
        _ => throw new InvalidOperationException($"A price target knows no fact {fact.GetType().Name}."),
    };
}
