using System.Security.Claims;
using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Host.Dashboard;

/// <summary>Who a key belongs to, or null when it is unknown or revoked. The role claims are those of the API's keys.</summary>
public delegate Task<ClaimsPrincipal?> SignInCheck(string key, CancellationToken cancel);

/// <summary>Whether a key that somebody has signed in with is still good, by its id.</summary>
public delegate Task<bool> SessionCheck(string keyId, CancellationToken cancel);

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
/// <param name="Own">whose the key is: over a key that several share the name is only said</param>
public sealed record Person(string Name, string Role, string? Scope, string Own = "")
{
    public const string Scheme = "Dashboard";
    public const string OwnClaim = "own";

    private static readonly string[] Bought = ["purchase", "transfer", "invoice", "payables"];
    private static readonly string[] Paid = ["invoice", "payables", "purchase", "bank-entry", "payout"];
    private static readonly string[] Priced = ["promotion", "price", "price-target"];

    public bool MayActOnCases => Role is "admin" or "operator";

    /// <summary>Says yes or no to something, and may hand that on; to what, the cases say.</summary>
    public bool MayApprove => Role is not ("reader" or "service");

    /// <summary>Cases of any kind, with what they tell of customers.</summary>
    public bool MayReadCases => DashboardSetup.ReaderRoles.Contains(Role);

    /// <summary>Who works off a group's tasks sees the cases that these are about, and no customer for it.</summary>
    public bool MayRead(CaseId id) => MayReadCases || (Role switch
    {
        "buyer" or "head-of-buying" => Bought,
        "payables" => Paid,
        "finance" => [.. Paid, "return"],
        "merchandiser" => Priced,
        _ => [],
    }).Contains(id.Kind);

    public bool MayWorkIn(string? node) => Role == "admin" || (Role == "store" && (Scope is null || Scope == node));

    public bool MayWork(TaskOpened task) => Roles.MayWork(Role, Scope, task);

    public Actor Actor => new(Name, Role);

    /// <summary>
    /// Who proposes or approves: whoever the key belongs to, for two names over one key are not four eyes. An administrator can make keys
    /// for anybody, so that here a name is no less true than there.
    /// </summary>
    public Person Self => Role == "admin" || Own.Length == 0 ? this : this with { Name = Own };

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
        user.FindFirst(Caller.ScopeClaim)?.Value,
        user.FindFirst(OwnClaim)?.Value ?? "");
}
