using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts.Messages;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Stock;

internal static class MovementShape
{
    public static readonly Field<string> Id = Required("id", Kinds.Key, "The sender's own; it makes a repeat harmless.");
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<string> Node = Required("node", Kinds.Key);
    public static readonly Field<StockAct> Act = Required("act", Kinds.Word(StockAct.Receive, StockAct.SellAtTill, StockAct.Adjust));
    public static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(-1_000_000, 1_000_000),
        "Pieces; signed for adjust, else 1 or more.");
    public static readonly Field<string> Reason = Optional("reason", Kinds.Text(400, min: 0));

    public static readonly Shape Shape = new("StockMovement", [Id, Sku, Node, Act, Quantity, Reason]);
}

/// <summary>A batch. Its movements are read one by one, so that a bad one stops no other.</summary>
internal static class MovementBatch
{
    public static readonly Field<ImmutableArray<JsonElement>> Movements = Required(
        "movements", Kinds.List(Kinds.Any(MovementShape.Shape), 1, ApiLimits.Movements));

    public static readonly Shape Shape = new("StockMovements", [Movements])
    {
        Example = """
            { "movements": [{ "id": "TILL-7-20261124-0815", "sku": "85123A", "node": "LEEDS",
                               "act": "sell-at-till", "quantity": 2, "reason": "sale" }] }
            """,
    };
}

/// <param name="Outcome">accepted, duplicate or refused</param>
/// <param name="Reason">why it was refused; null otherwise</param>
public sealed record MovementResult(string? Id, string Outcome, string? Reason);

/// <summary>One result a movement, in the order of the batch.</summary>
public sealed record MovementResults(ImmutableArray<MovementResult> Results);
