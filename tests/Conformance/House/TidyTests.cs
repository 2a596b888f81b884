using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.House;

public sealed class TidyTests
{
    private static readonly Lazy<IReadOnlyList<Fault>> Found = new(() =>
    [
        .. Repository.Files.AsParallel().AsOrdered().SelectMany(file => TextRules.Check(file).Concat(CodeRules.Check(file))),
        .. DeadFiles.Check(Repository.Files),
    ]);

    [Fact]
    public void the_tree_was_read()
    {
        Repository.Files.Count(f => f.IsCode).ShouldBeGreaterThan(20);
        Repository.Files.ShouldContain(f => f.Path == "crossdock");
        Repository.Files.ShouldContain(f => f.Path == "README.md");
    }

    [Fact]
    public void the_code_is_tidy() => None(Found.Value.Where(fault => !Excused.All.Any(excuse => excuse.Covers(fault))));

    [Fact]
    public void every_excuse_is_still_needed() =>
        None(Excused.All.Where(excuse => !Found.Value.Any(excuse.Covers)));

    [Fact]
    public void every_link_in_the_documents_leads_somewhere() =>
        None(Documents.SelectMany(d => DocumentRules.Links(d, Repository.Has)));

    [Fact]
    public void every_command_in_the_documents_is_one_of_the_launcher() =>
        None(Documents.SelectMany(d => DocumentRules.Commands(d, DocumentRules.CommandsOf(Launcher))));

    [Fact]
    public void the_launcher_lists_exactly_what_it_does() =>
        DocumentRules.CommandsInHelp(Launcher).Order().ShouldBe(DocumentRules.CommandsOf(Launcher).Order());

    private static IEnumerable<SourceFile> Documents => Repository.Files.Where(f => f.Extension == ".md");

    private static string Launcher => Repository.Files.Single(f => f.Path == "crossdock").Text;

    // One a line, all of them: they are mended in one go.
    private static void None<T>(IEnumerable<T> faults)
    {
        var found = faults.ToList();
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found)}");
    }
}
