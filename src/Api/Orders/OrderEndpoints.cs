using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Orders;

internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        var orders = app.MapGroup("/v1/orders").WithTags("Orders");
        orders.MapPost("", (HttpContext http, Posts posts, OrderDesk desk) =>
                posts.Handle(http, OrderShape.Shape, ApiLimits.OrderBytes, desk.Place))
            .Write(Policies.Channel, OrderShape.Shape, ApiLimits.OrderBytes, queue: BackPressure.NewWork)
            .Answers<Taken>(202, "placeOrder", "Place an order; answered once it is durable", 409);
        orders.MapGet("{number}", Read)
            .Read(Policies.ChannelOrReader)
            .Answers<OrderView>(200, "readOrder", "An order: state, promise, what became of each line, money and parts", 404);
        orders.MapPost("{number}/cancel", (HttpContext http, string number, Posts posts, OrderDesk desk) =>
                posts.Handle(http, CancelShape.Shape, ApiLimits.ActBytes, post => desk.Cancel(post, number)))
            .Write(Policies.Channel, CancelShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "cancelOrder", "Cancel an order or lines of it, as long as its state allows", 404, 409);
        orders.MapPost("{number}/change", (HttpContext http, string number, Posts posts, OrderDesk desk) =>
                posts.Handle(http, ChangeShape.Shape, ApiLimits.ActBytes, post => desk.Change(post, number)))
            .Write(Policies.Channel, ChangeShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "changeOrder", "Change quantities or the address, as long as the order's state allows", 404, 409);
        orders.MapPost("{number}/answer", (HttpContext http, string number, Posts posts, OrderDesk desk) =>
                posts.Handle(http, AnswerShape.Shape, ApiLimits.ActBytes, post => desk.Hear(post, number)))
            .Write(Policies.Channel, AnswerShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "answerOrderQuestion", "The customer's answer to a question", 404, 409);
    }

    private static async Task<IResult> Read(HttpContext http, string number, CaseReader reader)
    {
        var caller = Caller.Of(http.User);
        if (!CaseId.IsKey(number)
            || await reader.Read(CaseId.Order(number), http.RequestAborted) is not { } story
            || story.Rows[0].Message.Data is not OrderReceived order
            || (caller.LimitOf(Roles.Channel) ?? order.Channel) != order.Channel)
        {
            return Answer.Unknown($"order {Faults.Shown(number)}");
        }

        return Answer.Ok(OrderView.Of(story, order), ApiJson.Default.OrderView);
    }
}
