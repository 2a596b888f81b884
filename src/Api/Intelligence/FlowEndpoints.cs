using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Intelligence;

/// <summary>How the cases of a process flow, and which cases a figure of that counts.</summary>
internal static class FlowEndpoints
{
    public static void MapFlow(this IEndpointRouteBuilder app)
    {
        var flow = app.MapGroup("/v1/intelligence/flow").WithTags("Intelligence");
        flow.MapGet("{process}", Read)
            .Read(Policies.Reader, FlowQuery.OfFlow)
            .Answers<FlowView>(
                200, "readFlow",
                "What follows what in a process, with times, variants, rework, drop-out and conformance; of one slice, or of two compared",
                404);
        flow.MapGet("{process}/cases", ReadCases)
            .Read(Policies.Reader, FlowQuery.OfCases)
            .Answers<FlowCasesView>(200, "listFlowCases", "The cases that a figure of the flow counts", 404);
    }

    internal static async Task<IResult> Read(
        HttpContext http, string process, FlowReader reader, IMaps maps, RetailNetwork network)
    {
        if (reader.MapOf(process) is not { } map)
        {
            return Unknown(process, maps);
        }

        var faults = new Faults();
        var asked = Query.Read(http, FlowQuery.OfFlow, faults);
        var slice = FigureQuery.Part.Read(asked, new FigureSlice(map.Process), network, faults);
        var other = FlowQuery.Compared.Any(asked) ? FlowQuery.Compared.Read(asked, slice, network, faults) : null;
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var variants = asked.Get(FlowQuery.Variants, FlowReader.UsualVariants);
        var one = await reader.Read(map, slice, variants, http.RequestAborted);
        var second = other is null ? null : await reader.Read(map, other, variants, http.RequestAborted);
        return Answer.Ok(
            new FlowView(
                map.Process, map.Version, one.At, FlowPartView.Of(one),
                second is null ? null : new FlowComparedView(FlowPartView.Of(second), FlowDifference.Of(one.Flow, second.Flow))),
            ApiJson.Default.FlowView);
    }

    internal static async Task<IResult> ReadCases(
        HttpContext http, string process, FlowReader reader, IMaps maps, RetailNetwork network)
    {
        if (reader.MapOf(process) is not { } map)
        {
            return Unknown(process, maps);
        }

        var faults = new Faults();
        var asked = Query.Read(http, FlowQuery.OfCases, faults);
        var slice = FigureQuery.Part.Read(asked, new FigureSlice(map.Process), network, faults);
        var subject = asked.TryGet(FlowQuery.Of, out var of) ? FlowSubject.Parse(of) : null;
        if (subject is null && of is not null)
        {
            faults.Add(FlowQuery.Of.Name, $"is nothing that a flow counts, such as took/Held/Sourcing; got '{Faults.Shown(of)}'");
        }

        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var behind = await reader.ReadBehind(
            map, slice, subject!, 0, asked.Get(FlowQuery.Take, FlowQuery.UsualCases), http.RequestAborted);
        return Answer.Ok(new FlowCasesView(behind.Count, behind.Cases), ApiJson.Default.FlowCasesView);
    }

    private static Answer Unknown(string process, IMaps maps) => Answer.Unknown(
        $"process '{Faults.Shown(process)}' whose cases flow{NearestName.Hint(process, maps.All.Select(map => map.Process))}");
}
