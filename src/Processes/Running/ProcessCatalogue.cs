using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Processes.Absences;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.BulkOperations;
using Crossdock.Processes.CalendarChanges;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.Map;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.PayablesBooks;
using Crossdock.Processes.Payouts;
using Crossdock.Processes.PolicyChanges;
using Crossdock.Processes.PriceBooks;
using Crossdock.Processes.PriceTargets;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.ProcureToReplenish.Transfers;
using Crossdock.Processes.PromotionToPricing;
using Crossdock.Processes.ReturnToRefund;
using Crossdock.Processes.StockLedger;
using Crossdock.Processes.StockSynchronisation;
using Crossdock.Processes.StockAdjustments;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockDiscrepancies;
using Crossdock.Processes.StockVariances;
using Crossdock.Processes.StoreTasks;

namespace Crossdock.Processes.Running;

/// <summary>Every process there is, by the kind of case it runs. A bad map does not start.</summary>
public sealed class ProcessCatalogue : IMaps
{
    private readonly FrozenDictionary<string, IProcess> _byKind;
    private readonly Lazy<JournalJson> _json;

    private ProcessCatalogue()
        : this(
        [
            new MappedProcess<Order, OrderState>(OrderMap.Build(), Order.Empty, Folding.Fold, Cards.Of, OrderFacts.All),
            new MappedProcess<FulfilmentPart,
            PartState>(FulfilmentMap.Build(), FulfilmentPart.Empty, PartFacts.Fold, Cards.Of, PartFacts.All),
            new MappedProcess<StoreTask, TaskState>(TaskMap.Build(), StoreTask.Empty, TaskFacts.Fold, Cards.Of, TaskFacts.All),
            new MappedProcess<CustomerReturn, ReturnState>(
                ReturnMap.Build(), CustomerReturn.Empty, ReturnFacts.Fold, Cards.Of, ReturnFacts.All),
            new MappedProcess<Promotion, PromotionState>(
                PromotionMap.Build(), Promotion.Empty, PromotionFacts.Fold, Cards.Of, PromotionFacts.All),
            new MappedProcess<PriceTargetCase, TargetState>(
                PriceTargetMap.Build(), PriceTargetCase.Empty, PriceTargetFacts.Fold, Cards.Of, PriceTargetFacts.All),
            new MappedProcess<PriceBook, BookState>(
                PriceBookMap.Build(), PriceBook.Empty, PriceBookFacts.Fold, Cards.Of, PriceBookFacts.All),
            new MappedProcess<Purchase, PurchaseState>(
                PurchaseMap.Build(), Purchase.Empty, PurchaseFacts.Fold, Cards.Of, PurchaseFacts.All),
            new MappedProcess<Transfer, TransferState>(
                TransferMap.Build(), Transfer.Empty, TransferFacts.Fold, Cards.Of, TransferFacts.All),
            new MappedProcess<PayableInvoice, InvoiceState>(
                InvoiceMap.Build(), PayableInvoice.Empty, InvoiceFacts.Fold, Cards.Of, InvoiceFacts.All),
            new MappedProcess<PayablesBook, PayablesState>(
                PayablesBookMap.Build(), PayablesBook.Empty, PayablesFacts.Fold, Cards.Of, PayablesFacts.All),
            new MappedProcess<BankMovement, MovementState>(
                BankEntryMap.Build(), BankMovement.Empty, MovementFacts.Fold, Cards.Of, MovementFacts.All),
            new MappedProcess<Payout, PayoutState>(PayoutMap.Build(), Payout.Empty, PayoutFacts.Fold, Cards.Of, PayoutFacts.All),
            new MappedProcess<BulkOperation, BulkState>(BulkMap.Build(), BulkOperation.Empty, BulkFacts.Fold, Cards.Of, BulkFacts.All),
            new MappedProcess<PolicyChange, PolicyChangeState>(
                PolicyChangeMap.Build(), PolicyChange.Empty, PolicyChangeFacts.Fold, Cards.Of, PolicyChangeFacts.All),
            new MappedProcess<Publication, SyncState>(SyncMap.Build(), Publication.Empty, SyncFacts.Fold, Cards.Of, SyncFacts.All),
            new MappedProcess<Absence, AbsenceState>(AbsenceMap.Build(), Absence.Empty, AbsenceFacts.Fold, Cards.Of, AbsenceFacts.All),
            new MappedProcess<Variance, VarianceState>(
                VarianceMap.Build(), Variance.Empty, VarianceFacts.Fold, Cards.Of, VarianceFacts.All),
            new MappedProcess<Adjustment, AdjustmentState>(
                AdjustmentMap.Build(), Adjustment.Empty, AdjustmentFacts.Fold, Cards.Of, AdjustmentFacts.All),
            new MappedProcess<Comparison, ComparisonState>(
                ComparisonMap.Build(), Comparison.Empty, ComparisonFacts.Fold, Cards.Of, ComparisonFacts.All),
            new MappedProcess<Discrepancy, DiscrepancyState>(
                DiscrepancyMap.Build(), Discrepancy.Empty, DiscrepancyFacts.Fold, Cards.Of, DiscrepancyFacts.All),
            new MappedProcess<KnownCalendars, CalendarsState>(
                CalendarMap.Build(), KnownCalendars.Empty, CalendarFacts.Fold, Cards.Of, CalendarFacts.All),
            new LedgerProcess(),
        ])
    {
    }

    /// <param name="shapes">how to write the facts of processes other than the retailer's</param>
    public ProcessCatalogue(IReadOnlyList<IProcess> processes, params IReadOnlyList<IJsonTypeInfoResolver> shapes)
    {
        Processes = processes;
        _byKind = processes.ToFrozenDictionary(process => process.Kind);
        All = [.. processes.Select(process => process.Picture)];
        _json = new Lazy<JournalJson>(() => JsonOf(processes, shapes));
    }

    /// <summary>The processes of a retailer. They never change, and take a while to draw up: everybody has the same.</summary>
    public static ProcessCatalogue Retail { get; } = new();

    public IReadOnlyList<IProcess> Processes { get; }

    public IReadOnlyList<MapPicture> All { get; }

    public IProcess? Find(string kind) => _byKind.GetValueOrDefault(kind);

    public IReadOnlyList<string> Check() => [.. Processes.SelectMany(process => process.Check())];

    /// <summary>The journal's JSON: contracts and the facts of every process.</summary>
    public JournalJson Json() => _json.Value;

    private static JournalJson JsonOf(IReadOnlyList<IProcess> processes, IReadOnlyList<IJsonTypeInfoResolver> shapes) => new(
        processes.SelectMany(process => process.Facts),
        [
            OrderFactsJson.Default, PartFactsJson.Default, TaskFactsJson.Default, ReturnFactsJson.Default, BulkFactsJson.Default,
            StockFactsJson.Default, PromotionFactsJson.Default, PriceTargetFactsJson.Default, PriceBookFactsJson.Default,
            PurchaseFactsJson.Default, TransferFactsJson.Default, InvoiceFactsJson.Default, PayablesFactsJson.Default,
            PolicyChangeFactsJson.Default, MovementFactsJson.Default, PayoutFactsJson.Default, SyncFactsJson.Default,
            AbsenceFactsJson.Default, VarianceFactsJson.Default, AdjustmentFactsJson.Default, CalendarFactsJson.Default,
            ComparisonFactsJson.Default, DiscrepancyFactsJson.Default, .. shapes,
        ]);
}
