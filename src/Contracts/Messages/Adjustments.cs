using System.Collections.Immutable;

namespace Crossdock.Contracts.Messages;

/// <param name="Pieces">more than the books had; below 0 for fewer</param>
public sealed record AdjustedPieces(string Sku, int Pieces);

/// <summary>The ledger was corrected by what people found on a shelf, and the ERP has to hear of it.</summary>
/// <param name="For">the case that found it out</param>
public sealed record StockCorrected(
    string Node, string? Region, ImmutableArray<AdjustedPieces> Lines, string Reason, CaseId For) : Message;

public sealed record StockAdjustmentPosted(string Document) : Message;

public sealed record StockAdjustmentRejected(string Reason) : Message;
