using System.Text;

namespace Crossdock.Storage.Sql;

/// <summary>PostgreSQL's text holds neither a NUL nor half a surrogate pair, and an outside system's garbled answer may.</summary>
internal static class StoredText
{
    public static string Of(string text) =>
        text.Contains('\0', StringComparison.Ordinal) || text.Any(char.IsSurrogate)
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD')
            : text;

    /// <summary>Whether any stored text can equal this one.</summary>
    public static bool IsPossible(string text) => Of(text) == text;
}
