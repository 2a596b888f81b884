using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Intelligence.Exports;
using Crossdock.Intelligence.Stays;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Intelligence;

/// <summary>The journal as an event log, written while it is read. Personal data is never in it: the command has a flag for that.</summary>
internal static class ExportEndpoints
{
    private const int MostProcesses = 50;

    private static readonly ImmutableArray<(string, LogFormat)> Formats = [("json", LogFormat.OcelJson), ("csv", LogFormat.Csv)];

    private static readonly Field<LogFormat> Format = Required("format", Kinds.Word(Formats),
        "json is OCEL 2.0, csv has the columns case, activity, timestamp, resource, process and node.");

    private static readonly Field<ImmutableArray<string>> Process = Optional("process", Kinds.List(Kinds.Key, 1, MostProcesses),
        "Only events of these processes, apart by commas.");

    private static readonly Field<DateTimeOffset> From = Optional("from", Kinds.Instant, "Only events then or later.");
    private static readonly Field<DateTimeOffset> To = Optional("to", Kinds.Instant, "Only events before.");
    private static readonly Shape Asked = new("ExportQuery", [Format, Process, From, To]);

    public static void MapExports(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/intelligence").WithTags("Intelligence")
            .MapGet("export", Read)
            .Read(Policies.Reader, Asked)
            .Answers<string>(200, "exportLog", "The journal as an event log, for process mining by other tools");

    private static Task<IResult> Read(HttpContext http, LogExport export, IMaps maps)
    {
        var faults = new Faults();
        var asked = Query.Read(http, Asked, faults);
        var exported = maps.All.Where(map => !Books.Is(map)).Select(map => map.Process).ToList();
        var processes = asked.TryGet(Process, out var given) ? given : [];
        foreach (var unknown in processes.Where(name => !exported.Contains(name)))
        {
            faults.Add(Process.Name, $"is not known; got '{Faults.Shown(unknown)}'{NearestName.Hint(unknown, exported)}");
        }

        var (from, to) = (asked.Maybe(From), asked.Maybe(To));
        if (to <= from)
        {
            faults.Add(To.Name, "must come after from");
        }

        return Task.FromResult<IResult>(
            faults.Any ? Answer.Refused(faults) : new ExportAnswer(export, new ExportOrder(asked.Get(Format), processes, from, to)));
    }

    /// <summary>
    /// A caller who goes away ends the reading. What fails on the way cuts the connection, so that half a log never looks whole.
    /// </summary>
    private sealed record ExportAnswer(LogExport Export, ExportOrder Order) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var turn = Export.TakeTurn();
            if (turn is null)
            {
                await Answer.Unavailable("Another export is being read; a host does one at a time.").ExecuteAsync(httpContext);
                return;
            }

            var isCsv = Order.Format == LogFormat.Csv;
            var headers = httpContext.Response.Headers;
            headers.ContentType = isCsv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
            headers.ContentDisposition = $"attachment; filename=\"crossdock-log.{(isCsv ? "csv" : "json")}\"";
            headers.CacheControl = "no-store";
            await Export.Write(Order, httpContext.Response.Body, told: null, httpContext.RequestAborted);
        }
    }
}
