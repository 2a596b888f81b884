using System.Collections.Frozen;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Intelligence.Reconciliation;

/// <summary>What is missing until a bill of a supplier, or a movement on an account of ours, is closed.</summary>
public enum ReconciliationStage
{
    /// <summary>It is read and checked, or a person has to say what it is.</summary>
    Check,
    /// <summary>It does not match orders and receipts yet.</summary>
    Match,
    Dispute,
    Approval,
    /// <summary>It goes to the ERP, and its payment is planned there.</summary>
    Posting,
    /// <summary>The bank has not shown yet that what was owed has gone.</summary>
    Payment,
    /// <summary>A movement on a bank account that no invoice has taken.</summary>
    Entry,
    /// <summary>A payout of the payment provider, until orders, refunds and the bank agree with it.</summary>
    Payout,
}

public static class Stages
{
    public const string Invoice = "invoice";
    public const string BankEntry = "bank-entry";
    public const string ProviderPayout = "payout";

    private static readonly FrozenDictionary<string, ReconciliationStage> OfInvoice = new Dictionary<string, ReconciliationStage>
    {
        ["AwaitingMatch"] = ReconciliationStage.Match, ["Discrepant"] = ReconciliationStage.Match,
        ["Disputed"] = ReconciliationStage.Dispute, ["AwaitingApproval"] = ReconciliationStage.Approval,
        ["Claiming"] = ReconciliationStage.Posting, ["Posting"] = ReconciliationStage.Posting,
        ["Unposted"] = ReconciliationStage.Posting, ["Netting"] = ReconciliationStage.Posting,
        ["AwaitingSetOff"] = ReconciliationStage.Payment, ["Scheduling"] = ReconciliationStage.Posting,
        ["Unscheduled"] = ReconciliationStage.Posting, ["AwaitingPayment"] = ReconciliationStage.Payment,
        ["Unreconciled"] = ReconciliationStage.Payment, ["Mending"] = ReconciliationStage.Check, ["Reading"] = ReconciliationStage.Check,
        ["Suspect"] = ReconciliationStage.Check, ["AccountHeld"] = ReconciliationStage.Check,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A state that only another map knows is still to be looked at.</summary>
    public static ReconciliationStage Of(CaseHead head) => head.Case.Kind == BankEntry ? ReconciliationStage.Entry
        : head.Case.Kind == ProviderPayout ? ReconciliationStage.Payout
        : OfInvoice.GetValueOrDefault(head.State, ReconciliationStage.Check);

    /// <summary>Whether how it reads against orders and receipts is why it waits.</summary>
    public static bool IsRead(ReconciliationStage stage) =>
        stage is ReconciliationStage.Match or ReconciliationStage.Dispute or ReconciliationStage.Approval;
}

/// <summary>How long something is open, from when it came.</summary>
public sealed record OpenAge(string Name, string Title, int FromDays, int UntilDays)
{
    public static readonly ImmutableArray<OpenAge> All =
    [
        new("1d", "under 1 day", 0, 1), new("3d", "1 to 3 days", 1, 3), new("7d", "3 to 7 days", 3, 7), new("14d", "7 to 14 days", 7, 14),
        new("more", "over 14 days", 14, int.MaxValue),
    ];

    public static OpenAge Of(TimeSpan age) => All.First(bucket => age.TotalDays < bucket.UntilDays);
}

/// <summary>Money of one currency; a credit note counts as minus.</summary>
public sealed record CurrencySum(string Currency, decimal Value)
{
    public static ImmutableArray<CurrencySum> Of(IEnumerable<OpenMatter> matters) =>
    [
        .. matters.Where(matter => matter is { Value: not null, Head.Card.Currency: not null })
            .GroupBy(matter => matter.Head.Card.Currency!)
            .Select(currency => new CurrencySum(currency.Key, currency.Sum(matter => matter.Value!.Value)))
            .OrderByDescending(sum => sum.Value).ThenBy(sum => sum.Currency, StringComparer.Ordinal),
    ];
}

/// <summary>A line of a bill that differs from what was ordered and received.</summary>
/// <param name="Variance">the part of its amount that is not payable as it stands</param>
public sealed record LineVariance(string Line, string? Order, string Sku, decimal Variance, string Reason);

/// <summary>An open invoice, credit note or bank movement.</summary>
/// <param name="Reason">why it waits, by the case's own word; empty where its state says it all</param>
/// <param name="Lines">empty where nothing differs, and in rows that are only counted</param>
public sealed record OpenMatter(
    CaseHead Head, ReconciliationStage Stage, string? Supplier, decimal? Value, TimeSpan Age, bool Late, string Reason,
    ImmutableArray<LineVariance> Lines)
{
    private const string SupplierTerm = "supplier:";

    public static OpenMatter Of(CaseHead head, DateTimeOffset now) => new(
        head,
        Stages.Of(head),
        head.Card.Terms.IsDefaultOrEmpty ? null
            : head.Card.Terms.FirstOrDefault(term => term.StartsWith(SupplierTerm, StringComparison.Ordinal))?[SupplierTerm.Length..],
        head.Card.Kind == nameof(Contracts.Purchasing.BillingKind.CreditNote) ? -head.Card.Value : head.Card.Value,
        now - head.Opened,
        head.ClockAt(now, OverviewReader.AtRiskWithin) == Clock.Late,
        head.Card.Why ?? "",
        []);
}
