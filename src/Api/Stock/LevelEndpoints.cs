using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Stock;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Stock;

/// <summary>A page of SKUs as people look them up, and why one of them stands as it does.</summary>
internal static class LevelEndpoints
{
    private static readonly Field<string> Text = Optional("sku", Kinds.Key, "A SKU, or the beginning of it.");
    private static readonly Field<string> Node = Optional("node", Kinds.Key);
    private static readonly Field<int> Page = Optional("page", Kinds.Whole(1, 100_000));
    private static readonly Shape Levels = new("StockLevelQuery", [Text, Node, Page]);

    private static readonly Field<string> Sku = Required("sku", Kinds.Key);
    private static readonly Shape Movements = new("StockMovementQuery", [Sku, Node, Page]);

    public static void MapStockLevels(this IEndpointRouteBuilder app)
    {
        var stock = app.MapGroup("/v1/stock").WithTags("Stock");
        stock.MapGet("levels", ReadLevels)
            .Read(Policies.Reader, Levels)
            .Answers<StockLevels>(200, "readStockLevels", "On hand, reserved, in transit and available of a page of SKUs");
        stock.MapGet("movements", ReadMovements)
            .Read(Policies.Reader, Movements)
            .Answers<SkuStory>(200, "readStockMovements", "One SKU by node, and its latest movements with the case each came from", 404);
    }

    private static async Task<IResult> ReadLevels(HttpContext http, StockReader reader, RetailNetwork network)
    {
        var faults = new Faults();
        var asked = Query.Read(http, Levels, faults);
        var node = NodeIn(asked, network, faults);
        return faults.Any
            ? Answer.Refused(faults)
            : Answer.Ok(
                await reader.Levels(asked.TryGet(Text, out var text) ? text : null, node, asked.Get(Page, 1), http.RequestAborted),
                ApiJson.Default.StockLevels);
    }

    private static async Task<IResult> ReadMovements(HttpContext http, StockReader reader, RetailNetwork network)
    {
        var faults = new Faults();
        var asked = Query.Read(http, Movements, faults);
        var node = NodeIn(asked, network, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var sku = asked.Get(Sku);
        return await reader.Sku(sku, node, asked.Get(Page, 1), http.RequestAborted) is { } story
            ? Answer.Ok(story, ApiJson.Default.SkuStory)
            : Answer.Unknown($"SKU {Faults.Shown(sku)}");
    }

    private static string? NodeIn(Given asked, RetailNetwork network, Faults faults)
    {
        if (asked.TryGet(Node, out var node) && network.Find(node) is null)
        {
            faults.Add(
                Node.Name, $"is not known; got '{Faults.Shown(node)}'{NearestName.Hint(node, network.Nodes.Select(known => known.Id))}");
        }

        return node;
    }
}
