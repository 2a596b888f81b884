using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Cases;

internal static class CaseQuery
{
    public const int PageSize = 50;

    public static readonly Field<string> Text = Optional("text", Kinds.Text(100),
        "A case's key or its beginning; a customer, SKU or node exactly.");
    public static readonly Field<string> Kind = Optional("kind", Kinds.Key, "Such as order, fulfilment, task.");
    public static readonly Field<string> State = Optional("state", Kinds.Key);
    public static readonly Field<string> Region = Optional("region", Kinds.Key);
    public static readonly Field<string> Channel = Optional("channel", Kinds.Key);
    public static readonly Field<string> Node = Optional("node", Kinds.Key);
    public static readonly Field<OwnerGroup> Owner = Optional("owner", Kinds.Word<OwnerGroup>());
    public static readonly Field<ExceptionCategory> Exception = Optional("exception", Kinds.Word<ExceptionCategory>());
    public static readonly Field<bool> Incident = Optional("incident", Kinds.Flag,
        "Only those with an open incident, or only those without.");
    public static readonly Field<Clock> Clock = Optional("clock", Kinds.Word<Clock>());
    public static readonly Field<CaseId> Parent = Optional("parent", Kinds.Case);
    public static readonly Field<bool> Open = Optional("open", Kinds.Flag, "Only open ones, or only closed ones.");
    public static readonly Field<HeadOrder> Order = Optional("order", Kinds.Word<HeadOrder>(), "Newest first when left out.");
    public static readonly Field<int> After = Optional("after", Kinds.Whole(0, 10_000_000), "What the page before gave as next.");
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 500), $"{PageSize} when left out.");

    public static readonly Shape Shape = new(
        "CaseQuery",
        [Text, Kind, State, Region, Channel, Node, Owner, Exception, Incident, Clock, Parent, Open, Order, After, Take]);

    public static HeadFilter Filter(Given asked, DateTimeOffset now) => new(
        Text: asked.Get(Text),
        Kind: asked.Get(Kind),
        State: asked.Get(State),
        Region: asked.Get(Region),
        Channel: asked.Get(Channel),
        Node: asked.Get(Node),
        Owner: asked.Maybe(Owner),
        Exception: asked.Maybe(Exception),
        HasIncident: asked.Maybe(Incident),
        Open: asked.Maybe(Open),
        Clock: asked.Get(Clock),
        Parent: asked.Maybe(Parent),
        Now: now,
        AtRiskWithin: OverviewReader.AtRiskWithin);
}

internal static class CaseEndpoints
{
    public static void MapCases(this IEndpointRouteBuilder app)
    {
        var cases = app.MapGroup("/v1/cases").WithTags("Cases");
        cases.MapGet("", List)
            .Read(Policies.Reader, CaseQuery.Shape)
            .Answers<CasePage>(200, "listCases", "Cases of any process, filtered and paged");
        cases.MapGet("{kind}/{key}", Read)
            .Read(Policies.Reader)
            .Answers<CaseView>(200, "readCase",
                "A case: where it stands, its timeline, its effects with every attempt, what may be done", 404, 410);
    }

    private static async Task<IResult> List(HttpContext http, IHeads heads, BusinessClock clock)
    {
        var faults = new Faults();
        var asked = Query.Read(http, CaseQuery.Shape, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var (skip, take) = (asked.Get(CaseQuery.After), asked.Get(CaseQuery.Take, CaseQuery.PageSize));
        var found = await heads.Search(
            CaseQuery.Filter(asked, clock.GetUtcNow()), asked.Get(CaseQuery.Order, HeadOrder.Newest), skip, take, http.RequestAborted);
        var inFlight = await heads.CountInFlight([.. found.Select(head => head.Case)], http.RequestAborted);
        var items = found.Select(head => CaseItem.Of(head, inFlight.GetValueOrDefault(head.Case)));
        return Answer.Ok(new CasePage([.. items], found.Count == take ? $"{skip + take}" : null), ApiJson.Default.CasePage);
    }

    private static async Task<IResult> Read(HttpContext http, string kind, string key, CaseReader reader) =>
        CaseId.TryParse($"{kind}/{key}", null, out var id) && await reader.Read(id, http.RequestAborted) is { } story
            ? Answer.Ok(CaseView.Of(story), ApiJson.Default.CaseView)
            : Answer.Unknown($"case {Faults.Shown(kind)}/{Faults.Shown(key)}");
}
