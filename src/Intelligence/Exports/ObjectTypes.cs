using System.Collections.Frozen;

namespace Crossdock.Intelligence.Exports;

/// <summary>The types of objects and of their attributes, by the trade's names.</summary>
internal static class ObjectTypes
{
    public const string Order = "order", OrderLine = "order-line", Shipment = "shipment", PurchaseLine = "purchase-order-line",
        Receipt = "goods-receipt";

    private static readonly FrozenDictionary<string, string> Attributes = new Dictionary<string, string>
    {
        ["quantity"] = "integer", ["pieces"] = "integer", ["damaged"] = "integer", ["parcels"] = "integer", ["lines"] = "integer",
        ["value"] = "float", ["unit_price"] = "float", ["promise"] = "time", ["due"] = "time", ["expected"] = "time",
    }.ToFrozenDictionary();

    /// <summary>A kind of case whose object has another name in the trade; all others keep theirs.</summary>
    public static string Of(string kind) => kind switch
    {
        "purchase" => "purchase-order",
        "promotion" => "price-change",
        _ => kind,
    };

    /// <summary>string, integer, float or time, as OCEL 2.0 calls them.</summary>
    public static string OfAttribute(string name) => Attributes.GetValueOrDefault(name, "string");
}
