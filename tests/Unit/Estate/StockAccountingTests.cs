using Crossdock.Estate.Channels;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.Wms;
using Crossdock.Estate.Wire;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>The books of ERP, tills and warehouse tell on a ledger that says other than they do.</summary>
public class StockAccountingTests
{
    private readonly StockRecord _told = new();
    private readonly ErpBooks _erp = new();
    private readonly PurchasingBooks _purchasing = new();
    private readonly WmsBooks _wms = new();
    private readonly List<ReturnWhole> _returns = [];
    private readonly List<(string Sku, string Case)> _open = [];
    private int _suppliersShort;

    public StockAccountingTests()
    {
        Told("receive", 10);
        Told("sell-at-till", 2);
        Told("adjust", -1);
        _purchasing.Post("P-1", 1, [("A", 5)]);
        _purchasing.Receive("P-1", "N1", [("A", 5)]);
        _purchasing.Move("T-1", "N1", "N2", [("A", 4)], [("A", 3)]);
        _purchasing.Adjust("N1", [("A", -3), ("A", 2)]);
        _erp.Issue("fulfilment/W-1-1", "N1", [("A", 1), ("A", 2)]);
        _wms.Found("fulfilment/W-1-1", [("A", 3)]);
        _returns.Add(Back("note", "N1", 1));
    }

    [Fact]
    public void Books_that_agree_give_no_difference()
    {
        var tally = Tally();

        (tally.Places, tally.Corrected, tally.Differences, tally.Explained).ShouldBe((3, 1, 0, 0), string.Join("; ", tally.Findings));
    }

    [Theory]
    [InlineData(1, 0, 0, "came to N1")]
    [InlineData(0, -1, 0, "went from N1")]
    [InlineData(0, 0, 1, "came to N2")]
    public void Pieces_that_the_ledger_has_otherwise_show_at_their_place(int received, int sold, int elsewhere, string says)
    {
        var tally = Tally(received, sold, elsewhere);

        tally.Differences.ShouldBe(1);
        tally.Findings.ShouldHaveSingleItem().ShouldContain(says);
    }

    [Fact]
    public void A_difference_of_a_sku_that_an_open_case_names_is_counted_apart_with_that_case()
    {
        _open.Add(("A", "order/W-2"));
        _open.Add(("B", "order/W-3"));
        var tally = Tally(sold: 1);

        (tally.Differences, tally.Explained).ShouldBe((0, 1));
        tally.Explanations.ShouldHaveSingleItem().ShouldEndWith(": order/W-2");
    }

    [Fact]
    public void What_the_erp_knows_and_the_ledger_does_not_shows()
    {
        _erp.Issue("fulfilment/W-9-1", "N9", [("Z", 1)]);

        Tally().Findings.ShouldHaveSingleItem().ShouldContain("1 of Z went from N9, the ledger has 0");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_delivery_of_other_pieces_than_the_warehouse_picked_shows(int picked)
    {
        _wms.Found("fulfilment/W-1-1", [("A", picked)]);

        Tally().Findings.ShouldHaveSingleItem().ShouldBe($"wms: {picked} of A picked for fulfilment/W-1-1, the ERP issued 3");
    }

    [Fact]
    public void A_return_counts_where_it_is_once_it_is_booked()
    {
        _returns.Add(Back(null, "N1", 1));
        Tally().Differences.ShouldBe(0, "its goods are not back on the books yet");

        _returns.Add(Back("note", "N2", 1));
        Tally().Findings.ShouldHaveSingleItem().ShouldContain("-1 of A went from N2");
    }

    [Fact]
    public void A_correction_that_only_one_of_them_has_shows()
    {
        _purchasing.Adjust("N2", [("A", 1)]);

        Tally().Findings.ShouldHaveSingleItem().ShouldBe("erp: A was corrected by 1 at N2, in the ledger by 0");
    }

    [Fact]
    public void What_a_supplier_did_not_have_is_on_none_of_the_retailers_books()
    {
        _suppliersShort = -2;

        Tally().Findings.ShouldBeEmpty();
    }

    private StockTally Tally(int received = 0, int sold = 0, int elsewhere = 0) => StockAccounting.Tally(new StockSides(
        [
            new PositionItem("A", "N1", 0, 0, 0, 0, Sold: 4 + sold, Adjusted: -3, Received: 12 + received),
            new PositionItem("A", "N2", 0, 0, 0, 0, 0, 0, Received: 3 + elsewhere),
            new PositionItem("A", "SUP", 0, 0, 0, 0, 0, _suppliersShort, 0),
        ],
        _told, _erp, _purchasing, _wms, _returns, new HashSet<string> { "SUP" },
        new HashSet<(string, string)>(), _open.ToLookup(one => one.Sku, one => one.Case)));

    private void Told(string act, int pieces) => _told.Note(new MovementDocument($"M-{act}", "A", "N1", act, pieces, ""));

    private static ReturnWhole Back(string? note, string at, int sellable) =>
        new("return/R-1", "R-1", "Closed", "nothing", true, null, 10m, note, 10m)
        {
            At = at, Lines = [new ReturnLineItem("A", 2, sellable)],
        };
}
