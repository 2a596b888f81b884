using System.Globalization;
using System.Text;
using Crossdock.Bench.Measuring;
using Crossdock.Bench.Runtime;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Crossdock.Storage;

namespace Crossdock.Bench.Growth;

/// <summary>
/// Fills a store by the bare append, with cases as the runtime wrote one: the rows of a pattern under other names, chained anew,
/// and their heads. What is open waits for its answer from outside.
/// </summary>
public sealed class Filler
{
    /// <summary>As wide as every number that is put in its place, so that rows keep their size.</summary>
    private const string PatternKey = "Z-000000000";

    private const int CasesAtOnce = 500;

    private readonly Pattern _closed;
    private readonly Pattern _idle;
    private long _made;

    private Filler(Pattern closed, Pattern idle) => (_closed, _idle) = (closed, idle);

    public long Rows { get; private set; }

    public long Idle { get; private set; }

    public int RowsOfIdle => _idle.Bodies.Count;

    public static CaseId IdleCase(long place) => new(MinimalCase.Kind, Name('I', place));

    /// <summary>Lets the runtime write one case of each sort, in a store of their own.</summary>
    public static async Task<Filler> Create(CancellationToken cancel)
    {
        await using var store = await BenchStore.Create("sqlite", cancel);
        var id = new CaseId(MinimalCase.Kind, PatternKey);
        await using (var host = await BenchHost.Start(
            store, new RetailNetwork("Bench", [], [], []), MinimalCase.Catalogue(),
            services => new InProcessWorld(services.GetRequiredService<ITellCases>, TimeProvider.System), more: null, cancel))
        {
            var (waits, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
            ((InProcessWorld)host.Services.GetRequiredService<IOutbound>()).Watch(id, receipt =>
            {
                _ = receipt.State == nameof(MinimalState.AwaitingAnswer) ? waits.TrySetResult()
                    : receipt.State == nameof(MinimalState.Done) && ended.TrySetResult();
            });
            await Tell(host, id, "begin", new LookAgain(MinimalCase.Result));
            await waits.Task.WaitAsync(cancel);
            await Tell(host, id, "answer", new CustomerAnswered(CustomerAnswer.Agree));
            await ended.Task.WaitAsync(cancel);
        }

        await using var written = store.Open();
        var rows = await written.Journal.ReadCase(id, 0, cancel);
        var json = MinimalCase.Catalogue().Json();
        var transitions = rows.Select(row => json.Read(row.Body)).ToList();
        var waiting = transitions.FindIndex(row => row.To == nameof(MinimalState.AwaitingAnswer)) + 1;
        return new Filler(Pattern.Of(rows, transitions), Pattern.Of([.. rows.Take(waiting)], transitions[..waiting]));
    }

    /// <summary>Adds cases until the journal has so many rows, of which so many cases are open.</summary>
    public async Task FillTo(Store store, long rows, long idle, CancellationToken cancel)
    {
        var latest = FeedPosition.Start;
        while (Idle < idle || Rows < rows)
        {
            var (pattern, letter) = Idle < idle ? (_idle, 'I') : (_closed, 'F');
            var many = (int)Math.Min(CasesAtOnce, letter == 'I' ? idle - Idle : ((rows - Rows) / pattern.Bodies.Count) + 1);
            var first = await store.Journal.ReserveNumbers(many, cancel);
            var cases = Enumerable.Range(0, many).Select(place => pattern.As(
                first + place, new CaseId(MinimalCase.Kind, Name(letter, letter == 'I' ? Idle + place : _made + place)))).ToList();
            await store.Journal.Append([.. cases.SelectMany(one => one.Rows)], cancel);
            // The checkpoint moves once at the end: until then nobody follows.
            await store.Heads.Save(new HeadChanges(Projector.Reader, latest, [.. cases.Select(one => one.Head)], [], []), cancel);
            (Rows, Idle) = (Rows + (many * pattern.Bodies.Count), Idle + (letter == 'I' ? many : 0));
            _made += letter == 'I' ? 0 : many;
        }

        latest = await Last(store, await store.Heads.ReadCheckpoint(Projector.Reader, cancel), cancel);
        await store.Heads.Save(new HeadChanges(Projector.Reader, latest, [], [], []), cancel);
    }

    private static async Task<FeedPosition> Last(Store store, FeedPosition at, CancellationToken cancel)
    {
        while (await store.Journal.ReadFeedKeys(at, 20_000, cancel) is { Count: > 0 } keys)
        {
            at = keys[^1].Position;
        }

        return at;
    }

    private static string Name(char letter, long place) => string.Create(CultureInfo.InvariantCulture, $"{letter}-{place:D9}");

    private static Task Tell(BenchHost host, CaseId id, string what, Message message) => host.Cases.Tell(
        new Envelope(
            $"{id.Key}/{what}", "channel/bench", id, TimeProvider.System.GetUtcNow(), Actor.System("Filler"), message),
        CancellationToken.None);

    /// <summary>One case as it was written.</summary>
    private sealed record Pattern(IReadOnlyList<(string Body, DateTimeOffset At)> Bodies, CaseHead Head)
    {
        public static Pattern Of(IReadOnlyList<JournalRow> rows, IReadOnlyList<Transition> transitions) => new(
            [.. rows.Select(row => (Encoding.UTF8.GetString(row.Body), row.At))],
            transitions.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, 0))!);

        public (IReadOnlyList<JournalRow> Rows, CaseHead Head) As(long number, CaseId id)
        {
            var (hash, rows) = (Chain.Start, new List<JournalRow>(Bodies.Count));
            foreach (var (text, at) in Bodies)
            {
                var body = Encoding.UTF8.GetBytes(text.Replace(PatternKey, id.Key, StringComparison.Ordinal));
                hash = Chain.Next(hash, body);
                rows.Add(new JournalRow(number, id, rows.Count + 1, at, body, hash));
            }

            return (rows, Head with { CaseNo = number, Case = id });
        }
    }
}
