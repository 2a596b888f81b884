using System.Text;
using System.Text.Json;
using Crossdock.Connectors.Formats.Purchasing;
using Crossdock.Host.Commands;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Invoices.Matching;

public sealed class PurchasingFolderTests : IDisposable
{
    private const string Heads = "PurchaseOrderID\tVendorID\tOrderDate\tSubTotal\tTaxAmt\tFreight\tTotalDue\n";
    private const string Lines =
        "PurchaseOrderID\tPurchaseOrderDetailID\tOrderQty\tProductID\tUnitPrice\tLineTotal\tReceivedQty\tRejectedQty\tStockedQty\n";

    private const string Head = "1\t1580\t2011-04-16 00:00:00\t201.04\t16.0832\t5.026\t222.1492\n";
    private const string Line = "1\t1\t4\t7\t50.26\t201.04\t3.00\t.00\t3.00\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crossdock-purchasing");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void what_is_billed_and_was_not_kept_is_an_overcharge()
    {
        var report = Run(Heads + Head, Lines + Line);
        report.GetProperty("overcharges")[0].GetProperty("reason").GetString()
            .ShouldBe("4 billed, 3 received and kept: 1 piece too many, 50.26 USD");
        Figures(report).ShouldBe("1 orders, 1 lines, 1 invoices, 0 matched, 1 overcharged, 50.26 USD");
        report.GetProperty("findingCounts").EnumerateObject().ShouldBeEmpty();
        report.GetProperty("notes").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("utf-8", false, "\n")]
    [InlineData("utf-8", true, "\r\n")]
    [InlineData("utf-16", true, "\r\n")]
    [InlineData("utf-16", false, "\n")]
    [InlineData("utf-16BE", true, "\n")]
    [InlineData("utf-16BE", false, "\r\n")]
    public void encodings_and_line_ends_change_nothing(string name, bool mark, string ends)
    {
        var encoding = Encoding.GetEncoding(name);
        void Put(string file, string text) => File.WriteAllBytes(
            Path.Combine(_folder.FullName, file),
            [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text.Replace("\n", ends, StringComparison.Ordinal))]);
        Put("PurchaseOrderHeader.tsv", Heads + Head);
        Put("PurchaseOrderDetail.tsv", Lines + Line);
        Put("Vendor.tsv", "BusinessEntityID\tName\n1580\tBüro & Söhne\n");

        var report = Run();
        report.GetProperty("overcharges")[0].GetProperty("vendorName").GetString().ShouldBe("Büro & Söhne");
        Figures(report).ShouldBe("1 orders, 1 lines, 1 invoices, 0 matched, 1 overcharged, 50.26 USD");
    }

    [Theory]
    [InlineData("StockedQty\tRejectedQty\tReceivedQty\tUnit Price\tProductID\tOrderQty\tpurchaseorderdetailid\tPurchaseOrderID\tNew"
        + "\n3\t0\t3\t50.26\t7\t4\t1\t1\tx\n")]
    [InlineData("PurchaseOrderID,PurchaseOrderDetailID,OrderQty,ProductID,UnitPrice,ReceivedQty,RejectedQty,StockedQty\n"
        + "1,1,\"4\",7,50.26,3.00,.00,3.00\n")]
    [InlineData("1\t1\t2011-04-30 00:00:00\t4\t7\t50.26\t201.04\t3.00\t.00\t3.00\t2011-04-23 00:00:00")]
    public void columns_are_found_by_name_or_without_a_header_by_their_published_place(string details)
    {
        var report = Run(Heads + Head, details);
        Figures(report).ShouldBe("1 orders, 1 lines, 1 invoices, 0 matched, 1 overcharged, 50.26 USD");
        report.GetProperty("notes").EnumerateArray().Any(note => note.GetString()!.Contains("has no header"))
            .ShouldBe(!details.Contains("StockedQty"));
    }

    [Theory]
    [InlineData("1\t2\tfour\t7\t50.26\t\t3\t0\t3\n",
        "PurchaseOrderDetail.tsv, line 3, column OrderQty (3): 'four' is no number: write digits and a point, such as 3.00")]
    [InlineData("1\t2\t4\t7\t50,26\t\t3\t0\t3\n",
        "line 3, column UnitPrice (5): '50,26' is no number: write a point before the decimals and nothing between the thousands")]
    [InlineData("1\t2\t4\t7\t50.26\t\t\t0\t3\n", "line 3, column ReceivedQty (7): is empty: write a number, 0 where there is none")]
    [InlineData("1\t2\t4\t7\t1e12\t\t3\t0\t3\n", "line 3, column UnitPrice (5): '1e12' is beyond 1,000,000,000")]
    [InlineData("1\t2\t4\t7\t50.26\t\t3\t0\n", "line 3: 8 columns where the header has 9: the row is left out")]
    [InlineData("\t2\t4\t7\t50.26\t\t3\t0\t3\n",
        "line 3, column PurchaseOrderID (1): is empty: without it nobody knows what the row belongs to")]
    public void a_broken_row_is_told_with_its_place_and_the_rest_goes_on(string broken, string says)
    {
        var book = Read(Heads + Head, Lines + Line + broken + Line.Replace("1\t1\t", "1\t9\t"));
        book.Faults.ShouldHaveSingleItem().ToString().ShouldContain(says);
        book.FaultCount.ShouldBe(1);
        Figures(Run()).ShouldBe("1 orders, 2 lines, 1 invoices, 0 matched, 2 overcharged, 100.52 USD");
    }

    [Theory]
    [InlineData("1\t1\t4\t7\t50.26\t201.04\t4\t1\t4\n", FindingKind.StockedDiffers)]
    [InlineData("1\t1\t4\t7\t50.26\t201.05\t4\t0\t4\n", FindingKind.LineTotalDiffers)]
    [InlineData("1\t1\t4\t7\t50.26\t201.04\t5\t1\t4\n", FindingKind.OverDelivery)]
    [InlineData("1\t1\t4\t7\t50.26\t201.04\t6\t0\t6\n", FindingKind.OverDelivery)]
    [InlineData("1\t1\t0\t7\t50.26\t0\t0\t0\t0\n", FindingKind.NothingBilled)]
    [InlineData("1\t1\t-4\t7\t50.26\t-201.04\t0\t0\t0\n", FindingKind.NothingBilled)]
    [InlineData("2\t1\t4\t7\t50.26\t201.04\t4\t0\t4\n", FindingKind.LineWithoutOrder)]
    public void what_looks_odd_is_a_finding_and_no_overcharge(string line, FindingKind kind)
    {
        var book = Read(Heads + Head, Lines + line);
        book.Findings.Select(found => found.Kind).ShouldContain(kind);
        Run().GetProperty("overcharged").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("1\t1580\t\t200\t16\t5\t221\n", FindingKind.SubTotalDiffers)]
    [InlineData("1\t1580\t\t201.04\t16.0834\t5.026\t222.1494\n", FindingKind.TaxDiffers)]
    [InlineData("1\t1580\t\t201.04\t16.0832\t4.0208\t221.144\n", FindingKind.FreightDiffers)]
    [InlineData("1\t1580\t\t201.04\t16.0832\t5.026\t222\n", FindingKind.TotalDiffers)]
    [InlineData(Head + Head, FindingKind.RepeatedRow)]
    [InlineData(Head + "1\t1581\t\t201.04\t16.0832\t5.026\t222.1492\n", FindingKind.NumberUsedTwice)]
    [InlineData(Head + "2\t1580\t\t\t\t\t\n", FindingKind.OrderWithoutLines)]
    public void a_head_that_looks_odd_is_a_finding(string heads, FindingKind kind) =>
        Read(Heads + heads, Lines + Line).Findings.Select(found => found.Kind).ShouldBe([kind]);

    [Fact]
    public void a_row_twice_counts_once_and_a_number_for_two_rows_counts_both()
    {
        var report = Run(Heads + Head, Lines + Line + Line + Line.Replace("3.00", "2.00"));
        Figures(report).ShouldBe("1 orders, 2 lines, 1 invoices, 0 matched, 2 overcharged, 150.78 USD");
        report.GetProperty("findingCounts").EnumerateObject().Select(count => $"{count.Name} {count.Value}")
            .ShouldBe(["number-used-twice 1", "repeated-row 1", "subtotal-differs 1"]);
    }

    [Fact]
    public void stock_below_zero_overcharges_no_more_than_was_billed() =>
        Figures(Run(Heads + Head, Lines + "1\t1\t4\t7\t50.26\t201.04\t0\t0\t-3\n"))
            .ShouldBe("1 orders, 1 lines, 1 invoices, 0 matched, 1 overcharged, 201.04 USD");

    [Fact]
    public void a_quote_that_never_closes_is_a_sign_and_one_that_closes_may_hold_lines()
    {
        const string Names = "ProductID\tName\n7\t\"Big\tBolt\nof \"\"steel\"\"\"\n8\t\"19 inch\n9\t\"Best\" nut\n10\tPlain\n";
        Put("Product.tsv", Names);
        var names = Read(Heads + Head, Lines + Line).ProductNames;
        names["7"].ShouldBe("Big\tBolt\nof \"steel\"");
        (names["8"], names["9"], names["10"]).ShouldBe(("\"19 inch", "\"Best\" nut", "Plain"));
    }

    [Theory]
    [InlineData(null, Lines, "has no PurchaseOrderHeader.tsv")]
    [InlineData("", Lines, "PurchaseOrderHeader.tsv, line 1: the file is empty")]
    [InlineData("1\t2\t3\n", Lines, "line 1: there is no header, and 3 columns are not the 13")]
    [InlineData("PurchaseOrderID\tStatus\n", Lines, "line 1: the header has no column VendorID")]
    [InlineData("PurchaseOrderID\tVendorID\tvendor id\n", Lines, "line 1, column 3: the header names VendorID twice")]
    public void a_needed_file_that_cannot_be_read_ends_with_two_and_says_what_to_mend(string? heads, string lines, string says)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        if (heads is not null)
        {
            Put("PurchaseOrderHeader.tsv", heads);
        }

        Put("PurchaseOrderDetail.tsv", lines);
        MatchCommand.Run(_folder.FullName, "USD", new UsualRates(8m, 2.5m), true, output, errors).ShouldBe(2);
        errors.ToString().ShouldContain(says);
        output.ToString().ShouldBe("");
    }

    [Fact]
    public void people_read_first_what_matters()
    {
        Put("PurchaseOrderHeader.tsv", Heads + Head);
        Put("PurchaseOrderDetail.tsv", Lines + Line);
        var output = new StringWriter();
        MatchCommand.Run(_folder.FullName, "USD", new UsualRates(8m, 2.5m), false, output, new StringWriter()).ShouldBe(0);
        output.ToString().ShouldStartWith(
            "1 of 1 lines are billed for more than was kept: 1 pieces, 50.26 USD too much, of 201.04 USD billed.");
        output.ToString().ShouldContain("There is no Vendor.tsv: vendors are named by their numbers.");
    }

    [Fact]
    public void every_overcharge_of_the_real_orders_is_found_and_nothing_else()
    {
        var suites = Environment.GetEnvironmentVariable("CROSSDOCK_SUITES");
        Assert.SkipWhen(string.IsNullOrEmpty(suites), "CROSSDOCK_SUITES does not name the folder with the real purchase orders.");
        var folder = Path.Combine(suites!, "purchasing");
        Assert.SkipUnless(Directory.Exists(folder), $"There are no purchase orders in {suites}.");

        // Not read by the reader under test: split by hand, by the place of the columns.
        var expected = File.ReadLines(Path.Combine(folder, "PurchaseOrderDetail.tsv")).Skip(1).Select(line => line.Split('\t'))
            .Select(field => (Order: field[0], Line: field[1], Short: decimal.Parse(field[3]) - decimal.Parse(field[9]),
                Price: decimal.Parse(field[5])))
            .Where(line => line.Short > 0m).Select(line => (line.Order, line.Line, line.Short, Amount: line.Short * line.Price)).ToList();
        var report = BilledAsOrdered.Match(PurchasingFolder.Read(folder, "USD", new UsualRates(8m, 2.5m)), "USD");

        report.Overcharges.Select(line => (line.Order, line.Line, line.OverchargedQuantity, line.Amount))
            .ShouldBe(expected, ignoreOrder: true);
        (report.Orders, report.Lines, report.Invoices, report.Matched, report.Overcharged, report.NotBilled)
            .ShouldBe((1_205, 2_240, 1_205, 1_815, 425, 0));
        (report.OverchargedAmountExact, report.OverchargedAmount).ShouldBe((730_984.7665m, 730_984.77m));
        report.FindingCounts.ShouldBe(new Dictionary<string, int> { ["freight-differs"] = 5 });
        (report.UnreadCount, report.OtherDiscrepancies.Count, report.Notes.Count).ShouldBe((0, 0, 0));
    }

    private static string Figures(JsonElement report)
    {
        string Of(string name) => report.GetProperty(name).ToString();
        return $"{Of("orders")} orders, {Of("lines")} lines, {Of("invoices")} invoices, {Of("matched")} matched, "
            + $"{Of("overcharged")} overcharged, {Of("overchargedAmount")} {Of("currency")}";
    }

    private void Put(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);

    private PurchasingBook Read(string heads, string lines)
    {
        Put("PurchaseOrderHeader.tsv", heads);
        Put("PurchaseOrderDetail.tsv", lines);
        return PurchasingFolder.Read(_folder.FullName, "USD", new UsualRates(8m, 2.5m));
    }

    private JsonElement Run(string heads, string lines)
    {
        Put("PurchaseOrderHeader.tsv", heads);
        Put("PurchaseOrderDetail.tsv", lines);
        return Run();
    }

    private JsonElement Run()
    {
        var output = new StringWriter();
        MatchCommand.Run(_folder.FullName, "USD", new UsualRates(8m, 2.5m), true, output, new StringWriter()).ShouldBe(0);
        return JsonDocument.Parse(output.ToString()).RootElement;
    }
}
