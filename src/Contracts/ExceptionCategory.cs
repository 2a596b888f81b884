using System.Collections.Frozen;
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

/// <summary>What an exception of a category is worth: who owns it, how bad it is (1 mild to 5 grave), how long it may take.</summary>
public sealed record ExceptionRule(ExceptionCategory Category, string Code, OwnerGroup Owner, int Severity, TimeSpan Budget);

public static class ExceptionRules
{
    public static readonly FrozenDictionary<ExceptionCategory, ExceptionRule> All = new ExceptionRule[]
    {
        Rule(ExceptionCategory.StockShortage, "stock-shortage", OwnerGroup.SupplyChain, 4, hours: 4),
        Rule(ExceptionCategory.StockVariance, "stock-variance", OwnerGroup.StoreOperations, 3, hours: 8),
        Rule(ExceptionCategory.LatePick, "late-pick", OwnerGroup.StoreOperations, 4, hours: 1),
        Rule(ExceptionCategory.LateTransfer, "late-transfer", OwnerGroup.SupplyChain, 3, hours: 8),
        Rule(ExceptionCategory.LateShipment, "late-shipment", OwnerGroup.Warehouse, 4, hours: 4),
        Rule(ExceptionCategory.DeliveryFailed, "delivery-failed", OwnerGroup.CustomerService, 4, hours: 4),
        Rule(ExceptionCategory.PaymentFailed, "payment-failed", OwnerGroup.CustomerService, 4, hours: 4),
        Rule(ExceptionCategory.FraudSuspected, "fraud-suspected", OwnerGroup.CustomerService, 5, hours: 2),
        Rule(ExceptionCategory.DataInvalid, "data-invalid", OwnerGroup.CustomerService, 3, hours: 4),
        Rule(ExceptionCategory.Duplicate, "duplicate", OwnerGroup.CustomerService, 2, hours: 8),
        Rule(ExceptionCategory.PriceMismatch, "price-mismatch", OwnerGroup.Merchandising, 3, hours: 4),
        Rule(ExceptionCategory.QuantityMismatch, "quantity-mismatch", OwnerGroup.AccountsPayable, 3, hours: 16),
        Rule(ExceptionCategory.TaxMismatch, "tax-mismatch", OwnerGroup.AccountsPayable, 3, hours: 16),
        Rule(ExceptionCategory.NotReceived, "not-received", OwnerGroup.Buying, 3, hours: 16),
        Rule(ExceptionCategory.NotOrdered, "not-ordered", OwnerGroup.Buying, 3, hours: 16),
        Rule(ExceptionCategory.SupplierSilent, "supplier-silent", OwnerGroup.Buying, 3, hours: 8),
        Rule(ExceptionCategory.SupplierChanged, "supplier-changed", OwnerGroup.Buying, 3, hours: 8),
        Rule(ExceptionCategory.ApprovalLate, "approval-late", OwnerGroup.Buying, 3, hours: 4),
        Rule(ExceptionCategory.RefundMismatch, "refund-mismatch", OwnerGroup.FinanceControl, 4, hours: 8),
        Rule(ExceptionCategory.RefundLate, "refund-late", OwnerGroup.FinanceControl, 4, hours: 8),
        Rule(ExceptionCategory.ChannelLagging, "channel-lagging", OwnerGroup.Merchandising, 4, hours: 1),
        Rule(ExceptionCategory.MarginBreach, "margin-breach", OwnerGroup.Merchandising, 4, hours: 4),
        Rule(ExceptionCategory.ReconciliationOpen, "reconciliation-open", OwnerGroup.FinanceControl, 3, hours: 24),
        Rule(ExceptionCategory.IntegrationFailed, "integration-failed", OwnerGroup.Integration, 4, hours: 1),
        Rule(ExceptionCategory.UnexpectedMessage, "unexpected-message", OwnerGroup.Integration, 2, hours: 8),
    }.ToFrozenDictionary(rule => rule.Category);

    public static ExceptionRule Of(ExceptionCategory category) => All[category];

    public static string CodeOf(ExceptionCategory category) => All[category].Code;

    private static ExceptionRule Rule(ExceptionCategory category, string code, OwnerGroup owner, int severity, int hours) =>
        new(category, code, owner, severity, TimeSpan.FromHours(hours));
}
