using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts;

/// <summary>The closed list of business problems. Nothing is an exception without being one of these.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExceptionCategory>))]
public enum ExceptionCategory
{
    StockShortage, StockVariance, LatePick, LateTransfer, LateShipment, DeliveryFailed, PaymentFailed, FraudSuspected,
    DataInvalid, Duplicate, PriceMismatch, QuantityMismatch, TaxMismatch, NotReceived, NotOrdered, SupplierSilent,
    SupplierChanged, ApprovalLate, RefundMismatch, RefundLate, ChannelLagging, MarginBreach, ReconciliationOpen,
    IntegrationFailed, UnexpectedMessage,
}

/// <summary>
/// What an exception of a category is: who owns it, how bad it is (1 mild to 5 grave), how long it may take, and how a person may end it.
/// </summary>
/// <param name="Resolutions">the verbs of the choices that a task of this category may offer</param>
public sealed record ExceptionRule(
    ExceptionCategory Category, string Code, OwnerGroup Owner, int Severity, TimeSpan Budget, ImmutableArray<string> Resolutions);

/// <summary>
/// What holds where a retailer set nothing else: owner, severity and budget are the defaults of policies, and whoever decides or
/// shows reads those.
/// </summary>
public static class ExceptionRules
{
    /// <summary>Whatever it is: try once more, or say that it is seen to.</summary>
    private static readonly string[] Always = ["retry", "done"];

    public static readonly FrozenDictionary<ExceptionCategory, ExceptionRule> All = new ExceptionRule[]
    {
        Rule(ExceptionCategory.StockShortage, "stock-shortage", OwnerGroup.SupplyChain, 4, hours: 4,
            "reroute answer cancel retry"),
        Rule(ExceptionCategory.StockVariance, "stock-variance", OwnerGroup.StoreOperations, 3, hours: 8,
            "retry done release seen see-to-each"),
        Rule(ExceptionCategory.LatePick, "late-pick", OwnerGroup.StoreOperations, 4, hours: 1,
            "retry reroute cancel"),
        Rule(ExceptionCategory.LateTransfer, "late-transfer", OwnerGroup.SupplyChain, 3, hours: 8,
            "cancel-transfer retry"),
        Rule(ExceptionCategory.LateShipment, "late-shipment", OwnerGroup.Warehouse, 4, hours: 4,
            "retry cancel elsewhere cancel-purchase"),
        Rule(ExceptionCategory.DeliveryFailed, "delivery-failed", OwnerGroup.CustomerService, 4, hours: 4,
            "retry cancel done"),
        Rule(ExceptionCategory.PaymentFailed, "payment-failed", OwnerGroup.CustomerService, 4, hours: 4,
            "release refuse retry done settled"),
        Rule(ExceptionCategory.FraudSuspected, "fraud-suspected", OwnerGroup.CustomerService, 5, hours: 2,
            "release refuse approve-account refuse-invoice"),
        Rule(ExceptionCategory.DataInvalid, "data-invalid", OwnerGroup.CustomerService, 3, hours: 4,
            "release refuse match accept-return accept-found refuse-return accept-findings accept-variance dispute-invoice await-invoice "
                + "refuse-invoice withdraw-price done"),
        Rule(ExceptionCategory.Duplicate, "duplicate", OwnerGroup.CustomerService, 2, hours: 8,
            "release refuse is-duplicate is-original refuse-invoice"),
        Rule(ExceptionCategory.PriceMismatch, "price-mismatch", OwnerGroup.Merchandising, 3, hours: 4,
            "release refuse retry done accept-variance dispute-invoice await-invoice refuse-invoice go-live withdraw-price"),
        Rule(ExceptionCategory.QuantityMismatch, "quantity-mismatch", OwnerGroup.AccountsPayable, 3, hours: 16,
            "accept-variance dispute-invoice await-invoice refuse-invoice done"),
        Rule(ExceptionCategory.TaxMismatch, "tax-mismatch", OwnerGroup.AccountsPayable, 3, hours: 16,
            "accept-variance dispute-invoice await-invoice refuse-invoice done"),
        Rule(ExceptionCategory.NotReceived, "not-received", OwnerGroup.Buying, 3, hours: 16,
            "accept-variance dispute-invoice await-invoice refuse-invoice done"),
        Rule(ExceptionCategory.NotOrdered, "not-ordered", OwnerGroup.Buying, 3, hours: 16,
            "accept-variance dispute-invoice await-invoice refuse-invoice done"),
        Rule(ExceptionCategory.SupplierSilent, "supplier-silent", OwnerGroup.Buying, 3, hours: 8,
            "retry elsewhere cancel-purchase"),
        Rule(ExceptionCategory.SupplierChanged, "supplier-changed", OwnerGroup.Buying, 3, hours: 8,
            "accept-change renegotiate elsewhere cancel-purchase retry done"),
        Rule(ExceptionCategory.ApprovalLate, "approval-late", OwnerGroup.Buying, 3, hours: 4,
            "approve-purchase reject-purchase approve-price reject-price approve-invoice refuse-invoice reroute accept-change renegotiate "
            + "elsewhere cancel-purchase done"),
        Rule(ExceptionCategory.RefundMismatch, "refund-mismatch", OwnerGroup.FinanceControl, 4, hours: 8,
            "retry settled refuse-return explain-payout done"),
        Rule(ExceptionCategory.RefundLate, "refund-late", OwnerGroup.FinanceControl, 4, hours: 8,
            "settled retry done"),
        Rule(ExceptionCategory.ChannelLagging, "channel-lagging", OwnerGroup.Merchandising, 4, hours: 1,
            "retry done seen withdraw-price go-live"),
        Rule(ExceptionCategory.MarginBreach, "margin-breach", OwnerGroup.Merchandising, 4, hours: 4,
            "approve-price reject-price withdraw-price done"),
        Rule(ExceptionCategory.ReconciliationOpen, "reconciliation-open", OwnerGroup.FinanceControl, 3, hours: 24,
            "retry release done cancel assign-entry clear-entry explain-payout settle-invoice refuse-invoice seen settled"),
        Rule(ExceptionCategory.IntegrationFailed, "integration-failed", OwnerGroup.Integration, 4, hours: 1,
            "retry release refuse elsewhere cancel-purchase settle-invoice refuse-invoice done settled refuse-return"),
        Rule(ExceptionCategory.UnexpectedMessage, "unexpected-message", OwnerGroup.Integration, 2, hours: 8,
            "done"),
    }.ToFrozenDictionary(rule => rule.Category);

    public static ExceptionRule Of(ExceptionCategory category) => All[category];

    public static string CodeOf(ExceptionCategory category) => All[category].Code;

    private static ExceptionRule Rule(
        ExceptionCategory category, string code, OwnerGroup owner, int severity, int hours, string resolutions) =>
        new(category, code, owner, severity, TimeSpan.FromHours(hours), [.. resolutions.Split(' ').Union(Always)]);
}
