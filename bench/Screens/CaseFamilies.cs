using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Crossdock.Advice;
using Crossdock.Bench.Measuring;
using Crossdock.Bench.Orders;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Crossdock.Storage;

namespace Crossdock.Bench.Screens;

/// <summary>
/// Fills a store with orders and all that belongs to them, as the runtime wrote some of them: their rows under other numbers and at other
/// times, chained anew, and their heads. Some orders of each kind are left standing where somebody has to act.
/// </summary>
public sealed partial class CaseFamilies
{
    public const int Skus = 2_000;

    private const int Ended = 24, Standing = 8;

    /// <summary>Numbers of the patterns are as wide as every number that is put in their place.</summary>
    private const int FirstPattern = 9_000_001, FirstStanding = 9_000_100;

    private const int FamiliesAtOnce = 200;

    private static readonly Actor Channel = new("web", "channel");
    private static readonly TimeSpan MostStanding = TimeSpan.FromMinutes(80);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyList<Family> _ended;
    private readonly IReadOnlyList<Family> _standing;

    private CaseFamilies(IReadOnlyList<Family> ended, IReadOnlyList<Family> standing) => (_ended, _standing) = (ended, standing);

    public long Cases { get; private set; }

    public long Open { get; private set; }

    public long Rows { get; private set; }

    /// <summary>Lets the runtime write the patterns, in a store of their own.</summary>
    public static async Task<CaseFamilies> Create(CancellationToken cancel)
    {
        await using var store = await BenchStore.Create("sqlite", cancel);
        var at = TimeProvider.System.GetUtcNow();
        await using (var host = await BenchHost.Start(
            store, Retail.Network, catalogue: null,
            services => new OrderWorld(services.GetRequiredService<ITellCases>, TimeProvider.System),
            services => services.AddCrossdockIntelligence().AddCrossdockAdvice(), cancel))
        {
            await Retail.FillShelves(host.Cases, Skus, 1_000, cancel);
            await Live(host, at, cancel);
        }

        await using var written = store.Open();
        var families = await Read(written, cancel);
        return new CaseFamilies([.. families.Where(family => family.IsEnded)], [.. families.Where(family => !family.IsEnded)]);
    }

    /// <summary>Adds orders until there are so many cases, of which so many are open, spread over the days before now.</summary>
    public async Task Fill(Store store, long cases, long open, int days, CancellationToken cancel)
    {
        var (number, dice) = (0, new Random(1));
        while (Cases < cases)
        {
            List<JournalRow> rows = [];
            List<CaseHead> heads = [];
            for (var n = 0; n < FamiliesAtOnce && Cases < cases; n++)
            {
                var stands = Open < open;
                var kinds = stands ? _standing : _ended;
                var family = kinds[number % kinds.Count];
                // What stands is to be picked within two hours: were it late, the host would escalate all of it when it begins.
                var ago = stands ? MostStanding * dice.NextDouble() : TimeSpan.FromDays(days) * dice.NextDouble();
                number++;
                var name = string.Create(CultureInfo.InvariantCulture, $"B-{number:D7}");
                var first = await store.Journal.ReserveNumbers(family.Cases.Count, cancel);
                foreach (var (one, place) in family.Cases.Select((one, place) => (one, place)))
                {
                    one.Write(first + place, name, ago, rows, heads);
                }

                (Cases, Open) = (Cases + family.Cases.Count, Open + family.Cases.Count(one => one.Head.Closed is null));
            }

            await store.Journal.Append(rows, cancel);
            await store.Heads.Save(new HeadChanges(Projector.Reader, FeedPosition.Start, heads, [], []), cancel);
            Rows += rows.Count;
        }

        var latest = await store.Heads.ReadCheckpoint(Projector.Reader, cancel);
        while (await store.Journal.ReadFeedKeys(latest, 20_000, cancel) is { Count: > 0 } keys)
        {
            latest = keys[^1].Position;
        }

        await store.Heads.Save(new HeadChanges(Projector.Reader, latest, [], [], []), cancel);
    }

    /// <summary>People do the tasks of the first orders and leave those of the others lying.</summary>
    private static async Task Live(BenchHost host, DateTimeOffset at, CancellationToken cancel)
    {
        var world = (OrderWorld)host.Services.GetRequiredService<IOutbound>();
        var (left, done) = (Ended, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        host.Services.GetRequiredService<Projector>().Projected += rows =>
        {
            foreach (var row in rows)
            {
                if (row is { Case.Kind: "task", Seq: 1, Message.Data: TaskOpened opened } && NumberIn(row.Case) < FirstStanding)
                {
                    _ = world.Finish(row.Case, opened);
                }
                else if (row is { Final: true, Case.Kind: "order" } && Interlocked.Decrement(ref left) == 0)
                {
                    done.TrySetResult();
                }
            }
        };
        for (var n = 0; n < Ended + Standing; n++)
        {
            // What is shipped goes on by itself: only what is collected in a store, which even numbers are, waits for somebody.
            var order = Retail.Order(n < Ended ? FirstPattern + n : FirstStanding + (2 * n), 2, Skus, at);
            await host.Cases.Tell(
                new Envelope(order.Number, "channel/web", CaseId.Order(order.Number), at, Channel, order), cancel);
        }

        await done.Task.WaitAsync(LongestLife, cancel);
        await host.Services.GetRequiredService<Projector>().CaughtUp.WaitAsync(cancel);
        // The last of the standing ones opens its task.
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);
    }

