using System.Text.RegularExpressions;

namespace Crossdock.Conformance.Tests.House;

/// <summary>What documents promise: their links lead somewhere and their commands exist.</summary>
public static partial class DocumentRules
{
    public static IEnumerable<Fault> Links(SourceFile document, Func<string, bool> exists)
    {
        foreach (var (number, text) in Prose(document))
        {
            foreach (Match link in Link().Matches(text))
            {
                var target = link.Groups["to"].Value.Split('#')[0];
                if (target.Length > 0 && !Absolute().IsMatch(target) && !exists(Resolve(document.Path, target)))
                {
                    yield return new Fault("link", document.Path, number, $"'{target}' is not there");
                }
            }
        }
    }

    public static IEnumerable<Fault> Commands(SourceFile document, IReadOnlySet<string> known) =>
        from line in document.Lines.Select((text, i) => (Number: i + 1, Text: text))
        from command in Command().Matches(line.Text)
        where !known.Contains(command.Groups["name"].Value)
        select new Fault("command", document.Path, line.Number, $"the launcher has no '{command.Groups["name"].Value}'");

    /// <summary>The commands that the launcher carries out: the labels of its one case statement on the command.</summary>
    public static IReadOnlySet<string> CommandsOf(string launcher)
    {
        var main = launcher[launcher.IndexOf("case \"$command\" in", StringComparison.Ordinal)..];
        return Label().Matches(main).SelectMany(label => label.Groups["names"].Value.Split('|', StringSplitOptions.TrimEntries))
            .Where(name => !name.StartsWith('-')).ToHashSet();
    }

    /// <summary>The commands that the launcher's help lists.</summary>
    public static IReadOnlySet<string> CommandsInHelp(string launcher)
    {
        var help = launcher[launcher.IndexOf("usage:", StringComparison.Ordinal)..];
        return Listed().Matches(help[..help.IndexOf("exit codes", StringComparison.Ordinal)])
            .Select(line => line.Groups["name"].Value).ToHashSet();
    }

    private static IEnumerable<(int Number, string Text)> Prose(SourceFile document)
    {
        var fenced = false;
        for (var i = 0; i < document.Lines.Length; i++)
        {
            if (document.Lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }
            else if (!fenced)
            {
                yield return (i + 1, InlineCode().Replace(document.Lines[i], ""));
            }
        }
    }

    private static string Resolve(string document, string target)
    {
        var parts = document.Split('/')[..^1].ToList();
        foreach (var part in Uri.UnescapeDataString(target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^([a-z]+:|//)")]
    private static partial Regex Absolute();

    [GeneratedRegex(@"\./crossdock (?<name>[a-z]+)")]
    private static partial Regex Command();

    [GeneratedRegex(@"^ {8}(?<names>[a-z-]+( \| [a-z-]+)*)\)", RegexOptions.Multiline)]
    private static partial Regex Label();

    [GeneratedRegex("^  (?<name>[a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex Listed();
}
