using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Operations;
using Crossdock.Runtime.Bulk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Incidents;

/// <summary>What is broken, by cause: acts on one incident, and on a whole cause or those that were chosen.</summary>
public static class IncidentEndpoints
{
    private const int PageSize = 50;
    private const int MostGroups = 12;
    private const int MostOperations = 8;

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet("/incidents", Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapPost("/incidents/act", Act).RequireAuthorization(DashboardSetup.Actors);
        screens.MapPost("/incidents/freeze", Freeze).RequireAuthorization(DashboardSetup.Actors);
    }

    private static async Task<IResult> Page(
        HttpContext context,
        IncidentReader reader,
        IIncidents incidents,
        BulkReader bulk,
        LagReader lag,
        DashboardSettings settings,
        BusinessClock clock,
        CancellationToken cancel)
    {
        var query = context.Request.Query;
        string? Word(string name) => query[name].ToString() is { Length: > 0 and <= 100 } word ? word : null;
        var filter = new IncidentFilter(Word("cause"), Word("kind"), Word("system"));
        var page = int.TryParse(Word("page"), out var number) ? Math.Clamp(number, 1, 10_000) : 1;
        var now = clock.GetUtcNow();
        var frame = DeskFrame.Of(context, settings, clock, "Incidents", "/incidents") with { Lag = await lag.Read(now, cancel), Now = now };
        var told = Enum.TryParse<TellResult>(query["told"], out var result) ? result : (TellResult?)null;
        return new RazorComponentResult<IncidentsPage>(new
        {
            View = new IncidentsView(
                frame,
                filter,
                [.. await incidents.CountByCause(filter with { CauseId = null }, MostGroups, cancel)],
                [.. await reader.Read(filter, (page - 1) * PageSize, PageSize, cancel)],
                await incidents.Count(filter, cancel),
                await incidents.Count(filter with { CauseId = null }, cancel),
                page,
                [.. await bulk.List(0, MostOperations, cancel)],
                told,
                query["told"] == "empty"),
        });
    }

    private static async Task<IResult> Act(
        IFormCollection form, HttpContext context, CaseReader reader, Acts acts, CancellationToken cancel)
    {
        var (token, why) = (form["token"].ToString(), CaseEndpoints.Clean(form["why"]));
        if (!Acts.IsToken(token) || !CaseId.TryParse(form["case"], null, out var id)
            || await reader.ReadTransitions(id, cancel) is not { IsEmpty: false } rows)
        {
            return ScreenGuard.NotFound(context);
        }

        var seq = int.TryParse(form["seq"], out var row) ? row : 0;
        var data = why.Length == 0 ? null : Message(form, rows, seq, why);
        if (data is null)
        {
            return Results.LocalRedirect(Back(form, "empty"));
        }

        var receipt = await acts.Tell(id, data, Person.Of(context.User), token, cancel);
        return Results.LocalRedirect(Back(form, receipt.Result.ToString()));
    }

    private static Message? Message(IFormCollection form, ImmutableArray<Transition> rows, int seq, string why)
    {
        var (effect, who) = (form["effect"].ToString(), CaseEndpoints.Clean(form["person"]));
        return form["act"].ToString() switch
        {
            "retry" when effect.Length > 0 => new EffectRetried(effect, why),
            "retry" => new IncidentRetried(why, Seq: seq),
            "refuse" when effect.Length > 0 => Refusal(rows, effect, why) is { } stated ? new EffectAnswered(effect, stated, why) : null,
            "refuse" => Refusal(rows, rows.FirstOrDefault(row => row.Seq == seq)?.Message.Answers, why) is { } taken
                ? new IncidentSkipped(why, Answer: taken, Seq: seq) : null,
            "skip" when effect.Length == 0 => new IncidentSkipped(why, Result: who.Length == 0 ? null : who, Seq: seq),
            "hold" => new CaseHeld(why),
            "cancel" => new CaseCancelOrdered(why),
            "hand-over" when who.Length > 0 => new CaseHandedOver(null, who, why),
            _ => null,
        };
    }

