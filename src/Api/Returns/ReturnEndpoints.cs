using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Returns;

internal static class ReturnEndpoints
{
    public static void MapReturns(this IEndpointRouteBuilder app)
    {
        var returns = app.MapGroup("/v1/returns").WithTags("Returns");
        returns.MapPost("", (HttpContext http, Posts posts, ReturnDesk desk) =>
                posts.Handle(http, ReturnShape.Shape, ApiLimits.OrderBytes, desk.Ask))
            .Write(Policies.Channel, ReturnShape.Shape, ApiLimits.OrderBytes, queue: BackPressure.NewWork)
            .Answers<Taken>(202, "askReturn", "Ask to give goods back, or announce that they are there", 409);
        returns.MapGet("{number}", Read)
            .Read(Policies.ChannelOrReader)
            .Answers<ReturnView>(200, "readReturn", "A return: state, what may come back, and how far money, stock and books are", 404);
        returns.MapPost("{number}/arrivals", (HttpContext http, string number, Posts posts, ReturnDesk desk) =>
                posts.Handle(http, ArrivalShape.Shape, ApiLimits.ActBytes, post => desk.Arrive(post, number)))
            .Write(Policies.Store, ArrivalShape.Shape, ApiLimits.ActBytes)
            .Answers<Taken>(202, "arriveReturn", "The goods of a return were brought to this place", 404);
    }

    private static async Task<IResult> Read(HttpContext http, string number, CaseReader reader) =>
        CaseId.IsKey(number)
        && await reader.Read(new CaseId("return", number), http.RequestAborted) is { } story
        && story.Rows[0].Message.Data is ReturnAsked asked
        && (Caller.Of(http.User).LimitOf(Roles.Channel) is not { } own || own == asked.Channel)
            ? Answer.Ok(ReturnView.Of(story, asked), ApiJson.Default.ReturnView)
            : Answer.Unknown($"return {Faults.Shown(number)}");
}
