using System.Collections.Frozen;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>
/// How postal codes are written, by country, where that is known: <c>N</c> a digit, <c>A</c> a letter; blanks, dots and
/// dashes do not count. Source: Universal Postal Union, "Postal addressing systems in member countries" (POST*CODE), as of 2025. It says
/// which codes cannot be one of a country, and not which are in use: that a street knows.
/// </summary>
internal static class PostalForms
{
    private sealed record Form(string Example, string[] Patterns);

    private static readonly Form British = new("LS1 1AA", ["ANNAA", "ANNNAA", "AANNAA", "AANNNAA", "ANANAA", "AANANAA"]);

    private static readonly FrozenDictionary<string, Form> ByCountry = new Dictionary<string, Form>
    {
        ["GB"] = British, ["GG"] = British, ["IM"] = British, ["JE"] = British,
        ["AT"] = new("1010", ["NNNN"]), ["AU"] = new("2000", ["NNNN"]), ["BE"] = new("1000", ["NNNN"]), ["BG"] = new("1000", ["NNNN"]),
        ["CA"] = new("K1A 0B1", ["ANANAN"]), ["CH"] = new("8001", ["NNNN"]), ["CY"] = new("1010", ["NNNN"]),
        ["CZ"] = new("110 00", ["NNNNN"]), ["DE"] = new("10115", ["NNNNN"]), ["DK"] = new("1050", ["NNNN"]),
        ["EE"] = new("10111", ["NNNNN"]), ["ES"] = new("28001", ["NNNNN"]), ["FI"] = new("00100", ["NNNNN"]),
        ["FR"] = new("75001", ["NNNNN"]), ["GR"] = new("105 57", ["NNNNN"]), ["HR"] = new("10000", ["NNNNN"]),
        ["HU"] = new("1011", ["NNNN"]), ["IS"] = new("101", ["NNN"]), ["IT"] = new("00118", ["NNNNN"]),
        ["JP"] = new("100-0001", ["NNNNNNN"]), ["LI"] = new("9490", ["NNNN"]), ["LT"] = new("01100", ["NNNNN"]),
        ["LU"] = new("1111", ["NNNN"]), ["LV"] = new("1010", ["NNNN"]), ["MT"] = new("VLT 1117", ["AAANNNN"]),
        ["NL"] = new("1012 AB", ["NNNNAA"]), ["NO"] = new("0150", ["NNNN"]), ["NZ"] = new("6011", ["NNNN"]),
        ["PL"] = new("00-001", ["NNNNN"]), ["PT"] = new("1100-148", ["NNNNNNN"]), ["RO"] = new("010011", ["NNNNNN"]),
        ["SE"] = new("111 20", ["NNNNN"]), ["SG"] = new("018956", ["NNNNNN"]), ["SI"] = new("1000", ["NNNN"]),
        ["SK"] = new("811 01", ["NNNNN"]), ["US"] = new("10001 or 10001-1234", ["NNNNN", "NNNNNNNNN"]),
    }.ToFrozenDictionary();

    /// <summary>How the country writes them, where the code cannot be one of its; null where it can, or the form is not known.</summary>
    public static string? InsteadOf(string code, string country) =>
        !ByCountry.TryGetValue(country, out var form) || form.Patterns.Any(pattern => Fits(Bare(code, country, form), pattern))
            ? null
            : form.Example;

    /// <summary>Without what does not count. Abroad many write the country before it, as D-10115 or SE-111 20.</summary>
    private static string Bare(string code, string country, Form form)
    {
        var bare = string.Concat(code.Where(sign => !char.IsWhiteSpace(sign) && sign is not ('-' or '.'))).ToUpperInvariant();
        return form.Patterns[0][0] != 'N' ? bare
            : bare.StartsWith(country, StringComparison.Ordinal) ? bare[country.Length..]
            : bare.StartsWith(country[0]) ? bare[1..]
            : bare;
    }

    private static bool Fits(string bare, string pattern) =>
        bare.Length == pattern.Length
        && bare.Zip(pattern).All(pair => pair.Second == 'N' ? char.IsAsciiDigit(pair.First) : char.IsAsciiLetterUpper(pair.First));
}
