using System.Security.Claims;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Governance.Keys;

/// <summary>Who calls.</summary>
/// <param name="Scope">a node for a store's key, a system for a partner's, a channel for a channel's; null for no limit</param>
public sealed record Caller(string KeyId, string Name, string Role, string? Scope)
{
    /// <summary>Names the person behind a shared key, such as a store's phone.</summary>
    public const string PersonHeader = "X-Person";

    public const string ScopeClaim = "crossdock:scope";

    public const string KeyClaim = "crossdock:key";

    public static Caller Of(ClaimsPrincipal user) => new(
        user.FindFirstValue(KeyClaim) ?? "",
        user.Identity?.Name ?? throw new InvalidOperationException("An endpoint was reached without a key."),
        user.FindFirstValue(ClaimTypes.Role) ?? "",
        user.FindFirstValue(ScopeClaim));

    /// <summary>A key's limit, where its role has one: null when it may touch anything.</summary>
    public string? LimitOf(string role) => Role == role ? Scope : null;

    internal static ClaimsPrincipal Principal(ApiKey key, string scheme)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.Name, key.Name), new(ClaimTypes.Role, key.Role), new(KeyClaim, key.Id)], scheme);
        if (key.Scope is not null)
        {
            identity.AddClaim(new Claim(ScopeClaim, key.Scope));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>
    /// Who proposes or approves, or hands a right on: whoever the key belongs to. A key that several share proves no person, and two names
    /// over one key are not four eyes. An administrator can make keys for anybody, so that here a name is no less true than there.
    /// </summary>
    internal Actor Self(HttpContext http, Faults faults)
    {
        if (Role != Roles.Admin && Roles.SpeakForPeople.Contains(Role) && http.Request.Headers.ContainsKey(PersonHeader))
        {
            faults.Add(PersonHeader, "is not taken here: it is the word of whoever's key this is; give that person a key of their own");
            return new Actor(Name, Role);
        }

        return Actor(http, faults);
    }

    /// <summary>Who acts: the person the phone names, else the key's own name.</summary>
    internal Actor Actor(HttpContext http, Faults faults)
    {
        if (!http.Request.Headers.TryGetValue(PersonHeader, out var given))
        {
            return new Actor(Name, Role);
        }

        var person = given.ToString().Trim();
        if (!Roles.SpeakForPeople.Contains(Role))
        {
            faults.Add(PersonHeader, "is taken from a store's or an operator's key only");
        }
        else if (person.Length is 0 or > 80 || person.Any(char.IsControl))
        {
            faults.Add(PersonHeader, "must be a person's name of 1 to 80 characters");
        }

        return new Actor(person, Role);
    }
}
