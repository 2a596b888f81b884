using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.BankEntries;

public enum MovementState { Looking, Waiting, Offered, Unmatched, Matched, Cleared }

/// <summary>A movement on an account of ours, on its way to the invoice that it pays.</summary>
public sealed record BankMovement
{
    public static readonly BankMovement Empty = new();

    public BankEntry? Entry { get; init; }

    /// <summary>How often it was looked for in vain.</summary>
    public int Looks { get; init; }

    /// <summary>The invoice that was told of it last.</summary>
    public CaseId? Invoice { get; init; }

    public PaymentTie By { get; init; }

    /// <summary>Which invoices it pays, and with how much of it; those that said it is not theirs are gone.</summary>
    public ImmutableArray<MovementShare> Shares { get; init; } = [];

    /// <summary>What is no invoice's yet.</summary>
    public decimal Left => Needs.Paid.Amount - Shares.Sum(share => share.Amount);

    public bool HasPending => Shares.Any(share => !share.Taken);

    /// <summary>Invoices that said it is not theirs: only a person offers it to one of them again.</summary>
    public ImmutableArray<CaseId> Denied { get; init; } = [];

    /// <summary>The invoices that a person is to choose from.</summary>
    public ImmutableArray<CaseId> Choices { get; init; } = [];

    /// <summary>Why a person is asked.</summary>
    public string Why { get; init; } = "";

    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    /// <summary>Steps that lateness has climbed since a person was asked.</summary>
    public int Late { get; init; }

    public BankEntry Needs => Entry ?? throw new InvalidOperationException("The movement has not begun.");
}

/// <summary>A part of a movement that an invoice was told of.</summary>
/// <param name="Amount">above 0, whichever way the movement went</param>
/// <param name="Taken">the invoice has it on its books</param>
public sealed record MovementShare(CaseId Invoice, decimal Amount, bool Taken);

/// <summary>The message brings the movement.</summary>
public sealed record MovementBooked : Fact;

public sealed record MovementLookedFor(int Looks) : Fact;

/// <param name="Amount">the part of it that is offered; null where that is all of it</param>
public sealed record MovementOffered(CaseId Invoice, PaymentTie By, decimal? Amount = null) : Fact;

public sealed record MovementTaken(CaseId Invoice) : Fact;

public sealed record MovementDenied(CaseId Invoice) : Fact;

/// <param name="Task">null when none is open any more</param>
public sealed record MovementAsked(CaseId? Task, string Why, ImmutableArray<CaseId> Choices) : Fact;

public sealed record MovementLateStep(int Step) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MovementBooked)), JsonSerializable(typeof(MovementLookedFor)), JsonSerializable(typeof(MovementOffered))]
[JsonSerializable(typeof(MovementTaken))]
[JsonSerializable(typeof(MovementDenied)), JsonSerializable(typeof(MovementAsked)), JsonSerializable(typeof(MovementLateStep))]
public sealed partial class MovementFactsJson : JsonSerializerContext;

public static class MovementFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(MovementBooked), "bank-entry.booked"), new(typeof(MovementLookedFor), "bank-entry.looked-for"),
        new(typeof(MovementOffered), "bank-entry.offered"), new(typeof(MovementDenied), "bank-entry.denied"),
        new(typeof(MovementTaken), "bank-entry.taken"),
        new(typeof(MovementAsked), "bank-entry.asked"), new(typeof(MovementLateStep), "bank-entry.late-step"),
    ];

    public static BankMovement Fold(BankMovement movement, Fact fact, Message message) => fact switch
    {
        MovementBooked => movement with { Entry = ((BankEntryBooked)message).Entry },
        MovementLookedFor looked => movement with { Looks = looked.Looks },
        MovementOffered offered => movement with
        {
            Invoice = offered.Invoice, By = offered.By,
            Shares = movement.Shares.Add(new MovementShare(offered.Invoice, offered.Amount ?? movement.Needs.Paid.Amount, Taken: false)),
        },
        MovementTaken taken => movement with
        {
            Shares = [.. movement.Shares.Select(share => share.Invoice == taken.Invoice ? share with { Taken = true } : share)],
        },
        MovementDenied denied => movement with
        {
            Denied = [.. movement.Denied.Where(one => one != denied.Invoice), denied.Invoice],
            Shares = movement.Shares.RemoveAll(share => share.Invoice == denied.Invoice && !share.Taken),
        },
        MovementAsked asked => movement with
        {
            Task = asked.Task, Tasks = asked.Task is null ? movement.Tasks : movement.Tasks + 1, Why = asked.Why,
            Choices = asked.Choices, Late = 0,
        },
        MovementLateStep late => movement with { Late = late.Step },
        _ => throw new InvalidOperationException($"A movement knows no fact {fact.GetType().Name}."),
    };
}
