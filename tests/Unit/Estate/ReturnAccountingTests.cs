using Crossdock.Estate.Demo;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>The books of provider and ERP tell on a journal that says other than they do.</summary>
public class ReturnAccountingTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly Books _provider = new("payment");
    private readonly Books _erp = new("erp");

    public ReturnAccountingTests()
    {
        _provider.Book("refund", "AUTH-W-1-10.00/return/R-1", "k1", At, 10m);
        _provider.Book("refund", "AUTH-W-1-10.00/fulfilment/W-1-1", "k2", At, 4m);
        _erp.Book("credit-note", "R-1", "k3", At, 10m);
    }

    [Fact]
    public void Books_that_agree_give_no_difference()
    {
        var tally = Tally(Closed(10m), new ReturnWhole("return/R-2", "R-2", "Refused", "nothing", true, null, null, null, null));

        (tally.Started, tally.Settled, tally.Differences, tally.Agrees).ShouldBe((2, 2, 0, true));
    }

    [Fact]
    public void Another_amount_a_lost_refund_and_a_missing_credit_note_show()
    {
        Tally(Closed(9m)).Differences.ShouldBe(2, "the provider and the ERP both have 10");
        Tally(Closed(10m) with { Case = "return/R-3", Number = "R-3" }).Findings.ShouldBe(
        [
            "return/R-3: the provider paid 0 back, the journal says 10",
            "return/R-3: the ERP credited nothing, and 10 went back", "return/R-1: the provider paid back, and nobody knows it",
        ]);
        Tally(Closed(10m) with { CreditNote = null }).Findings.ShouldHaveSingleItem().ShouldContain("without a credit note");
    }

    [Fact]
    public void A_refund_that_was_done_twice_shows()
    {
        _provider.Book("refund", "AUTH-W-1-10.00/return/R-1", "k9", At, 10m);

        Tally(Closed(10m)).Findings.ShouldHaveSingleItem().ShouldBe("return/R-1: the provider paid 20 back, the journal says 10");
    }

    private ReturnTally Tally(params ReturnWhole[] journal) => ReturnAccounting.Tally(journal, [], _provider, _erp);

    private static ReturnWhole Closed(decimal refunded) =>
        new("return/R-1", "R-1", "Closed", "nothing", true, null, refunded, "CN-R-1", refunded);
}
