using System.Collections.Immutable;
using System.Text.Json;

namespace Crossdock.Connectors.Http;

/// <summary>What types alone do not say of an answer's values. A value that fails makes the whole answer not understood.</summary>
internal static class Check
{
    public const int LongestReference = 200;

    /// <summary>A document number, tracking code or the like: there, printable, of a length that a screen can show.</summary>
    public static string Reference(string value, string name) =>
        !string.IsNullOrWhiteSpace(value) && value.Length <= LongestReference && !value.Any(char.IsControl)
            ? value
            : throw new JsonException($"{name} is blank, longer than {LongestReference} or not printable");

    public static decimal Amount(decimal value, string name) =>
        value >= 0 ? value : throw new JsonException($"{name} is below 0");

    public static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new JsonException($"{name} is not between 0 and 1");

    /// <summary>An ISO 4217 code.</summary>
    public static string Currency(string value) =>
        value.Length == 3 && value.All(char.IsAsciiLetterUpper) ? value : throw new JsonException("currency is no ISO 4217 code");

    /// <summary>The serialiser looks at a list, not at nulls in it.</summary>
    public static ImmutableArray<T> NoNulls<T>(ImmutableArray<T> values, string name) where T : class =>
        values.Any(value => value is null) ? throw new JsonException($"{name} has a null in it") : values;
}
