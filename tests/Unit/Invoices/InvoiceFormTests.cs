using System.Text;
using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Invoices;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.InvoiceToReconciliation.Validation;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Invoices;

/// <summary>The CSV and JSON forms are checked by the same rules; the page that documents them lists every term.</summary>
public sealed class InvoiceFormTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "formats", "invoice.md"));

    private static readonly string Csv = Sample("R-2001.csv");
    private static readonly string Json = Sample("R-2001.json");

    [Fact]
    public void the_samples_are_valid()
    {
        SampleInvoice.Check(Csv).Broken.ShouldBeEmpty();
        SampleInvoice.Check(Json).Broken.ShouldBeEmpty();
    }

    [Fact]
    public void both_samples_are_the_same_invoice() => Values(Csv).ShouldBe(Values(Json));

    [Fact]
    public void the_page_lists_every_term_and_group()
    {
        foreach (var term in BusinessTerms.Terms.Keys.Concat(BusinessTerms.Groups.Keys))
        {
            Page.ShouldContain($"`{term}`");
        }
    }

    [Theory]
    [InlineData("BR-CO-10", "row 6, column BT-106", ",200.00,", ",200.01,")]
    [InlineData("BR-CL-23", "row 3, column BT-129/@unitCode", ",H87,", ",pieces,")]
    [InlineData("SCHEMA-DECIMAL", "row 3, column BT-129", ",10,H87", ",ten,H87")]
    public void a_finding_in_csv_names_row_and_column(string rule, string place, string from, string to)
    {
        var changed = SampleInvoice.Changed(Csv, from, to);

        SampleInvoice.Check(changed).Broken.ShouldContain(broken => broken.Rule == rule && broken.Location == place);
    }

    [Theory]
    [InlineData("BR-CO-10", "/BT-106", "\"200.00\"", "\"200.01\"")]
    [InlineData("BR-25", "/BG-25[1]/cac:Item/cbc:Name", ", \"BT-153\": \"Bolt M8\"", "")]
    [InlineData("BR-02", "/Invoice/cbc:ID", "\"BT-1\": \"R-2001\", ", "")]
    public void a_finding_in_json_names_the_property(string rule, string place, string from, string to)
    {
        var changed = SampleInvoice.Changed(Json, from, to);

        SampleInvoice.Check(changed).Broken.ShouldContain(broken => broken.Rule == rule && broken.Location == place);
    }

    [Fact]
    public void a_type_code_makes_a_credit_note()
    {
        var credit = InvoiceReader.Read(Encoding.UTF8.GetBytes(SampleInvoice.Changed(Json, "\"380\"", "\"381\"")))
            .ShouldBeOfType<InvoiceFile.Invoice>();

        credit.Root.Name.ShouldBe("CreditNote");
        InvoiceValidator.Validate(credit.Root).Errors().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("30", false)]
    [InlineData("58", false)]
    [InlineData("49", true)]
    [InlineData("59", true)]
    [InlineData("54", true)]
    public void what_the_supplier_collects_himself_is_known_by_its_payment_means(string code, bool collected)
    {
        var invoice = InvoiceReader.Read(Encoding.UTF8.GetBytes(SampleInvoice.Changed(Json, "\"BT-81\": \"30\"", $"\"BT-81\": \"{code}\"")))
            .ShouldBeOfType<InvoiceFile.Invoice>();

        InvoiceDocuments.Of(invoice.Root, "json", "I-1", "SUP-A").Collected.ShouldBe(collected);
    }

    [Fact]
    public void rows_may_be_separated_by_semicolons_and_quoted()
    {
        var other = Csv.Replace(',', ';').Replace("Bolt M8", "\"Bolt; \"\"M8\"\"\nlong\"", StringComparison.Ordinal);

        SampleInvoice.Check(other).Broken.ShouldBeEmpty();
        Values(other).ShouldContain("cbc:Name=Bolt; \"M8\"\nlong");
    }

    [Fact]
    public void wide_characters_are_read_by_their_mark()
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            SampleInvoice.Check([.. encoding.GetPreamble(), .. encoding.GetBytes(Csv)]).Broken.ShouldBeEmpty();
            SampleInvoice.Check([.. encoding.GetPreamble(), .. encoding.GetBytes(Json)]).Broken.ShouldBeEmpty();
            SampleInvoice.Check([.. encoding.GetPreamble(), .. encoding.GetBytes(SampleInvoice.Rich)]).Broken.ShouldBeEmpty();
        }
    }

    private static string Sample(string name) => File.ReadAllText(Path.Combine(Repository.Root(), "samples", "invoices", name));

    // What is in the tree, whatever the order of the terms in the file.
    private static string[] Values(string text)
    {
        var (open, values) = (new Stack<InvoiceNode>(), new List<string>());
        open.Push(InvoiceReader.Read(Encoding.UTF8.GetBytes(text)).ShouldBeOfType<InvoiceFile.Invoice>().Root);
        while (open.TryPop(out var node))
        {
            values.Add($"{node.Name}={node.Text}");
            values.AddRange(node.Attributes.Select(attribute => $"{node.Name}@{attribute.Name}={attribute.Value}"));
            foreach (var child in node.Children)
            {
                open.Push(child);
            }
        }

        return [.. values.Order(StringComparer.Ordinal)];
    }
}
