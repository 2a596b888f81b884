using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Crossdock.Conformance.Tests.House;

/// <summary>Rules about C#, read from its syntax: a word in a string or a comment breaks none of them.</summary>
public static partial class CodeRules
{
    public const int FunctionLinesBelow = 70;

    public static IEnumerable<Fault> Check(SourceFile file)
    {
        if (!file.IsCode)
        {
            return [];
        }

        var root = CSharpSyntaxTree.ParseText(file.Text).GetCompilationUnitRoot();
        return
        [
            .. FunctionLength(file, root), .. Namespaces(file, root), .. Names(file, root), .. Calls(file, root), .. Catches(file, root),
        ];
    }

    private static IEnumerable<Fault> FunctionLength(SourceFile file, CompilationUnitSyntax root)
    {
        var functions = root.DescendantNodes().Where(node =>
            node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax).Where(node => !IsTable(node));
        foreach (var function in functions)
        {
            var span = function.GetLocation().GetLineSpan();
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines >= FunctionLinesBelow)
            {
                var what = $"{NameOf(function)} has {lines} lines, {FunctionLinesBelow} is too many";
                yield return At("function length", file, function, what);
            }
        }

        var top = root.Members.OfType<GlobalStatementSyntax>().Where(s => s.Statement is not LocalFunctionStatementSyntax).ToList();
        if (top.Count > 0 && LineOf(top[^1]) - LineOf(top[0]) + 1 >= FunctionLinesBelow)
        {
            yield return At("function length", file, top[0], $"the program's statements span {FunctionLinesBelow} lines or more");
        }
    }

    // One expression without a statement in it, such as a process's map, is read as a table; the file's length bounds it.
    private static bool IsTable(SyntaxNode function) =>
        function.ChildNodes().OfType<ArrowExpressionClauseSyntax>().Any() && !function.DescendantNodes().OfType<StatementSyntax>().Any();

    private static IEnumerable<Fault> Namespaces(SourceFile file, CompilationUnitSyntax root) =>
        from space in root.Members.OfType<NamespaceDeclarationSyntax>()
        select At("namespace", file, space, $"{space.Name} stands in braces: end the line with a semicolon instead");

    private static IEnumerable<Fault> Names(SourceFile file, CompilationUnitSyntax root) =>
        from type in root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where BinName().IsMatch(type.Identifier.Text)
        select At("name", file, type, $"'{type.Identifier.Text}' names a bin, not a thing of the trade");

    private static IEnumerable<Fault> Calls(SourceFile file, CompilationUnitSyntax root)
    {
        foreach (var name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.Text == "NotImplementedException")
            {
                yield return At("not implemented", file, name, "what is not built is not there");
            }

            if (name.Parent is not MemberAccessExpressionSyntax access || access.Name != name)
            {
                continue;
            }

            var call = $"{access.Expression.ToString().Split('.')[^1]}.{name.Identifier.Text}";
            if (call is "Thread.Sleep")
            {
                yield return At("sleep", file, name, "wait for a signal, or on TimeProvider");
            }
            else if (call is "Task.Delay" && file.IsTest)
            {
                yield return At("sleep", file, name, "a test waits for a signal or moves a fake clock");
            }
            else if (file.IsShipped && WallClock().IsMatch(call))
            {
                yield return At("wall clock", file, name, $"{call}: take TimeProvider, so that tests and demos own time");
            }
        }
    }

    private static IEnumerable<Fault> Catches(SourceFile file, CompilationUnitSyntax root)
    {
        foreach (var clause in root.DescendantNodes().OfType<CatchClauseSyntax>().Where(c => c.Block.Statements.Count == 0))
        {
            var reasoned = clause.Block.DescendantTrivia().Any(t =>
                t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));
            var narrow = clause.Declaration is { } declared && (declared.Type.ToString() != "Exception" || clause.Filter is not null);
            if (!reasoned || !narrow)
            {
                yield return At("empty catch", file, clause, "name the exception that is expected and say why nothing is to be done");
            }
        }
    }

    private static Fault At(string rule, SourceFile file, SyntaxNode node, string what) => new(rule, file.Path, LineOf(node), what);

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static string NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => "a member",
    };

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Utilities|Processor|Service)$")]
    private static partial Regex BinName();

    [GeneratedRegex(@"^(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)$")]
    private static partial Regex WallClock();
}
