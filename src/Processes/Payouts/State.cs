using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Payouts;

public enum PayoutState { Checking, Waiting, Differs, AwaitingBank, Closed }

/// <summary>A payout of the payment provider, on its way through the orders it names to the bank's statement.</summary>
public sealed record Payout
{
    public static readonly Payout Empty = new();

    public ProviderPayout? Reported { get; init; }

    /// <summary>Lines that their order has as its own, by the provider's id.</summary>
    public ImmutableHashSet<string> Taken { get; init; } = [];

    /// <summary>Lines that no order has, with the reason, by the provider's id.</summary>
    public ImmutableSortedDictionary<string, string> Denied { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How often orders were asked.</summary>
    public int Rounds { get; init; }

    /// <summary>What the bank shows of it; null before it does.</summary>
    public decimal? Banked { get; init; }

    public string? BankedIn { get; init; }

    /// <summary>A person of finance has explained what differs.</summary>
    public bool Explained { get; init; }

    public int Late { get; init; }

    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    public ProviderPayout Needs => Reported ?? throw new InvalidOperationException("The payout has not begun.");

    /// <summary>Lines that no order has answered yet.</summary>
    public IEnumerable<SettledLine> Unanswered =>
        Needs.Lines.Where(line => !Taken.Contains(line.Id) && !Denied.ContainsKey(line.Id));

    public IEnumerable<SettledLine> Open => Needs.Lines.Where(line => !Taken.Contains(line.Id));
}

/// <summary>The message brings the payout.</summary>
public sealed record PayoutBegun : Fact;

/// <summary>Orders are asked, once more of what they denied before.</summary>
public sealed record PayoutAsked(int Round) : Fact;

public sealed record PayoutLineTaken(string Line) : Fact;

public sealed record PayoutLineDenied(string Line, string Why) : Fact;

public sealed record PayoutBanked(string Entry, decimal Amount, string Currency) : Fact;

public sealed record PayoutCleared(string By) : Fact;

public sealed record PayoutLateStep(int Step) : Fact;

/// <param name="Task">null when none is open any more</param>
public sealed record PayoutTask(CaseId? Task) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PayoutBegun)), JsonSerializable(typeof(PayoutAsked)), JsonSerializable(typeof(PayoutLineTaken))]
[JsonSerializable(typeof(PayoutLineDenied)), JsonSerializable(typeof(PayoutBanked)), JsonSerializable(typeof(PayoutCleared))]
[JsonSerializable(typeof(PayoutLateStep)), JsonSerializable(typeof(PayoutTask))]
public sealed partial class PayoutFactsJson : JsonSerializerContext;

public static class PayoutFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(PayoutBegun), "payout.begun"), new(typeof(PayoutAsked), "payout.asked"),
        new(typeof(PayoutLineTaken), "payout.line-taken"), new(typeof(PayoutLineDenied), "payout.line-denied"),
        new(typeof(PayoutBanked), "payout.banked"), new(typeof(PayoutCleared), "payout.cleared"),
        new(typeof(PayoutLateStep), "payout.late-step"), new(typeof(PayoutTask), "payout.task"),
    ];

    public static Payout Fold(Payout payout, Fact fact, Message message) => fact switch
    {
        PayoutBegun => payout with { Reported = ((PayoutReported)message).Payout },
        PayoutAsked asked => payout with { Rounds = asked.Round, Denied = payout.Denied.Clear(), Late = 0 },
        PayoutLineTaken taken => payout with { Taken = payout.Taken.Add(taken.Line), Denied = payout.Denied.Remove(taken.Line) },
        PayoutLineDenied denied => payout with { Denied = payout.Denied.SetItem(denied.Line, denied.Why) },
        PayoutBanked banked => payout with
        {
            Banked = (payout.Banked ?? 0m) + banked.Amount, BankedIn = banked.Currency, Explained = false,
        },
        PayoutCleared => payout with { Explained = true, Late = 0 },
        PayoutLateStep late => payout with { Late = late.Step },
        PayoutTask task => payout with { Task = task.Task, Tasks = task.Task is null ? payout.Tasks : payout.Tasks + 1, Late = 0 },
        _ => throw new InvalidOperationException($"A payout knows no fact {fact.GetType().Name}."),
    };
}
