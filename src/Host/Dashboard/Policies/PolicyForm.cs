using Crossdock.Contracts.Messages;
using Crossdock.Host.Dashboard.Shell;
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
            var (at, fault) = LocalTimes.Read(From, zone);
            if (fault is not null)
            {
                return (null, ("from", fault));
            }

            from = at;
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
