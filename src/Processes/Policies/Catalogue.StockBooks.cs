namespace Crossdock.Processes.Policies;

/// <summary>What holding the ledger against other systems' books of stock reads.</summary>
public static partial class Policy
{
    public static readonly Policy<TimeSpan> BooksCompareEvery = new(
        "books-compare-every", TimeSpan.FromHours(4), "time around the clock",
        "how often a system's books of stock are held against the ledger",
        "Six looks a day, of a few short rows each: what was lost in the morning is found before the evening's orders are promised.")
    { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)) };

    public static readonly Policy<TimeSpan> BooksSettleTime = new(
        "books-settle-time", TimeSpan.FromHours(2), "time around the clock",
        "how long a difference has to stand, with nothing moved on either side, before it is believed",
        "Tills and warehouses send what they did within the hour, and again when the line was down; what has not come in two is lost.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)) };

    public static readonly Policy<int> BooksSmallPieces = new(
        "books-small-pieces", 3, "pieces, 0 or more", "up to how many pieces a difference at a place heals itself",
        "A basket that was lost on the way: sending somebody to count it costs more than the goods.")
    { Bounds = (0, 100_000) };

    public static readonly Policy<decimal> BooksSmallShare = new(
        "books-small-share", 0.01m, "share of the larger figure, 0 to 1",
        "up to which share of what a place has of a SKU a difference heals itself, where that is more pieces",
        "Of two thousand screws twenty are within what any count is off by.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<int> BooksKeeperPieces = new(
        "books-keeper-pieces", 100, "pieces, 0 or more",
        "up to how many pieces an ERP is corrected without a count where the warehouse system that keeps the place agrees with the ledger",
        "Two books, one of them of bins that are counted the year round, stand against one: a lost delivery note is no reason to count. "
        + "What is worth a pallet is counted all the same.")
    { Bounds = (0, 1_000_000) };

    public static readonly Policy<int> BooksMostAtOnce = new(
        "books-most-at-once", 100, "places, 1 or more", "up to how many differing places of one look are seen to one by one",
        "Messages are lost in ones and tens. Hundreds are a restored database or a wrong file, and nothing of that should heal by itself.")
    { Bounds = (1, 100_000) };

    public static readonly Policy<TimeSpan> BooksAnswerTime = new(
        "books-answer-time", TimeSpan.FromMinutes(30), "time",
        "how long a system may take to say what its books have before somebody hears of it",
        "Warehouses answer in seconds, an ERP that is closing a period within half an hour.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)) };

    public static readonly Policy<TimeSpan> BooksRetry = new(
        "books-retry", TimeSpan.FromMinutes(15), "time", "after how long a system that would not be compared is asked again",
        "A batch run is over by then, and nothing waits for the answer meanwhile.")
    { Bounds = (TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)) };

    public static readonly Policy<int> BooksTries = new(
        "books-tries", 4, "tries, 1 or more", "after how many noes in a row somebody hears of it",
        "An hour: what lasts longer does not pass by itself.")
    { Bounds = (1, 100) };

    public static readonly Policy<int> BooksRunLength = new(
        "books-run-length", 200, "looks, 2 or more", "after how many looks a comparison's case hands over to the next",
        "About a month: some thousand rows are folded in a moment, and what is handed over can be archived.")
    { Bounds = (2, 10_000) };

    public static readonly Policy<TimeSpan> BooksSchedule = new(
        "books-schedule", TimeSpan.Zero, "time", "until a system's books are looked at next", "Worked out from the last look.")
    { WhyFixed = "It is worked out for each comparison from its last look." };
}
