using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Prices;

internal static class PriceEndpoints
{
    public static void MapPrices(this IEndpointRouteBuilder app)
    {
        var prices = app.MapGroup("/v1/prices").WithTags("Prices");
        prices.MapPost("", (HttpContext http, Posts posts, PriceDesk desk) =>
                posts.Handle(http, PriceShape.Shape, ApiLimits.OrderBytes, desk.Propose))
            .Write(Policies.Merchandiser, PriceShape.Shape, ApiLimits.OrderBytes, queue: BackPressure.NewWork)
            .Answers<Taken>(202, "proposePrice", "Propose a promotion, a price change or an emergency fix", 409);
        prices.MapGet("", List)
            .Read(Policies.MerchandiserOrReader, PriceQuery.Shape)
            .Answers<PricePage>(200, "listPrices", "Promotions and price changes, the newest first, with where each is live");
        prices.MapGet("{number}", Read)
            .Read(Policies.MerchandiserOrReader)
            .Answers<PriceView>(
                200, "readPrice", "One of them: live on N of M, findings, approvals, each target with its receipt", 404, 410);
        Act(prices, "revise", PriceShape.Shape, "revisePrice", "Mend a proposal that has findings; it is checked anew",
            (desk, post, number) => desk.Revise(post, number));
        Act(prices, "approve", PriceActShapes.Noted, "approvePrice", "Approve it; nobody approves what they asked for, nor twice",
            (desk, post, number) => desk.Approve(post, number));
        Act(prices, "reject", PriceActShapes.Reasoned, "rejectPrice", "Refuse it for good",
            (desk, post, number) => desk.Reject(post, number));
        Act(prices, "go-live", PriceActShapes.Noted, "letPriceGoLive", "Let go live what policy holds back",
            (desk, post, number) => desk.GoLive(post, number));
        Act(prices, "withdraw", PriceActShapes.Reasoned, "withdrawPrice", "Take it back everywhere, before its start or while it runs",
            (desk, post, number) => desk.Withdraw(post, number));
    }

    private static void Act(
        RouteGroupBuilder prices, string act, Shape shape, string name, string summary, Func<PriceDesk, Post, string, Task<Answer>> work) =>
        prices.MapPost($"{{number}}/{act}", (HttpContext http, string number, Posts posts, PriceDesk desk) =>
                posts.Handle(http, shape, ApiLimits.ActBytes, post => work(desk, post, number)))
            .Write(Policies.Merchandiser, shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, name, summary, 404, 409);

    private static async Task<IResult> List(HttpContext http, IHeads heads, BusinessClock clock)
    {
        var faults = new Faults();
        var asked = Query.Read(http, PriceQuery.Shape, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var (skip, take) = (asked.Get(PriceQuery.After), asked.Get(PriceQuery.Take, PriceQuery.PageSize));
        var filter = new HeadFilter(
            Text: asked.Get(PriceQuery.Sku), Kind: "promotion", State: asked.Get(PriceQuery.State), Open: asked.Maybe(PriceQuery.Open),
            Now: clock.GetUtcNow());
        var found = await heads.Search(filter, HeadOrder.Newest, skip, take, http.RequestAborted);
        return Answer.Ok(
            new PricePage([.. found.Select(PriceItem.Of)], found.Count == take ? $"{skip + take}" : null), ApiJson.Default.PricePage);
    }

    private static async Task<IResult> Read(HttpContext http, string number, CaseReader reader, JournalJson json) =>
        CaseId.IsKey(number) && await reader.ReadTransitions(PriceDesk.IdOf(number), http.RequestAborted) is { IsEmpty: false } rows
        && rows[0].Message.Data is PromotionProposed
            ? Answer.Ok(PriceView.Of(rows, json), ApiJson.Default.PriceView)
            : Answer.Unknown($"price {Faults.Shown(number)}");
}
