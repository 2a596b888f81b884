using System.Globalization;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Days as the XML schema writes them: 2026-11-26, perhaps with a time zone, which says nothing about a day here.</summary>
internal static class Dates
{
    private const int Length = 10;

    public static DateOnly? Read(string? text) =>
        text is { Length: >= Length }
        && DateOnly.TryParseExact(text.AsSpan(0, Length), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && IsZone(text.AsSpan(Length))
            ? day
            : null;

    private static bool IsZone(ReadOnlySpan<char> zone) =>
        zone.IsEmpty || zone is "Z"
        || (zone.Length == 6 && zone[0] is '+' or '-' && char.IsAsciiDigit(zone[1]) && char.IsAsciiDigit(zone[2]) && zone[3] == ':'
            && char.IsAsciiDigit(zone[4]) && char.IsAsciiDigit(zone[5]));
}
