using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Prices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Prices;

internal static class PriceTargetQuery
{
    public static readonly Field<string> Region = Optional("region", Kinds.Key);
    public static readonly Field<string> Channel = Optional("channel", Kinds.Key);
    public static readonly Field<string> Node = Optional("node", Kinds.Key);
    public static readonly Field<TargetView> View = Optional("view", Kinds.Word<TargetView>(), "behind when left out.");
    public static readonly Field<int> Page = Optional("page", Kinds.Whole(1, 10_000));
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 100), $"{PriceSlice.PageSize} when left out.");

    public static readonly Shape Shape = new("PriceTargetQuery", [Region, Channel, Node, View, Page, Take]);

    public static PriceSlice Slice(Given asked, RetailNetwork network, Faults faults)
    {
        string? Known(Field<string> field, IEnumerable<string> names)
        {
            if (!asked.TryGet(field, out var given) || names.Contains(given))
            {
                return given;
            }

            faults.Add(field.Name, $"is not known; got '{Faults.Shown(given)}'{NearestName.Hint(given, names)}");
            return null;
        }

        return new PriceSlice(
            Known(Region, network.Regions.Select(region => region.Id)), Known(Channel, network.Channels.Select(channel => channel.Id)),
            Known(Node, network.Nodes.Select(node => node.Id)), View: asked.Get(View), TargetPage: asked.Get(Page, 1),
            Size: asked.Get(Take, PriceSlice.PageSize));
    }
}

/// <param name="Phase">sending, ready, live, drifting, lagging, taking-back or cleared</param>
public sealed record PricePhaseView(string Phase, int Targets);

/// <param name="Since">when it entered its state</param>
/// <param name="Trouble">the category of what is open there</param>
/// <param name="Reason">of its latest row</param>
public sealed record LaggingTargetView(
    string Case, string Title, string? Promotion, string System, string? Region, string? Channel, string? Node, string State,
    DateTimeOffset Since, string? Trouble, string Reason)
{
    internal static LaggingTargetView Of(TargetStory one) => new(
        one.Head.Case.ToString(), one.Head.Card.Title, one.Head.Card.Parent?.Key, one.Head.Card.Kind ?? "", one.Head.Card.Region,
        one.Head.Card.Channel, one.Head.Card.Node, one.Head.State, one.Head.Since,
        one.Head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null, one.Reason);
}

/// <param name="Behind">open targets that lag or drift, or do not answer in time</param>
/// <param name="Drifting">those of them that were seen to sell at another price</param>
/// <param name="LeftOver">open targets of promotions that are over</param>
/// <param name="Count">how many there are of the view that was asked for; <paramref name="Targets"/> is one page of them</param>
public sealed record PriceTargetPage(
    DateTimeOffset AsOf, int Behind, int Drifting, int LeftOver, ImmutableArray<PricePhaseView> Phases,
    ImmutableArray<LaggingTargetView> Targets, int Count, int Page);

internal static class PriceTargetEndpoints
{
    public static void MapPriceTargets(this IEndpointRouteBuilder app) => app.MapGroup("/v1/price-targets").WithTags("Prices")
        .MapGet("", List)
        .Read(Policies.MerchandiserOrReader, PriceTargetQuery.Shape)
        .Answers<PriceTargetPage>(200, "listPriceTargets", "Targets of prices that lag or drift, and how far all of them are");

    private static async Task<IResult> List(HttpContext http, PriceStandingReader reader, RetailNetwork network)
    {
        var faults = new Faults();
        var slice = PriceTargetQuery.Slice(Query.Read(http, PriceTargetQuery.Shape, faults), network, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var board = await reader.Read(slice, http.RequestAborted);
        return Answer.Ok(
            new PriceTargetPage(
                board.At, board.Behind, board.Drifting, board.LeftOver,
                [.. board.Phases.Select(count => new PricePhaseView(Words<TargetPhase>.Of(count.Phase), count.Targets))],
                [.. board.Rows.Select(LaggingTargetView.Of)], board.RowCount, board.TargetPage),
            ApiJson.Default.PriceTargetPage);
    }
}
