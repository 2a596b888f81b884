namespace Crossdock.Conformance.Tests.House;

/// <summary>A text file of the repository. The path is relative to the root, with slashes.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.Split('\n');

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Extension => System.IO.Path.GetExtension(Name);

    public bool IsCode => Extension is ".cs";

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    public bool IsShipped => Path.StartsWith("src/", StringComparison.Ordinal) || Path.StartsWith("estate/", StringComparison.Ordinal);
}

/// <summary>A place that breaks a rule of the house.</summary>
/// <param name="Line">from 1; 0 for the file as a whole</param>
public sealed record Fault(string Rule, string Path, int Line, string What)
{
    public override string ToString() => $"{Path}:{Line}: {Rule}: {What}";
}

/// <summary>The tree as it lies on disk, found without git: an unpacked archive is checked like a clone.</summary>
public static class Repository
{
    private static readonly HashSet<string> LeftOut = ["bin", "obj", ".git", ".data", ".vs", ".idea", "TestResults", "node_modules"];

    private static readonly HashSet<string> TextExtensions =
    [
        ".cs", ".razor", ".css", ".js", ".md", ".sh", ".sql", ".csproj", ".props", ".targets", ".slnx", ".json", ".yml", ".yaml",
        ".txt", ".http", ".service", ".html", ".svg", ".editorconfig", ".gitignore", ".gitattributes", "",
    ];

    private static readonly Lazy<string> FoundRoot = new(FindRoot);

    private static readonly Lazy<IReadOnlyList<SourceFile>> ReadFiles = new(() => [.. Walk(Root)]);

    public static string Root => FoundRoot.Value;

    public static IReadOnlyList<SourceFile> Files => ReadFiles.Value;

    public static bool Has(string path) => File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Crossdock.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Crossdock.slnx stands above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<SourceFile> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsText).Order(StringComparer.Ordinal))
        {
            yield return new SourceFile(Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file));
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (LeftOut.Contains(Path.GetFileName(inner)))
            {
                continue;
            }

            foreach (var file in Walk(inner))
            {
                yield return file;
            }
        }
    }

    private static bool IsText(string path) =>
        TextExtensions.Contains(Path.GetExtension(path)) && Path.GetFileName(path) is not (".git" or "packages.lock.json");
}
