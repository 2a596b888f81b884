using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Intelligence.Alerts;

namespace Crossdock.Api.Alerts;

/// <summary>The alert of one key as the store keeps it: which one it is, whether it is open, since when, and its evidence.</summary>
/// <param name="Number">counts the alerts of the key: each that opens is another task</param>
/// <param name="Since">when it opened, or ended</param>
/// <param name="Said">what was measured then, and what it was held against</param>
internal sealed record AlertStanding(string Rule, string? Of, int Number, bool IsOpen, DateTimeOffset Since, string Said)
{
    private const int LongestKey = 100;

    public string Write() => JsonSerializer.Serialize(this, ApiJson.Default.AlertStanding);

    /// <summary>The task that an alert is; signs that a key may not have become <c>_</c>.</summary>
    public static CaseId Task(string key, int number)
    {
        var plain = string.Concat($"ALERT-{key}".Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '.' ? sign : '_'));
        var end = $"-{number}";
        return CaseId.Task($"{plain[..Math.Min(plain.Length, LongestKey - end.Length)]}{end}");
    }

    /// <summary>Null where it is not readable: then the alert of the key begins anew, and is told once more.</summary>
    public static AlertStanding? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ApiJson.Default.AlertStanding) is { } read && AlertRules.Find(read.Rule) is not null
                ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
