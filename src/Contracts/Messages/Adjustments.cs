using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <param name="Pieces">more than the books had; below 0 for fewer</param>
public sealed record AdjustedPieces(string Sku, int Pieces);

/// <summary>
/// A system that keeps books of stock has to hear of a correction: of the ledger, by what people found on a shelf, or of its own books,
/// which had missed something.
/// </summary>
/// <param name="For">the case that found it out</param>
/// <param name="System">whose books are corrected; null for the ERP's</param>
public sealed record StockCorrected(
    string Node, string? Region, ImmutableArray<AdjustedPieces> Lines, string Reason, CaseId For,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? System = null) : Message;

public sealed record StockAdjustmentPosted(string Document) : Message;

public sealed record StockAdjustmentRejected(string Reason) : Message;
