using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// What buyers and heads of buying decide about purchases and transfers: they approve what is sensible, take most changes, call
/// whoever is silent, wait for what is late, and now and then buy from somebody else.
/// </summary>
internal static class BuyingChoices
{
    private static readonly string[] Buyers = ["Otto, buying", "Paula, buying", "Rashid, buying"];

    // By the choice's code; what is not here counts ten.
    private static readonly Dictionary<string, double> Leanings = new(StringComparer.Ordinal)
    {
        ["approve-purchase"] = 94, ["reject-purchase"] = 6, ["accept-change"] = 62, ["renegotiate"] = 18, ["retry"] = 66,
        ["elsewhere"] = 16, ["cancel-purchase"] = 18, ["cancel-transfer"] = 4, ["done"] = 96,
    };

    public static bool Concerns(TaskItem task) =>
        task.About is { } about
        && (about.StartsWith("purchase/", StringComparison.Ordinal) || about.StartsWith("transfer/", StringComparison.Ordinal));

    /// <summary>Who has the right by the task's own words; who reviews proposes, and never approves.</summary>
    public static string PersonFor(TaskItem task, Seeded chance)
    {
        var title = task.Title ?? "";
        return title.Contains("(the head of buying)", StringComparison.Ordinal) ? "Hedda, head of buying"
            : title.Contains("(finance)", StringComparison.Ordinal) ? "Fritz, finance"
            : chance.Pick(Buyers, "decides", task.Key);
    }

    public static string? Choose(TaskItem task, Seeded chance) => task.Choices is not { Count: > 0 } choices
        ? null
        : chance.Weighted([.. choices.Select(choice => (choice.Code, Leanings.GetValueOrDefault(choice.Code, 10)))], "buys", task.Key);

    /// <summary>Whoever buys elsewhere names from whom in the note; the rest says that it was looked into.</summary>
    public static string NoteFor(string? choice, TaskItem task) => choice == "elsewhere"
        ? Vendors.Instead(Vendors.All.FirstOrDefault(vendor => Names(task, vendor))?.Id ?? "").Id
        : "looked into it";

    private static bool Names(TaskItem task, Vendor vendor) =>
        $"{task.About} {task.Title} {task.Why}".Contains(vendor.Id, StringComparison.Ordinal);
}
