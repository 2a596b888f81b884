using System.Text.RegularExpressions;

namespace Crossdock.Conformance.Tests.House;

/// <summary>Rules that need no knowledge of the language: widths, lengths, endings and words.</summary>
public static partial class TextRules
{
    public const int MaxColumns = 140;

    public const int MaxLines = 400;

    public static IEnumerable<Fault> Check(SourceFile file) =>
    [
        .. Columns(file), .. Length(file), .. TrailingSpace(file), .. FinalNewline(file),
        .. Leftovers(file), .. Making(file), .. Folder(file),
    ];

    private static bool IsWritten(SourceFile file) =>
        file.Extension is ".cs" or ".razor" or ".css" or ".js" or ".sh" or ".csproj" or ".props" or ".md"
        || file.Path is "crossdock" or ".ci/run";

    private static IEnumerable<Fault> Columns(SourceFile file)
    {
        var breakable = IsWritten(file) ? Numbered(file).Where(line => IsBreakable(file, line.Text)) : [];
        return breakable.Where(line => line.Text.Length > MaxColumns)
            .Select(line => new Fault("columns", file.Path, line.Number, $"{line.Text.Length} columns, {MaxColumns} fit a screen"));
    }

    // A table row or an address in a document cannot be broken; between tags white space would show.
    private static bool IsBreakable(SourceFile file, string line) => file.Extension switch
    {
        ".md" => !(line.StartsWith('|') || line.Contains("](http", StringComparison.Ordinal)),
        ".razor" => !(line.TrimStart().StartsWith('<') || line.Contains("</", StringComparison.Ordinal)),
        _ => true,
    };

    private static IEnumerable<Fault> Length(SourceFile file)
    {
        if (file.Extension is ".cs" or ".razor" or ".js" or ".sh" && file.Lines.Length - 1 > MaxLines)
        {
            yield return new Fault("length", file.Path, 0, $"{file.Lines.Length - 1} lines, more than {MaxLines}");
        }
    }

    private static IEnumerable<Fault> TrailingSpace(SourceFile file) =>
        file.Extension == ".md"
            ? []
            : Numbered(file).Where(line => line.Text.Length > 0 && char.IsWhiteSpace(line.Text[^1]))
                .Select(line => new Fault("trailing space", file.Path, line.Number, "the line ends with white space"));

    private static IEnumerable<Fault> FinalNewline(SourceFile file)
    {
        if (file.Text.Length > 0 && (!file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n", StringComparison.Ordinal)))
        {
            yield return new Fault("final newline", file.Path, file.Lines.Length, "a file ends with one newline");
        }
    }

    private static IEnumerable<Fault> Leftovers(SourceFile file) =>
        from line in Numbered(file)
        let word = LeftoverWords().Match(line.Text)
        where word.Success
        select new Fault("leftover", file.Path, line.Number, $"'{word.Value}': do it, or write down in a document why not");

    private static IEnumerable<Fault> Making(SourceFile file) =>
        from line in Numbered(file)
        let word = MakingWords().Match(line.Text)
        where word.Success
        select new Fault("making", file.Path, line.Number, $"'{word.Value}' is about how or where this was made, not about the product");

    private static IEnumerable<Fault> Folder(SourceFile file) =>
        from folder in file.Path.Split('/')[..^1]
        where BinFolders().IsMatch(folder)
        select new Fault("folder", file.Path, 0, $"'{folder}' says what kind of thing is in it, not what business it is of");

    private static IEnumerable<(int Number, string Text)> Numbered(SourceFile file) =>
        file.Lines.Select((text, i) => (i + 1, text.TrimEnd('\r')));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex LeftoverWords();

    [GeneratedRegex(
        @"(?<![\w.])/(work|root|home/\w+|Users/\w+)/|[A-Z]:\\Users|nuget\.org|npmjs|pypi\.org"
        + @"|\b(Claude|ChatGPT|Copilot|LLM|AI-generated|subagent|Co-Authored-By)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex MakingWords();

    [GeneratedRegex("^(Services?|Helpers?|Utils?|Utilities|Managers?|Processors?|Models|Interfaces|Misc|Common)$", RegexOptions.IgnoreCase)]
    private static partial Regex BinFolders();
}
