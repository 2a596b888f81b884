using System.Text;
using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Invoices;
using Crossdock.Host.Commands;
using Crossdock.Processes.InvoiceToReconciliation.Validation;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Invoices;

/// <summary>Whatever comes as a file, the answer is a sentence on what to mend, in bounded memory and time.</summary>
public sealed class HostileInvoiceTests
{
    private const string Start = "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">";

    private static readonly string[] Starts = ["", "<", "<?xml", Start, "{", "{\"BT-1\":", "BG,BT-1\n", "PK"];

    public static TheoryData<string, string, string> Texts => new()
    {
        { "blank", " \r\n\t", "empty" },
        { "a document type", "<!DOCTYPE Invoice []>" + Start + "</Invoice>", "DOCTYPE" },
        { "an outside entity", "<!DOCTYPE Invoice [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" + Start + "&e;</Invoice>", "DOCTYPE" },
        { "billion laughs", "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + Start + "&b;</Invoice>", "DOCTYPE" },
        { "an unknown entity", Start + "&nbsp;</Invoice>", "not well-formed" },
        { "too deep", Start + Many("<a>", 10_000) + Many("</a>", 10_000) + "</Invoice>", "deep" },
        { "too deep in a test", "<testSet xmlns=\"http://difi.no/xsd/vefa/validator/1.0\"><test>" + Many("<a>", 10_000), "deep" },
        { "too many elements", Start + Many("<a/>", 500_001) + "</Invoice>", "500,000 elements" },
        { "too many attributes", Start + "<a " + Attributes(60) + "/></Invoice>", "attributes" },
        { "cut off", SampleInvoice.Rich[..^500], "not well-formed" },
        { "cut off in a test", "<testSet xmlns=\"http://difi.no/xsd/vefa/validator/1.0\"><test>" + Start, "not well-formed" },
        { "two documents", Start + "</Invoice><b/>", "not well-formed" },
        { "another document", "<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>", "Order" },
        { "no namespace", "<Invoice/>", "UBL 2.1" },
        { "a web page", "<html><body>Not found</body></html>", "html" },
        { "JSON too deep", Many("[", 10_000), "deep" },
        { "JSON cut off", "{\"BT-1\": \"a", "not well-formed" },
        { "JSON without an object", "[]", "not an object" },
        { "JSON twice", "{\"BT-1\": 1, \"BT-1\": 2}", "twice" },
        { "JSON of something else", "{\"number\": 1}", "not a business term" },
        { "JSON in the wrong group", "{\"BT-131\": 1}", "BG-25" },
        { "JSON group that is no array", "{\"BG-25\": {}}", "not an array" },
        { "JSON group of numbers", "{\"BG-25\": [1]}", "not an object" },
        { "JSON term that is an object", "{\"BT-1\": {}}", "neither text nor a number" },
        { "JSON with half a character", "{\"BT-1\": \"\\uD800\"}", "half a character" },
        { "CSV without header", "a,b\n1,2\n", "BG" },
        { "CSV of something else", "BG,number\n", "number" },
        { "CSV with a column twice", "BG,BT-1,BT-1\n", "twice" },
        { "CSV with too many cells", "BG,BT-1\n,1,2\n", "cells" },
        { "CSV with an open quote", "BG,BT-1\n,\"1\n", "quote" },
        { "CSV of no group", "BG,BT-1\nBG-99,\n", "BG-99" },
        { "CSV of a group without its line", "BG,BT-136\nBG-27,1\n", "no line" },
        { "CSV in the wrong group", "BG,BT-131\n,1\n", "BG-25" },
        { "CSV twice", "BG,BT-1\n,1\n,2\n", "second time" },
        { "CSV with too many rows", "BG,BT-126\n" + Many("BG-25,1\n", 100_001), "rows" },
        { "CSV with too many columns", "BG," + Many(",", 500) + "\n", "cells" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void a_text_that_is_no_invoice_gets_advice(string what, string text, string says) =>
        Advice(Encoding.UTF8.GetBytes(text), what).ShouldContain(says);

    [Theory]
    [InlineData("504B0304140000", "archive")]
    [InlineData("1F8B0800", "archive")]
    [InlineData("255044462D312E37", "PDF")]
    [InlineData("", "empty")]
    [InlineData("FFD8FFE000104A46", "neither XML nor JSON nor CSV")]
    [InlineData("42472C42542D310A2CFF0A", "UTF-8")]
    [InlineData("7B2242542D31223A22FF227D", "UTF-8")]
    [InlineData("3C613EFF3C2F613E", "XML")]
    public void bytes_that_are_no_invoice_get_advice(string hex, string says) =>
        Advice(Convert.FromHexString(hex), hex).ShouldContain(says);

    [Fact]
    public void a_file_in_another_encoding_than_it_says_is_not_guessed_at() =>
        Advice(Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + Start + "\u00fc</Invoice>"), "Latin-1")
            .ShouldContain("not well-formed");

    [Fact]
    public void a_file_that_is_too_long_is_not_read_to_its_end()
    {
        using var endless = new EndlessStream();

        InvoiceReader.Read(endless).ShouldBeOfType<InvoiceFile.Unreadable>().Advice.ShouldContain("32 MB");
        endless.Given.ShouldBeLessThan(InvoiceLimits.MaxBytes + (1 << 20));
    }

    [Fact]
    public void random_bytes_never_throw() =>
        Gen.Select(Gen.Int[0, Starts.Length - 1].Select(i => Starts[i]), Gen.Byte.Array[0, 200])
            .Sample((start, bytes) => Said([.. Encoding.UTF8.GetBytes(start), .. bytes]), iter: 2_000);

    [Fact]
    public void a_sample_with_a_few_bytes_changed_never_throws()
    {
        var sample = Encoding.UTF8.GetBytes(SampleInvoice.Rich);
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Byte).Array[1, 5].Sample(
            changes =>
            {
                var changed = (byte[])sample.Clone();
                foreach (var (at, value) in changes)
                {
                    changed[at] = value;
                }

                Said(changed);
            },
            iter: 300);
    }

    [Theory]
    [InlineData("/no/such/folder/invoice.xml", "There is no file")]
    [InlineData("/", "folder")]
    [InlineData("", "cannot be opened")]
    [InlineData("a\0b", "cannot be opened")]
    public void a_name_that_leads_nowhere_ends_with_code_2_and_one_object(string path, string says)
    {
        using var output = new StringWriter();

        ValidateCommand.Run(path, asJson: true, output).ShouldBe(2);

        using var answer = System.Text.Json.JsonDocument.Parse(output.ToString());
        answer.RootElement.GetProperty("kind").GetString().ShouldBe("unreadable");
        answer.RootElement.GetProperty("valid").GetBoolean().ShouldBeFalse();
        answer.RootElement.GetProperty("message").GetString()!.ShouldContain(says);
    }

    [Fact]
    public void the_findings_of_a_hostile_invoice_are_counted_and_few_are_kept()
    {
        var line = "<InvoiceLine xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\"/>";
        var many = SampleInvoice.Check(Start + Many(line, 20_000) + "</Invoice>");
        many.Errors.ShouldBeGreaterThan(100_000);
        many.Broken.Count.ShouldBe(5_000);
    }

    [Fact]
    public void what_a_file_brings_along_does_not_steer_a_terminal()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "{\"BT-3\": \"\\u001b[31m380\"}");
            using var output = new StringWriter();

            ValidateCommand.Run(file, asJson: false, output).ShouldBe(1);

            output.ToString().ShouldNotContain("\u001b");
            output.ToString().ShouldContain("?[31m380");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Advice(byte[] bytes, string what)
    {
        var advice = InvoiceReader.Read(bytes).ShouldBeOfType<InvoiceFile.Unreadable>(what).Advice;
        advice.ShouldNotContain("Exception");
        advice.ShouldNotContain("   at ");
        advice.Length.ShouldBeLessThan(600);
        return advice;
    }

    private static void Said(byte[] bytes)
    {
        switch (InvoiceReader.Read(bytes))
        {
            case InvoiceFile.Unreadable unreadable:
                unreadable.Advice.ShouldNotBeNullOrWhiteSpace();
                break;
            case InvoiceFile.Invoice invoice:
                InvoiceValidator.Validate(invoice.Root).Broken.ShouldNotBeNull();
                break;
        }
    }

    private static string Attributes(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"a{i}=\"\" "));

    private static string Many(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
