using System.IO.Compression;
using System.Text;
using CsCheck;
using Crossdock.Estate.OrderBook;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class OnlineRetailCsvTests
{
    private const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    private const string Good = "536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom";

    [Theory]
    [InlineData(Good, null)]
    [InlineData("536365,85123A,\"HEART, \"\"RED\"\"\",6,12/1/2010 8:26,2.55,,United Kingdom", null)]
    [InlineData("536365,85123A,12\" RULER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom", null)]
    [InlineData("536365,85123A,,-6,2010-12-01 08:26:00,0.0,,United Kingdom", null)]
    [InlineData("536365,85123A,X,6.0,2010-12-01 08:26:00,1E+1,1,EIRE", null)]
    [InlineData("536365,85123A,X,six,2010-12-01 08:26:00,2.55,1,EIRE", "the quantity 'six' is not a whole number")]
    [InlineData("536365,85123A,X,1.5,2010-12-01 08:26:00,2.55,1,EIRE", "the quantity '1.5' is not a whole number")]
    [InlineData("536365,85123A,X,99999999999999,2010-12-01 08:26:00,2.55,1,EIRE", "the quantity '99999999999999' is not a whole number")]
    [InlineData("536365,85123A,X,6,2010-13-41 08:26:00,2.55,1,EIRE", "the date '2010-13-41 08:26:00' is not one")]
    [InlineData("536365,85123A,X,6,2010-12-01 08:26:00,,1,EIRE", "the price '' is not a number")]
    [InlineData("536365,85123A,X,6,2010-12-01 08:26:00,1e20,1,EIRE", "the price '1e20' is not a number")]
    [InlineData(",85123A,X,6,2010-12-01 08:26:00,2.55,1,EIRE", "no invoice number")]
    [InlineData("536365,,X,6,2010-12-01 08:26:00,2.55,1,EIRE", "no stock code")]
    [InlineData("536365,85123A,X,6,2010-12-01 08:26:00,2.55,1", "7 columns where the header has 8")]
    [InlineData("536365,85123A,X,Y,6,2010-12-01 08:26:00,2.55,1,EIRE", "9 columns where the header has 8")]
    [InlineData("\0\u0001\ufffd", "1 columns where the header has 8")]
    public void a_row_is_read_or_says_what_is_wrong_with_it(string row, string? reason)
    {
        var read = Read($"{Header}\n{row}\n").ShouldHaveSingleItem();
        read.Bad?.Reason.ShouldBe(reason);
        (read.Row is null).ShouldBe(reason is not null);
    }

    [Fact]
    public void all_columns_arrive_where_they_belong()
    {
        var row = Read($"{Header}\n{Good}").ShouldHaveSingleItem().Row.ShouldNotBeNull();
        row.ShouldBe(new RetailRow(
            1, "536365", "85123A", "WHITE HEART", 6, new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero), 2.55m, "17850",
                "United Kingdom"));
    }

    [Fact]
    public void another_order_of_columns_a_byte_order_mark_and_windows_line_ends_change_nothing()
    {
        var text = "\uFEFFCountry,Customer ID,Price,InvoiceDate,Quantity,Description,StockCode,Invoice\r\n"
            + "EIRE,1,2.5,2010-12-01 08:26,3,X,22752,536365\r\n";
        var row = Read(text).ShouldHaveSingleItem().Row.ShouldNotBeNull();
        (row.Invoice, row.Sku, row.Quantity, row.UnitPrice, row.Country).ShouldBe(("536365", "22752", 3, 2.5m, "EIRE"));
    }

    [Fact]
    public void a_quote_that_never_closes_costs_its_own_line_only()
    {
        var open = "536366,85123A,\"NEVER CLOSED,6,2010-12-01 08:26:00,2.55,1,EIRE";
        var rows = Read($"{Header}\n{open}\n{string.Join('\n', Enumerable.Repeat(Good, 50))}\n");
        rows.Count(row => row.Row is not null).ShouldBe(50);
        rows.Single(row => row.Bad is not null).Bad!.Reason.ShouldBe("a quote that is never closed");
    }

    [Fact]
    public void a_description_may_run_over_lines()
    {
        var rows = Read($"{Header}\n536366,85123A,\"ONE\nTWO\",6,2010-12-01 08:26:00,2.55,1,EIRE\n{Good}\n");
        rows.Select(row => row.Row!.Description).ShouldBe(["ONE\nTWO", "WHITE HEART"]);
    }

    [Fact]
    public void a_zipped_file_is_known_by_its_bytes()
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"{Header}\n{Good}\n"));
        }

        OnlineRetailCsv.Read(new MemoryStream(zipped.ToArray())).ToList().ShouldHaveSingleItem().Row.ShouldNotBeNull();
    }

    [Fact]
    public void a_zipped_file_that_breaks_off_says_so_after_its_good_rows()
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"{Header}\n{string.Join('\n', Enumerable.Repeat(Good, 4000))}\n"));
        }

        var whole = zipped.ToArray();
        whole[whole.Length / 2] = 0xff;
        whole.AsSpan(whole.Length / 2, 4000).Fill(0xff);
        Should.NotThrow(() => OnlineRetailCsv.Read(new MemoryStream(whole)).Count()).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("536365,85123A,X,6,2010-12-01 08:26:00,2.55,1,EIRE\n")]
    public void a_file_without_its_header_is_refused_with_the_columns_it_needs(string text) =>
        Should.Throw<OrderBookException>(() => Read(text)).Message.ShouldContain("order book");

    [Fact]
    public void random_bytes_after_the_header_never_crash_and_every_row_is_numbered_once() =>
        Gen.Byte.Array[0, 600].Sample(
            bytes =>
            {
                var rows = OnlineRetailCsv.Read(new MemoryStream([.. Encoding.UTF8.GetBytes(Header + "\n"), .. bytes])).ToList();
                rows.Select(row => row.Row?.Number ?? row.Bad!.Number).ShouldBe(Enumerable.Range(1, rows.Count));
            },
            iter: 500);

    private static List<RowRead> Read(string text) => [.. OnlineRetailCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)))];
}
