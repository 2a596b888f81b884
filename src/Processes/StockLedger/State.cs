using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;

namespace Crossdock.Processes.StockLedger;

/// <summary>
/// The accounts of a SKU at a node. Every movement goes from one to another, so they always sum to zero:
/// what is received is owed by <see cref="Received"/>, what is adjusted by <see cref="Adjusted"/>.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Account>))]
public enum Account { Available, Reserved, InTransit, Sold, Adjusted, Received }

/// <summary>The accounts of one node, in pieces.</summary>
public sealed record NodeStock(int Available, int Reserved, int InTransit, int Sold, int Adjusted, int Received)
{
    public static readonly NodeStock Zero = new(0, 0, 0, 0, 0, 0);

    [JsonIgnore]
    public int Sum => Available + Reserved + InTransit + Sold + Adjusted + Received;

    public NodeStock Add(Account account, int pieces) => account switch
    {
        Account.Available => this with { Available = Available + pieces },
        Account.Reserved => this with { Reserved = Reserved + pieces },
        Account.InTransit => this with { InTransit = InTransit + pieces },
        Account.Sold => this with { Sold = Sold + pieces },
        Account.Adjusted => this with { Adjusted = Adjusted + pieces },
        Account.Received => this with { Received = Received + pieces },
        _ => throw new InvalidOperationException($"No account {account}."),
    };
}

/// <summary>The ledger of one SKU over all nodes.</summary>
public sealed record StockItem
{
    public static readonly StockItem Empty = new();

    public string Sku { get; init; } = "";

    public ImmutableSortedDictionary<string, NodeStock> Nodes { get; init; } = ImmutableSortedDictionary<string, NodeStock>.Empty;

    public Reservations Reservations { get; init; } = Reservations.None;

    /// <summary>
    /// The latest that lapsed and were neither given back nor taken again: one that is to be made firm late gets its pieces again
    /// while nobody else has them.
    /// </summary>
    public ImmutableArray<Reservation> Lapsed { get; init; } = [];

    public Reservation? LapsedOf(string? name, string node) =>
        Lapsed.IsDefaultOrEmpty ? null : Lapsed.FirstOrDefault(lapsed => lapsed.Name == name && lapsed.Node == node);

    public NodeStock At(string node) => Nodes.GetValueOrDefault(node, NodeStock.Zero);
}

/// <summary>A balanced movement: what leaves one account arrives in the other.</summary>
public sealed record StockMoved(string Node, Account From, Account To, int Pieces, string Reason) : Fact;

public sealed record StockSetAside(string Reservation, string Node, int Pieces, DateTimeOffset? Expires) : Fact;

public sealed record StockMadeFirm(string Reservation) : Fact;

/// <summary>Pieces left a reservation, wherever they went.</summary>
public sealed record StockTakenOut(string Reservation, int Pieces) : Fact;

/// <summary>A reservation lapsed with so many pieces; with none, it is remembered no longer.</summary>
public sealed record StockLapsed(string Reservation, string Node, int Pieces) : Fact;

/// <summary>What an instruction got, where that can differ from what it asked.</summary>
public sealed record StockGranted(int Index, int Pieces, string Reason) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StockMoved)), JsonSerializable(typeof(StockSetAside)), JsonSerializable(typeof(StockMadeFirm))]
[JsonSerializable(typeof(StockTakenOut)), JsonSerializable(typeof(StockGranted)), JsonSerializable(typeof(StockItem))]
[JsonSerializable(typeof(Reservation)), JsonSerializable(typeof(StockLapsed))]
public sealed partial class StockFactsJson : JsonSerializerContext;

public static class StockFacts
{
    /// <summary>Far more than lapse for one SKU before the first of them is made firm.</summary>
    private const int LapsedKept = 256;

    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(StockMoved), "stock.moved"), new(typeof(StockSetAside), "stock.set-aside"),
        new(typeof(StockMadeFirm), "stock.made-firm"),
        new(typeof(StockTakenOut), "stock.taken-out"), new(typeof(StockLapsed), "stock.lapsed"),
        new(typeof(StockGranted), "stock.granted"),
    ];

    public static StockItem Fold(StockItem item, Fact fact) => fact switch
    {
        StockMoved moved => item with
        {
            Nodes = item.Nodes.SetItem(moved.Node, item.At(moved.Node).Add(moved.From, -moved.Pieces).Add(moved.To, moved.Pieces)),
        },
        StockSetAside aside => item with
        {
            Lapsed = Without(item.Lapsed, aside.Reservation),
            Reservations = item.Reservations.With(
                item.Reservations.TryGetValue(aside.Reservation, out var there)
                    ? there with { Pieces = there.Pieces + aside.Pieces }
                    : new Reservation(aside.Reservation, aside.Node, aside.Pieces, Firm: false, aside.Expires)),
        },
        StockMadeFirm firm => item with
        {
            Reservations = item.Reservations.With(item.Reservations[firm.Reservation] with { Firm = true, Expires = null }),
        },
        StockTakenOut taken => item with { Reservations = TakeOut(item.Reservations, taken) },
        StockLapsed lapsed => item with { Lapsed = Remember(item.Lapsed, lapsed) },
        StockGranted => item,
        _ => throw new InvalidOperationException($"The ledger knows no fact {fact.GetType().Name}."),
    };

    private static ImmutableArray<Reservation> Remember(ImmutableArray<Reservation> before, StockLapsed lapsed)
    {
        var others = Without(before, lapsed.Reservation);
        return lapsed.Pieces == 0 ? others
            : [.. others.TakeLast(LapsedKept - 1), new(lapsed.Reservation, lapsed.Node, lapsed.Pieces, Firm: false, Expires: null)];
    }

    private static ImmutableArray<Reservation> Without(ImmutableArray<Reservation> lapsed, string name) =>
        lapsed.IsDefaultOrEmpty ? [] : lapsed.Any(one => one.Name == name) ? lapsed.RemoveAll(one => one.Name == name) : lapsed;

    private static Reservations TakeOut(Reservations all, StockTakenOut taken)
    {
        var held = all[taken.Reservation];
        var left = held.Pieces - taken.Pieces;
        return left > 0 ? all.With(held with { Pieces = left }) : all.Without(held.Name);
    }
}
