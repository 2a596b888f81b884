using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.House;

/// <summary>The rules are tried on text that breaks them: a rule that cannot fail proves nothing.</summary>
public sealed class PlantedTests
{
    [Theory]
    [InlineData("src/A/B.cs", "x ", "trailing space")]
    [InlineData("src/A/B.cs", "// TODO later", "leftover")]
    [InlineData("docs/a.md", "FIXME", "leftover")]
    [InlineData("docs/a.md", "see /work/x", "making")]
    [InlineData("README.md", "written by Claude", "making")]
    [InlineData("src/Helpers/B.cs", "", "folder")]
    public void a_planted_line_is_found(string path, string line, string rule) =>
        Rules(TextRules.Check(new SourceFile(path, line + "\n"))).ShouldBe([rule]);

    [Theory]
    [InlineData("src/A/B.cs", "// a todo list is a word of the trade, so is a hackney")]
    [InlineData("docs/a.md", "| a long row may not be broken |")]
    [InlineData("docs/a.md", "framework/working/homework")]
    public void a_fair_line_is_left_alone(string path, string line) =>
        TextRules.Check(new SourceFile(path, line + "\n")).ShouldBeEmpty();

    [Fact]
    public void a_wide_line_a_long_file_and_a_missing_newline_are_found()
    {
        var wide = new string('x', TextRules.MaxColumns + 1);
        Rules(TextRules.Check(new SourceFile("src/A/B.cs", wide + "\n"))).ShouldBe(["columns"]);
        TextRules.Check(new SourceFile("src/A/B.cs", wide[1..] + "\n")).ShouldBeEmpty();
        TextRules.Check(new SourceFile("docs/a.md", "| " + wide + "\n")).ShouldBeEmpty();
        TextRules.Check(new SourceFile("src/A/B.razor", $"<td>{wide}</td>\n")).ShouldBeEmpty();
        Rules(TextRules.Check(new SourceFile("src/A/B.razor", wide + "\n"))).ShouldBe(["columns"]);

        var tall = Repeated("x\n", TextRules.MaxLines + 1);
        Rules(TextRules.Check(new SourceFile("src/A/B.cs", tall))).ShouldBe(["length"]);
        TextRules.Check(new SourceFile("src/A/B.cs", tall[2..])).ShouldBeEmpty();

        Rules(TextRules.Check(new SourceFile("src/A/B.cs", "x"))).ShouldBe(["final newline"]);
        Rules(TextRules.Check(new SourceFile("src/A/B.cs", "x\n\n"))).ShouldBe(["final newline"]);
    }

    [Theory]
    [InlineData("namespace A { class B; }", "namespace")]
    [InlineData("class OrderManager;", "name")]
    [InlineData("record PriceUtils;", "name")]
    [InlineData("class A { void B() => throw new NotImplementedException(); }", "not implemented")]
    [InlineData("class A { void B() { Thread.Sleep(1); } }", "sleep")]
    [InlineData("class A { void B() { System.Threading.Thread.Sleep(1); } }", "sleep")]
    [InlineData("class A { object B() => DateTime.Now; }", "wall clock")]
    [InlineData("class A { object B() => System.DateTimeOffset.UtcNow; }", "wall clock")]
    [InlineData("class A { void B() { try { } catch { } } }", "empty catch")]
    [InlineData("class A { void B() { try { } catch (IOException) { } } }", "empty catch")]
    [InlineData("class A { void B() { try { } catch (Exception) { /* so be it */ } } }", "empty catch")]
    public void planted_code_is_found(string code, string rule) =>
        Rules(CodeRules.Check(new SourceFile("src/A/B.cs", code))).ShouldBe([rule]);

    [Theory]
    [InlineData("class Serviceable { string B() => \"Thread.Sleep DateTime.Now\"; /* catch { } */ }")]
    [InlineData("class A { Task B(TimeProvider t) => Task.Delay(TimeSpan.FromSeconds(1), t); }")]
    [InlineData("class A { void B() { try { } catch (IOException) { /* the file may be gone already */ } } }")]
    [InlineData("class A { object B(TimeProvider t) => t.GetUtcNow(); }")]
    public void fair_code_is_left_alone(string code) => CodeRules.Check(new SourceFile("src/A/B.cs", code)).ShouldBeEmpty();

    [Fact]
    public void a_test_that_waits_by_the_wall_is_found() =>
        Rules(CodeRules.Check(new SourceFile("tests/A/B.cs", "class A { Task B() => Task.Delay(1); }"))).ShouldBe(["sleep"]);

    [Fact]
    public void a_long_function_is_found()
    {
        Rules(CodeRules.Check(Function(CodeRules.FunctionLinesBelow))).ShouldBe(["function length"]);
        CodeRules.Check(Function(CodeRules.FunctionLinesBelow - 1)).ShouldBeEmpty();

        static SourceFile Function(int lines) =>
            new("src/A/B.cs", "class A\n{\nvoid B()\n{\n" + Repeated("C();\n", lines - 3) + "}\n}\n");
    }

    [Fact]
    public void a_long_table_is_no_long_function()
    {
        CodeRules.Check(Table("true")).ShouldBeEmpty();
        Rules(CodeRules.Check(Table("() => { return true; }"))).ShouldBe(["function length"]);

        static SourceFile Table(string row) =>
            new("src/A/B.cs", "class A\n{\nobject B() => new[]\n{\n" + Repeated(row + ",\n", CodeRules.FunctionLinesBelow) + "};\n}\n");
    }

    [Fact]
    public void a_long_program_is_found() =>
        Rules(CodeRules.Check(new SourceFile("src/A/Program.cs", Repeated("C();\n", CodeRules.FunctionLinesBelow))))
            .ShouldBe(["function length"]);

    [Fact]
    public void a_dead_file_is_found()
    {
        SourceFile[] files =
        [
            new("src/A/Used.cs", "class Used;"),
            new("src/A/Dead.cs", "class Dead;"),
            new("src/A/Extends.cs", "static class Unnamed { public static int Twice(this int x) => x + x; }"),
            new("src/A/Case.cs", "class CaseGrain : Grain;"),
            new("src/A/Program.cs", "new Used(); 2.Twice();"),
        ];
        DeadFiles.Check(files).ShouldHaveSingleItem().Path.ShouldBe("src/A/Dead.cs");
    }

    [Fact]
    public void a_broken_link_is_found()
    {
        HashSet<string> there = ["docs/b.md", "README.md"];
        const string text = "[b](b.md#part) [r](../README.md) [w](https://x.example) `[c](c.md)`\n[gone](gone.md)\n";
        var document = new SourceFile("docs/a.md", text);
        var fault = DocumentRules.Links(document, there.Contains).ShouldHaveSingleItem();
        fault.Line.ShouldBe(2);
        fault.What.ShouldContain("gone.md");
    }

    [Fact]
    public void a_command_that_is_not_there_is_found()
    {
        const string launcher = """
            usage: x
              go       goes
              stop     stops
            exit codes
            main() {
                case "$command" in
                    help | go) x ;;
                    stop)
                        y
                        ;;
                esac
            }
            """;
        var known = DocumentRules.CommandsOf(launcher);
        known.Order().ShouldBe(["go", "help", "stop"]);
        DocumentRules.CommandsInHelp(launcher).Order().ShouldBe(["go", "stop"]);
        DocumentRules.Commands(new SourceFile("README.md", "run `./crossdock go`, then `./crossdock fly`"), known)
            .ShouldHaveSingleItem().What.ShouldContain("fly");
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static IEnumerable<string> Rules(IEnumerable<Fault> faults) => faults.Select(f => f.Rule);
}
