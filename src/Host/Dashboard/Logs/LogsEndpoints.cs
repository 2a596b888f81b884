using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Logs;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.WhereTimeWent;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Logs;

/// <summary>Event logs of other systems, drawn and counted as our own processes are.</summary>
public static class LogsEndpoints
{
    public const string Screen = "/logs";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, All).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/{name}/{type?}", One).RequireAuthorization(DashboardSetup.Readers);
    }

    private static RazorComponentResult<LogsPage> All(
        HttpContext context, LogShelf shelf, DashboardSettings settings, BusinessClock clock) =>
        new(new { Frame = DeskFrame.Of(context, settings, clock, "Imported logs", ProcessEndpoints.Screen), Logs = shelf.All });

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
            var types = LogView.TypesOf(content);
            type ??= types.FirstOrDefault();
            if (type is not null && !types.Contains(type))
            {
                return ScreenGuard.NotFound(context);
            }

            var read = await look.Read(log, content, type);
            return new RazorComponentResult<LogPage>(new { View = LogView.Of(frame, log, content, type, read, context.Request.Query) });
        }
        catch (InvalidDataException fault)
        {
            return new RazorComponentResult<LogsPage>(new { Frame = frame, Logs = shelf.All, Fault = Told(shelf, fault) });
        }
    }

    /// <summary>Where the folder lies is nothing to whoever looks at a screen.</summary>
    private static string Told(LogShelf shelf, InvalidDataException fault) =>
        fault.Message.Replace(shelf.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}

/// <param name="Figures">as the command that imports a log prints them</param>
public sealed record LogReading(FlowFigures Figures, MapPicture Map, ProcessFlow Flow);

/// <summary>Counts a log once for all who look at it.</summary>
public sealed class LogLook(TimeProvider wall)
{
    /// <summary>A log does not change: what was counted is good for as long as it is looked at.</summary>
    private const int RestsFor = 1_000;

    private readonly Kept<(ShelvedLog, string?), LogReading> _kept = new(wall, RestsFor);

    public Task<LogReading> Read(ShelvedLog log, LogContent content, string? type) => _kept.Get((log, type), cancel => Task.Run(
        () =>
        {
            var events = content switch
            {
                LogContent.Cases cases => cases.Log,
                LogContent.Objects objects => objects.Log.Flattened[type!],
                _ => throw new InvalidOperationException($"nothing is shown for {content.GetType().Name}"),
            };
            var figures = FlowFold.Of(events);
            var map = LogMaps.Of(type ?? log.Name, figures);
            return new LogReading(figures, map, LogWalks.Of(events, map, FlowReader.UsualVariants));
        },
        cancel));
}

/// <param name="Types">of an object-centric log, whose figures are those of one type of object</param>
public sealed record LogView(
    FlowView Flow, ShelvedLog Log, string Format, FlowFigures Figures, ImmutableArray<string> Types, string? Type, OddEvents Odd)
{
    public static ImmutableArray<string> TypesOf(LogContent content) =>
        content is LogContent.Objects objects ? [.. objects.Log.Flattened.Keys.Order(StringComparer.Ordinal)] : [];

    public static LogView Of(
        DeskFrame frame, ShelvedLog log, LogContent content, string? type, LogReading read, IQueryCollection query)
    {
        var slice = ProcessSlice.Of(type ?? log.Name, query) with
        {
            Under = type is null ? LogsEndpoints.Screen : $"{LogsEndpoints.Screen}/{Uri.EscapeDataString(log.Name)}",
        };
        var answer = new FlowAnswer(
            read.Map, new FigureSlice(), read.Flow, [], ImmutableDictionary<string, Load>.Empty, frame.Now, FeedPosition.Start);
        var glance = new FlowGlance(answer, new TimeWent([], []), null, TimeSpan.Zero);
        return new LogView(
            new FlowView(frame, slice, glance, [], new RetailNetwork("", [], [], [])), log, content.Format, read.Figures, TypesOf(content),
            type, content.Odd);
    }

    public IReadOnlyList<Phrase> Headline => Figures.Cases == 0
        ? [new($"{Log.Name} has no case.")]
        :
        [
            new($"{Words.Count(Figures.Cases, "case", "cases")} went {Words.Count(Figures.Variants, "way", "different ways")}"),
            .. Figures.CaseDuration is { } spread
                ? (Phrase[])[new($". Half of them took longer than {FlowView.Duration(spread.Median)}.")] : [new(".")],
        ];
}
