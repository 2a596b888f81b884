using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Synchronisation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Stock;

/// <param name="Next">give it as <c>after</c> for the following page; null at the end</param>
public sealed record StockPage(ImmutableArray<StockPosition> Positions, string? Next);

internal static class StockEndpoints
{
    private const int PageSize = 100;

    private static readonly Field<string> After = Optional("after", Kinds.Key, "The last SKU of the page before.");
    private static readonly Field<int> Max = Optional("max", Kinds.Whole(1, 1_000), $"SKUs of a page; {PageSize} when left out.");
    private static readonly Shape Asked = new("StockQuery", [After, Max]);

    public static void MapStock(this IEndpointRouteBuilder app)
    {
        var stock = app.MapGroup("/v1/stock").WithTags("Stock");
        stock.MapPost("movements", (HttpContext http, Posts posts, StockDesk desk) =>
                posts.Handle(http, MovementBatch.Shape, ApiLimits.StockBatchBytes, desk.Move))
            .Write(Policies.StoreOrPartner, MovementBatch.Shape, ApiLimits.StockBatchBytes)
            .Answers<MovementResults>(200, "moveStock", "Book movements; a bad one never stops the others");
        stock.MapGet("positions", Read)
            .Read(Policies.Reader, Asked)
            .Answers<StockPage>(200, "readStockPositions", "The ledger's accounts, SKU by SKU");
        stock.MapGet("sync", async (SyncReading sync, CancellationToken cancel) =>
                Answer.Ok(await sync.Read(cancel), ApiJson.Default.SyncView))
            .Read(Policies.Reader)
            .Answers<SyncView>(200, "readStockSync", "How far each channel is with what it may sell");
        stock.MapGet("books", async (BooksReading books, CancellationToken cancel) =>
                Answer.Ok(await books.Read(cancel), ApiJson.Default.BooksView))
            .Read(Policies.Reader)
            .Answers<BooksView>(200, "readStockBooks", "How each system's own books of stock stand beside the ledger");
    }

    private static async Task<IResult> Read(HttpContext http, IReadStock stock)
    {
        var faults = new Faults();
        var asked = Query.Read(http, Asked, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var max = asked.Get(Max, PageSize);
        var skus = await stock.Skus(asked.TryGet(After, out var after) ? after : null, max, http.RequestAborted);
        var positions = skus.IsEmpty ? [] : await stock.Positions(skus, node: null, http.RequestAborted);
        return Answer.Ok(new StockPage(positions, skus.Length == max ? skus[^1] : null), ApiJson.Default.StockPage);
    }
}
