using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>The books of a place cannot be right: it has to be counted.</summary>
/// <param name="OnHand">pieces that should lie there by the books, set aside for customers or not</param>
/// <param name="Available">of these, less what customers were promised; below 0 where a till sold more than was free</param>
/// <param name="Row">of the SKU's ledger by which it was found</param>
/// <param name="For">the case that asked for it, hears how it ended, and tells whoever has to hear; null: the ERP is told</param>
public sealed record VarianceFound(
    string Sku, string Node, string? Region, int OnHand, int Available, int Row, string Why,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CaseId? For = null) : Message;

/// <summary>A place was counted: all pieces there, those that are set aside, too.</summary>
/// <param name="At">when they were counted, which may be a while before it was heard</param>
public sealed record ShelfCounted(string Sku, int Pieces, string By, DateTimeOffset At) : Message;

/// <param name="OnHand">pieces that lay there by the books at that instant</param>
/// <param name="Row">the last row of the ledger that the figure has in it</param>
public sealed record BooksRead(string Sku, string Node, DateTimeOffset At, int OnHand, int Row) : Message;

public sealed record BooksNotRead(string Reason) : Message;
