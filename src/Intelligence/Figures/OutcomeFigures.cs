using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Intelligence.Investment;
using Crossdock.Intelligence.Stays;
using static Crossdock.Intelligence.Figures.Measured;

namespace Crossdock.Intelligence.Figures;

/// <summary>Figures of how things came out: for customers, suppliers, channels, the books, and whoever was advised.</summary>
internal static class OutcomeFigures
{
    // Names of processes and states are those of the maps; a test holds them against these.
    public const string Orders = "order-to-fulfilment", Invoices = "invoice-to-reconciliation", Returns = "return-to-refund",
        InvoiceClosed = "Closed";

    public static readonly ImmutableArray<string> Unmatched = ["Mending", "Suspect", "AccountHeld", "Discrepant", "Disputed"];

    public static readonly ImmutableArray<(string State, string Stage)> RefundStages =
    [
        ("Unmatched", "decision"), ("Checking", "decision"), ("Deciding", "decision"), ("Awaited", "transit"),
        ("Refunding", "finance"), ("Restocking", "finance"), ("Posting", "finance"), ("Settling", "finance"), ("Disputed", "finance"),
        ("GivingBack", "hand-back"),
    ];

    /// <summary>A trend of more days than a quarter has is read from a file, not from a screen.</summary>
    private const int MostDays = 92;

    /// <summary>Of a task that nobody has in hand.</summary>
    internal const string TaskIsFree = "Open";

