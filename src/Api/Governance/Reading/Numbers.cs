using System.Globalization;
using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Microsoft.OpenApi;

namespace Crossdock.Api.Governance.Reading;

internal sealed class FlagKind : Kind<bool>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) => new OpenApiSchema { Type = JsonSchemaType.Boolean };

    public override bool TryRead(JsonElement json, string path, Faults faults, out bool value)
    {
        value = json.ValueKind == JsonValueKind.True;
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return true;
        }

        faults.Add(path, $"must be true or false; got {JsonWords.Of(json)}");
        return false;
    }

    public override bool TryParse(string text, string path, Faults faults, out bool value)
    {
        value = text == "true";
        if (text is "true" or "false")
        {
            return true;
        }

        faults.Add(path, $"must be true or false; got '{Faults.Shown(text)}'");
        return false;
    }
}

/// <summary>Pieces, line numbers, pages.</summary>
internal sealed class WholeKind(int min, int max) : Kind<int>
{
    public override IOpenApiSchema Describe(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = min.ToString(CultureInfo.InvariantCulture),
        Maximum = max.ToString(CultureInfo.InvariantCulture),
    };

    public override bool TryRead(JsonElement json, string path, Faults faults, out int value)
    {
        value = 0;
        return json.ValueKind == JsonValueKind.Number
            ? InRange(json.TryGetInt64(out var number) ? number : null, JsonWords.Of(json), path, faults, out value)
            : Refuse($"must be a whole number; got {JsonWords.Of(json)}", path, faults);
    }

    public override bool TryParse(string text, string path, Faults faults, out int value)
    {
        var read = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        return InRange(read ? number : null, $"'{Faults.Shown(text)}'", path, faults, out value);
    }

    private bool InRange(long? number, string shown, string path, Faults faults, out int value)
    {
        value = number is { } given && given >= min && given <= max ? (int)given : 0;
        return number switch
        {
            null => Refuse($"must be a whole number from {min} to {max}; got {shown}", path, faults),
            var below when below < min => Refuse($"must be {min} or more; got {shown}", path, faults),
            var above when above > max => Refuse($"must be {max} or less; got {shown}", path, faults),
            _ => true,
        };
    }

    private static bool Refuse(string reason, string path, Faults faults)
    {
        faults.Add(path, reason);
        return false;
    }
}

/// <summary>Money as a decimal number. Trailing zeros fall away, so that 2.5 and 2.50 are the same content.</summary>
internal sealed class AmountKind(decimal min, decimal max) : Kind<decimal>
{
    private const int Decimals = 4;

    public override IOpenApiSchema Describe(OpenApiDocument document) => new OpenApiSchema
    {
        Type = JsonSchemaType.Number,
        Format = "decimal",
        Minimum = min.ToString(CultureInfo.InvariantCulture),
        Maximum = max.ToString(CultureInfo.InvariantCulture),
    };

    public override bool TryRead(JsonElement json, string path, Faults faults, out decimal value)
    {
        value = 0;
        var reason =
            json.ValueKind != JsonValueKind.Number ? $"must be a number; got {JsonWords.Of(json)}"
            : !json.TryGetDecimal(out value) ? $"is beyond what an amount can be; got {JsonWords.Of(json)}"
            : value < min ? $"must be {min} or more; got {JsonWords.Of(json)}"
            : value > max ? $"must be {max} or less; got {JsonWords.Of(json)}"
            : TooFine(json, value) ? $"must have at most {Decimals} decimal places; got {JsonWords.Of(json)}"
            : null;
        if (reason is not null)
        {
            faults.Add(path, reason);
            return false;
        }

        value /= 1.0000000000000000000000000000m;
        return true;
    }

    // A number too small for a decimal reads as 0: what was written tells it from a real zero.
    private static bool TooFine(JsonElement json, decimal value)
    {
        if (value != 0)
        {
            return decimal.Round(value, Decimals) != value;
        }

        var written = json.GetRawText().AsSpan();
        var exponent = written.IndexOfAny('e', 'E');
        return (exponent < 0 ? written : written[..exponent]).ContainsAnyInRange('1', '9');
    }
}
