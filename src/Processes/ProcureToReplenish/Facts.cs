using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;

namespace Crossdock.Processes.ProcureToReplenish;

public sealed record PurchaseBegun : Fact;

/// <param name="By">the last of those who had to say yes; null where the matrix asks nobody</param>
/// <param name="Eyes">how many they were</param>
public sealed record PurchaseCleared(ApprovalLevel Level, string? By, int Eyes = 1) : Fact;

public sealed record PurchaseYesSaid(string By, string Role, StandsFor? For) : Fact;

public sealed record PurchaseInErp(string Document) : Fact;

public sealed record PurchaseAtSupplier(string Reference) : Fact;

public sealed record PurchaseReminded(int Reminders) : Fact;

public sealed record PurchaseLateStep(int Step) : Fact;

/// <summary>The supplier wants it otherwise; null when that is decided.</summary>
public sealed record PurchaseOffered(PurchaseConfirmed? Offer) : Fact;

/// <summary>The supplier's answer waits until what is in hand is done. The last one counts.</summary>
public sealed record SupplierWordKept(PurchaseConfirmed? Confirmed, string? Declined) : Fact;

/// <summary>Both sides agree on quantities, prices, date and freight.</summary>
/// <param name="Freight">null where the supplier said nothing of it</param>
public sealed record PurchaseAgreed(ImmutableArray<ConfirmedLine> Lines, DateTimeOffset Due, decimal? Freight = null) : Fact;

/// <summary>People said yes to these terms: what the supplier says later is held against them, not against what crept in.</summary>
/// <param name="Total">what they come to</param>
public sealed record PurchaseTermsTaken(ImmutableArray<ConfirmedLine> Lines, DateTimeOffset Due, decimal Freight, decimal Total) : Fact;

/// <summary>The order goes out anew under a higher revision.</summary>
public sealed record PurchaseRevised(int Revision) : Fact;

public sealed record PurchaseAwaited(TimeSpan DueIn) : Fact;

public sealed record PurchaseAdvised(DespatchAdvised Despatch) : Fact;

public sealed record ReceiptQueued(GoodsReceived Received) : Fact;

public sealed record ReceiptCounted(CountedReceipt Counted) : Fact;

public sealed record ReceiptBooked(string Receipt) : Fact;

/// <summary>A first receipt was counted against it: what comes with it after that adds to what it amounts to.</summary>
public sealed record AdviceCounted(string Advice) : Fact;

/// <summary>What is still to come is wanted no longer; a null reason takes that back.</summary>
public sealed record PurchaseEnding(string? Reason, string? Elsewhere, string By) : Fact;

public sealed record PurchaseRecalled : Fact;

/// <param name="Task">null when none is open any more</param>
/// <param name="Aside">it tells a person something and decides nothing here</param>
public sealed record PurchaseTask(CaseId? Task, bool Aside = false) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PurchaseYesSaid)), JsonSerializable(typeof(PurchaseBegun)), JsonSerializable(typeof(PurchaseCleared))]
[JsonSerializable(typeof(PurchaseInErp))]
[JsonSerializable(typeof(PurchaseAtSupplier)), JsonSerializable(typeof(PurchaseReminded)), JsonSerializable(typeof(PurchaseLateStep))]
[JsonSerializable(typeof(PurchaseOffered)), JsonSerializable(typeof(PurchaseAgreed)), JsonSerializable(typeof(PurchaseRevised))]
[JsonSerializable(typeof(PurchaseAwaited)), JsonSerializable(typeof(PurchaseAdvised)), JsonSerializable(typeof(ReceiptQueued))]
[JsonSerializable(typeof(ReceiptCounted)), JsonSerializable(typeof(ReceiptBooked)), JsonSerializable(typeof(PurchaseEnding))]
[JsonSerializable(typeof(PurchaseRecalled)), JsonSerializable(typeof(PurchaseTask)), JsonSerializable(typeof(SupplierWordKept))]
[JsonSerializable(typeof(PurchaseTermsTaken)), JsonSerializable(typeof(AdviceCounted))]
public sealed partial class PurchaseFactsJson : JsonSerializerContext;

