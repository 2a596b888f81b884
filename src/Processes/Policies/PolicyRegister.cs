using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Crossdock.Contracts;

namespace Crossdock.Processes.Policies;

/// <summary>Policies that belong together: what reads them, who owns them, and whose roles may change them.</summary>
/// <param name="Processes">whose open cases read them</param>
/// <param name="Roles">who may propose, and approve what somebody else proposed; the administrator may both everywhere</param>
/// <param name="By">what they are read by, and so what a value can be narrowed to</param>
/// <param name="Names">how the names begin, or the names themselves</param>
public sealed record PolicyArea(
    string Name, string Title, ImmutableArray<string> Processes, OwnerGroup Owner, ImmutableArray<string> Roles, ImmutableArray<string> By,
    ImmutableArray<string> Names)
{
    public bool MayChange(string role) => role == "admin" || Roles.Contains(role);
}

/// <summary>Every policy by its name, read off the catalogue once, and the areas they belong to.</summary>
public static class PolicyRegister
{
    /// <summary>The version of every default. What is set counts from here on, over all scopes of a policy.</summary>
    public const int DefaultVersion = 1;

    private static readonly ImmutableArray<string> ByPlace = ["region", "channel", "node"];
    private static readonly ImmutableArray<string> ByGoods = ["region", "node", "category", "supplier"];

    // A buyer is not among the roles of purchasing: who is held to a limit does not move it.
    public static readonly ImmutableArray<PolicyArea> Areas =
    [
        new("orders", "Order to fulfilment", ["order-to-fulfilment", "fulfilment"], OwnerGroup.SupplyChain, ["operator"], ByPlace,
        [
            "fraud-ceiling", "hold-time", "reservation-expiry", "safety-stock", "max-splits", "allow-split", "part-shortage",
            "sourcing-rounds", "back-order-", "pre-order-", "ship-cost-", "fulfilment-watch", "pick-time", "kerbside-", "pack-time",
            "stage-", "warehouse-pick-time", "supplier-ship-time", "carrier-",
            "decide-shortage", "address-", "customer-", "pickup-", "reroute-", "unsettled-time", "ship-promise", "drop-ship-promise",
        ]),
        new("returns", "Return to refund", ["return-to-refund"], OwnerGroup.CustomerService, ["operator"], ByPlace,
            ["unmatched-return", "inspect-time", "return-", "refund-"]),
        new("tasks", "Store tasks", ["store-task"], OwnerGroup.StoreOperations, ["operator"], ByPlace, ["task-"]),
        new("prices", "Promotion to pricing", ["promotion-to-pricing", "price-target", "price-book"], OwnerGroup.Merchandising,
            ["merchandiser", "finance"], ByPlace, ["price-", "marketplace-"]),
        new("purchases", "Procure to replenish", ["procure-to-replenish", "node-transfer"], OwnerGroup.Buying,
            ["head-of-buying", "finance"], ByGoods, ["purchase-", "receipt-", "transfer-"]),
        new("synchronisation", "Stock synchronisation", ["stock-synchronisation"], OwnerGroup.SupplyChain, ["operator", "merchandiser"],
            ["channel"], ["sync-"]),
        new("variances", "Stock variances", ["stock-variance", "stock-adjustment"], OwnerGroup.StoreOperations, ["operator"], ByPlace,
            ["variance-"]),
        new("stock-books", "Stock against ERP and warehouses", ["stock-comparison", "stock-discrepancy"], OwnerGroup.SupplyChain,
            ["operator", "finance"], ByPlace, ["books-"]),
        new("replenishment", "Replenishment reviews", [], OwnerGroup.SupplyChain, ["head-of-buying", "finance"], ByGoods, ["replenish-"]),
        new("invoices", "Invoice to reconciliation", ["invoice-to-reconciliation", "payables-book", "bank-entry", "provider-payout"],
            OwnerGroup.AccountsPayable, ["finance"], ["supplier"], ["invoice-", "payable-", "payables-", "bank-", "payout-"]),
        new("exceptions", "Exceptions", ["store-task"], OwnerGroup.StoreOperations, ["operator"], ByPlace, ["exception-"]),
        new("operations", "Operations", ["bulk-operation", "policy-change", "absence", "opening-hours"], OwnerGroup.Integration,
            ["operator"], ByPlace, ["bulk-", "policy-", "approval-", "calendar-"]),
        new("intelligence", "Figures", [], OwnerGroup.FinanceControl, ["operator", "finance"], ByPlace,
            ["cause-", "roi-", "alert-"]),
    ];

    /// <summary>Whoever may change something of some area.</summary>
    public static readonly ImmutableArray<string> Roles = [.. Areas.SelectMany(area => area.Roles).Append("admin").Distinct()];

    private static readonly PolicyArea Elsewhere = new("other", "Other", [], OwnerGroup.Integration, ["operator"], ByPlace, []);

    public static readonly ImmutableArray<PolicyRule> All =
    [
        .. typeof(Policy).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<PolicyRule>()
            .Concat(Policy.Exceptions.Values.SelectMany(one => one.All)).Concat(Policy.Ladders.Values)
            .OrderBy(rule => rule.Name, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, PolicyRule> ByName = All.ToFrozenDictionary(rule => rule.Name);

    public static PolicyRule? Find(string name) => ByName.GetValueOrDefault(name);

    public static PolicyArea AreaOf(string policy) =>
        AreasOf(policy).FirstOrDefault() ?? Elsewhere;

    /// <summary>The areas whose names a policy fits: one, where the table above is right.</summary>
    public static IEnumerable<PolicyArea> AreasOf(string policy) =>
        Areas.Where(area => area.Names.Any(
            name => name.EndsWith('-') ? policy.StartsWith(name, StringComparison.Ordinal) : policy == name));
}
