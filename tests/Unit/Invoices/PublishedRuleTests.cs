using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Invoices;
using Crossdock.Processes.InvoiceToReconciliation.Validation;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Invoices;

/// <summary>The rule tests and examples that CEN publishes under the EUPL; they are read where they lie and are not here.</summary>
public sealed class PublishedRuleTests
{
    private const string None = "(no published suite)";

    private static readonly string? Suite = FolderOf("unit");
    private static readonly string? Examples = FolderOf("examples");

    public static TheoryData<string> RuleTestFiles => Files(Suite);

    public static TheoryData<string> ExampleFiles => Files(Examples);

    [Theory]
    [MemberData(nameof(RuleTestFiles))]
    public void the_validator_agrees_with_every_test_of_the_file(string name)
    {
        SkipWhenMissing(name);

        var file = InvoiceReader.ReadFile(Path.Combine(Suite!, name)).ShouldBeOfType<InvoiceFile.RuleTests>();

        file.Tests.ShouldNotBeEmpty();
        file.Tests.ShouldAllBe(test => test.Expected.Count > 0 && test.Fragment != null);
        var run = RuleTestRun.Of(file);
        run.Disagreements.ShouldBeEmpty();
        run.Agree.ShouldBe(file.Tests.Count);
    }

    // The one named negative has negative amounts, and is right.
    [Theory]
    [MemberData(nameof(ExampleFiles))]
    public void an_example_is_valid(string name)
    {
        SkipWhenMissing(name);

        var invoice = InvoiceReader.ReadFile(Path.Combine(Examples!, name)).ShouldBeOfType<InvoiceFile.Invoice>();

        var errors = InvoiceValidator.Validate(invoice.Root).Broken.Where(rule => rule.Severity == Severity.Error).ToList();
        errors.ShouldBeEmpty();
    }

    private static void SkipWhenMissing(string name) =>
        Assert.SkipWhen(name == None, "CROSSDOCK_SUITES does not name a folder with en16931/unit and en16931/examples.");

    private static string? FolderOf(string part) =>
        Environment.GetEnvironmentVariable("CROSSDOCK_SUITES") is { Length: > 0 } suites
        && Path.Combine(suites, "en16931", part) is var folder && Directory.Exists(folder) ? folder : null;

    private static TheoryData<string> Files(string? folder)
    {
        string[] names = folder is null ? [None] : [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
        var rows = new TheoryData<string>();
        foreach (var name in names)
        {
            rows.Add(name);
        }

        return rows;
    }
}
