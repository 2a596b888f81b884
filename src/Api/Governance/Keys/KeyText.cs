using System.Security.Cryptography;
using System.Text;
using Crossdock.Contracts.Ports;

namespace Crossdock.Api.Governance.Keys;

/// <summary>A key as its holder knows it: <c>xd_&lt;id&gt;_&lt;secret&gt;</c>. The secret is seen once; only its SHA-256 is kept.</summary>
public static class KeyText
{
    /// <summary>Longer than any key of ours; longer texts are not even looked at.</summary>
    public const int MaxLength = 200;

    /// <summary>Makes a key. The text goes to its holder and nowhere else.</summary>
    /// <param name="id">letters, digits and hyphens; null to have one made</param>
    /// <param name="name">who calls with it; a rotated key keeps the name, and with it what its holder sent before</param>
    public static (ApiKey Key, string Text) Mint(string? id, string name, string role, string? scope, DateTimeOffset now)
    {
        if (!Roles.All.Contains(role))
        {
            throw new ArgumentException($"'{role}' is no role; there are {string.Join(", ", Roles.All)}.", nameof(role));
        }

        id ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return !IsId(id)
            ? throw new ArgumentException($"'{id}' is no key id: letters, digits and hyphens, at most 40.", nameof(id))
            : (new ApiKey(id, name, role, scope, HashOf(secret), now, Revoked: false), $"xd_{id}_{secret}");
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Splits what a caller presented; false for what no key of ours looks like.</summary>
    public static bool TrySplit(string presented, out string id, out string secret)
    {
        (id, secret) = ("", "");
        var end = presented.Length is > 3 and <= MaxLength && presented.StartsWith("xd_", StringComparison.Ordinal)
            ? presented.IndexOf('_', 3)
            : -1;
        if (end < 0 || end == presented.Length - 1 || !IsId(presented[3..end]))
        {
            return false;
        }

        (id, secret) = (presented[3..end], presented[(end + 1)..]);
        return true;
    }

    private static bool IsId(string id) => id.Length is > 0 and <= 40
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
