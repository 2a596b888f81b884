namespace Crossdock.Estate.Demo;

/// <summary>What came of a run. The first five of orders add up: settled, waiting, cancelled, refused make all that went in.</summary>
/// <param name="RowDocuments">of <paramref name="OrdersIn"/>, odd rows that were sent on their own</param>
/// <param name="BookInvoices">invoices of the order book, which are customers' orders</param>
/// <param name="Lost">acknowledged to a channel and not known at the end, or contradicted by the ERP's books</param>
/// <param name="Oversold">pieces that left beyond what was there</param>
public sealed record RunReport(
    int OrdersIn,
    int Accepted,
    int Refused,
    long Duplicates,
    int Settled,
    int WaitingOnPerson,
    int Cancelled,
    int StillMoving,
    int Unanswered,
    int Lost,
    int DuplicatedEffects,
    long Oversold,
    int CasesStuck,
    int Incidents,
    bool AddsUp,
    bool TimedOut,
    double WallSeconds,
    double ArrivalSeconds,
    long Returns,
    long ReturnsRefused,
    int UnmatchedReturns,
    int ReturnsWaitingOnPerson,
    long Cancellations,
    long CancellationsTooLate,
    int RowsRead,
    int RowsOdd,
    int RowDocuments,
    int BookInvoices,
    int Adjustments,
    long StockMovements,
    long StockMovementsRefused,
    long TasksDone,
    int TasksLeft,
    long CallbacksDelivered,
    long CallbacksRefused,
    long CallbacksPending,
    long BrokenConnections,
    long Throttled,
    long FaultsMet,
    int Kills,
    int UnaskedExits,
    string Store,
    double Factor,
    int Seed,
    string Faults,
    string? Input,
    IReadOnlyDictionary<string, int> RefusedByReason,
    IReadOnlyDictionary<string, int> OrdersByState,
    IReadOnlyDictionary<string, int> RowsByFate,
    IReadOnlyList<string> Findings)
{
    /// <summary>How long the order book waited for the machine to catch up, of <see cref="ArrivalSeconds"/>.</summary>
    public double HeldSeconds { get; init; }

    /// <summary>Promotions and price changes; null where nobody proposed any.</summary>
    public PriceTally? Prices { get; init; }

    /// <summary>Null where nobody bought any.</summary>
    public SupplyTally? Purchases { get; init; }

    /// <summary>Goods moved between nodes; null where nobody had any moved.</summary>
    public SupplyTally? Transfers { get; init; }

    public ReturnTally? ReturnCases { get; init; }

    /// <summary>What the channels show against what the ledger has.</summary>
    public AvailabilityTally? Availability { get; init; }

    /// <summary>The ledger against the books of ERP, tills and warehouse.</summary>
    public StockTally? Stock { get; init; }

    /// <summary>The ledger against the ERP's own books of stock; null where they are not compared.</summary>
    public BooksTally? Books { get; init; }

    /// <summary>The ledger against the warehouse system's own books of stock; null where they are not compared.</summary>
    public BooksTally? WarehouseBooks { get; init; }

    /// <summary>Suppliers' invoices and credit notes; null where nobody billed anything.</summary>
    public InvoiceTally? Invoices { get; init; }

    /// <summary>What the payment provider paid out; null where nothing is billed and no statements come.</summary>
    public PayoutTally? Payouts { get; init; }

    public bool Good => AddsUp && !TimedOut && Lost == 0 && DuplicatedEffects == 0 && Oversold == 0 && CasesStuck == 0
        && Prices is null or { Differences: 0, Stuck: 0 }
        && (Purchases?.Agrees ?? true) && (Transfers?.Agrees ?? true) && (ReturnCases?.Agrees ?? true)
        && Availability is null or { Differences: 0 } && Stock is null or { Differences: 0 }
        && (Books?.Agrees ?? true) && (WarehouseBooks?.Agrees ?? true)
        && (Invoices?.Agrees ?? true) && (Payouts?.Agrees ?? true);
}
