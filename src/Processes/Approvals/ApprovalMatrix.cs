using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Processes.Policies;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Approvals;

/// <summary>One row of the matrix: of which process and by what, from where on, who.</summary>
/// <param name="By">what is measured: <c>value</c></param>
/// <param name="From">the policy that says from where on; null where its being so is enough</param>
/// <param name="Over">whether the amount itself is still free</param>
/// <param name="Besides">whether this one has to say yes too, and not in the place of those above</param>
public sealed record ApprovalRow(
    string Process, string By, Policy<decimal>? From, bool Over, bool Besides, string Title, Policy<string> Roles, OwnerGroup Owner)
{
    public bool Holds(decimal amount, PolicyReader policy) =>
        From is null ? amount > 0 : Over ? amount > policy.Read(From) : amount >= policy.Read(From);

    public ApprovalSeat Seat(PolicyReader policy) =>
        new(Title, Owner, [.. policy.Read(Roles).Split(',', StringSplitOptions.RemoveEmptyEntries)]);
}

/// <summary>
/// The approval matrix. Rows of a process stand from the least to the most; of several that hold the last one counts. Every amount, and
/// who is meant by a row, is a policy of its own, with its scope, its bounds and its reason.
/// </summary>
public static class ApprovalMatrix
{
    public const string Purchases = "procure-to-replenish";
    public const string Prices = "promotion-to-pricing";
    public const string Invoices = "invoice-to-reconciliation";

    public const string Value = "value";
    public const string Depth = "depth of reduction";
    public const string Loss = "margin lost";
    public const string Fix = "emergency fix";
    public const string Difference = "difference taken";
    public const string Taken = "taken by a person";

    public static readonly ImmutableArray<ApprovalRow> Rows =
    [
        Row(Purchases, Value, Policy.PurchaseBuyerFrom, "a buyer", Policy.PurchaseBuyerRoles, OwnerGroup.Buying),
        Row(Purchases, Value, Policy.PurchaseHeadFrom, "the head of buying", Policy.PurchaseHeadRoles, OwnerGroup.Buying),
        Row(Purchases, Value, Policy.PurchaseFinanceFrom, "finance", Policy.PurchaseFinanceRoles, OwnerGroup.FinanceControl),
        Row(Invoices, Taken, null, "accounts payable", Policy.InvoicePayablesRoles, OwnerGroup.AccountsPayable),
        Row(Invoices, Value, Policy.InvoiceTouchlessTo, "accounts payable", Policy.InvoicePayablesRoles, OwnerGroup.AccountsPayable)
            with { Over = true },
        Row(Invoices, Difference, Policy.InvoiceVarianceFinanceFrom, "finance", Policy.InvoiceFinanceRoles, OwnerGroup.FinanceControl),
        Row(Invoices, Value, Policy.InvoiceFinanceFrom, "finance", Policy.InvoiceFinanceRoles, OwnerGroup.FinanceControl),
        Row(Prices, Fix, null, "merchandising", Policy.PriceMerchandisingRoles, OwnerGroup.Merchandising),
        Row(Prices, Depth, Policy.PriceFreeDepth, "merchandising", Policy.PriceMerchandisingRoles, OwnerGroup.Merchandising)
            with { Over = true },
        Row(Prices, Loss, Policy.PriceFreeLoss, "merchandising", Policy.PriceMerchandisingRoles, OwnerGroup.Merchandising)
            with { Over = true },
        Row(Prices, Depth, Policy.PriceDeepDepth, "finance", Policy.PriceFinanceRoles, OwnerGroup.FinanceControl) with { Besides = true },
        Row(Prices, Loss, Policy.PriceDeepLoss, "finance", Policy.PriceFinanceRoles, OwnerGroup.FinanceControl) with { Besides = true },
    ];

    /// <summary>From which value on two people have to.</summary>
    private static readonly ImmutableArray<(string Process, Policy<decimal> From)> FourEyes =
        [(Purchases, Policy.PurchaseFourEyesFrom), (Invoices, Policy.InvoiceFourEyesFrom)];

    /// <summary>The rows that hold, so that each is a person who has to say yes; none when nobody has to.</summary>
    public static ImmutableArray<ApprovalRow> Needed(string process, PolicyReader policy, params (string By, decimal Amount)[] facts)
    {
        var needed = new List<ApprovalRow>();
        foreach (var row in Rows.Where(row => row.Process == process))
        {
            if (!facts.Any(fact => fact.By == row.By && row.Holds(fact.Amount, policy)))
            {
                continue;
            }

            if (!row.Besides)
            {
                needed = [row];
            }
            else if (needed.TrueForAll(other => other.Title != row.Title))
            {
                // Whoever comes besides comes besides the least that the process knows.
                needed = [.. needed.Count == 0 ? [Rows.First(first => first.Process == process)] : needed, row];
            }
        }

        var eyes = needed.Count > 0 && FourEyes.Any(two => two.Process == process
            && facts.Any(fact => fact.By == Value && fact.Amount >= policy.Read(two.From)));
        return eyes ? [.. needed, needed[^1]] : [.. needed];
    }

    /// <summary>
    /// The question that follows. What was asked once is answered by somebody, though a policy that was changed since would ask nobody.
    /// </summary>
    public static ApprovalAsk Ask(
        string process, ImmutableArray<ApprovalRow> needed, string what, IEnumerable<Barred> barred, IEnumerable<Voice> said,
        PolicyReader policy)
    {
        ImmutableArray<ApprovalRow> rows = needed.IsEmpty ? [Rows.First(row => row.Process == process)] : needed;
        var ask = new ApprovalAsk(what, [.. rows.Select(row => row.Seat(policy))], [], [.. barred], [.. said]);
        return ask with { Above = Above(rows[^Math.Max(1, ask.Missing)], policy) };
    }

    /// <summary>Who stands above a row, the nearest first.</summary>
    private static ImmutableArray<ApprovalSeat> Above(ApprovalRow row, PolicyReader policy) =>
    [
        .. Rows.Where(other => other.Process == row.Process).SkipWhile(other => other.Title != row.Title)
            .Where(other => other.Title != row.Title).DistinctBy(other => other.Title).Select(other => other.Seat(policy)),
    ];

    private static ApprovalRow Row(
        string process, string by, Policy<decimal>? from, string title, Policy<string> roles, OwnerGroup owner) =>
        new(process, by, from, Over: false, Besides: false, title, roles, owner);
}
