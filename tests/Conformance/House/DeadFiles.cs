using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Crossdock.Conformance.Tests.House;

/// <summary>A file that ships and whose types and extension methods nobody else mentions is dead.</summary>
public static partial class DeadFiles
{
    public static IEnumerable<Fault> Check(IReadOnlyList<SourceFile> files)
    {
        var mentions = new Dictionary<string, HashSet<string>>();
        foreach (var file in files.Where(f => f.Extension is ".cs" or ".razor"))
        {
            foreach (Match word in Words().Matches(file.Text))
            {
                if (!mentions.TryGetValue(word.Value, out var where))
                {
                    mentions[word.Value] = where = [];
                }

                where.Add(file.Path);
            }
        }

        return files.Where(f => f.IsCode && f.IsShipped && !IsFoundOtherwise(f))
            .Where(file => NamesOf(file) is { Count: > 0 } names && !names.Any(name => mentions[name].Any(path => path != file.Path)))
            .Select(file => new Fault("dead file", file.Path, 0, "nobody else mentions what it declares"));
    }

    // The program's start, a page's other half, and a contract that stands there before its first use.
    private static bool IsFoundOtherwise(SourceFile file) =>
        file.Path.StartsWith("src/Contracts/", StringComparison.Ordinal)
        || file.Name == "Program.cs" || file.Name.EndsWith(".razor.cs", StringComparison.Ordinal);

    private static List<string> NamesOf(SourceFile file)
    {
        var root = CSharpSyntaxTree.ParseText(file.Text).GetCompilationUnitRoot();
        var types = root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().ToList();
        // Orleans finds grains and serialised shapes by what they are, not by a mention.
        if (types.Any(type => IsGrain(type) || type.AttributeLists.ToString().Contains("RegisterConverter", StringComparison.Ordinal)))
        {
            return [];
        }

        var extensions = root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(m => m.ParameterList.Parameters.Any(p => p.Modifiers.Any(word => word.IsKind(SyntaxKind.ThisKeyword))));
        // The newer extension blocks declare members without a `this` parameter.
        var inBlocks = root.DescendantNodes().OfType<ExtensionBlockDeclarationSyntax>()
            .SelectMany(b => b.Members.OfType<MethodDeclarationSyntax>());
        return
        [
            .. types.Select(t => t.Identifier.Text).Where(name => name.Length > 0),
            .. extensions.Concat(inBlocks).Select(m => m.Identifier.Text),
            .. root.DescendantNodes().OfType<DelegateDeclarationSyntax>().Select(d => d.Identifier.Text),
        ];
    }

    private static bool IsGrain(BaseTypeDeclarationSyntax type) =>
        type.BaseList?.Types.Any(t => t.Type.ToString() is "Grain" or "IGrainBase") ?? false;

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Words();
}
