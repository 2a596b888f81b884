namespace Crossdock.Processes.Policies;

/// <summary>What keeping channels up to date reads.</summary>
public static partial class Policy
{
    public static readonly Policy<int> SyncSafetyStock = new(
        "sync-safety-stock", 1, "pieces of a SKU", "how many pieces a channel is never shown",
        "The last piece of all is as often in a customer's hands as on a shelf.")
    { Bounds = (0, 1_000_000) };

    public static readonly Policy<decimal> SyncShare = new(
        "sync-share", 1m, "share of the rest, 0 to 1", "which share of what is left a channel is shown",
        "Whoever sells first has it; a marketplace that punishes a cancelled order may be shown less.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<TimeSpan> SyncPace = new(
        "sync-pace", TimeSpan.FromSeconds(2), "time around the clock", "how long after one publication the next may follow",
        "A customer takes longer from the page to the basket; at a hundred orders a second it makes a row out of some fifty.")
    { Bounds = (TimeSpan.Zero, TimeSpan.FromHours(1)) };

    public static readonly Policy<int> SyncBatch = new(
        "sync-batch", 500, "SKUs, 1 to 5,000", "how many figures a channel is told at once",
        "A request of some 20 kB, which every shop takes within a second.")
    { Bounds = (1, 5_000) };

    public static readonly Policy<int> SyncRunLength = new(
        "sync-run-length", 1_000, "publications and looks, 10 or more", "after how many a channel's case hands over to the next",
        "Two thousand rows are folded in a moment, and what is handed over can be archived.")
    { Bounds = (10, 100_000) };

    public static readonly Policy<TimeSpan> SyncReceiptTime = new(
        "sync-receipt-time", TimeSpan.FromMinutes(30), "time", "how long a channel may take to answer before its owner hears of it",
        "Shops answer in seconds, marketplaces within a quarter of an hour.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)) };

    public static readonly Policy<TimeSpan> SyncRetry = new(
        "sync-retry", TimeSpan.FromMinutes(5), "time", "after how long a channel that said no is told again",
        "A deployment is over by then, and few pieces are sold twice in five minutes.")
    { Bounds = (TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)) };

    public static readonly Policy<int> SyncTries = new(
        "sync-tries", 3, "tries, 1 or more", "after how many noes in a row the owner of a channel hears of it",
        "A quarter of an hour: what lasts longer does not pass by itself.")
    { Bounds = (1, 100) };

    public static readonly Policy<TimeSpan> SyncCompareEvery = new(
        "sync-compare-every", TimeSpan.FromHours(1), "time around the clock",
        "how often a channel's own book is held against what it was told",
        "It costs two rows and 64 short texts; a figure that was lost on the way sells wrongly for an hour at most.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)) };

    public static readonly Policy<TimeSpan> SyncSweepEvery = new(
        "sync-sweep-every", TimeSpan.FromHours(1), "time around the clock",
        "how often every SKU's ledger is held against what the channels were told",
        "It finds SKUs that stopped without a movement: a reservation that lapsed, a buffer that was changed.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)) };

    public static readonly Policy<int> SyncSmallDrift = new(
        "sync-small-drift", 20, "SKUs, 0 or more", "up to how many differing SKUs nobody need look at",
        "A lost update or two heal by themselves; a book that was restored from yesterday is somebody's business.")
    { Bounds = (0, 100_000) };

    public static readonly Policy<int> SyncHealTries = new(
        "sync-heal-tries", 2, "looks, 0 or more", "after how many looks that found no fewer differences putting right is given up",
        "What a channel has not kept after being told three times it will not keep at the fourth.")
    { Bounds = (0, 100) };

    public static readonly Policy<TimeSpan> VarianceCountTime = new(
        "variance-count-time", TimeSpan.FromHours(4), "business time of the node", "how long a count may take before each reminder",
        "Half a day: until it is counted every channel is told that there is none.")
    { Bounds = (TimeSpan.FromMinutes(15), TimeSpan.FromDays(10)) };

    public static readonly Policy<int> VarianceSecondCount = new(
        "variance-second-count", 12, "pieces, 1 or more", "from which difference to the books somebody else has to count as well",
        "A dozen is a box: a count that is a whole box off has missed one, or found one of something else.")
    { Bounds = (1, 1_000_000) };

    public static readonly Policy<TimeSpan> SyncSchedule = new(
        "sync-schedule", TimeSpan.Zero, "time", "until a channel's own book is looked at next", "Worked out from the last look.")
    { WhyFixed = "It is worked out for each channel from its last look." };
}
