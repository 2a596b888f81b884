using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.OneCase;

public static class CaseEndpoints
{
    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet("/cases/{kind}/{key}", Page).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost("/cases/{kind}/{key}/acts/{message}", Act).RequireAuthorization(DashboardSetup.Actors);
    }

    private static async Task<IResult> Page(
        string kind,
        string key,
        HttpContext context,
        CaseReader reader,
        LagReader lag,
        RetailNetwork network,
        DashboardSettings settings,
        BusinessClock clock,
        CancellationToken cancel)
    {
        if (!CaseId.TryParse($"{kind}/{key}", null, out var id) || await reader.Read(id, cancel) is not { } figures)
        {
            return ScreenGuard.NotFound(context);
        }

        if (!Person.Of(context.User).MayRead(id))
        {
            return ScreenGuard.NotAllowed(context);
        }

        var zone = Zone(network.Find(figures.Card?.Node)) ?? settings.Zone;
        var frame = DeskFrame.Of(context, settings, clock, id.ToString(), "/cases") with
        {
            Lag = await lag.Read(figures.Now, cancel),
            Now = figures.Now,
            Zone = zone,
        };
        var show = context.Request.Query["show"].ToString() is "people" or "systems" or "advice"
            ? context.Request.Query["show"].ToString() : null;
        var told = Enum.TryParse<TellResult>(context.Request.Query["told"], out var result) ? result : (TellResult?)null;
        return new RazorComponentResult<CasePage>(new { View = new CaseView(frame, figures, network, show, told,
            context.Request.Query["told"] == "moved") });
    }

    private static async Task<IResult> Act(
        string kind,
        string key,
        string message,
        IFormCollection form,
        HttpContext context,
        CaseReader reader,
        Acts acts,
        CancellationToken cancel)
    {
        var token = form["token"].ToString();
        if (!CaseId.TryParse($"{kind}/{key}", null, out var id) || !Acts.IsToken(token) || await reader.Read(id, cancel) is not { } figures)
        {
            return ScreenGuard.NotFound(context);
        }

        // The map is asked again: the page may be old, and nothing else is possible.
        var allowed = Acts.Allowed(figures).FirstOrDefault(act => act.Form?.Name == message);
        if (allowed.Form?.Make(name => Clean(form[name])) is not { } data)
        {
            return Results.LocalRedirect($"/cases/{id}?told=moved");
        }

        var person = Person.Of(context.User);
        var receipt = await acts.Tell(id, data, ActForms.IsOwnWord(data) ? person.Self : person, token, cancel);
        return Results.LocalRedirect($"/cases/{id}?told={receipt.Result}");
    }

    public static string Clean(string? text) => text is null ? "" : text.Trim() is { Length: > 500 } most ? most[..500] : text.Trim();

    public static TimeZoneInfo? Zone(Node? node) => node is not null
        && TimeZoneInfo.TryFindSystemTimeZoneById(node.TimeZone, out var zone) ? zone : null;
}

/// <param name="Show">people, systems or advice: which rows of the timeline; null for all</param>
/// <param name="Told">what became of the act that led here</param>
/// <param name="Moved">the act was no longer possible when it came</param>
public sealed record CaseView(DeskFrame Frame, CaseStory Case, RetailNetwork Network, string? Show, TellResult? Told, bool Moved)
{
    public Node? Node => Network.Find(Case.Card?.Node);

    public DateTimeOffset? Due => Case.Latest.Final ? null : Case.Card?.Promise ?? Case.Deadline?.Due;
}
