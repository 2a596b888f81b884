using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts;

/// <summary>
/// The business key of a case, written <c>kind/key</c>: <c>order/WEB-100045</c>, <c>task/PICK-88213</c>.
/// Safe in a URL path, a log line and a file name; at most <see cref="MaxLength"/> characters.
/// </summary>
[JsonConverter(typeof(CaseIdJsonConverter))]
public readonly record struct CaseId : IParsable<CaseId>
{
    public const int MaxLength = 120;

    private static readonly SearchValues<char> KindLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz-");

    private static readonly SearchValues<char> KeyLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-");

    private readonly string? _text;

    public CaseId(string kind, string key)
    {
        if (!IsKind(kind) || !IsKey(key) || kind.Length + 1 + key.Length > MaxLength)
        {
            throw new FormatException($"'{kind}/{key}' is not a case id: kind/key, letters, digits and . _ : -, at most {MaxLength} long.");
        }

        _text = $"{kind}/{key}";
    }

    private CaseId(string text) => _text = text;

    public string Kind => Text[..Text.IndexOf('/', StringComparison.Ordinal)];

    public string Key => Text[(Text.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private string Text => _text ?? throw new InvalidOperationException("A case id was read before it was given.");

    /// <summary>Whether a partner's number can be a key as it stands.</summary>
    public static bool IsKey([NotNullWhen(true)] string? key) =>
        key is { Length: > 0 and <= 100 } && !key.AsSpan().ContainsAnyExcept(KeyLetters) && key is not ("." or "..");

    public static CaseId Order(string number) => new("order", number);

    public static CaseId Task(string key) => new("task", key);

    public static CaseId Stock(string sku) => new("stock", sku);

    public static CaseId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a case id.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CaseId result)
    {
        result = default;
        var slash = s?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (s is null || slash < 1 || s.Length > MaxLength || !IsKind(s[..slash]) || !IsKey(s[(slash + 1)..]))
        {
            return false;
        }

        result = new CaseId(s);
        return true;
    }

    public override string ToString() => Text;

    private static bool IsKind(string? kind) =>
        kind is { Length: > 0 and <= 20 } && !kind.AsSpan().ContainsAnyExcept(KindLetters);
}

public sealed class CaseIdJsonConverter : JsonConverter<CaseId>
{
    public override CaseId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CaseId.TryParse(reader.GetString(), null, out var id) ? id : throw new JsonException("not a case id, which is kind/key");

    public override void Write(Utf8JsonWriter writer, CaseId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
