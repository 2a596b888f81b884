using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Crossdock.Contracts;

/// <summary>
/// What incidents have in common: the reason with everything taken out that names this one case. Quoted words, business keys and
/// whatever holds a digit become a mark, so that fourteen orders with one cause are one row of a list.
/// </summary>
public static partial class IncidentCause
{
    /// <summary>A cause is read in a list and told apart by its beginning.</summary>
    public const int MaxLength = 200;

    public static string Of(string? system, string reason)
    {
        var line = reason.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        var cause = Quoted().Replace((end < 0 ? line : line[..end]).ToString(), "#");
        cause = Word().Replace(cause, "#");
        cause = Repeated().Replace(cause, "#");
        cause = system is null ? cause : $"{system}: {cause}";
        return cause.Length <= MaxLength ? cause : cause[..MaxLength];
    }

    /// <summary>A short name for a cause, for addresses: the same on every machine.</summary>
    public static string IdOf(string cause) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cause)).AsSpan(0, 6));

    [GeneratedRegex("""'[^']*'|"[^"]*"|\u201c[^\u201d]*\u201d""")]
    private static partial Regex Quoted();

    // A key, a number, an instant, an address: a run without a gap that holds a digit. A status of three digits says what failed.
    [GeneratedRegex(@"(?<![^\s(\[,;=])(?![1-5]\d\d[,:;.)]?(?:\s|$))[\w./:#@+-]*\d[\w./:#@+%-]*")]
    private static partial Regex Word();

    [GeneratedRegex("#(?:[ ,]+#)+")]
    private static partial Regex Repeated();
}