    public static readonly ImmutableArray<Figure> All =
    [
        new("exception-rate", "Exception rate", Percent,
            "Of the closed cases: the share that was an exception at least once; and by category the share that was one of it.",
            "closed case", "Cases of processes. A category counts as in exceptions.", "Tasks, which are how an exception is seen to.",
            OwnerGroup.CustomerService, ExceptionRate)
            { By = "category" },
        new("exception-time", "How long exceptions last", Seconds,
            "From the row that made a case an exception of a category to the row that ended that, in time around the clock.",
            "exception that is over", "Each time anew; a case that changes from one category to another was both.",
            "Exceptions that go on.",
            OwnerGroup.CustomerService, ExceptionTime)
            { By = "category" },
        new("exceptions-by-owner", "Exceptions by owner and age", InCases,
            "Cases that are an exception now, over all processes, by who has to see to it and by how long they have been one.",
            "open case", "The owner is the card's, else the category's; an open incident is the integration's.",
            "Tasks, which are about an exception of another case. Exceptions that are over. " + FigureCatalogue.Standing,
            OwnerGroup.CustomerService, ByOwner)
            { By = "owner" },
        new("order-fallout", "Order fallout", Percent,
            "Of the closed orders: the share that a person had to touch after it was placed, in all and by the day it was closed (UTC, "
            + $"the last {MostDays} days at most).",
            "closed order", "Touches as in touches.", "Work at the node, which is the part's; open orders.", OwnerGroup.CustomerService,
            Fallout)
            { By = "day" },
        new("perfect-order", "Perfect orders", Percent,
            "Of the closed orders: the share that came in full, by the first promise, and was never an exception; and the share that came "
            + "in full.",
            "closed order", "In full: as many pieces were handed over or delivered as the order came with.",
            "Orders that somebody asked to cancel or change, and those that were refused. Whether pieces were sound is known only when "
            + "some come back.", OwnerGroup.CustomerService, Perfect),
        new("promise-accuracy", "Promise accuracy", Percent,
            "Of the orders that were closed with a promise: the share that was kept no later than the first promise said, and how much "
            + "later than it they were kept (below 0: earlier), as percentiles.",
            "closed order", "Kept is when the last piece was delivered, or ready for its customer to collect.",
            "Orders that ended cancelled or refused, and those that somebody asked to cancel or change.", OwnerGroup.CustomerService,
            Promises),
        new("split-rate", "Split rate", Percent,
            "Of the orders that ended after something of them was delivered or handed over: the share that came in more than one part.",
            "order", "Parts that reached the customer.", "Orders of which nothing did; parts that were taken back or cancelled.",
            OwnerGroup.SupplyChain, source => NotedShares(source, (Noted.Split, "share"))),
        new("short-picks", "Short picks", Percent,
            "Of the parts that a store or a warehouse picked: the share of which pieces were not found, at the first pick.",
            "part of an order", "Each part once, however many of its pieces were missing.",
            "Parts that were taken back unpicked; what suppliers ship.", OwnerGroup.StoreOperations,
            source => NotedShares(source, (Noted.ShortPick, "share")))
            { By = "node" },
        new("pickup-readiness", "Pickups ready in time", Percent,
            "Of the pickups and kerbside orders at a node: the share that was ready for the customer by what was promised.",
            "part of an order", "Those that became ready, and those that ended after their promise without having been.",
            "Parts that were taken back before their promise.", OwnerGroup.StoreOperations,
            source => NotedShares(source, (Noted.Ready, "share")))
            { By = "node" },
        new("supplier-confirmation", "Supplier confirmation delay", Seconds,
            "From sending a purchase to the supplier's first answer, yes or no, in time around the clock.",
            "purchase that was answered", "Reminders and silence in between count.", "Purchases that were not answered: see exceptions.",
            OwnerGroup.Buying, source => NotedTimes(source, Noted.Confirmation))
            { By = "supplier" },
        new("supplier-on-time-in-full", "Supplier on time in full", Percent,
            "Of the purchases that ended: the share of which every piece ordered had come undamaged by the time that was asked for; that "
            + "came in full however late; and of which all that came, came in time.",
            "purchase", "Pieces and day as they were proposed, not as the supplier confirmed them. A purchase that the supplier declined "
            + "is none of the three.", "Purchases that were rejected, or cancelled without the supplier declining.", OwnerGroup.Buying,
            OnTimeInFull)
            { By = "supplier" },
        new("first-match", "First-time match", Percent,
            "Of the invoices and credit notes that were closed: the share that was never mended, suspect, held for its account, discrepant "
            + "or disputed.",
            "closed invoice", "Waiting for goods that come later is no mismatch.", "Invoices that ended refused or as duplicates.",
            OwnerGroup.AccountsPayable, FirstMatch),
        new("reconciliation-backlog", "Reconciliation backlog", InCases,
            "Cases that stand now in a state whose exception is reconciliation-open or refund-mismatch, by state and age.",
            "open case", "States that wait on a person; others once their deadline has passed.", "Tasks. " + FigureCatalogue.Standing,
            OwnerGroup.FinanceControl, Backlog)
            { By = "open matter" },
        new("refund-delay", "Where refunds wait", Seconds,
            "The time of returns by stage: decision (order unknown, rights, a person's yes), transit (announced until it arrives), store "
            + "(there, and nobody has it in hand), inspection (in hand), finance (refund, books, credit note, settlement), hand-back "
            + "(not taken, to be fetched by the customer). Of one return the stays of a stage are added up.",
            "return", "Stays left in the period. Store and inspection are those of the inspection tasks.",
            "Stays that go on. A task that is done without being claimed has no inspection.", OwnerGroup.FinanceControl, RefundDelay)
            { By = "stage" },
        new("sync-latency", "Stock-sync latency", Seconds,
            "From the movement that waited longest in a publication until the channel acknowledged it.",
            "publication", "What was refused in between waits from its movement on.", "Figures that the channel still refuses.",
            OwnerGroup.SupplyChain, source => NotedTimes(source, Noted.Latency))
            { By = "channel" },
        new("price-parity", "Time to price parity", Seconds,
            "From the start of a price at a target, by its own clock, until the target sells at it; percentiles over targets, so that p99 "
            + "is all but the slowest.",
            "target of a promotion", "From when the target was asked, where that was after the start: a price fix.",
            "Targets that never came to sell at it.", OwnerGroup.Merchandising, source => NotedTimes(source, Noted.Parity))
            { By = "channel" },
        new("advice", "Advice taken and right", Percent,
            "Of the advice that was decided on: the share whose first option was taken, by policy or by a person; of what was taken, the "
            + "share that came true: the order was closed, kept by the promise that the option gave, and its customer did not say no.",
            "advice", "Taken counts when it was decided, right when its order ended.",
            "Advice that policy hid. An order that asked for advice twice is right or wrong by the last that was taken.",
            OwnerGroup.StoreOperations, Advised)
            { By = "model" },
        new("return-on-investment", "Return on investment", Percent,
            "Touches that were assumed before, less those that were made; the hours and the money of those spared; duplicate invoices that "
            + "were stopped; what running costs; and the net benefit in percent of that. Each formula with its numbers: "
            + "GET /v1/intelligence/roi.",
            "closed case", "Orders, purchases, returns, promotions and invoices. What is assumed stands in the policies roi-...",
            "Work at nodes, which is done as before; time of customers and suppliers, sales and stock, which no policy puts a price on.",
            OwnerGroup.FinanceControl, Returned)
            { By = "currency" },
    ];

