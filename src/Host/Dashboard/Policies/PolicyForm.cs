using System.Globalization;
using Crossdock.Contracts.Messages;
using Crossdock.Runtime.Policies;

namespace Crossdock.Host.Dashboard.Policies;

/// <summary>The form of a value as it stands in an address and in a post: what was typed, to be there again after a fault.</summary>
/// <param name="From">by the clock of the screens, as the browser's own field has it</param>
public sealed record PolicyForm(
    string Value, bool Unset, string Region, string Channel, string Node, string Category, string Supplier, string From)
{
    public static readonly PolicyForm Empty = new("", false, "", "", "", "", "", "");

    private const int Most = 60;

    public bool IsAsked => Value.Length > 0 || Unset;

    public static PolicyForm Read(Func<string, string> field)
    {
        string Text(string name) => field(name).Trim() is { Length: <= Most } text ? text : field(name).Trim()[..Most];
        return new(
            Text("value"), Text("unset") == "true", Text("region"), Text("channel"), Text("node"), Text("category"), Text("supplier"),
            Text("from"));
    }

    /// <summary>What it asks for; or what cannot be read of it.</summary>
    public (PolicyAsk? Ask, (string Field, string Reason) Fault) Ask(string policy, string reason, TimeZoneInfo zone)
    {
        if (Unset == Value.Length > 0)
        {
            return (null, ("value", Unset ? "must be left empty where the scope's own value is taken away" : "is missing"));
        }

        DateTimeOffset? from = null;
        if (From.Length > 0)
        {
            if (!DateTime.TryParseExact(
                From, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                || local.Year is < 2000 or > 2100)
            {
                return (null, ("from", "must be a day and a time, such as 2026-12-01T00:00"));
            }

            if (zone.IsInvalidTime(local))
            {
                return (null, ("from", "is a time that is left out on that day, when the clocks go forward"));
            }

            from = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        }

        return (new PolicyAsk(policy, Scope, Unset ? null : Value, from, reason), default);
    }

    public PolicyScope Scope => new(Named(Region), Named(Channel), Named(Node), Named(Category), Named(Supplier));

    public IEnumerable<(string Name, string Value)> Fields =>
    [
        ("value", Value), ("unset", Unset ? "true" : ""), ("region", Region), ("channel", Channel), ("node", Node), ("category", Category),
        ("supplier", Supplier), ("from", From),
    ];

    private static string? Named(string text) => text.Length > 0 ? text : null;
}
