using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Availability;

/// <param name="AsOf">business time at which the ledger was read</param>
public sealed record AvailabilityView(DateTimeOffset AsOf, ImmutableArray<NodeAvailability> Positions);

/// <summary>What can be promised now.</summary>
internal static class AvailabilityEndpoints
{
    private static readonly Field<ImmutableArray<string>> Sku = Required("sku", Kinds.List(Kinds.Key, 1, ApiLimits.Skus),
        "SKUs, apart by commas.");
    private static readonly Field<string> Node = Optional("node", Kinds.Key, "Only this node.");
    private static readonly Shape Asked = new("AvailabilityQuery", [Sku, Node]);

    public static void MapAvailability(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/availability").WithTags("Stock")
            .MapGet("", Read)
            .Read(Policies.ChannelOrReader, Asked)
            .Answers<AvailabilityView>(200, "readAvailability", "What each node can promise of these SKUs");

    private static async Task<IResult> Read(HttpContext http, IReadStock stock, RetailNetwork network, BusinessClock clock)
    {
        var faults = new Faults();
        var asked = Query.Read(http, Asked, faults);
        if (asked.TryGet(Node, out var node) && network.Find(node) is null)
        {
            faults.Add("node", $"is not known; got '{node}'{NearestName.Hint(node, network.Nodes.Select(known => known.Id))}");
        }

        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var positions = await stock.Positions([.. asked.Get(Sku).Distinct()], node, http.RequestAborted);
        return new FreshAnswer<AvailabilityView>(
            new AvailabilityView(clock.GetUtcNow(), ImmutableArray.CreateRange(positions, Promised)), ApiJson.Default.AvailabilityView);
    }

    private static NodeAvailability Promised(StockPosition at) => new(at.Sku, at.Node, Math.Max(0, at.Available));
}
