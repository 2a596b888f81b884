using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.ProcureToReplenish;

public enum PurchaseState
{
    AwaitingApproval, Posting, Sending, Unsent, AwaitingConfirmation, Silent, Changed, AwaitingDespatch, OnTheWay, Receiving, Booking,
    Unbooked, Recalling, Voiding, Closing, Unclosed, Closed, Cancelled, Rejected,
}

/// <summary>Who has to say yes, in the order of the matrix: a higher one may always do what a lower one may.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalLevel>))]
public enum ApprovalLevel { None, Buyer, HeadOfBuying, Finance }

/// <summary>What is ordered of a SKU, and what became of it. Received is stocked or rejected, and nothing else.</summary>
/// <param name="Ordered">as agreed with the supplier</param>
public sealed record PurchaseItem(
    int Line, string Sku, string Description, int Ordered, decimal UnitPrice, int Advised = 0, int Received = 0, int Stocked = 0,
    int Rejected = 0, AgreedTax? Tax = null, ImmutableArray<AgreedPack> Packs = default)
{
    public int Outstanding => Math.Max(0, Ordered - Stocked);
}

/// <summary>A purchase order.</summary>
public sealed record Purchase : IScoped
{
    public static readonly Purchase Empty = new();

    public PurchaseProposed? Proposed { get; init; }

    public ImmutableArray<PurchaseItem> Items { get; init; } = [];

    /// <summary>The highest that has said yes, or that was not needed.</summary>
    public ApprovalLevel Cleared { get; init; }

    public string? ClearedBy { get; init; }

    /// <summary>How many people that took.</summary>
    public int ClearedEyes { get; init; }

    /// <summary>Everybody who ever said yes to it, or was stood in for: none of them approves its invoice.</summary>
    public ImmutableArray<string> Approvers { get; init; } = [];

    /// <summary>The terms that people last said yes to; null where that is the proposal.</summary>
    public PurchaseTermsTaken? Taken { get; init; }

    /// <summary>Who has said yes to what is asked now.</summary>
    public ImmutableArray<Voice> Approvals { get; init; } = [];

    public int Revision { get; init; } = 1;

    /// <summary>What was done outside, and has to be undone where the order is cancelled.</summary>
    public bool InErp { get; init; }

    public bool AtSupplier { get; init; }

    public int Reminders { get; init; }

    /// <summary>Steps that lateness has climbed since the last thing that happened.</summary>
    public int Late { get; init; }

    /// <summary>What the supplier would rather do, until a person has decided.</summary>
    public PurchaseConfirmed? Offer { get; init; }

    /// <summary>What the supplier said while something else was in hand, or was being decided then; it is taken up after that.</summary>
    public SupplierWord? Word { get; init; }

    public DateTimeOffset Due { get; init; }

    /// <summary>The budget until goods are late, as it was reckoned when waiting for them began.</summary>
    public TimeSpan DueIn { get; init; }

    /// <summary>Receipts that wait until the one before them is booked.</summary>
    public ImmutableArray<GoodsReceived> Queue { get; init; } = [];

    public CountedReceipt? Counting { get; init; }

    public ImmutableArray<string> Receipts { get; init; } = [];

    public ImmutableArray<DespatchAdvised> Despatches { get; init; } = [];

    /// <summary>The advices against which something was counted.</summary>
    public ImmutableArray<string> AdvicesCounted { get; init; } = [];

    /// <summary>Why what is still to come is wanted no longer; null while it is wanted.</summary>
    public string? Ending { get; init; }

    /// <summary>The supplier from whom the rest is bought instead.</summary>
    public string? Elsewhere { get; init; }

    public string ElsewhereBy { get; init; } = "";

    /// <summary>The supplier has agreed to deliver no more.</summary>
    public bool Recalled { get; init; }

    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    public PurchaseProposed Needs => Proposed ?? throw new InvalidOperationException("The purchase has not begun.");

    /// <summary>What the supplier said that he charges for bringing it, and we took; null where it is as the terms say.</summary>
    public decimal? FreightSaid { get; init; }

    public decimal Goods => Items.Sum(item => item.Ordered * item.UnitPrice);

    /// <summary>What is agreed for bringing it. Terms that depend on the value go by what is ordered now.</summary>
    public decimal Freight => FreightSaid ?? Proposed?.Freight?.Of(Goods) ?? 0m;

    /// <summary>What it costs without tax: this is what is approved.</summary>
    public decimal Total => Goods + Freight;

    public int Outstanding => Items.Sum(item => item.Outstanding);

    /// <summary>Whether a despatch is on its way, as far as advices and counts tell.</summary>
    public bool UnderWay => Items.Any(item => item.Advised > item.Received);

    public bool AnythingReceived => !Receipts.IsEmpty;

    public ImmutableArray<PurchaseLine> Lines =>
        [.. Items.Where(item => item.Ordered > 0)
            .Select(item => new PurchaseLine(item.Line, item.Sku, item.Description, item.Ordered, item.UnitPrice, item.Tax, item.Packs))];

    public Scope? Scope => Proposed is { } needs ? new Scope(needs.Region, null, needs.Node, needs.Category, needs.Supplier) : null;
}

/// <param name="Declined">why he will not deliver; null where he confirms something</param>
public sealed record SupplierWord(PurchaseConfirmed? Confirmed, string? Declined);

/// <summary>A receipt that is being booked.</summary>
/// <param name="Advice">the despatch it was counted against: what that one lacks is not under way any more</param>
public sealed record CountedReceipt(string Receipt, string Node, string? Advice, ImmutableArray<CountedLine> Lines)
{
    public int Stocked => Lines.Sum(line => line.Stocked);
}
