using System.Security.Claims;
using Crossdock.Api.Governance.Keys;
using Crossdock.Host.Dashboard.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard.SignIn;

/// <summary>The way in and out: a name and a key become a cookie that scripts cannot read and other sites cannot send.</summary>
public static class SignInEndpoints
{
    private static readonly TimeSpan ThemeKept = TimeSpan.FromDays(365);

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet("/sign-in", (HttpContext context, string? back) => Page(context, Local(back), null, null)).AllowAnonymous();
        screens.MapPost("/sign-in", Enter).AllowAnonymous();
        // The forms of these two were made for the person who is signed in, so that person has to be known when they come back.
        screens.MapPost("/sign-out", Leave).RequireAuthorization(DashboardSetup.Anybody);
        screens.MapPost("/theme", Theme).RequireAuthorization(DashboardSetup.Anybody);
    }

    /// <summary>A path on this site, or the overview: a link must not lead a person who signs in to somewhere else.</summary>
    public static string Local(string? back) =>
        back is ['/', ..] && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal)
        && !back.StartsWith("/sign-", StringComparison.Ordinal) && !back.Any(char.IsControl)
            ? back
            : "/";

    private static async Task<IResult> Enter(HttpContext context, IFormCollection form, SignInCheck check, CancellationToken cancel)
    {
        var (name, key, back) = (form["name"].ToString().Trim(), form["key"].ToString().Trim(), Local(form["back"]));
        if (name.Length is 0 or > 40 || name.Any(char.IsControl))
        {
            return Page(context, back, name, "Give a name of at most 40 letters.");
        }

        if (await check(key, cancel) is not { } known || RoleOf(known) is not { } role)
        {
            return Page(context, back, name, "This key is not known, or opens no screen. Nothing was changed.");
        }

        // A person's own key names its person; whoever else types a name here would be four eyes all alone.
        var person = Roles.SpeakForPeople.Contains(role) || role == Roles.Reader ? name : known.Identity?.Name ?? name;
        var claims = new List<Claim>
        {
            new(ClaimTypes.Name, person), new(ClaimTypes.Role, role), new(Person.OwnClaim, known.Identity?.Name ?? person),
        };
        // What the key is limited to, and which it is: a session ends with its key.
        claims.AddRange(known.FindAll(claim => claim.Type is Caller.ScopeClaim or Caller.KeyClaim && claim.Value.Length > 0)
            .Select(claim => new Claim(claim.Type, claim.Value)));

        await context.SignInAsync(Person.Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Person.Scheme)));
        return Results.LocalRedirect(back == "/" ? HomeOf(role) : back);
    }

    private static string HomeOf(string role) => role switch
    {
        "store" => "/store",
        "merchandiser" or "head-of-buying" or "finance" => "/policies",
        "buyer" or "payables" or "service" => Work.WorkEndpoints.Path,
        _ => "/",
    };

    private static string? RoleOf(ClaimsPrincipal known)
    {
        string[] roles = [.. known.FindAll(ClaimTypes.Role).Concat(known.FindAll("role")).Select(claim => claim.Value)];
        return DashboardSetup.WorkRoles.Append("store").FirstOrDefault(roles.Contains);
    }

    private static async Task<IResult> Leave(HttpContext context, IFormCollection form)
    {
        await context.SignOutAsync(Person.Scheme);
        return Results.LocalRedirect("/sign-in");
    }

    private static IResult Theme(HttpContext context, IFormCollection form)
    {
        if (form["theme"].ToString() is "light" or "dark")
        {
            context.Response.Cookies.Append("theme", form["theme"].ToString(), new CookieOptions
            {
                HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = ThemeKept, IsEssential = true,
            });
        }

        return Results.LocalRedirect(Local(form["back"]));
    }

    private static RazorComponentResult Page(HttpContext context, string back, string? name, string? refused) =>
        new RazorComponentResult<SignInPage>(new
        {
            Theme = DeskFrame.ThemeOf(context.Request), Back = back, Name = name, Refused = refused,
        })
        {
            StatusCode = refused is null ? 200 : 401,
        };
}