    private static IEnumerable<FigureRow> ExceptionRate(FigureSource source)
    {
        var processes = source.Closed.Where(one => !one.IsTask).GroupBy(one => one.Process, one => one.Marks.Troubles);
        foreach (var process in processes.OrderBy(process => process.Key, StringComparer.Ordinal))
        {
            var troubles = process.ToList();
            FigureRow Row(string? of, int count) =>
                new(process.Key, of, "share", Percent, InPercent(count, troubles.Count), troubles.Count);
            yield return Row(null, troubles.Count(one => one.Length > 0));
            foreach (var (code, count) in troubles.SelectMany(CaseMarks.Each).CountBy(code => code).OrderBy(pair => pair.Key))
            {
                yield return Row(code, count);
            }
        }
    }

    private static IEnumerable<FigureRow> ExceptionTime(FigureSource source) => NotedTimes(source, Noted.Exception);

    private static IEnumerable<FigureRow> ByOwner(FigureSource source) => source.Open.Where(one => !one.IsTask && one.Category is not null)
        .GroupBy(
            one => one.Marks.Owner ?? ExceptionRules.Of(one.Category!.Value).Owner, one => source.Now - (one.CategorySince ?? source.Now))
        .OrderBy(group => group.Key).SelectMany(group => Ages(null, OwnerWords.Code(group.Key), [.. group]));

    private static IEnumerable<FigureRow> Fallout(FigureSource source)
    {
        var byDay = Share(
            source.Closed.Where(one => one.Process == Orders), one => DateOnly.FromDateTime(one.Closed!.Value.UtcDateTime),
            one => one.Touches > 0 ? 1 : 0);
        if (byDay.Count == 0)
        {
            yield break;
        }

        FigureRow Row(string? of, long part, long whole) => new(Orders, of, "share", Percent, InPercent(part, whole), whole);
        yield return Row(null, byDay.Values.Sum(day => day.Part), byDay.Values.Sum(day => day.Whole));
        foreach (var (day, (part, whole)) in byDay.OrderBy(pair => pair.Key).TakeLast(MostDays))
        {
            yield return Row(day.ToString("O", CultureInfo.InvariantCulture), part, whole);
        }
    }

    private static IEnumerable<FigureRow> Perfect(FigureSource source) =>
        NotedShares(source, (Noted.Perfect, "perfect"), (Noted.InFull, "in-full"));

    private static IEnumerable<FigureRow> Promises(FigureSource source)
    {
        foreach (var (process, late) in ByProcess(Gather(Notes(source, Noted.Promise), note => note.Process, InTime)))
        {
            yield return new FigureRow(process, null, "kept", Percent, InPercent(late.Count(ticks => ticks <= 0), late.Count), late.Count);
            foreach (var percentile in Percentiles(process, null, late))
            {
                yield return percentile with { Measure = "later-" + percentile.Measure };
            }
        }
    }

    private static IEnumerable<FigureRow> OnTimeInFull(FigureSource source) => NotedShares(
        source, (Noted.OnTimeInFull, "on-time-in-full"), (Noted.OnTime, "on-time"), (Noted.Full, "in-full"));

    private static IEnumerable<FigureRow> FirstMatch(FigureSource source) => Share(
        source.Closed.Where(one => one.Process == Invoices && one.Marks.EndedIn == InvoiceClosed), one => one.Process,
        one => CaseMarks.Each(one.Marks.Seen).Any(state => Unmatched.Contains(state)) ? 0 : 1)
        .Select(pair => new FigureRow(
            pair.Key, null, "share", Percent, InPercent(pair.Value.Part, pair.Value.Whole), pair.Value.Whole));

    private static IEnumerable<FigureRow> Backlog(FigureSource source)
    {
        var open = source.Maps.SelectMany(map => map.States
            .Where(state => state.Exception is ExceptionCategory.ReconciliationOpen or ExceptionCategory.RefundMismatch)
            .Select(state => (map.Process, state.Name))).ToHashSet();
        return source.Standing.Where(stay => !stay.IsTask && open.Contains((stay.Process, stay.State)))
            .Where(stay => stay.Waits == Waits.OnPerson || stay.Due < source.Now)
            .GroupBy(stay => (stay.Process, stay.State))
            .OrderBy(group => group.Key.Process, StringComparer.Ordinal).ThenBy(group => group.Key.State, StringComparer.Ordinal)
            .SelectMany(group => Ages(group.Key.Process, group.Key.State, [.. group.Select(stay => stay.Length(source.Now))]));
    }

