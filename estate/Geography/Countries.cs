using System.Collections.Frozen;

namespace Crossdock.Estate.Geography;

/// <summary>Country names as order books write them, to ISO 3166-1 alpha-2.</summary>
public static class Countries
{
    /// <summary>What ISO leaves to users; stands for a country that the order book does not say.</summary>
    public const string Unknown = "ZZ";

    private static readonly FrozenDictionary<string, string> ByName = new Dictionary<string, string>
    {
        ["United Kingdom"] = "GB", ["EIRE"] = "IE", ["Ireland"] = "IE", ["Channel Islands"] = "JE", ["Germany"] = "DE",
        ["France"] = "FR", ["Netherlands"] = "NL", ["Belgium"] = "BE", ["Luxembourg"] = "LU", ["Switzerland"] = "CH",
        ["Austria"] = "AT", ["Spain"] = "ES", ["Portugal"] = "PT", ["Italy"] = "IT", ["Greece"] = "GR", ["Cyprus"] = "CY",
        ["Malta"] = "MT", ["Poland"] = "PL", ["Czech Republic"] = "CZ", ["Lithuania"] = "LT", ["Latvia"] = "LV", ["Estonia"] = "EE",
        ["Hungary"] = "HU", ["Slovakia"] = "SK", ["Slovenia"] = "SI", ["Romania"] = "RO", ["Bulgaria"] = "BG", ["Croatia"] = "HR",
        ["Norway"] = "NO", ["Sweden"] = "SE", ["Denmark"] = "DK", ["Finland"] = "FI", ["Iceland"] = "IS", ["Australia"] = "AU",
        ["New Zealand"] = "NZ", ["Japan"] = "JP", ["Hong Kong"] = "HK", ["Singapore"] = "SG", ["Korea"] = "KR", ["Thailand"] = "TH",
        ["USA"] = "US", ["United States"] = "US", ["Canada"] = "CA", ["Brazil"] = "BR", ["West Indies"] = "JM", ["Bermuda"] = "BM",
        ["RSA"] = "ZA", ["South Africa"] = "ZA", ["Nigeria"] = "NG", ["Lebanon"] = "LB", ["Israel"] = "IL", ["Bahrain"] = "BH",
        ["Saudi Arabia"] = "SA", ["United Arab Emirates"] = "AE", ["Turkey"] = "TR", ["Ukraine"] = "UA", ["Russia"] = "RU",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> Codes { get; } = [.. ByName.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// The code of a name; a code stays what it is; <see cref="Unknown"/> for anything else, such as <c>Unspecified</c> or
    /// <c>European Community</c>: the order goes out with it and the front door decides.
    /// </summary>
    public static string CodeOf(string name)
    {
        var trimmed = name.Trim();
        return ByName.TryGetValue(trimmed, out var code) ? code
            : trimmed.Length == 2 && ByName.Values.Contains(trimmed.ToUpperInvariant()) ? trimmed.ToUpperInvariant()
            : Unknown;
    }
}
