using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Runtime.Policies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Policies;

/// <summary>Policies for people: what holds, what a value would do, and the two pairs of eyes that a change takes.</summary>
public static class PolicyEndpoints
{
    private const string List = "/policies";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(List, Policies).RequireAuthorization(DashboardSetup.PolicyReaders);
        screens.MapGet(List + "/{name}", OnePolicy).RequireAuthorization(DashboardSetup.PolicyReaders);
        screens.MapPost(List + "/{name}/propose", Propose).RequireAuthorization(DashboardSetup.PolicyChangers);
        screens.MapPost(List + "/{name}/{version:int}/{act}", Act).RequireAuthorization(DashboardSetup.PolicyChangers);
    }

    private static RazorComponentResult Policies(
        HttpContext context, PolicyDesk desk, DashboardSettings settings, BusinessClock clock)
    {
        var query = context.Request.Query;
        var text = CaseEndpoints.Clean(query["text"]);
        var area = query["area"].ToString();
        return new RazorComponentResult<PoliciesPage>(new
        {
            View = new PoliciesView(
                DeskFrame.Of(context, settings, clock, "Policies", List), desk.List(), text.Length <= PoliciesView.MostText ? text : "",
                area.Length > 0 && area.All(char.IsAsciiLetterLower) ? area : null, query["pending"] == "1"),
        });
    }

    private static async Task<IResult> OnePolicy(
        string name, HttpContext context, PolicyDesk desk, RetailNetwork network, DashboardSettings settings, BusinessClock clock,
        CancellationToken cancel)
    {
        if (await desk.Read(name, cancel) is not { } history)
        {
            return ScreenGuard.NotFound(context);
        }

        var form = PolicyForm.Read(key => context.Request.Query[key].ToString());
        var view = View(context, history, form, network, settings, clock) with
        {
            Done = context.Request.Query["told"] == "done",
        };
        if (!form.IsAsked)
        {
            return Page(view);
        }

        var (ask, fault) = form.Ask(name, "", settings.Zone);
        if (ask is null)
        {
            return Page(view with { Faults = [fault] }, StatusCodes.Status400BadRequest);
        }

        var (preview, refused) = await desk.Preview(ask, cancel);
        return preview is not null ? Page(view with { Preview = preview }) : Page(Refused(view, refused!), StatusOf(refused!));
    }

    private static async Task<IResult> Propose(
        string name, IFormCollection fields, HttpContext context, PolicyDesk desk, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock, CancellationToken cancel)
    {
        if (await desk.Read(name, cancel) is not { } history || Speaker(fields, context) is not { } by)
        {
            return ScreenGuard.NotFound(context);
        }

        var form = PolicyForm.Read(key => fields[key].ToString());
        var (ask, fault) = form.Ask(name, CaseEndpoints.Clean(fields["reason"]), settings.Zone);
        var view = View(context, history, form, network, settings, clock);
        return ask is null
            ? Page(view with { Faults = [fault] }, StatusCodes.Status400BadRequest)
            : Answer(name, view, await desk.Propose(ask, by, cancel));
    }

    private static async Task<IResult> Act(
        string name, int version, string act, IFormCollection fields, HttpContext context, PolicyDesk desk, RetailNetwork network,
        DashboardSettings settings, BusinessClock clock, CancellationToken cancel)
    {
        var why = CaseEndpoints.Clean(fields["why"]);
        if (await desk.Read(name, cancel) is not { } history || Speaker(fields, context) is not { } by
            || act is not ("approve" or "reject" or "withdraw" or "roll-back"))
        {
            return ScreenGuard.NotFound(context);
        }

        var view = View(context, history, PolicyForm.Empty, network, settings, clock);
        return why.Length == 0 && act != "approve"
            ? Page(view with { Faults = [("reason", "is missing; it is kept beside your name")] }, StatusCodes.Status400BadRequest)
            : Answer(name, view, act switch
            {
                "approve" => await desk.Act(name, version, new PolicyApproved(why), by, cancel),
                "reject" => await desk.Act(name, version, new PolicyRejected(why), by, cancel),
                "withdraw" => await desk.Act(name, version, new PolicyWithdrawn(why), by, cancel),
                _ => await desk.RollBack(name, version, why, by, cancel),
            });
    }

    private static PolicySpeaker? Speaker(IFormCollection fields, HttpContext context)
    {
        var (token, person) = (fields["token"].ToString(), Person.Of(context.User).Self);
        return Acts.IsToken(token) ? new PolicySpeaker(person.Actor, person.Source, $"{person.Source}/{token}") : null;
    }

    private static IResult Answer(string name, PolicyPageView view, PolicyTold told) =>
        told is PolicyTold.Taken ? Results.LocalRedirect($"{List}/{name}?told=done") : Page(Refused(view, told), StatusOf(told));

    private static PolicyPageView Refused(PolicyPageView view, PolicyTold told) => told switch
    {
        PolicyTold.Faulty faulty => view with { Faults = faulty.Faults },
        PolicyTold.NotNow no => view with { Refusal = no.Reason },
        PolicyTold.Unknown unknown => view with { Refusal = $"There is no {unknown.What}." },
        _ => view,
    };

    private static int StatusOf(PolicyTold told) => told switch
    {
        PolicyTold.Faulty => StatusCodes.Status400BadRequest,
        PolicyTold.NotNow => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status404NotFound,
    };

    private static PolicyPageView View(
        HttpContext context, PolicyHistory history, PolicyForm form, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new(DeskFrame.Of(context, settings, clock, history.Policy.Name, List), history, form, network);

    private static RazorComponentResult Page(PolicyPageView view, int status = StatusCodes.Status200OK) =>
        new RazorComponentResult<PolicyPage>(new { View = view }) { StatusCode = status };
}

