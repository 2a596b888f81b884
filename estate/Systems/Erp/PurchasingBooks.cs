using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Crossdock.Estate.Systems.Erp;

/// <summary>A purchase order as the ERP has it.</summary>
/// <param name="Ordered">pieces by SKU, as last posted</param>
/// <param name="Stocked">pieces by SKU that were received and kept</param>
public sealed record ErpPurchase(
    string Number,
    int Revision,
    ImmutableSortedDictionary<string, int> Ordered,
    ImmutableSortedDictionary<string, int> Stocked,
    bool Closed,
    bool Voided);

/// <param name="Left">pieces by SKU that left the sender</param>
/// <param name="Arrived">pieces by SKU on the receiver's shelf</param>
public sealed record ErpTransfer(
    string Number, string From, string To, ImmutableSortedDictionary<string, int> Left, ImmutableSortedDictionary<string, int> Arrived);

/// <summary>What the ERP remembers of purchases, goods receipts and transfers.</summary>
public sealed class PurchasingBooks
{
    private static readonly ImmutableSortedDictionary<string, int> Nothing =
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, ErpPurchase> _purchases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ErpTransfer> _transfers = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Sku, string Node), long> _receivedAt = new();
    private readonly ConcurrentDictionary<(string Sku, string Node), long> _adjustedAt = new();

    /// <summary>Pieces more, or below 0 fewer, than the books had, as Crossdock told.</summary>
    public IReadOnlyDictionary<(string Sku, string Node), long> AdjustedAt => _adjustedAt;

    /// <summary>Pieces that a place received from suppliers and kept, by goods receipt.</summary>
    public IReadOnlyDictionary<(string Sku, string Node), long> ReceivedAt => _receivedAt;

    public IReadOnlyDictionary<string, ErpPurchase> Purchases => _purchases;

    public IReadOnlyDictionary<string, ErpTransfer> Transfers => _transfers;

    /// <summary>Pieces of each SKU that came from suppliers and were kept, by goods receipt.</summary>
    public IReadOnlyDictionary<string, int> BoughtIn => _purchases.Values.SelectMany(purchase => purchase.Stocked)
        .GroupBy(line => line.Key).ToDictionary(line => line.Key, line => line.Sum(sku => sku.Value), StringComparer.Ordinal);

    /// <summary>A higher revision replaces what was posted before; a lower one comes too late.</summary>
    public void Post(string number, int revision, IEnumerable<(string Sku, int Pieces)> lines) => _purchases.AddOrUpdate(
        number,
        _ => new ErpPurchase(number, revision, Sum(Nothing, lines), Nothing, Closed: false, Voided: false),
        (_, known) => revision > known.Revision ? known with { Revision = revision, Ordered = Sum(Nothing, lines) } : known);

    public void Receive(string number, string node, IReadOnlyList<(string Sku, int Pieces)> kept)
    {
        Change(number, purchase => purchase with { Stocked = Sum(purchase.Stocked, kept) });
        foreach (var (sku, pieces) in kept)
        {
            _receivedAt.AddOrUpdate((sku, node), pieces, (_, sum) => sum + pieces);
        }
    }

    public void Adjust(string node, IEnumerable<(string Sku, int Pieces)> lines)
    {
        foreach (var (sku, pieces) in lines)
        {
            _adjustedAt.AddOrUpdate((sku, node), pieces, (_, sum) => sum + pieces);
        }
    }

    public void Close(string number) => Change(number, purchase => purchase with { Closed = true });

    public void Void(string number) => Change(number, purchase => purchase with { Voided = true });

    public void Move(
        string number, string from, string to, IEnumerable<(string Sku, int Pieces)> left, IEnumerable<(string Sku, int Pieces)> arrived) =>
        _transfers[number] = new ErpTransfer(number, from, to, Sum(Nothing, left), Sum(Nothing, arrived));

    private void Change(string number, Func<ErpPurchase, ErpPurchase> change)
    {
        while (_purchases.TryGetValue(number, out var known) && !_purchases.TryUpdate(number, change(known), known))
        {
        }
    }

    private static ImmutableSortedDictionary<string, int> Sum(
        ImmutableSortedDictionary<string, int> before, IEnumerable<(string Sku, int Pieces)> lines) =>
        lines.Where(line => line.Pieces != 0)
            .Aggregate(before, (sum, line) => sum.SetItem(line.Sku, sum.GetValueOrDefault(line.Sku) + line.Pieces));
}
