using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Operations;
using Crossdock.Processes.BulkOperations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Bulk;

/// <summary>One bulk operation: what will run, how far it is, how each item ended; start, pause and cancel in reach.</summary>
public static class BulkEndpoints
{
    private const int MostPerSecond = 2_000;
    private const int UsualPerSecond = 20;

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet("/bulk/{key}", Page).RequireAuthorization(DashboardSetup.Workers);
        screens.MapGet("/bulk/{key}/fragment", Fragment).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost("/bulk/{key}/{step}", Step).RequireAuthorization(DashboardSetup.Actors);
    }

    private static async Task<IResult> Page(
        string key, HttpContext context, BulkReader reader, IBulkItems items, LagReader lag, DashboardSettings settings,
        BusinessClock clock, CancellationToken cancel) =>
        await Read(key, context, reader, items, lag, settings, clock, cancel) is { } view
            ? new RazorComponentResult<BulkPage>(new { View = view })
            : ScreenGuard.NotFound(context);

    private static async Task<IResult> Fragment(
        string key, HttpContext context, BulkReader reader, IBulkItems items, LagReader lag, DashboardSettings settings,
        BusinessClock clock, CancellationToken cancel) =>
        await Read(key, context, reader, items, lag, settings, clock, cancel) is { } view
            ? new RazorComponentResult<BulkLive>(new { View = view, WithStatus = true })
            : ScreenGuard.NotFound(context);

    private static async Task<BulkView?> Read(
        string key, HttpContext context, BulkReader reader, IBulkItems items, LagReader lag, DashboardSettings settings,
        BusinessClock clock, CancellationToken cancel)
    {
        if (await reader.Read(key, cancel) is not { } story)
        {
            return null;
        }

        var query = context.Request.Query;
        var outcome = Enum.TryParse<BulkOutcome>(query["outcome"], out var only) && Enum.IsDefined(only) ? only : (BulkOutcome?)null;
        var after = int.TryParse(query["after"], out var place) ? Math.Clamp(place, 0, 10_000_000) : 0;
        var frame = DeskFrame.Of(context, settings, clock, $"Bulk operation {key}", "/incidents") with
        {
            Lag = await lag.Read(clock.GetUtcNow(), cancel),
            LiveFrom = story.Final ? null : $"/bulk/{key}/fragment{context.Request.QueryString}",
        };
        var told = Enum.TryParse<TellResult>(query["told"], out var result) ? result : (TellResult?)null;
        return new BulkView(
            frame, story, outcome, after, [.. await items.Read(key, outcome, after, BulkView.PageSize, cancel)], told);
    }

    private static async Task<IResult> Step(
        string key, string step, IFormCollection form, HttpContext context, BulkReader reader, Acts acts, CancellationToken cancel)
    {
        var (token, why) = (form["token"].ToString(), CaseEndpoints.Clean(form["why"]));
        if (!Acts.IsToken(token) || await reader.Read(key, cancel) is null)
        {
            return ScreenGuard.NotFound(context);
        }

        var pace = int.TryParse(form["pace"], out var number) ? Math.Clamp(number, 1, MostPerSecond) : UsualPerSecond;
        Message? data = step switch
        {
            "start" => new BulkStarted(why.Length == 0 ? "preview read" : why, pace),
            "pause" => new BulkPaused(why.Length == 0 ? "stopped at the screen" : why),
            "resume" => new BulkResumed(why.Length == 0 ? "gone on at the screen" : why, pace),
            "cancel" => new BulkCancelled(why.Length == 0 ? "let go at the screen" : why),
            _ => null,
        };
        if (data is null)
        {
            return ScreenGuard.NotFound(context);
        }

        var receipt = await acts.Tell(new CaseId("bulk", key), data, Person.Of(context.User), token, cancel);
        return Results.LocalRedirect($"/bulk/{key}?told={receipt.Result}");
    }
}

public sealed record BulkView(
    DeskFrame Frame, BulkStory Story, BulkOutcome? Only, int After, ImmutableArray<BulkItem> Items, TellResult? Told)
{
    public const int PageSize = 100;

    public BulkCounts Counts => Story.Counts;

    public int Total => Story.Frozen.Items;

    public bool IsFrozen => Story.State == nameof(BulkState.Frozen);

    public bool Runs => Story.State == nameof(BulkState.UnderWay);

    public bool IsPaused => Story.State == nameof(BulkState.Paused);

    public string Url(BulkOutcome? only, int after = 0) =>
        $"/bulk/{Story.Key}" + (only, after) switch
        {
            (null, 0) => "",
            (null, _) => $"?after={after}",
            ({ } outcome, 0) => $"?outcome={outcome}",
            ({ } outcome, _) => $"?outcome={outcome}&after={after}",
        };

    /// <summary>The act with its object: <c>Retry 14 incidents</c>.</summary>
    public string Act(int count) => Story.Frozen.Act switch
    {
        BulkAct.RetryIncidents => $"Retry {Words.Count(count, "incident", "incidents")}",
        BulkAct.CancelCases => $"Cancel {Words.Count(count, "case", "cases")}",
        BulkAct.HoldCases => $"Hold {Words.Count(count, "case", "cases")}",
        BulkAct.ResumeCases => $"Resume {Words.Count(count, "case", "cases")}",
        BulkAct.MigrateCases => $"Migrate {Words.Count(count, "case", "cases")}",
        BulkAct.ResendEffects => $"Send {Words.Count(count, "effect", "effects")} again",
        BulkAct.ApproveCases => $"Approve {Words.Count(count, "case", "cases")}",
        _ => throw new InvalidOperationException($"{Story.Frozen.Act} is no act."),
    };

    public IEnumerable<(BulkOutcome Outcome, string Mark, string Text, int Count)> Outcomes =>
    [
        (BulkOutcome.Waiting, "here", IsFrozen ? "will run" : "not tried yet", Counts.Waiting),
        (BulkOutcome.Done, "ok", "done", Counts.Done),
        (BulkOutcome.MovedOn, "info", "moved on, left out", Counts.MovedOn),
        (BulkOutcome.NotAllowed, "held", "not allowed", Counts.NotAllowed),
        (BulkOutcome.Failed, "late", "failed again", Counts.Failed),
    ];

    public string MarkOf(BulkOutcome outcome) => Outcomes.First(one => one.Outcome == outcome).Mark;

    public string TextOf(BulkOutcome outcome) => Outcomes.First(one => one.Outcome == outcome).Text;
}
