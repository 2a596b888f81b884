using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Processes.Approvals;
using Crossdock.Runtime.Approvals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.Away;

/// <summary>Who is away or will be, and who approves meanwhile.</summary>
public static class AwayEndpoints
{
    public const string Path = "/away";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Path, Page).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost(Path, Record).RequireAuthorization(DashboardSetup.Workers);
        screens.MapPost(Path + "/{key}/end", End).RequireAuthorization(DashboardSetup.Workers);
    }

    private static async Task<IResult> Page(
        HttpContext context, ApprovalDesk desk, DashboardSettings settings, BusinessClock clock, CancellationToken cancel)
    {
        var told = context.Request.Query["told"].ToString();
        var view = await View(context, desk, settings, clock, AwayForm.Empty, cancel);
        // The list is written behind the journal, and whoever has just said it wants to see it.
        if (CaseId.IsKey(told) && view.All.All(known => known.Key != told) && await desk.FindAbsence(told, cancel) is { } latest)
        {
            view = view with { All = view.All.Add(latest) };
        }

        return Shown(view with { Done = told.Length > 0 });
    }

    private static async Task<IResult> Record(
        IFormCollection fields, HttpContext context, ApprovalDesk desk, DashboardSettings settings, BusinessClock clock,
        CancellationToken cancel)
    {
        var (token, person) = (fields["token"].ToString(), Person.Of(context.User).Self);
        if (!Acts.IsToken(token) || !person.MayApprove)
        {
            return Acts.IsToken(token) ? ScreenGuard.NotAllowed(context) : ScreenGuard.NotFound(context);
        }

        var form = AwayForm.Read(key => fields[key].ToString());
        var (asked, faults) = form.Ask(person, settings.Zone);
        if (asked is null)
        {
            return Shown(
                await View(context, desk, settings, clock, form, cancel) with { Faults = faults }, StatusCodes.Status400BadRequest);
        }

        // The form's token names the case, so that a second press changes nothing.
        var key = string.Create(CultureInfo.InvariantCulture, $"{asked.From:yyyyMMdd}-{token}");
        var receipt = await desk.Record(
            key, asked, person.Actor, person.Source, $"{person.Source}/away/{token}", null, cancel);
        return receipt.State == "Refused"
            ? Shown(
                await View(context, desk, settings, clock, form, cancel) with { Refusal = receipt.Reason }, StatusCodes.Status409Conflict)
            : Results.LocalRedirect($"{Path}?told={key}");
    }

    private static async Task<IResult> End(
        string key, IFormCollection fields, HttpContext context, Acts acts, ApprovalDesk desk, DashboardSettings settings,
        BusinessClock clock, CancellationToken cancel)
    {
        var (token, why, person) = (fields["token"].ToString(), CaseEndpoints.Clean(fields["why"]), Person.Of(context.User).Self);
        if (!Acts.IsToken(token) || !CaseId.IsKey(key))
        {
            return ScreenGuard.NotFound(context);
        }

        if (!person.MayApprove)
        {
            return ScreenGuard.NotAllowed(context);
        }

        if (why.Length == 0)
        {
            return Shown(
                await View(context, desk, settings, clock, AwayForm.Empty, cancel) with { Faults = [("why", AwayForm.Missing)] },
                StatusCodes.Status400BadRequest);
        }

        if (await desk.FindAbsence(key, cancel) is null)
        {
            return Results.LocalRedirect(Path + "?told=over");
        }

        var receipt = await acts.Tell(ApprovalDesk.AbsenceOf(key), new AbsenceEnded(why), person, token, cancel);
        return receipt.State == "Recorded"
            ? Shown(
                await View(context, desk, settings, clock, AwayForm.Empty, cancel) with { Refusal = receipt.Reason },
                StatusCodes.Status403Forbidden)
            : Results.LocalRedirect(Path + "?told=over");
    }

    private static async Task<AwayView> View(
        HttpContext context, ApprovalDesk desk, DashboardSettings settings, BusinessClock clock, AwayForm form, CancellationToken cancel) =>
        new(DeskFrame.Of(context, settings, clock, "Away", Work.WorkEndpoints.Path), await desk.Absences(cancel), form);

    private static RazorComponentResult Shown(AwayView view, int status = StatusCodes.Status200OK) =>
        new RazorComponentResult<AwayPage>(new { View = view }) { StatusCode = status };
}

/// <summary>What was typed, to be there again after a fault.</summary>
/// <param name="Person">for somebody else, by an administrator only; empty for whoever asks</param>
public sealed record AwayForm(string Person, string Role, string StandIn, string From, string Until, string Why)
{
    public const string Missing = "is missing; it is kept beside your name";

    public static readonly AwayForm Empty = new("", "", "", "", "", "");

    private const int MostName = 80;

    public static AwayForm Read(Func<string, string> field)
    {
        string Text(string name, int most = MostName) => field(name).Trim() is var text && text.Length <= most ? text : text[..most];
        return new(Text("person"), Text("role"), Text("standIn"), Text("from"), Text("until"), Text("why", 400));
    }

    /// <summary>What it asks for; or all that is to be mended.</summary>
    public (AbsenceRecorded? Asked, ImmutableArray<(string Field, string Reason)> Faults) Ask(Dashboard.Person by, TimeZoneInfo zone)
    {
        var faults = ImmutableArray.CreateBuilder<(string, string)>();
        void Check(bool holds, string name, string reason)
        {
            if (!holds)
            {
                faults.Add((name, reason));
            }
        }

        var ((from, early), (until, late)) = (LocalTimes.Read(From, zone), LocalTimes.Read(Until, zone));
        Check(StandIn.Length > 0, "stand-in", "is missing: the name of the key of whoever approves meanwhile");
        Check(early is null, "from", early ?? "");
        Check(late is null, "until", late ?? "");
        Check(early is not null || late is not null || until > from, "until", "must be after from");
        Check(Why.Length > 0, "why", Missing);
        Check(Person.Length > 0 == Role.Length > 0, "role", "comes with the person: both, or neither");
        return faults.Count > 0 ? (null, faults.ToImmutable())
            : (new AbsenceRecorded(
                Person.Length > 0 ? Person : by.Name, Role.Length > 0 ? Role : by.Role, StandIn, from, until, Why), []);
    }
}

/// <param name="All">absences that are not over</param>
/// <param name="Faults">what has to be mended, by field</param>
/// <param name="Refusal">why what was asked is not allowed</param>
public sealed record AwayView(DeskFrame Frame, ImmutableArray<KnownAbsence> All, AwayForm Form)
{
    public static readonly ImmutableArray<string> RolesThatApprove =
        [.. DashboardSetup.WorkRoles.Except(["admin", "reader", "service"])];

    public ImmutableArray<(string Field, string Reason)> Faults { get; init; } = [];

    public string? Refusal { get; init; }

    public bool Done { get; init; }

    public IEnumerable<KnownAbsence> Shown => All.OrderBy(known => known.Told.From).ThenBy(known => known.Key, StringComparer.Ordinal);

    public int Now => All.Count(IsNow);

    public bool MayRecord => Frame.Person.MayApprove;

    public bool MayRecordOthers => Frame.Person.Role == "admin";

    public bool IsNow(KnownAbsence known) => known.Told.From <= Frame.Now && known.Told.Until > Frame.Now;

    /// <summary>The case holds it against the same rule once more.</summary>
    public bool MayEnd(KnownAbsence known) =>
        Frame.Person.MayActOnCases || (MayRecord && ApprovalRules.IsSame(Frame.Person.Self.Name, known.Told.Person));
}
