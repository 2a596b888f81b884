using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Logs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Logs;

/// <summary>Event logs of other systems, drawn and counted as our own processes are.</summary>
public static class LogsEndpoints
{
    public const string Screen = "/logs";

    /// <summary>Of more cases than a log can have.</summary>
    private const int MostPages = EventLogBuilder.MostEvents / LogCases.APage;

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, All).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}/{type?}", One).RequireAuthorization(DashboardSetup.Readers);
    }

    private static RazorComponentResult All(
        HttpContext context, LogShelf shelf, DashboardSettings settings, BusinessClock clock) =>
        new RazorComponentResult<LogsPage>(new
        {
            Frame = DeskFrame.Of(context, settings, clock, "Imported logs", ProcessEndpoints.Screen), Logs = shelf.All,
        });

    private static async Task<IResult> One(
        HttpContext context, string name, string? type, LogShelf shelf, LogLook look, DashboardSettings settings, BusinessClock clock,
        CancellationToken cancel)
    {
        if (shelf.Find(name) is not { } log)
        {
            return ScreenGuard.NotFound(context);
        }

        var frame = DeskFrame.Of(context, settings, clock, log.Name, ProcessEndpoints.Screen);
        try
        {
            var content = await shelf.Read(log, cancel);
            if (SourceOf(log, content, type) is not { } source)
            {
                return ScreenGuard.NotFound(context);
            }

            var query = context.Request.Query;
            return query.ContainsKey("of") ? await Cases(context, frame, source, look)
                : new RazorComponentResult<LogPage>(new { View = await LogView.Of(frame, source, look, query) });
        }
        catch (InvalidDataException fault)
        {
            return new RazorComponentResult<LogsPage>(new { Frame = frame, Logs = shelf.All, Fault = Told(shelf, fault) });
        }
    }

    /// <summary>The cases behind a figure of the page, under the same address.</summary>
    private static async Task<IResult> Cases(HttpContext context, DeskFrame frame, LogSource source, LogLook look)
    {
        var query = context.Request.Query;
        if (FlowSubject.Parse(query["of"].FirstOrDefault()) is not { } subject || !LogCasesView.Counts(subject, source.Events))
        {
            return ScreenGuard.NotFound(context);
        }

        var asked = LogAsked.Of(query, source);
        var page = int.TryParse(query["page"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            && given is > 0 and < MostPages ? given : 1;
        var cases = await look.Behind(source, asked.Part.Slice, subject, page);
        return new RazorComponentResult<LogCasesPage>(new
        {
            View = new LogCasesView(
                frame with { Title = $"Cases of {frame.Title}" }, LogView.SliceOf(source, asked, query), source, asked, subject, cases),
        });
    }

    /// <param name="type">null for the first there is; a stroke in it does not come through a path as one</param>
    private static LogSource? SourceOf(ShelvedLog log, LogContent content, string? type)
    {
        var types = LogView.TypesOf(content);
        if (type is null)
        {
            return content is LogContent.Objects && types.IsEmpty
                ? throw new InvalidDataException($"{log.Name} has no event that belongs to an object.")
                : new LogSource(log, content, types.FirstOrDefault());
        }

        var plain = type.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return types.Contains(type) ? new LogSource(log, content, type)
            : types.Contains(plain) ? new LogSource(log, content, plain) : null;
    }

    /// <summary>Where the folder lies is nothing to whoever looks at a screen.</summary>
    private static string Told(LogShelf shelf, InvalidDataException fault) =>
        fault.Message.Replace(shelf.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
