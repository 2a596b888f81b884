using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Microsoft.OpenApi;

namespace Crossdock.Api.Governance.Reading;

/// <summary>The values that requests are made of.</summary>
internal static class Kinds
{
    public static readonly Kind<bool> Flag = new FlagKind();

    /// <summary>A business key: a number of the trade that may stand in a URL.</summary>
    public static readonly Kind<string> Key = new PatternKind(
        "^[A-Za-z0-9._:-]{1,100}$", CaseId.IsKey, "must be letters, digits and . _ : -, at most 100 of them");

    /// <summary>The number of an order or a return: the cases that grow from it carry it in their own keys.</summary>
    public static readonly Kind<string> CaseNumber = new PatternKind(
        "^[A-Za-z0-9._:-]{1,50}$", number => number.Length <= 50 && CaseId.IsKey(number),
        "must be letters, digits and . _ : -, at most 50 of them");

    public static readonly Kind<string> Currency = new PatternKind(
        "^[A-Z]{3}$", code => Codes.Currencies.Contains(code), "must be an ISO 4217 currency code such as GBP");

    public static readonly Kind<string> Country = new PatternKind(
        "^[A-Z]{2}$", code => Codes.Countries.Contains(code), "must be an ISO 3166 country code such as GB");

    public static readonly Kind<CaseId> Case = new CaseKind();

    public static readonly Kind<DateTimeOffset> Instant = new InstantKind();

    /// <summary>A time of the clock on the wall, the same words in every time zone.</summary>
    public static readonly Kind<DateTime> WallTime = new WallTimeKind();

    public static Kind<string> Text(int max, int min = 1) => new PlainTextKind(min, max);

    public static Kind<int> Whole(int min, int max) => new WholeKind(min, max);

    public static Kind<decimal> Amount(decimal min, decimal max) => new AmountKind(min, max);

    public static Kind<T> Word<T>(params ReadOnlySpan<T> allowed) where T : struct, Enum => new WordKind<T>(Words<T>.Table(allowed));

    public static Kind<T> Word<T>(ImmutableArray<(string, T)> table) => new WordKind<T>(table);

    public static Kind<Given> Item(Shape shape) => new ItemKind(shape);

    public static Kind<ImmutableArray<T>> List<T>(Kind<T> item, int min, int max) => new ListKind<T>(item, min, max);

    /// <summary>Anything: read later, on its own.</summary>
    public static Kind<JsonElement> Any(Shape? describedAs = null) => new AnyKind(describedAs);
}

internal sealed class PlainTextKind(int min, int max) : TextKind<string>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) =>
        new OpenApiSchema { Type = JsonSchemaType.String, MinLength = min, MaxLength = max };

    public override bool TryParse(string text, string path, Faults faults, out string value)
    {
        value = text.Trim();
        var reason =
            value.Length < min ? "must not be empty"
            : value.Length > max ? $"must be at most {max} characters; got {value.Length}"
            : value.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) ? "must not hold control characters"
            : null;
        if (reason is not null)
        {
            faults.Add(path, reason);
        }

        return reason is null;
    }
}

internal sealed class PatternKind(string pattern, Func<string, bool> holds, string reason) : TextKind<string>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) =>
        new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern };

    public override bool TryParse(string text, string path, Faults faults, out string value)
    {
        value = text;
        if (holds(text))
        {
            return true;
        }

        faults.Add(path, $"{reason}; got '{Faults.Shown(text)}'");
        return false;
    }
}

internal sealed class CaseKind : TextKind<CaseId>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) =>
        new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z-]{1,20}/[A-Za-z0-9._:-]{1,100}$" };

    public override bool TryParse(string text, string path, Faults faults, out CaseId value)
    {
        if (CaseId.TryParse(text, null, out value))
        {
            return true;
        }

        faults.Add(path, $"must name a case as kind/key, such as order/WEB-100045; got '{Faults.Shown(text)}'");
        return false;
    }
}

internal sealed class InstantKind : TextKind<DateTimeOffset>
{
    // RFC 3339 asks for an offset: a time without one means another instant in every country.
    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override IOpenApiSchema Describe(OpenApiDocument document) =>
        new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };

    public override bool TryParse(string text, string path, Faults faults, out DateTimeOffset value)
    {
        value = default;
        var hasOffset = text.Length > 19 && (text[^1] is 'Z' or 'z' || (text.Length > 22 && text[^6] is '+' or '-'));
        if (!hasOffset || !DateTimeOffset.TryParseExact(
            text.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value))
        {
            faults.Add(path, $"must be an instant with its offset, such as 2026-11-24T10:42:07Z; got '{Faults.Shown(text)}'");
            return false;
        }

        if (value >= Earliest && value < Latest)
        {
            return true;
        }

        faults.Add(path, $"must lie between 2000 and 2100; got {value:yyyy-MM-dd}");
        return false;
    }
}

internal sealed class WallTimeKind : TextKind<DateTime>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) =>
        new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$" };

    public override bool TryParse(string text, string path, Faults faults, out DateTime value)
    {
        if (!DateTime.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value))
        {
            faults.Add(path, $"must be a local time without an offset, such as 2026-11-27T00:00:00; got '{Faults.Shown(text)}'");
            return false;
        }

        if (value.Year is >= 2000 and < 2100)
        {
            return true;
        }

        faults.Add(path, $"must lie between 2000 and 2100; got {value:yyyy-MM-dd}");
        return false;
    }
}

internal sealed class WordKind<T>(ImmutableArray<(string Word, T Value)> table) : TextKind<T>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.String,
        Enum = [.. table.Select(row => (System.Text.Json.Nodes.JsonNode)row.Word)],
    };

    public override bool TryParse(string text, string path, Faults faults, out T value)
    {
        foreach (var (word, meant) in table)
        {
            if (word == text)
            {
                value = meant;
                return true;
            }
        }

        value = default!;
        var words = table.Select(row => row.Word).ToArray();
        var list = words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
        faults.Add(path, $"must be {list}; got '{Faults.Shown(text)}'{NearestName.Hint(text, words)}");
        return false;
    }
}

internal sealed class AnyKind(Shape? describedAs) : Kind<JsonElement>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) => describedAs?.Describe(document) ?? new OpenApiSchema();

    public override bool TryRead(JsonElement json, string path, Faults faults, out JsonElement value)
    {
        value = json;
        return true;
    }
}