/// <param name="Pending">only those with a change that waits</param>
public sealed record PoliciesView(DeskFrame Frame, ImmutableArray<PolicyView> All, string Text, string? Area, bool Pending)
{
    public const int MostText = 60;

    public ImmutableArray<PolicyView> Found =>
    [
        .. All.Where(policy => (Area is null || policy.Area == Area) && policy.IsAbout(Text) && (!Pending || !policy.Pending.IsEmpty)),
    ];

    public ImmutableArray<(string Area, string Title, int Count)> Areas =>
        [.. All.GroupBy(policy => (policy.Area, policy.AreaTitle)).Select(area => (area.Key.Area, area.Key.AreaTitle, area.Count()))];

    public int Set => All.Count(policy => policy.Values.Any(value => value.Since is not null));

    public int Waiting => All.Sum(policy => policy.Pending.Count(change => change.State == "awaiting-approval"));

    public string Url(string? area, bool pending = false) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(
        "/policies",
        new Dictionary<string, string?> { ["area"] = area, ["text"] = Text.Length > 0 ? Text : null, ["pending"] = pending ? "1" : null }
            .Where(pair => pair.Value is not null));
}

/// <param name="Preview">what the value of the form would do; null where none was asked for</param>
/// <param name="Faults">what has to be mended, by field</param>
/// <param name="Refusal">why what was asked is not so now</param>
public sealed record PolicyPageView(DeskFrame Frame, PolicyHistory History, PolicyForm Form, RetailNetwork Network)
{
    public PolicyPreview? Preview { get; init; }

    public ImmutableArray<(string Field, string Reason)> Faults { get; init; } = [];

    public string? Refusal { get; init; }

    public bool Done { get; init; }

    public PolicyView Policy => History.Policy;

    public bool MayChange => Policy.Roles.Contains(Frame.Person.Role);

    public string When(DateTimeOffset? at) => at is { } then ? Words.When(then, Frame.Now, Frame.Zone) : "always";

    /// <summary>Four eyes: the form stands there for everybody, and says to the one who proposed why it is not theirs.</summary>
    public string? WhyNotApprove(PolicyChangeView change) =>
        !MayChange ? $"with a key of {string.Join(" or ", Policy.Roles)}"
        : string.Equals(change.ProposedBy.Trim(), Frame.Person.Self.Name.Trim(), StringComparison.OrdinalIgnoreCase) ? "second person"
        : null;
}
