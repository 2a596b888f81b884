using System.Collections.Frozen;

namespace Crossdock.Intelligence.Cases;

/// <summary>Catalogue names in words: <c>erp.sales-order-posted</c> reads as "ERP: sales order posted".</summary>
public static class EventWords
{
    private static readonly FrozenDictionary<string, string> Special = new Dictionary<string, string>
    {
        ["order.look-again"] = "Asked to look for stock again",
        ["stock.instructed"] = "Stock movement",
        ["part.ended"] = "Part ended before it reached the customer",
        ["case.deadline-passed"] = "Time is up",
        ["case.not-there"] = "Nobody there to tell",
        ["case.incident-retried"] = "Incident tried again",
        ["case.incident-skipped"] = "Incident taken as handled",
        ["case.map-adopted"] = "Taken up by the map in force",
        ["effect.parked"] = "Given up for now by delivery",
        ["effect.retried"] = "Sent again at once",
        ["run-bulk"] = "Work off the set",
        ["tell-case"] = "Tell another case",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Families = new Dictionary<string, string>
    {
        ["erp"] = "ERP: ",
        ["wms"] = "Warehouse: ",
        ["advice"] = "Advice: ",
    }.ToFrozenDictionary();

    public static string Of(string name)
    {
        if (Special.TryGetValue(name, out var words))
        {
            return words;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var rest = name[(dot + 1)..].Replace('-', ' ');
        return dot > 0 && Families.TryGetValue(name[..dot], out var family) ? family + rest
            : dot > 0 ? Sentence($"{name[..dot]} {rest}")
            : Sentence(rest);
    }

    private static string Sentence(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
