using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Processes.StockLedger;

namespace Crossdock.Runtime.Stock;

/// <summary>An answer that may be asked for again.</summary>
public sealed record RecentAnswer(string Id, ImmutableArray<int> Granted, ImmutableArray<string> Reasons);

public sealed record StockSnapshot(StockItem Item, ImmutableArray<RecentAnswer> Recent, int MapVersion = 1);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockSnapshot))]
public sealed partial class StockSnapshotJson : JsonSerializerContext;

/// <summary>
/// The latest answers of one ledger, so that a repeated instruction gets the same answer and moves nothing. Bounded: far more
/// than can be in flight for one SKU at a crash.
/// </summary>
public sealed class RecentAnswers
{
    private const int Kept = 20_000;

    private static readonly TellReceipt NoReceipt = new(TellResult.Duplicate, default, 0, "", "");

    private readonly Dictionary<string, RecentAnswer> _byId = [];
    private readonly Queue<string> _order = new();

    public ImmutableArray<RecentAnswer> All => [.. _order.Select(id => _byId[id])];

    public StockAnswer? Find(string id) =>
        _byId.TryGetValue(id, out var answer) ? new StockAnswer(NoReceipt, answer.Granted, answer.Reasons) : null;

    /// <summary>What a row answered to the message that led to it.</summary>
    public static RecentAnswer Of(Transition row)
    {
        var granted = row.Facts.OfType<StockGranted>().OrderBy(grant => grant.Index).ToList();
        return new RecentAnswer(
            row.Message.Id, [.. granted.Select(grant => grant.Pieces)],
            [.. granted.Select(grant => grant.Reason).Where(reason => reason.Length > 0)]);
    }

    public void Restore(ImmutableArray<RecentAnswer> answers)
    {
        foreach (var answer in answers)
        {
            Keep(answer);
        }
    }

    public void Keep(RecentAnswer answer)
    {
        if (_byId.TryAdd(answer.Id, answer))
        {
            _order.Enqueue(answer.Id);
        }

        if (_order.Count > Kept)
        {
            _byId.Remove(_order.Dequeue());
        }
    }
}