    private static IEnumerable<FigureRow> RefundDelay(FigureSource source)
    {
        var stages = RefundStages.ToDictionary(stage => stage.State, stage => stage.Stage);
        var sums = new Dictionary<(string Stage, long Case), long>();
        foreach (var stay in source.Left)
        {
            var stage = stay.Process == Returns ? stages.GetValueOrDefault(stay.State)
                : stay.TaskKind == nameof(TaskKind.Inspect) ? stay.State == TaskIsFree ? "store" : "inspection" : null;
            if (stage is not null)
            {
                sums[(stage, stay.CaseNo)] = sums.GetValueOrDefault((stage, stay.CaseNo)) + stay.Length(source.Now).Ticks;
            }
        }

        return sums.GroupBy(sum => sum.Key.Stage, sum => sum.Value).OrderBy(stage => stage.Key, StringComparer.Ordinal)
            .SelectMany(stage => Percentiles(Returns, stage.Key, [.. stage]));
    }

    private static IEnumerable<FigureRow> Returned(FigureSource source) => source.Retailer is not var (network, policies) ? []
        : ReturnOnInvestment.Of(source.Closed, ReturnBy.Whole, network, policies).SelectMany(one => one.Lines.Select(line => new FigureRow(
            null, one.Currency, line.Name.Replace(' ', '-'), line.Unit, line.Value, one.Cases)));

    private static IEnumerable<FigureRow> Advised(FigureSource source) =>
        NotedShares(source, (Noted.Advice, "taken"), (Noted.AdviceRight, "right"))
            .Concat(Share(Notes(source, Noted.Advice), note => note.Process, note => note.By == "policy" ? 1 : 0)
                .Select(pair => new FigureRow(
                    pair.Key, null, "by-policy", Percent, InPercent(pair.Value.Part, pair.Value.Whole), pair.Value.Whole)));

    private static IEnumerable<MeasuredNote> Notes(FigureSource source, string name) => source.Notes.Where(note => note.Name == name);

    private static TimeSpan InTime(MeasuredNote note) => TimeSpan.FromSeconds(note.Value);

    /// <summary>Percentiles over all of a process, and by what each is of.</summary>
    private static IEnumerable<FigureRow> NotedTimes(FigureSource source, string name)
    {
        var all = Gather(Notes(source, name), note => (note.Process, note.Of), InTime);
        foreach (var process in all.GroupBy(pair => pair.Key.Process).OrderBy(process => process.Key, StringComparer.Ordinal))
        {
            foreach (var row in Percentiles(process.Key, null, [.. process.SelectMany(of => of.Value)]))
            {
                yield return row;
            }

            foreach (var row in process.Where(of => of.Key.Of is not null).OrderBy(of => of.Key.Of, StringComparer.Ordinal)
                .SelectMany(of => Percentiles(process.Key, of.Key.Of, of.Value)))
            {
                yield return row;
            }
        }
    }

    /// <summary>Of the notes that say yes or no: the share of yes over a process, and by what each is of.</summary>
    private static IEnumerable<FigureRow> NotedShares(FigureSource source, params (string Note, string Measure)[] measures)
    {
        foreach (var (name, measure) in measures)
        {
            var shares = Share(Notes(source, name), note => (note.Process, note.Of), note => (long)note.Value);
            foreach (var process in shares.GroupBy(pair => pair.Key.Process).OrderBy(process => process.Key, StringComparer.Ordinal))
            {
                FigureRow Row(string? of, long part, long whole) =>
                    new(process.Key, of, measure, Percent, InPercent(part, whole), whole);
                yield return Row(null, process.Sum(of => of.Value.Part), process.Sum(of => of.Value.Whole));
                foreach (var (key, (part, whole)) in process.Where(of => of.Key.Of is not null)
                    .OrderBy(of => of.Key.Of, StringComparer.Ordinal))
                {
                    yield return Row(key.Of, part, whole);
                }
            }
        }
    }
}

/// <summary>Owner groups as services call them.</summary>
internal static class OwnerWords
{
    public static string Code(OwnerGroup owner) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(owner.ToString());
}
