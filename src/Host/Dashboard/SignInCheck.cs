using System.Security.Claims;
using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard;

/// <summary>Who a key belongs to, or null when it is unknown or revoked. The role claims are those of the API's keys.</summary>
public delegate Task<ClaimsPrincipal?> SignInCheck(string key, CancellationToken cancel);

/// <summary>What the dashboard needs to know about its house.</summary>
/// <param name="TimeZone">the IANA name of the zone desk screens tell times in; a store's screen tells its own</param>
/// <param name="HeadsReader">the name under which the projector keeps its place in the feed; gives the lag</param>
public sealed record DashboardSettings(string TimeZone, string HeadsReader)
{
    public static readonly DashboardSettings Default = new("UTC", "heads");

    /// <summary>How long a page waits for figures before it goes out without them and fills itself in.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(700);

    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

/// <summary>Who sits at the screen, as the cookie says.</summary>
/// <param name="Scope">the one store a store's key may see; null for all</param>
public sealed record Person(string Name, string Role, string? Scope)
{
    public const string Scheme = "Dashboard";
    public const string ScopeClaim = "scope";

    public bool MayActOnCases => Role is "admin" or "operator";

    public bool MayReadCases => Role is "admin" or "operator" or "reader";

    public bool MayWorkIn(string? node) => Role == "admin" || (Role == "store" && (Scope is null || Scope == node));

    public Actor Actor => new(Name, Role);

    public string Source => "person/" + Key;

    /// <summary>The name as it may stand in an id: letters, digits and hyphens.</summary>
    public string Key
    {
        get
        {
            var letters = Name.Trim().ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) && letter < 128 ? letter : '-');
            return string.Concat(letters).Trim('-') is { Length: > 0 } key ? key : "somebody";
        }
    }

    public static Person Of(ClaimsPrincipal user) => new(
        user.Identity?.Name ?? "",
        user.FindFirst(ClaimTypes.Role)?.Value ?? "",
        user.FindFirst(ScopeClaim)?.Value);
}
