using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// What accounts payable and finance decide about invoices and movements on the account. None of them ever orders anything. What breaks
/// rules, or wants to be paid to another account, is sent back; what does not match is disputed, and taken by one and approved by another
/// where the supplier insists.
/// </summary>
internal static class PayableChoices
{
    private const string Reconciliation = "reconciliation-open";
    private const string Payout = "payout/";
    private const string TaxMismatch = "tax-mismatch";

    private static readonly string[] Payables = ["Anna, accounts payable", "Bert, accounts payable", "Carla, accounts payable"];
    private static readonly string[] Finance = ["Doris, finance control", "Emil, finance control"];

    public static bool Concerns(TaskItem task) =>
        task.About is { } about
        && (about.StartsWith("invoice/", StringComparison.Ordinal) || about.StartsWith("bank-entry/", StringComparison.Ordinal)
            || about.StartsWith(Payout, StringComparison.Ordinal));

    /// <summary>
    /// By design what the bank shows otherwise than it was owed stays open, as an exception of finance: nobody here can make it right. Only
    /// fees are cleared.
    /// </summary>
    public static bool StaysOpen(TaskItem task) => (task.About?.StartsWith(Payout, StringComparison.Ordinal) ?? false)
        || (task.Exception == Reconciliation && !(task.Why ?? "").Contains("Fee for", StringComparison.Ordinal));

    /// <summary>Who took a difference does not approve it: deciding and approving are in other hands.</summary>
    public static string PersonFor(TaskItem task, Seeded chance) =>
        Offers(task, "approve-invoice") || Offers(task, "approve-account") || Offers(task, "clear-entry")
            ? chance.Pick(Finance, "approves", task.Key) : chance.Pick(Payables, "decides", task.Key);

    public static string? Choose(TaskItem task)
    {
        var (title, why) = (task.Title ?? "", task.Why ?? "");
        string[] inOrder = title.StartsWith("Account on", StringComparison.Ordinal)
                ? [why.StartsWith("No account", StringComparison.Ordinal) ? "approve-account" : "refuse-invoice"]
            // An invoice with a wrong rate gives no right to deduct its tax: no credit note mends it, only a right one in its place.
            : title.EndsWith("breaks rules", StringComparison.Ordinal) || task.Exception == TaxMismatch ? ["refuse-invoice"]
            : why.Contains("insists", StringComparison.Ordinal) || why.Contains("has not answered", StringComparison.Ordinal)
                ? ["accept-variance"]
            : ["is-duplicate", "dispute-invoice", "approve-invoice", "retry", "clear-entry", "done"];
        return task.Choices is not { Count: > 0 } choices ? null
            : Offers(task, "clear-entry") ? "clear-entry"
            : inOrder.FirstOrDefault(choice => choices.Any(one => one.Code == choice)) ?? choices[^1].Code;
    }

    private static bool Offers(TaskItem task, string choice) => task.Choices?.Any(one => one.Code == choice) ?? false;
}
