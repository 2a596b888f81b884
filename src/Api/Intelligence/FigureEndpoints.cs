using System.Globalization;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Intelligence;

/// <summary>How our own processes perform, by the definitions that the screens show too.</summary>
internal static class FigureEndpoints
{
    public static void MapFigures(this IEndpointRouteBuilder app)
    {
        var intelligence = app.MapGroup("/v1/intelligence").WithTags("Intelligence");
        intelligence.MapGet("figures", () =>
                Answer.Ok(new FigureList([.. FigureCatalogue.All.Select(FigureDefinition.Of)]), ApiJson.Default.FigureList))
            .Read(Policies.Reader)
            .Answers<FigureList>(200, "listFigures", "Every figure: what it means, what counts, and who answers for it");
        intelligence.MapGet("figures/{name}", Read)
            .Read(Policies.Reader, FigureQuery.OfFigure)
            .Answers<FigureView>(200, "readFigure", "A figure of a slice and a period, as JSON or CSV", 404);
        intelligence.MapGet("standing", (FigureReader reader, AnalysisPace pace, BusinessClock clock) => Answer.Ok(
                new FigureStandingView(pace.IsCurrent, Words(reader.Reached), clock.GetUtcNow()), ApiJson.Default.FigureStandingView))
            .Read(Policies.Reader)
            .Answers<FigureStandingView>(200, "readFigureStanding", "How far the figures have followed the journal");
        intelligence.MapGet("time", ReadTime)
            .Read(Policies.Reader, FigureQuery.OfTime)
            .Answers<TimeWentView>(200, "readTimeWent", "Where the time went, by cause, and the bottlenecks by time lost or money held up");
    }

    private static string Words(FeedPosition reached) =>
        string.Create(CultureInfo.InvariantCulture, $"{reached.Epoch}.{reached.Number}");

    private static async Task<IResult> Read(
        HttpContext http, string name, FigureReader reader, IMaps maps, RetailNetwork network)
    {
        if (FigureCatalogue.Find(name) is not { } figure)
        {
            return Answer.Unknown($"figure '{Faults.Shown(name)}'{NearestName.Hint(name, FigureCatalogue.All.Select(one => one.Name))}");
        }

        var faults = new Faults();
        var asked = Query.Read(http, FigureQuery.OfFigure, faults);
        var slice = FigureQuery.Slice(asked, maps, network, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var answer = await reader.Read(figure, slice, http.RequestAborted);
        return asked.Get(FigureQuery.Format) == FigureFormat.Csv
            ? new CsvAnswer(FigureCsv.Write(answer.Rows))
            : Answer.Ok(
                new FigureView(FigureDefinition.Of(figure), slice.From, slice.To, answer.At, answer.Rows), ApiJson.Default.FigureView);
    }

    private static async Task<IResult> ReadTime(HttpContext http, FigureReader reader, IMaps maps, RetailNetwork network)
    {
        var faults = new Faults();
        var asked = Query.Read(http, FigureQuery.OfTime, faults);
        var slice = FigureQuery.Slice(asked, maps, network, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var went = await reader.ReadTime(
            slice, asked.Get(FigureQuery.Take, FigureQuery.Bottlenecks), http.RequestAborted, asked.Get(FigureQuery.Currency));
        return Answer.Ok(
            new TimeWentView(
                ProcessTimeView.Of(null, went.All),
                [.. went.Processes.Select(process => ProcessTimeView.Of(process.Process, process.Parts))],
                [.. went.Bottlenecks.Select(BottleneckView.Of)]),
            ApiJson.Default.TimeWentView);
    }

    private sealed record CsvAnswer(string Text) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "text/csv; charset=utf-8";
            httpContext.Response.Headers.CacheControl = "no-store";
            return httpContext.Response.WriteAsync(Text, httpContext.RequestAborted);
        }
    }
}
