using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Synchronisation;

namespace Crossdock.Runtime.Stock;

/// <summary>
/// The ledger as another system's books see it: by place and SKU, hashed as the wire contract says, and beside each difference what is
/// still on its way. Only committed rows are read; what was read is kept, so that a look costs the rows that are new.
/// </summary>
public sealed class LedgerBooks(
    IReadStock stock, IJournal journal, ISnapshots snapshots, JournalJson json, RetailNetwork network, OpenMatters matters,
    ComparedBooks? compared = null) : IDisposable
{
    private const int SkusAtOnce = 5_000;

    /// <summary>Rows of a ledger in which its last movement at a place is looked for.</summary>
    private const int RowsLookedAt = 1_000;

    private readonly SemaphoreSlim _one = new(1);
    private readonly LedgerReading _reading = new(journal, snapshots, json);

    public async Task<Message> Hash(HashLedger effect)
    {
        await _one.WaitAsync();
        try
        {
            var books = new List<(string, string, int)>();
            await foreach (var (sku, ledger) in All(anew: true))
            {
                books.AddRange(PlacesOf(ledger.Item, effect.Measure, effect.Node).Select(at => (sku, at.Node, at.Pieces)));
            }

            return new LedgerHashed(Places.Hashes(books, effect.Buckets));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What differed a moment ago, as the hashes were made, is read anew: only what differs still is told.</summary>
    public async Task<Message> Hold(HoldLedgerAgainst effect)
    {
        if (compared is not null && !compared.All.Any(one => one.System == effect.System && one.Node == effect.Node))
        {
            // Whoever is named no longer is told nothing any more: what differs from now on was never lost.
            return new LedgerNotHeld($"{effect.System} is no longer among the systems whose books are compared.");
        }

        await _one.WaitAsync();
        try
        {
            var asked = effect.Asked.ToHashSet();
            var theirs = effect.Held.ToDictionary(held => (held.Sku, held.Node));
            var doubtful = new Dictionary<(string Sku, string Node), HeldStock>(theirs);
            await foreach (var (sku, ledger) in All(anew: false))
            {
                foreach (var (node, pieces) in PlacesOf(ledger.Item, effect.Measure, effect.Node)
                    .Where(at => asked.Contains(Places.BucketOf(sku, at.Node, effect.Buckets))))
                {
                    if (!theirs.TryGetValue((sku, node), out var held))
                    {
                        doubtful[(sku, node)] = new HeldStock(sku, node, 0, 0);
                    }
                    else if (held.Pieces == pieces)
                    {
                        doubtful.Remove((sku, node));
                    }
                }
            }

            var differing = ImmutableArray.CreateBuilder<PlaceDiffers>();
            var underWay = doubtful.Count == 0 ? OpenMatters.Nothing : await matters.UnderWay(CancellationToken.None);
            var lagging = doubtful.Count == 0 ? [] : await matters.Lagging(CancellationToken.None);
            foreach (var held in doubtful.Values.OrderBy(held => Places.NameOf(held.Sku, held.Node), StringComparer.Ordinal))
            {
                if (await Differs(effect, held, underWay, lagging) is { } place)
                {
                    differing.Add(place);
                }
            }

            return new LedgerHeld(differing.ToImmutable());
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    public static int PiecesOf(NodeStock at, StockMeasure measure) =>
        at.Available + at.Reserved + (measure == StockMeasure.Owned ? at.InTransit : 0);

    /// <summary>By how much a movement changes what a measure says of a place.</summary>
    public static int Change(StockMoved moved, string node, StockMeasure measure) => moved.Node != node ? 0
        : (IsIn(moved.To, measure) ? moved.Pieces : 0) - (IsIn(moved.From, measure) ? moved.Pieces : 0);

    private static bool IsIn(Account account, StockMeasure measure) => account is Account.Available or Account.Reserved
        || (account == Account.InTransit && measure == StockMeasure.Owned);

    private async Task<PlaceDiffers?> Differs(
        HoldLedgerAgainst effect, HeldStock held, ILookup<(string Sku, string Node), CaseId> underWay, IReadOnlyList<CaseId> lagging)
    {
        // A system may name what no ledger could have.
        if (!CaseId.IsKey(held.Sku))
        {
            return null;
        }

        var ledger = await _reading.Read(held.Sku, anew: true, CancellationToken.None);
        var (at, node) = (ledger.Item.At(held.Node), network.Find(held.Node));
        var ours = PiecesOf(at, effect.Measure);
        if (ours == held.Pieces || node is null or { Kind: NodeKind.Supplier } || (effect.Node ?? held.Node) != held.Node)
        {
            return null;
        }

        var rows = (await journal.ReadCase(CaseId.Stock(held.Sku), Math.Max(0, ledger.Row - RowsLookedAt), CancellationToken.None))
            .Where(row => row.Seq <= ledger.Row).Select(row => json.Read(row.Body))
            .Where(row => row.Facts.OfType<StockMoved>().Sum(moved => Change(moved, held.Node, effect.Measure)) != 0).ToList();
        var beside = Beside(effect.System, held.Node);
        IEnumerable<CaseId> explains = effect.Measure == StockMeasure.Lying
            ? held.Pieces >= ours ? []
                : await matters.AtDock(held.Node, ledger.Item.Reservations.Values, ours - held.Pieces, CancellationToken.None)
            : beside.Where(one => one.Measure == StockMeasure.Lying)
                .Select(keeper => Crossdock.Processes.StockComparison.Handlers.NameOf(keeper.System, held.Node))
                .SelectMany(name => lagging.Where(books => books.Key.StartsWith(name, StringComparison.Ordinal)));
        return new PlaceDiffers(
            held.Sku, held.Node, node.Region, held.Pieces, held.Mark, ours, rows.Count == 0 ? 0 : rows[^1].Seq, at.Available + at.Reserved,
            at.Available,
            await matters.Of(
                held.Sku, held.Node, effect.Measure, rows, explains.Concat(underWay[(held.Sku, held.Node)]), CancellationToken.None),
            beside.Length == 0 ? default : beside);
    }

    /// <summary>Other systems whose books of the place are held against the ledger, too.</summary>
    private ImmutableArray<BooksBeside> Beside(string system, string node) => compared is null ? []
        : [.. compared.All.Where(one => one.System != system && (one.Node ?? node) == node)
            .Select(one => new BooksBeside(one.System, one.Measure))];

    private async IAsyncEnumerable<(string Sku, LedgerAt Ledger)> All(bool anew)
    {
        string? after = null;
        while (await stock.Skus(after, SkusAtOnce, CancellationToken.None) is { IsEmpty: false } skus)
        {
            if (anew)
            {
                await foreach (var one in _reading.ReadAnew(skus, CancellationToken.None))
                {
                    yield return one;
                }
            }
            else
            {
                foreach (var sku in skus)
                {
                    yield return (sku, await _reading.Read(sku, anew: false, CancellationToken.None));
                }
            }

            after = skus[^1];
        }
    }

    /// <summary>What a supplier ships from is his: nobody else has books of it.</summary>
    private IEnumerable<(string Node, int Pieces)> PlacesOf(StockItem item, StockMeasure measure, string? node) => item.Nodes
        .Where(at => (node is null || at.Key == node) && network.Find(at.Key) is { Kind: not NodeKind.Supplier })
        .Select(at => (at.Key, PiecesOf(at.Value, measure))).Where(at => at.Item2 != 0);
}
