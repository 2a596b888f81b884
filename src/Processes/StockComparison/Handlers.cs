using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.StockComparison.ComparisonState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockComparison;

/// <summary>
/// When a system's books are looked at, and when a difference is believed. The system is asked before the ledger at each look, so that of
/// two looks with nothing moved on either side the later one saw both sides as they stood at one instant.
/// </summary>
public static class Handlers
{
    /// <summary>Buckets that are read at once, so that an answer stays short.</summary>
    private const int ReadAtOnce = 16;

    private const int LongestKey = 80;

    public static CaseId IdOf(string system, string? node, int run) =>
        new(ComparisonMap.Kind, string.Create(CultureInfo.InvariantCulture, $"{NameOf(system, node)}{run}"));

    /// <summary>How the keys of a book's runs begin.</summary>
    public static string NameOf(string system, string? node) => node is null ? $"{system}-" : $"{system}:{node}-";

    public static Policy<TimeSpan> PaceOf(Comparison books) => Policy.BooksSchedule with { Default = books.Pace };

    /// <summary>Each begins at an hour of its own, so that the ledgers are not read for all of them at once.</summary>
    public static Decision<ComparisonState> Begin(Comparison books, ComparisonBegun begun, Context context)
    {
        var share = Places.BucketOf(begun.System, begun.Node ?? "", Places.Buckets) / (double)Places.Buckets;
        return Decide.To(Resting, begun.Run == 1
                ? $"{WhoseBooks(begun)} are held against the ledger from here on." : $"Goes on from run {begun.Run - 1}.")
            .With(
                new ComparisonStarted(context.Now),
                new ComparisonPaced(context.Policy.Read(Policy.BooksCompareEvery) * (begun.Run == 1 ? share : 1)));
    }

    public static Decision<ComparisonState> LookNow(Comparison books, DeadlinePassed late, Context context) =>
        Look(books, "It is time.", context);

    public static Decision<ComparisonState> LookEarlier(Comparison books, LookAgain message, Context context) =>
        Look(books, message.Note, context);

    public static Decision<ComparisonState> TryAgain(Comparison books, DeadlinePassed late, Context context) =>
        Look(books, "Tried again.", context);

    public static Decision<ComparisonState> TryNow(Comparison books, LookAgain message, Context context) =>
        Answered(books, Look(books, message.Note, context, new ComparisonTask(null)));

    /// <summary>What stands at one more look is seen to one by one, however much it is: nobody reads a thousand lines to say so.</summary>
    public static Decision<ComparisonState> SeeToEach(Comparison books, ManyAreLosses message, Context context) =>
        Answered(books, Look(books, EachIsALoss(message), context, new ComparisonTask(null), new ManyAllowed()));

    /// <summary>If this look comes to nothing, too, somebody hears of it anew.</summary>
    public static Decision<ComparisonState> UnderWay(Comparison books, LookAgain message, Context context) => books.Task is null
        ? Decide.TooLate<ComparisonState>("It is being looked at.")
        : Answered(books, Decide.Stay<ComparisonState>("It is being looked at already.").With(new ComparisonTask(null)));

    public static Decision<ComparisonState> AllowMany(Comparison books, ManyAreLosses message, Context context) =>
        Answered(books, Decide.Stay<ComparisonState>(EachIsALoss(message)).With(new ComparisonTask(null), new ManyAllowed()));

    /// <summary>A button answers the task as well: nobody is asked for what is done.</summary>
    private static Decision<ComparisonState> Answered(Comparison books, Decision<ComparisonState> decision) =>
        books.Task is { } task ? decision.Tell(task, new TaskWithdrawn("It is compared again.")) : decision;

    public static Decision<ComparisonState> TooLate(Comparison books, LookAgain message, Context context) =>
        Decide.TooLate<ComparisonState>("The next run has it.");

    public static Decision<ComparisonState> HashOurs(Comparison books, StockHashed answer, Context context) =>
        Decide.To(HashingLedger, $"{WhoseBooks(books.Needs)} are known by {answer.Hashes.Length} hashes.").With(new BooksHashed())
            .Ask(new HashLedger(books.Needs.Measure, books.Needs.Node, Places.Buckets));

    public static Decision<ComparisonState> Narrow(Comparison books, LedgerHashed ours, Context context)
    {
        ImmutableArray<int> differing =
            [.. Enumerable.Range(0, Places.Buckets).Where(bucket => ours.Hashes[bucket] != books.Hashes[bucket])];
        var held = new BucketsHeld(differing, SuspectsIn(books, bucket => !differing.Contains(bucket)));
        return differing.IsEmpty
            ? EndLook(books, $"{WhoseBooks(books.Needs)} say what the ledger says.", context, held)
            : Decide.To(Reading, $"{differing.Length} of {Places.Buckets} buckets differ: they are read.").With(held)
                .Ask(Read(books, differing));
    }