public static class PurchaseFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(PurchaseBegun), "purchase.begun"), new(typeof(PurchaseCleared), "purchase.cleared"),
        new(typeof(PurchaseInErp), "purchase.in-erp"), new(typeof(PurchaseAtSupplier), "purchase.at-supplier"),
        new(typeof(PurchaseReminded), "purchase.reminded"), new(typeof(PurchaseLateStep), "purchase.late-step"),
        new(typeof(PurchaseOffered), "purchase.offered"), new(typeof(PurchaseAgreed), "purchase.agreed"),
        new(typeof(PurchaseRevised), "purchase.revised"), new(typeof(PurchaseAwaited), "purchase.awaited"),
        new(typeof(PurchaseAdvised), "purchase.advised"), new(typeof(ReceiptQueued), "purchase.receipt-queued"),
        new(typeof(ReceiptCounted), "purchase.receipt-counted"), new(typeof(ReceiptBooked), "purchase.receipt-booked"),
        new(typeof(PurchaseEnding), "purchase.ending"), new(typeof(PurchaseRecalled), "purchase.recalled"),
        new(typeof(PurchaseTask), "purchase.task"), new(typeof(PurchaseYesSaid), "purchase.yes-said"),
        new(typeof(SupplierWordKept), "purchase.supplier-word-kept"), new(typeof(PurchaseTermsTaken), "purchase.terms-taken"),
        new(typeof(AdviceCounted), "purchase.advice-counted"),
    ];

    public static Purchase Fold(Purchase order, Fact fact, Message message) => fact switch
    {
        PurchaseBegun => Begun((PurchaseProposed)message),
        PurchaseCleared cleared => order with
        {
            Cleared = cleared.Level, ClearedBy = cleared.By, ClearedEyes = cleared.Eyes, Approvals = [], Late = 0,
        },
        PurchaseYesSaid yes => new Voice(yes.By, yes.Role, yes.For) is var voice
            ? order with { Approvals = order.Approvals.Add(voice), Approvers = order.Approvers.AddRange(voice.People), Late = 0 } : order,
        PurchaseInErp => order with { InErp = true },
        PurchaseAtSupplier => order with { AtSupplier = true },
        PurchaseReminded reminded => order with { Reminders = reminded.Reminders },
        PurchaseLateStep late => order with { Late = late.Step },
        SupplierWordKept kept => order with { Word = new SupplierWord(kept.Confirmed, kept.Declined), Offer = null, Approvals = [] },
        PurchaseOffered offered => order with { Offer = offered.Offer, Word = null, Approvals = [], Late = 0 },
        PurchaseAgreed agreed => order with
        {
            Items = Agreed(order.Items, agreed.Lines), Due = agreed.Due, FreightSaid = agreed.Freight ?? order.FreightSaid, Offer = null,
            Word = null,
        },
        PurchaseTermsTaken taken => order with { Taken = taken },
        AdviceCounted counted => order with { AdvicesCounted = order.AdvicesCounted.Add(counted.Advice) },
        PurchaseRevised revised => order with { Revision = revised.Revision, Reminders = 0, Offer = null, Word = null },
        PurchaseAwaited awaited => order with { DueIn = awaited.DueIn, Late = 0 },
        PurchaseAdvised advised => order with
        {
            Items = Advised(order.Items, advised.Despatch.Lines), Despatches = order.Despatches.Add(advised.Despatch),
        },
        ReceiptQueued queued => order with { Queue = order.Queue.Add(queued.Received) },
        ReceiptCounted counted => Counted(order, counted.Counted),
        ReceiptBooked => order with { Counting = null },
        PurchaseEnding ending => order with { Ending = ending.Reason, Elsewhere = ending.Elsewhere, ElsewhereBy = ending.By },
        PurchaseRecalled => order with { Recalled = true, AtSupplier = false },
        PurchaseTask task => order with
        {
            Task = task.Aside ? order.Task : task.Task, Tasks = task.Task is null ? order.Tasks : order.Tasks + 1,
        },
        _ => throw new InvalidOperationException($"A purchase knows no fact {fact.GetType().Name}."),
    };

    private static Purchase Begun(PurchaseProposed proposed) => Purchase.Empty with
    {
        Proposed = proposed,
        Due = proposed.Due,
        Items = proposed.Lines.IsDefault
            ? []
            : [.. proposed.Lines.Select(line =>
                new PurchaseItem(line.Line, line.Sku, line.Description, line.Quantity, line.UnitPrice, Tax: line.Tax,
                    Packs: line.Packs))],
    };

    /// <summary>What the supplier leaves out is not ordered any more; what he adds was never ordered.</summary>
    private static ImmutableArray<PurchaseItem> Agreed(ImmutableArray<PurchaseItem> items, ImmutableArray<ConfirmedLine> lines) =>
        [.. items.Select(item => lines.FirstOrDefault(line => line.Sku == item.Sku) is { } line
            ? item with { Ordered = line.Quantity, UnitPrice = line.UnitPrice }
            : item with { Ordered = 0 })];

    private static ImmutableArray<PurchaseItem> Advised(ImmutableArray<PurchaseItem> items, ImmutableArray<AdvisedLine> lines) =>
        [.. items.Select(item => item with
        {
            Advised = item.Advised + lines.Where(line => line.Sku == item.Sku).Sum(line => line.Quantity),
        })];

    private static Purchase Counted(Purchase order, CountedReceipt counted)
    {
        var advised = order.Despatches.FirstOrDefault(despatch => despatch.Advice == counted.Advice)?.Lines ?? [];
        return order with
        {
            Counting = counted,
            Receipts = order.Receipts.Add(counted.Receipt),
            Queue = order.Queue.RemoveAll(waiting => waiting.Receipt == counted.Receipt),
            Items = [.. order.Items.Select(item => Counted(
                item, counted.Lines.FirstOrDefault(line => line.Sku == item.Sku),
                advised.Where(line => line.Sku == item.Sku).Sum(line => line.Quantity)))],
        };
    }

    /// <summary>What came with an advice is what that advice amounts to from now on, whatever it said.</summary>
    private static PurchaseItem Counted(PurchaseItem item, CountedLine? line, int advised)
    {
        var (received, stocked, rejected) = line is null ? (0, 0, 0) : (line.Received, line.Stocked, line.Rejected);
        return item with
        {
            Advised = advised > 0 ? item.Advised - advised + received : item.Advised,
            Received = item.Received + received,
            Stocked = item.Stocked + stocked,
            Rejected = item.Rejected + rejected,
        };
    }
}
