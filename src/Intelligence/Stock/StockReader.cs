using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Stock;

/// <summary>A SKU over the nodes that were asked for, in pieces.</summary>
/// <param name="Nodes">that have an account of it</param>
/// <param name="Available">what is not reserved; below 0 where tills have sold more than the books had</param>
/// <param name="Moved">its latest movement</param>
public sealed record SkuLevel(string Sku, int Nodes, int OnHand, int Reserved, int InTransit, int Available, DateTimeOffset Moved);

/// <param name="Skus">those of the page that the node keeps; all of it where no node was asked for</param>
/// <param name="Looked">how many SKUs of the page were looked at</param>
/// <param name="Count">SKUs that fit what was typed, at whichever node</param>
public sealed record StockLevels(ImmutableArray<SkuLevel> Skus, int Looked, int Count, int Page, int Pages, DateTimeOffset At);

/// <summary>One balanced movement of the ledger: pieces left one account and arrived in the other.</summary>
/// <param name="Row">of the SKU's ledger</param>
/// <param name="Case">the case that asked for it; null where a till, a count or a receipt reported it</param>
/// <param name="Source">who sent it, where no case did</param>
public sealed record StockMovement(
    int Row, DateTimeOffset At, string Node, string From, string To, int Pieces, string Reason, CaseId? Case, string Source, string Who);

/// <param name="Positions">the nodes with most on hand first</param>
/// <param name="OtherNodes">nodes that are not shown</param>
/// <param name="Movements">one page of the latest ones, the newest first</param>
/// <param name="Earlier">rows of the ledger that are older than those looked at</param>
public sealed record SkuStory(
    string Sku, SkuLevel Sum, ImmutableArray<StockPosition> Positions, int OtherNodes, ImmutableArray<StockMovement> Movements,
    int MovementCount, int Page, int Pages, int Earlier);

/// <summary>
/// Positions as the live ledgers have them, a page of SKUs at a time, and the ledger rows of one SKU. Neither the SKUs nor a ledger are
/// ever read whole.
/// </summary>
public sealed class StockReader(IReadStock stock, IHeads heads, IJournal journal, BusinessClock clock)
{
    public const int PageSize = 25;

    /// <summary>A node keeps part of the assortment only, so more SKUs are looked at for a page of it.</summary>
    public const int PageOfNode = 100;

    /// <summary>Rows of one ledger that are looked at; a fast SKU writes as many in an hour.</summary>
    public const int MostRows = 500;

    private const string Kind = "stock";
    private const string Moved = "stock.moved";
    private const int NodesShown = 50;

    /// <param name="text">a SKU, or the beginning of it; null for all</param>
    public async Task<StockLevels> Levels(string? text, string? node, int page, CancellationToken cancel)
    {
        var (filter, size) = (new HeadFilter(Text: text, Kind: Kind), node is null ? PageSize : PageOfNode);
        var count = await heads.Count(filter, cancel);
        var pages = Math.Max(1, (count + size - 1) / size);
        // A link may name a page that is not there any more.
        page = Math.Clamp(page, 1, pages);
        var found = await heads.Search(filter, HeadOrder.Oldest, (page - 1) * size, size, cancel);
        var positions = found.Count == 0 ? [] : await stock.Positions([.. found.Select(head => head.Case.Key)], node, cancel);
        var bySku = positions.ToLookup(position => position.Sku, StringComparer.Ordinal);
        return new StockLevels(
            [
                .. found.Select(head => Sum(head, bySku[head.Case.Key])).Where(level => node is null || level.Nodes > 0)
                    .OrderBy(level => level.Sku, StringComparer.Ordinal),
            ],
            found.Count, count, page, pages, clock.GetUtcNow());
    }

    /// <summary>Null when no ledger has that SKU.</summary>
    public async Task<SkuStory?> Sku(string sku, string? node, int page, CancellationToken cancel)
    {
        if (!CaseId.IsKey(sku) || await heads.Read(CaseId.Stock(sku), cancel) is not { } head)
        {
            return null;
        }

        var positions = await stock.Positions([sku], node, cancel);
        var earlier = Math.Max(0, head.Seq - MostRows);
        var movements = (await journal.ReadCase(head.Case, earlier, cancel)).SelectMany(MovementsOf)
            .Where(movement => node is null || movement.Node == node).Reverse().ToArray();
        var pages = Math.Max(1, (movements.Length + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        return new SkuStory(
            sku, Sum(head, positions),
            [
                .. positions.OrderByDescending(position => position.OnHand).ThenBy(position => position.Node, StringComparer.Ordinal)
                    .Take(NodesShown),
            ],
            Math.Max(0, positions.Length - NodesShown), [.. movements.Skip((page - 1) * PageSize).Take(PageSize)], movements.Length, page,
            pages, earlier);
    }

    private static SkuLevel Sum(CaseHead head, IEnumerable<StockPosition> positions) => positions.Aggregate(
        new SkuLevel(head.Case.Key, 0, 0, 0, 0, 0, head.Updated),
        (sum, at) => sum with
        {
            Nodes = sum.Nodes + 1, OnHand = sum.OnHand + at.OnHand, Reserved = sum.Reserved + at.Reserved,
            InTransit = sum.InTransit + at.InTransit, Available = sum.Available + at.Available,
        });

    /// <summary>Read off the row by the released names of its facts: whoever reads the journal knows no process.</summary>
    private static IEnumerable<StockMovement> MovementsOf(JournalRow row)
    {
        using var written = JsonDocument.Parse(row.Body);
        var message = written.RootElement.GetProperty("message");
        var who = message.GetProperty("who").GetProperty("name").GetString() ?? "";
        CaseId? from = RequestedEffect.TryCaseOf(message.GetProperty("id").GetString() ?? "", out var id) ? id : null;
        return
        [
            .. written.RootElement.GetProperty("facts").EnumerateArray()
                .Where(fact => fact.GetProperty("fact").GetString() == Moved)
                .Select(fact => new StockMovement(
                    row.Seq, row.At, Text(fact, "node"), Text(fact, "from"), Text(fact, "to"), fact.GetProperty("pieces").GetInt32(),
                    Text(fact, "reason"), from, Text(message, "source"), who)),
        ];
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