    public static Decision<ComparisonState> Hold(Comparison books, StockRead answer, Context context)
    {
        var asked = Asked(books.ToRead);
        return Decide.To(Holding, $"{answer.Places.Length} SKUs at places are held against the ledger.").With(new BucketsRead())
            .Ask(new HoldLedgerAgainst(
                books.Needs.System, books.Needs.Measure, books.Needs.Node, Places.Buckets, asked, answer.Places));
    }

    /// <summary>What an open case explains is none of ours; what is left may be a delay.</summary>
    public static Decision<ComparisonState> Weigh(Comparison books, LedgerHeld answer, Context context)
    {
        var buckets = Asked(books.ToRead);
        ImmutableArray<Suspect> suspects =
        [
            .. answer.Places.Where(place => place.Open.IsEmpty).DistinctBy(place => Places.NameOf(place.Sku, place.Node))
                .Select(place => Seen(books, place, context)),
        ];
        var names = suspects.Select(suspect => Places.NameOf(suspect.Place.Sku, suspect.Place.Node)).ToHashSet(StringComparer.Ordinal);
        var weighed = new PlacesWeighed(
            buckets, suspects, [.. SuspectsIn(books, buckets.Contains).Where(name => !names.Contains(name))],
            answer.Places.Length - suspects.Length);
        var left = books.ToRead.RemoveRange(buckets);
        return left.IsEmpty
            ? EndLook(books, suspects.IsEmpty ? "What differed last is under way." : "All that differs is known.", context, weighed)
            : Decide.To(Reading, $"{suspects.Length} SKUs at places differ; {left.Length} buckets are still to be read.").With(weighed)
                .Ask(Read(books, left));
    }

    public static Decision<ComparisonState> NotHashed(Comparison books, StockNotCompared answer, Context context) =>
        Lag(books, answer.Reason, context);

    public static Decision<ComparisonState> NotRead(Comparison books, StockNotCompared answer, Context context) =>
        Lag(books, answer.Reason, context);

    public static Decision<ComparisonState> LedgerFailed(Comparison books, LedgerNotHeld answer, Context context) =>
        Lag(books, $"The ledger could not be read: {answer.Reason}", context);

    /// <summary>The call under way goes on; it is said once.</summary>
    public static Decision<ComparisonState> NoAnswerYet(Comparison books, DeadlinePassed late, Context context)
    {
        var waits = Decide.Stay<ComparisonState>($"{books.Needs.System} has not answered yet.");
        return books.Task is null ? OpenTask(books, waits, context) : waits;
    }

    private static Decision<ComparisonState> Look(Comparison books, string because, Context context, params Fact[] facts) =>
        Decide.To(Hashing, because).With(facts).With(new LookBegun(context.Now))
            .Ask(new HashStock(books.Needs.System, books.Needs.Node, Places.Buckets));

    /// <summary>
    /// A difference is believed when an earlier look saw the same, long enough ago that what was on its way has come, and neither side
    /// has moved it since. The next look is sooner where one waits to be seen a second time.
    /// </summary>
    private static Decision<ComparisonState> EndLook(Comparison before, string because, Context context, Fact fact)
    {
        var books = ComparisonFacts.Apply(before, fact);
        var settle = context.Policy.Read(Policy.BooksSettleTime);
        var believed = books.Suspects.Where(suspect => suspect.Value.Again - suspect.Value.Seen >= settle).ToList();
        if (!books.ManyAllowed && believed.Count > context.Policy.Read(Policy.BooksMostAtOnce))
        {
            return TooMany(books, believed.Count, believed[0].Value.Place, fact, context);
        }

        var ended = new LookEnded(context.Now, [.. believed.Select(suspect => suspect.Key)]);
        books = ComparisonFacts.Apply(books, ended);
        var said = believed.Count + books.Suspects.Count == 0 ? because
            : $"{believed.Count} differences stand, {books.Suspects.Count} are looked at once more.";
        var every = context.Policy.Read(Policy.BooksCompareEvery);
        var (needs, next) = (books.Needs, books.Needs.Run + 1);
        var decision = books.Suspects.IsEmpty && books.Looks >= context.Policy.Read(Policy.BooksRunLength)
            ? Decide.To(PassedOn, $"{said} Run {next} goes on.").With(fact, ended)
                .Tell(IdOf(needs.System, needs.Node, next), new ComparisonBegun(
                    needs.System, needs.Measure, needs.Node, next, books.Agreed))
            : Decide.To(Resting, said).With(fact, ended).With(new ComparisonPaced(
                books.Suspects.IsEmpty || settle > every ? every : settle));
        if (books.Task is { } task)
        {
            decision = decision.With(new ComparisonTask(null)).Tell(task, new TaskWithdrawn("It could be compared."));
        }

        return believed.Select(suspect => Evidence(books, suspect.Value, context))
            .Aggregate(decision, (told, found) => told.Tell(StockDiscrepancies.Handlers.IdOf(found), found));
    }