    private static int NumberIn(CaseId id) => Number().Match(id.Key) is { Success: true } found
        ? int.Parse(found.ValueSpan[2..], CultureInfo.InvariantCulture) : 0;

    private static async Task<List<Family>> Read(Store store, CancellationToken cancel)
    {
        var json = Crossdock.Processes.Running.ProcessCatalogue.Retail.Json();
        var (at, rows) = (FeedPosition.Start, new List<JournalRow>());
        while (await store.Journal.ReadFeed(at, 5_000, cancel) is { Count: > 0 } page)
        {
            rows.AddRange(page.Select(row => row.Row).Where(row => NumberIn(row.Case) > 0));
            at = page[^1].Position;
        }

        return [.. rows.GroupBy(row => Number().Match(row.Case.Key).Value).Select(family => new Family(
            [.. family.GroupBy(row => row.Case).Select(one => Pattern.Of(family.Key, [.. one.OrderBy(row => row.Seq)], json))]))];
    }

    [GeneratedRegex(@"B-\d{7}")]
    private static partial Regex Number();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")]
    private static partial Regex Instant();

    private sealed record Family(IReadOnlyList<Pattern> Cases)
    {
        public bool IsEnded { get; } = Cases.All(one => one.Head.Closed is not null);
    }

    /// <summary>One case as it was written; each row in pieces between which the number and the instants stand.</summary>
    private sealed record Pattern(string Name, IReadOnlyList<(IReadOnlyList<Piece> Body, DateTimeOffset At)> Rows, CaseHead Head)
    {
        public static Pattern Of(string name, IReadOnlyList<JournalRow> rows, JournalJson json) => new(
            name, [.. rows.Select(row => (Cut(Encoding.UTF8.GetString(row.Body)), row.At))],
            rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, json.Read(row.Body), 0))!);

        public void Write(long number, string name, TimeSpan ago, List<JournalRow> rows, List<CaseHead> heads)
        {
            var (id, hash, text, seq) = (Of(Head.Case, name), Chain.Start, new StringBuilder(), 0);
            foreach (var (body, at) in Rows)
            {
                text.Clear();
                foreach (var piece in body)
                {
                    _ = piece.At is { } instant
                        ? text.Append(CultureInfo.InvariantCulture, $"{instant - ago:yyyy-MM-dd'T'HH:mm:ss.FFFFFFF}").Append("+00:00")
                        : text.Append(piece.Text).Append(piece.ThenName ? name : "");
                }

                var bytes = Encoding.UTF8.GetBytes(text.ToString());
                hash = Chain.Next(hash, bytes);
                rows.Add(new JournalRow(number, id, ++seq, at - ago, bytes, hash));
            }

            heads.Add(Head with
            {
                CaseNo = number, Case = id, Since = Head.Since - ago, Opened = Head.Opened - ago, Closed = Head.Closed - ago,
                Updated = Head.Updated - ago,
                Deadline = Head.Deadline is { } due ? due with { Since = due.Since - ago, Due = due.Due - ago } : null,
                Card = Head.Card with
                {
                    Title = Head.Card.Title.Replace(Name, name, StringComparison.Ordinal), Promise = Head.Card.Promise - ago,
                    Parent = Head.Card.Parent is { } parent ? Of(parent, name) : null,
                    Why = Head.Card.Why?.Replace(Name, name, StringComparison.Ordinal),
                },
            });
        }

        private CaseId Of(CaseId id, string name) => new(id.Kind, id.Key.Replace(Name, name, StringComparison.Ordinal));

        private static List<Piece> Cut(string text)
        {
            var (pieces, from) = (new List<Piece>(), 0);
            foreach (var found in Number().Matches(text).Concat(Instant().Matches(text)).OrderBy(found => found.Index))
            {
                var isName = text[found.Index] == 'B';
                pieces.Add(new Piece(text[from..found.Index], isName, null));
                if (!isName)
                {
                    pieces.Add(new Piece("", false, DateTimeOffset.Parse(found.ValueSpan, CultureInfo.InvariantCulture)));
                }

                from = found.Index + found.Length;
            }

            pieces.Add(new Piece(text[from..], false, null));
            return pieces;
        }
    }

    private readonly record struct Piece(string Text, bool ThenName, DateTimeOffset? At);
}
