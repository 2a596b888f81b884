namespace Crossdock.Estate.Demo;

/// <summary>What a run is asked to be. Defaults and words are those of <c>./crossdock demo --help</c>.</summary>
/// <param name="Orders">null takes all of the input; without an input, 500, or an hour's worth for people who watch</param>
/// <param name="Store">null makes a fresh one under .data</param>
/// <param name="Port">0 takes 5080, or a free one where that is taken</param>
public sealed record DemoOptions(
    int? Orders,
    string? Input,
    int Seed,
    double? Factor,
    bool ExitWhenSettled,
    string? Report,
    string? Store,
    int Port,
    string Faults,
    string HostDll,
    int Kills,
    double? KillEverySeconds,
    bool Keep,
    bool People,
    double LinesMean,
    double ShortShare,
    double TimeoutMinutes,
    string? KeyFile)
{
    private const int SomeOrders = 500;
    private const int AnHoursOrders = 3_600;

    /// <summary>An order costs all who play about a tenth of a second of a processor, from the till to the bank.</summary>
    private const double OrdersASecondAndProcessor = 9;
    private const double MostASecond = 80;

    public int OrdersToMakeUp => Orders ?? (ExitWhenSettled ? SomeOrders : AnHoursOrders);

    /// <summary>How long orders arrive for, on the wall, in seconds; null takes <see cref="ArrivalsOf"/>'s own answer.</summary>
    public double? ArriveSeconds { get; init; }

    /// <summary>Whether somebody proposes promotions and price changes.</summary>
    public bool Prices { get; init; } = true;

    /// <summary>Whether stock is bought from suppliers and moved between nodes; else shelves are filled up out of nowhere.</summary>
    public bool Purchases { get; init; } = true;

    /// <summary>Whether channels are told what they may sell.</summary>
    public bool Availability { get; init; } = true;

    /// <summary>Whether the books of stock of ERP and warehouse are held against the ledger.</summary>
    public bool Books { get; init; } = true;

    /// <summary>
    /// Of the lines that ERP and warehouse book, the share whose stock they lose; as often their books go wrong by themselves.
    /// </summary>
    public double Drift { get; init; }

    /// <summary>Whether suppliers bill what they deliver, and are paid; only where goods are bought.</summary>
    public bool Invoices { get; init; } = true;

    /// <summary>
    /// How long orders arrive for, on the wall: as fast as this machine can also pick, buy and bill them, or one a second for people
    /// who watch. Faster, and the stores are late with most of what they pick, which is another story than the one that is told here.
    /// </summary>
    public TimeSpan ArrivalsOf(int orders) =>
        ArriveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds)
        : ExitWhenSettled ? TimeSpan.FromSeconds(Math.Max(20, orders / OrdersASecond))
        : TimeSpan.FromSeconds(Math.Max(60, orders));

    private static double OrdersASecond => Math.Min(MostASecond, OrdersASecondAndProcessor * Environment.ProcessorCount);
}