    /// <summary>
    /// An answer may have been on its way for hours, so that what it says is as old as the look that asked. The first sight of a
    /// difference is as late as it can have been, the second as early.
    /// </summary>
    private static Suspect Seen(Comparison books, PlaceDiffers place, Context context) =>
        books.Suspects.TryGetValue(Places.NameOf(place.Sku, place.Node), out var before) && before.StandsAs(place)
            ? new Suspect(place, before.Seen, books.Looked) : new Suspect(place, context.Now, context.Now);

    private static DiscrepancyFound Evidence(Comparison books, Suspect suspect, Context context)
    {
        var place = suspect.Place;
        return new DiscrepancyFound(
            books.Needs.System, books.Needs.Measure, place.Sku, place.Node, place.Region, place.Theirs, place.Mark, place.Ours, place.Row,
            place.OnHand, place.Available, suspect.Seen, suspect.Again, context.Case, place.Beside);
    }

    private static ImmutableArray<string> SuspectsIn(Comparison books, Func<int, bool> bucket) =>
    [
        .. books.Suspects.Where(suspect => bucket(Places.BucketOf(suspect.Value.Place.Sku, suspect.Value.Place.Node, Places.Buckets)))
            .Select(suspect => suspect.Key),
    ];

    private static ImmutableArray<int> Asked(ImmutableArray<int> toRead) => [.. toRead.Take(ReadAtOnce)];

    private static ReadStock Read(Comparison books, ImmutableArray<int> toRead) =>
        new(books.Needs.System, books.Needs.Node, Places.Buckets, Asked(toRead));

    /// <summary>Hundreds at once are no lost messages. Nothing of it is handed on before somebody has looked.</summary>
    private static Decision<ComparisonState> TooMany(Comparison books, int count, PlaceDiffers first, Fact fact, Context context)
    {
        var lagging = Decide.To(
                Lagging, $"{count} SKUs at places differ at once, {first.Sku} at {first.Node} by {first.Difference}: none is healed.")
            .With(fact, new LookFailed(books.Tries + 1));
        return books.Task is null ? OpenTask(books, lagging, context, ExceptionCategory.StockVariance) : lagging;
    }

    private static Decision<ComparisonState> Lag(Comparison books, string reason, Context context)
    {
        var lagging = Decide.To(Lagging, reason).With(new LookFailed(books.Tries + 1));
        return books.Tries + 1 >= context.Policy.Read(Policy.BooksTries) && books.Task is null
            ? OpenTask(books, lagging, context) : lagging;
    }

    private static Decision<ComparisonState> OpenTask(
        Comparison books, Decision<ComparisonState> decision, Context context,
        ExceptionCategory category = ExceptionCategory.IntegrationFailed)
    {
        ImmutableArray<TaskChoice> choices = [new("retry", "It is mended: compare again")];
        choices = category == ExceptionCategory.StockVariance
            ? choices.Add(new("see-to-each", "Each is a loss of its own: see to each of them")) : choices;
        var key = $"BOOKS-{context.Case.Key}-{books.Tasks + 1}";
        var task = CaseId.Task(key.Length > LongestKey ? key[^LongestKey..] : key);
        return decision.With(new ComparisonTask(task)).Tell(task, new TaskOpened(
            TaskKind.Resolve, $"{WhoseBooks(books.Needs)} cannot be held against the ledger", decision.Because, context.Case, null,
            context.Policy.OwnerOf(category, OwnerGroup.SupplyChain), books.Needs.Node, null, null, category, null, null, null,
            Tasks.Priority(context.Now, null, 0, ""),
            context.Policy.BudgetOf(category), [], choices));
    }

    private static string EachIsALoss(ManyAreLosses message) =>
        $"{message.By} says that each is a loss of its own. {message.Note}".TrimEnd();

    private static string WhoseBooks(ComparisonBegun needs) =>
        needs.Node is { } node ? $"The books of {needs.System} of {node}" : $"The books of {needs.System}";
}
