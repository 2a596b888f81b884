using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts.Messages;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Prices;

/// <summary>A promotion or price change for SKUs, at channels, in regions or in stores.</summary>
internal static class PriceShape
{
    /// <summary>Every line goes to every target, so this is what one promotion can name.</summary>
    private const int MostLines = 200;

    private const int Names = 1_000;

    public static readonly Field<string> Number =
        Required("number", Kinds.CaseNumber, "The sender's own number; it names the promotion for ever.");
    public static readonly Field<string> Title = Required("title", Kinds.Text(100));
    public static readonly Field<PriceKind> Kind = Required(
        "kind", Kinds.Word<PriceKind>(),
        "A promotion shows the price before; a change does not; an emergency fix is approved within minutes and live at once.");
    public static readonly Field<ImmutableArray<string>> Channels =
        Optional("channels", Kinds.List(Kinds.Key, 0, Names), "All when left out.");
    public static readonly Field<ImmutableArray<string>> Regions =
        Optional("regions", Kinds.List(Kinds.Key, 0, Names), "All when left out.");
    public static readonly Field<ImmutableArray<string>> Nodes =
        Optional("nodes", Kinds.List(Kinds.Key, 0, Names), "Stores. All when left out; named, they stand for their tills alone.");
    public static readonly Field<string> Currency = Required("currency", Kinds.Currency, "ISO 4217.");
    public static readonly Field<DateTime> Starts = Required("starts", Kinds.WallTime, "By the clock of each place, without an offset.");
    public static readonly Field<DateTime> Ends = Required("ends", Kinds.WallTime, "The first moment at which it no longer holds.");
    public static readonly Field<decimal> ExpectedLift =
        Optional("expectedLift", Kinds.Amount(-1, 100), "How much more is expected to be sold: 0.4 for two fifths more; 0 when left out.");
    public static readonly Field<ImmutableArray<Given>> Lines =
        Required("lines", Kinds.List(Kinds.Item(PriceLineShape.Shape), 1, MostLines));
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));

    public static readonly Shape Shape = new(
        "Price", [Number, Title, Kind, Channels, Regions, Nodes, Currency, Starts, Ends, ExpectedLift, Lines, Reason])
    {
        Example = """
            { "number": "PROMO-412", "title": "Spring week", "kind": "promotion", "channels": ["till", "web"], "regions": ["UK"],
              "currency": "GBP", "starts": "2027-03-27T00:00:00", "ends": "2027-04-03T00:00:00", "expectedLift": 0.4,
              "lines": [{ "sku": "85123A", "price": 1.99 }], "reason": "Season." }
            """,
    };
}

internal static class PriceLineShape
{
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<decimal> Price = Required("price", Kinds.Amount(0.0001m, 10_000_000));
    public static readonly Field<decimal> ShownBefore = Optional(
        "shownBefore", Kinds.Amount(0.0001m, 10_000_000),
        "The price shown as the one before; left out, it is the lowest of the last 30 days (Directive 98/6/EC, article 6a).");

    public static readonly Shape Shape = new("PriceLine", [Sku, Price, ShownBefore]);
}

internal static class PriceActShapes
{
    public static readonly Field<string> Note = Optional("note", Kinds.Text(400, min: 0));
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));

    public static readonly Shape Noted = new("PriceNote", [Note]) { Example = """{ "note": "as planned" }""" };
    public static readonly Shape Reasoned = new("PriceReason", [Reason]) { Example = """{ "reason": "the supplier cannot deliver" }""" };
}

internal static class PriceQuery
{
    public const int PageSize = 50;

    public static readonly Field<string> State = Optional("state", Kinds.Key, "A state of the map, such as Running.");
    public static readonly Field<bool> Open = Optional("open", Kinds.Flag, "Only open ones, or only closed ones.");
    public static readonly Field<string> Sku = Optional("sku", Kinds.Key);
    public static readonly Field<int> After = Optional("after", Kinds.Whole(0, 10_000_000), "What the page before gave as next.");
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 500), $"{PageSize} when left out.");

    public static readonly Shape Shape = new("PriceQuery", [State, Open, Sku, After, Take]);
}