    /// <summary>The answer by which the other side says no for good, in the words of the operator.</summary>
    private static Message? Refusal(ImmutableArray<Transition> rows, string? effect, string why) =>
        rows.SelectMany(row => row.Effects).FirstOrDefault(asked => asked.Key == effect) is { Effect: not TellCase } asked
            ? asked.Effect.Refused(why)
            : null;

    private static async Task<IResult> Freeze(
        IFormCollection form, HttpContext context, BulkDesk desk, CancellationToken cancel)
    {
        var (token, why, person) = (form["token"].ToString(), CaseEndpoints.Clean(form["why"]), Person.Of(context.User));
        if (!Acts.IsToken(token) || !Enum.TryParse<BulkAct>(form["act"], out var act) || !Enum.IsDefined(act))
        {
            return ScreenGuard.NotFound(context);
        }

        var picked = form["pick"].OfType<string>().Where(pick => pick.Length > 0).Take(BulkDesk.MostItems).ToArray();
        var cause = form["cause"].ToString();
        if (why.Length == 0 || (picked.Length == 0 && cause.Length == 0))
        {
            return Results.LocalRedirect(Back(form, "empty"));
        }

        var selection = picked.Length == 0
            ? new BulkSelection(Incidents: new IncidentFilter(cause)) { Words = "all of one cause" }
            : act == BulkAct.ResendEffects
                ? new BulkSelection(Effects: [.. picked.Where(pick => pick.Contains('#', StringComparison.Ordinal))])
                {
                    Words = "chosen one by one",
                }
                : new BulkSelection([.. picked.Select(CaseOf).OfType<CaseId>()]) { Words = "chosen one by one" };

        // The form's token names the operation, so that a second press shows the set that the first one froze.
        var key = token;
        return await desk.Freeze(key, act, selection, why, person.Actor, person.Source, cancel) is null
            ? Results.LocalRedirect(Back(form, "empty"))
            : Results.LocalRedirect($"/bulk/{key}");
    }

    private static CaseId? CaseOf(string pick) =>
        CaseId.TryParse(pick.Split('#')[0], null, out var id) ? id : null;

    private static string Back(IFormCollection form, string told) =>
        form["cause"].ToString() is { Length: > 0 and <= 40 } cause && cause.All(char.IsAsciiLetterOrDigit)
            ? $"/incidents?cause={cause}&told={told}"
            : $"/incidents?told={told}";
}

/// <param name="Groups">by cause, whatever cause is chosen</param>
/// <param name="Count">in the slice; <paramref name="All"/> without the chosen cause</param>
/// <param name="Told">what became of the act that led here</param>
/// <param name="Empty">the act lacked a word</param>
public sealed record IncidentsView(
    DeskFrame Frame,
    IncidentFilter Filter,
    ImmutableArray<IncidentGroup> Groups,
    ImmutableArray<IncidentStory> Rows,
    int Count,
    int All,
    int Page,
    ImmutableArray<CaseHead> Operations,
    TellResult? Told,
    bool Empty)
{
    public const int PageSize = 50;

    public IncidentGroup? Chosen => Groups.FirstOrDefault(group => group.CauseId == Filter.CauseId);

    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);

    public string Url(string? cause, int page = 1)
    {
        var query = new Dictionary<string, string?>
        {
            ["cause"] = cause, ["kind"] = Filter.Kind, ["system"] = Filter.System, ["page"] = page > 1 ? $"{page}" : null,
        };
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/incidents", query.Where(pair => pair.Value is not null));
    }

    public string? Outcome => Told switch
    {
        _ when Empty => "Nothing was done: a reason was missing, nothing was chosen, or that act needs another word.",
        TellResult.Applied => "Done. It stands in the case's journal with your name and reason.",
        TellResult.Duplicate => "It was done already; nothing changed the second time.",
        TellResult.Incident => "It was tried again and failed again; the new reason stands in its row.",
        TellResult.MovedOn => "Nothing was done: the case had moved on.",
        TellResult.NotAllowed => "Nothing was done: the case does not allow it where it stands. Its own page says what is possible.",
        TellResult.Deferred or TellResult.Ignored => "Recorded, without effect.",
        _ => null,
    };
}
