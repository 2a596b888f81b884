using System.Text;
using CsCheck;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Wire;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class BookBuilderTests
{
    private static readonly RetailNetwork Network = RetailMap.Build([2010, 2011]);
    private static readonly DateTimeOffset Start = new(2010, 12, 1, 8, 0, 0, TimeSpan.Zero);
    private int _row;

    [Theory]
    [InlineData("536365", "85123A", 6, 2.55, RowFate.OrderLine)]
    [InlineData("536365", "85123A", 6, 0, RowFate.OrderLine)]
    [InlineData("536365", "85123A", -6, 0, RowFate.StockCorrection)]
    [InlineData("536365", "85123A", -6, 2.55, RowFate.Odd)]
    [InlineData("536365", "85123A", 6, -2.55, RowFate.Odd)]
    [InlineData("536365", "85123A", 0, 2.55, RowFate.Odd)]
    [InlineData("536365", "85123A", 2000000, 2.55, RowFate.Odd)]
    [InlineData("536365", "85 123/A", 6, 2.55, RowFate.Odd)]
    [InlineData("536365", "POST", 1, 18, RowFate.Charge)]
    [InlineData("536365", "m", 1, 18, RowFate.Charge)]
    [InlineData("536365", "D", 1, -5, RowFate.Charge)]
    [InlineData("536365", "BANK CHARGES", 1, 15, RowFate.Charge)]
    [InlineData("536365", "gift_0001_40", 1, 34, RowFate.Charge)]
    [InlineData("A563185", "B", 1, -11062.06, RowFate.Charge)]
    [InlineData("536365", "DCGSSBOY", 1, 3.29, RowFate.OrderLine)]
    [InlineData("C536379", "D", -1, 27.5, RowFate.ReturnedCharge)]
    [InlineData("C536379", "85123A", -1, 2.55, RowFate.ReturnLine)]
    [InlineData("C536379", "85123A", 1, 2.55, RowFate.Odd)]
    [InlineData("CASH", "85123A", 1, 2.55, RowFate.OrderLine)]
    public void each_row_has_one_fate(string invoice, string sku, int quantity, decimal price, RowFate fate) =>
        RowRules.FateOf(Row(invoice, sku, quantity, price)).ShouldBe(fate);

    [Fact]
    public void a_cancellation_takes_back_the_latest_of_the_customers_own_lines_first()
    {
        var book = Build(
            Row("1", "AA1", 5, 1, "77"), Row("3", "AA1", 4, 1, "77", hours: 1), Row("5", "AA1", 9, 1, "88", hours: 2),
            Row("C7", "AA1", -6, 1, "77", hours: 3));
        var returns = book.Events.OfType<GoodsReturned>().ToList();
        returns.SelectMany(back => back.Bought).Select(line => (line.Order[4..], line.Quantity, line.Left))
            .ShouldBe([("1", 2, 3), ("3", 4, 0)], ignoreOrder: true);
        returns.Select(back => back.Return.Number).ShouldBe(["C7-1", "C7-2"]);
        returns.SelectMany(back => back.Return.Lines).Sum(line => line.Quantity).ShouldBe(6);
    }

    [Fact]
    public void what_was_taken_back_is_not_taken_back_again()
    {
        var book = Build(Row("1", "AA1", 5, 1, "77"), Row("C3", "AA1", -5, 1, "77", hours: 1), Row("C5", "AA1", -5, 1, "77", hours: 2));
        book.Events.OfType<GoodsReturned>().Select(back => back.Return.Order is null).ShouldBe([false, true]);
        book.Facts.UnmatchedReturns.ShouldBe(1);
    }

    [Fact]
    public void a_guests_cancellation_and_one_before_its_order_have_no_order()
    {
        var book = Build(
            Row("1", "AA1", 5, 1, null), Row("C3", "AA1", -5, 1, null, hours: 1), Row("C5", "BB2", -1, 1, "77", hours: 2),
            Row("7", "BB2", 1, 1, "77", hours: 3));
        book.Events.OfType<GoodsReturned>().Count(back => back.Return.Order is null).ShouldBe(2);
    }

    [Fact]
    public void charges_that_are_given_back_go_to_a_person_beside_the_matched_goods()
    {
        var book = Build(Row("1", "AA1", 5, 1, "77"), Row("C3", "AA1", -5, 1, "77", hours: 1), Row("C3", "BANK CHARGES", -1, 15, "77",
            hours: 1));
        var returns = book.Events.OfType<GoodsReturned>().ToList();
        returns.Count.ShouldBe(2);
        returns.Single(back => back.Return.Order is null).Return.Lines.ShouldHaveSingleItem().Sku.ShouldBe("BANK-CHARGES");
    }

    [Fact]
    public void an_odd_row_goes_alone_and_its_orders_good_lines_go_on()
    {
        var book = Build(Row("1", "AA1", 5, 1), Row("1", "BB2", -3, 9), Row("1", "POST", 1, 18));
        var order = book.Events.OfType<OrderPlaced>().ShouldHaveSingleItem().Order;
        order.Lines.ShouldHaveSingleItem().Sku.ShouldBe("AA1");
        order.Charges.ShouldHaveSingleItem().Amount.ShouldBe(18);
        var odd = book.Events.OfType<OddRowSent>().ShouldHaveSingleItem();
        (odd.Number, odd.IsReturn).ShouldBe(("1-R2", false));
        odd.Body["lines"]![0]!["quantity"]!.GetValue<int>().ShouldBe(-3);
    }

    [Fact]
    public void a_write_off_corrects_the_stock_and_is_there_to_be_written_off()
    {
        var book = Build(Row("1", "AA1", -40, 0));
        var movement = book.Events.OfType<StockMoved>().ShouldHaveSingleItem().Movement;
        (movement.Act, movement.Quantity).ShouldBe(("adjust", -40));
        book.OpeningStock.Single(opening => opening.Node == movement.Node).Quantity.ShouldBeGreaterThanOrEqualTo(40);
        (book.Facts.CorrectionsOnly, book.Facts.Orders).ShouldBe((1, 0));
    }

    [Fact]
    public void an_order_book_opens_with_all_that_will_be_sold_or_has_the_rest_arrive_later()
    {
        var book = BookBuilder.Build(SeededBook.Rows(300, 7), 7, Network);
        var arrives = book.OpeningStock.Concat(book.Events.OfType<StockMoved>().Select(moved => moved.Movement).Where(m =>
            m.Act == "receive"))
            .GroupBy(movement => movement.Sku).ToDictionary(group => group.Key, group => group.Sum(movement => (long)movement.Quantity));
        foreach (var sold in book.Events.OfType<OrderPlaced>().SelectMany(placed => placed.Order.Lines).GroupBy(line => line.Sku))
        {
            arrives[sold.Key].ShouldBeGreaterThanOrEqualTo(sold.Sum(line => line.Quantity));
        }

        book.Events.OfType<StockMoved>().ShouldContain(moved => moved.Movement.Reason == "late delivery");
    }

    [Fact]
    public void the_same_seed_gives_the_same_book_and_another_seed_another()
    {
        var one = Fingerprint(5);
        Fingerprint(5).ShouldBe(one);
        Fingerprint(6).ShouldNotBe(one);
    }

    [Fact]
    public void pickups_name_a_store_of_the_customers_own_country()
    {
        var orders = BookBuilder.Build(SeededBook.Rows(800, 3, linesMean: 3), 3, Network).Events.OfType<OrderPlaced>().Select(p => p.Order)
            .ToList();
        var pickups = orders.Where(order => order.Delivery.Wish != "ship").ToList();
        pickups.Count.ShouldBeInRange(orders.Count / 20, orders.Count / 3);
        pickups.ShouldAllBe(order => Network.Find(order.Delivery.Node)!.Kind == Contracts.NodeKind.Store);
        orders.Where(order => order.Delivery.Wish == "ship").ShouldAllBe(order => order.Delivery.Address != null
            && order.Delivery.Node == null);
        orders.Select(order => order.Channel).Distinct().Order().ShouldBe(Network.Channels.Select(channel => channel.Id).Order());
    }

    [Fact]
    public void whatever_the_rows_hold_every_row_and_every_invoice_is_accounted_for()
    {
        string[] words =
        [
            "536365", "536366", "C536367", "A1", "", "C", "x/y", "PO ST", "POST", "22752", "-5", "7", "0", "1e9", "2.5", "\"",
                "2010-12-01 08:26:00",
        ];
        var text = Gen.Int[0, words.Length - 1].Select(at => words[at]);
        Gen.Select(text.Array[0, 9].Array[0, 40], Gen.Int[0, 9]).Sample(
            (rows, seed) =>
            {
                var file = string.Join('\n', rows.Select(row => string.Join(',', row)));
                var header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
                var read = OnlineRetailCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(header + file))).ToList();
                var book = BookBuilder.Build(read, seed, Network);
                book.Facts.Gap.ShouldBe("");
                book.Facts.RowsRead.ShouldBe(read.Count);
            },
            iter: 300);
    }

    private static string Fingerprint(int seed)
    {
        var book = BookBuilder.Build(SeededBook.Rows(60, seed), seed, Network);
        return Encoding.UTF8.GetString(WireJson.Write(book.Events.Select(e =>
            (object)e))) + Encoding.UTF8.GetString(WireJson.Write(book.OpeningStock));
    }

    private static Book Build(params RetailRow[] rows) => BookBuilder.Build(rows.Select(RowRead.Good), 1, Network);

    private RetailRow Row(string invoice, string sku, int quantity, decimal price, string? customer = "1", int hours = 0) =>
        new(++_row, invoice, sku, "THING", quantity, Start.AddHours(hours), price, customer, "United Kingdom");
}
