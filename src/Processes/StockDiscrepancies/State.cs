using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StockDiscrepancies;

public enum DiscrepancyState { Correcting, Counting, Healed, Counted, Asking, LeftToKeeper }

/// <summary>Whose figure was taken, and why: the one that is nearer to the shelf, or has missed nothing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Believed>))]
public enum Believed { Ledger, System }

/// <summary>One SKU at one place of which a system and the ledger said something else, until they say the same.</summary>
public sealed record Discrepancy
{
    public static readonly Discrepancy Empty = new();

    public DiscrepancyFound? Found { get; init; }

    /// <summary>Pieces that the system has more than the ledger, less what was corrected so far.</summary>
    public int Left { get; init; }

    /// <summary>The count that was asked for; null where none was.</summary>
    public CaseId? Count { get; init; }

    public int Late { get; init; }

    public DiscrepancyFound Needs => Found ?? throw new InvalidOperationException("The discrepancy has not begun.");
}

public sealed record DiscrepancyBegun : Fact;

/// <summary>Small enough to heal by itself.</summary>
/// <param name="Upto">pieces that heal by themselves, by the policy of this place</param>
/// <param name="Right">whose figure is taken</param>
public sealed record HealingChosen(int Upto, Believed Right) : Fact;

/// <summary>Too large to heal by itself, or it could not: somebody counts.</summary>
public sealed record CountChosen(int Upto, CaseId Count) : Fact;

/// <summary>The ledger was corrected by so many pieces.</summary>
public sealed record LedgerCorrected(int Pieces) : Fact;

/// <summary>A system is told by how many pieces its books are corrected.</summary>
public sealed record BooksCorrected(string System, int Pieces, CaseId By) : Fact;

public sealed record DiscrepancyLate(int Step) : Fact;

/// <summary>What the system that keeps the place has there.</summary>
public sealed record KeeperHeard(int Lies) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DiscrepancyBegun)), JsonSerializable(typeof(HealingChosen)), JsonSerializable(typeof(CountChosen))]
[JsonSerializable(typeof(LedgerCorrected)), JsonSerializable(typeof(BooksCorrected)), JsonSerializable(typeof(DiscrepancyLate))]
[JsonSerializable(typeof(KeeperHeard))]
public sealed partial class DiscrepancyFactsJson : JsonSerializerContext;

public static class DiscrepancyFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(DiscrepancyBegun), "discrepancy.begun"), new(typeof(HealingChosen), "discrepancy.healing-chosen"),
        new(typeof(CountChosen), "discrepancy.count-chosen"), new(typeof(LedgerCorrected), "discrepancy.ledger-corrected"),
        new(typeof(BooksCorrected), "discrepancy.books-corrected"), new(typeof(DiscrepancyLate), "discrepancy.late"),
        new(typeof(KeeperHeard), "discrepancy.keeper-heard"),
    ];

    public static Discrepancy Fold(Discrepancy one, Fact fact, Message message) => fact switch
    {
        DiscrepancyBegun when message is DiscrepancyFound found => one with { Found = found, Left = found.Difference },
        HealingChosen => one,
        CountChosen count => one with { Count = count.Count },
        LedgerCorrected ledger => one with { Left = one.Left - ledger.Pieces },
        BooksCorrected books => books.System == one.Needs.System ? one with { Left = one.Left + books.Pieces } : one,
        DiscrepancyLate late => one with { Late = late.Step },
        KeeperHeard => one,
        _ => throw new InvalidOperationException($"A discrepancy knows no fact {fact.GetType().Name}."),
    };
}
