using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Purchases;

internal static class PurchaseEndpoints
{
    public static void MapPurchases(this IEndpointRouteBuilder app)
    {
        var purchases = app.MapGroup("/v1/purchases").WithTags("Purchases");
        purchases.MapPost("", (HttpContext http, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, ProposalShape.Shape, ApiLimits.OrderBytes, desk.Propose))
            .Write(Policies.Buyer, ProposalShape.Shape, ApiLimits.OrderBytes, queue: BackPressure.NewWork)
            .Answers<Taken>(202, "proposePurchase", "Propose a purchase; the matrix says who has to approve it", 409);
        purchases.MapGet("{number}", Read)
            .Read(Policies.BuyerOrReader)
            .Answers<PurchaseView>(200, "readPurchase", "A purchase: state, terms, and what was received of each line", 404);
        purchases.MapPost("{number}/approve", (HttpContext http, string number, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, ApprovalShape.Shape, ApiLimits.ActBytes, post => desk.Approve(post, number)))
            .Write(Policies.Buyer, ApprovalShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "approvePurchase", "Approve a purchase by the right of the key's role; not one's own", 404, 409);
        purchases.MapPost("{number}/reject", (HttpContext http, string number, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, ReasonShape.Shape, ApiLimits.ActBytes, post => desk.Reject(post, number)))
            .Write(Policies.Buyer, ReasonShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "rejectPurchase", "Reject a purchase that waits for approval", 404, 409);
        purchases.MapPost("{number}/cancel", (HttpContext http, string number, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, ReasonShape.Shape, ApiLimits.ActBytes, post => desk.Cancel(post, number)))
            .Write(Policies.Buyer, ReasonShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "cancelPurchase", "Cancel what is still to come, as long as the state allows", 404, 409);
        purchases.MapPost("{number}/receipts", (HttpContext http, string number, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, ReceiptShape.Shape, ApiLimits.OrderBytes, post => desk.Receive(post, number)))
            .Write(Policies.StoreOrPartner, ReceiptShape.Shape, ApiLimits.OrderBytes)
            .Answers<Taken>(202, "receivePurchase", "Goods of a purchase arrived and were counted", 404, 409);
    }

    public static void MapTransfers(this IEndpointRouteBuilder app)
    {
        var transfers = app.MapGroup("/v1/transfers").WithTags("Transfers");
        transfers.MapPost("", (HttpContext http, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, TransferShape.Shape, ApiLimits.OrderBytes, desk.AskTransfer))
            .Write(Policies.Buyer, TransferShape.Shape, ApiLimits.OrderBytes, queue: BackPressure.NewWork)
            .Answers<Taken>(202, "askTransfer", "Ask for goods to go from node to node", 409);
        transfers.MapGet("{number}", ReadTransfer)
            .Read(Policies.BuyerOrReader)
            .Answers<TransferView>(200, "readTransfer", "A transfer: state, and what of each line left, arrived and was lost", 404);
        transfers.MapPost("{number}/cancel", (HttpContext http, string number, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, ReasonShape.Shape, ApiLimits.ActBytes, post => desk.CancelTransfer(post, number)))
            .Write(Policies.Buyer, ReasonShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "cancelTransfer", "Cancel a transfer, or write it off as lost once it has left", 404, 409);
        transfers.MapPost("{number}/receipts", (HttpContext http, string number, Posts posts, PurchaseDesk desk) =>
                posts.Handle(http, ReceiptShape.Shape, ApiLimits.OrderBytes, post => desk.ReceiveTransfer(post, number)))
            .Write(Policies.StoreOrPartner, ReceiptShape.Shape, ApiLimits.OrderBytes)
            .Answers<Taken>(202, "receiveTransfer", "Goods of a transfer arrived and were counted", 404, 409);
    }

    private static async Task<IResult> Read(HttpContext http, string number, CaseReader reader) =>
        CaseId.IsKey(number)
        && await reader.Read(new CaseId("purchase", number), http.RequestAborted) is { } story
        && story.Rows[0].Message.Data is PurchaseProposed proposed
            ? Answer.Ok(PurchaseView.Of(story, proposed), ApiJson.Default.PurchaseView)
            : Answer.Unknown($"purchase {Faults.Shown(number)}");

    private static async Task<IResult> ReadTransfer(HttpContext http, string number, CaseReader reader) =>
        CaseId.IsKey(number)
        && await reader.Read(new CaseId("transfer", number), http.RequestAborted) is { } story
        && story.Rows[0].Message.Data is TransferAsked asked
            ? Answer.Ok(TransferView.Of(story, asked), ApiJson.Default.TransferView)
            : Answer.Unknown($"transfer {Faults.Shown(number)}");
}
