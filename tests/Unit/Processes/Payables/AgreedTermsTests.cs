using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.ProcureToReplenish;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>What a purchase agrees of tax and freight, held against what its supplier bills.</summary>
public class AgreedTermsTests
{
    private static readonly AgreedTax Standard = new("S", 20m);
    private static readonly FreightTerms Freight = new(15m, FreeFrom: 3_500m);

    private readonly World _world = new();

    [Theory]
    [InlineData("S", 25.0, "taxed S 25 %, agreed S 20 %: 150.00 GBP more")]
    [InlineData("S", 7.0, "taxed S 7 %, agreed S 20 %: 390.00 GBP less")]
    [InlineData("Z", 0.0, "taxed Z 0 %, agreed S 20 %: 600.00 GBP less")]
    [InlineData("AE", 0.0, "taxed AE 0 %, agreed S 20 %: 600.00 GBP less")]
    [InlineData("O", null, "taxed O, agreed S 20 %: 600.00 GBP less")]
    public void Another_tax_than_was_agreed_is_a_tax_mismatch_of_accounts_payable(string category, double? rate, string says)
    {
        Received(Standard, freight: null);
        _world.Bill(Taxed("I-1", category, (decimal?)rate));

        Mismatch("I-1", ExceptionCategory.TaxMismatch, OwnerGroup.AccountsPayable).ShouldContain(says);
    }

    [Fact]
    public void The_same_amount_in_another_box_is_a_tax_mismatch_too()
    {
        Received(new AgreedTax("E", 0m), freight: null);
        _world.Bill(Taxed("I-1", "Z", 0m));

        Mismatch("I-1", ExceptionCategory.TaxMismatch, OwnerGroup.AccountsPayable)
            .ShouldContain("taxed Z 0 %, agreed E 0 %: the same tax in another box");
    }

    [Theory]
    [InlineData("S", 20.0, "S", 20.0)]
    [InlineData("Z", 0.0, "Z", 0.0)]
    [InlineData("O", 0.0, "O", null)]
    [InlineData("AE", 0.0, "AE", 0.0)]
    public void Tax_as_agreed_is_no_variance(string agreed, double rate, string billed, double? at)
    {
        Received(new AgreedTax(agreed, (decimal)rate), freight: null);
        _world.Bill(Taxed("I-1", billed, (decimal?)at));

        _world.InvoiceOf("I-1").Read!.Standing.ShouldBe(InvoiceStanding.Matched);
    }

    [Fact]
    public void A_purchase_that_agrees_no_tax_compares_none()
    {
        Received(tax: null, freight: null);
        _world.Bill(Taxed("I-1", "S", 25m));

        _world.InvoiceOf("I-1").Read!.Standing.ShouldBe(InvoiceStanding.Matched);
    }

    [Fact]
    public void Freight_that_nobody_agreed_is_the_buyers_to_decide()
    {
        Received(Standard, freight: null);
        _world.Bill(Taxed("I-1", "S", 20m, freight: 40m));

        Mismatch("I-1", ExceptionCategory.PriceMismatch, OwnerGroup.Buying)
            .ShouldContain("freight: 40.00 GBP of freight billed, 0.00 GBP agreed: 40.00 GBP too much");
    }

    [Theory]
    [InlineData(15.0, InvoiceStanding.Matched)]
    [InlineData(0.0, InvoiceStanding.Matched)]
    [InlineData(15.5, InvoiceStanding.InTolerance)]
    [InlineData(60.0, InvoiceStanding.Discrepant)]
    public void Freight_is_held_against_the_terms_of_the_order(double billed, InvoiceStanding stands)
    {
        Received(Standard, Freight);
        _world.Bill(Taxed("I-1", "S", 20m, freight: (decimal)billed));

        _world.InvoiceOf("I-1").Read!.Standing.ShouldBe(stands, _world.InvoiceOf("I-1").Read!.Why);
    }

    [Fact]
    public void From_the_agreed_value_on_goods_are_brought_for_nothing()
    {
        Received(Standard, Freight with { FreeFrom = 3_000m });
        _world.PurchaseOf("P-1").Freight.ShouldBe(0m);
        _world.Bill(Taxed("I-1", "S", 20m, freight: 15m));

        Mismatch("I-1", ExceptionCategory.PriceMismatch, OwnerGroup.Buying).ShouldContain("0.00 GBP agreed");
    }

    [Fact]
    public void Freight_that_the_supplier_confirms_and_a_buyer_takes_is_agreed_from_then_on()
    {
        Approved(Standard, Freight);
        Confirm(freight: 30m);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.OpenTasks.Single().Task.Why.ShouldBe("GBP 30.00 of freight instead of GBP 15.00.");
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");
        _world.Arrives("P-1", "R-1", "A", 300);

        var posted = _world.Effects<PostPurchase>().Last();
        (posted.Revision, posted.Freight).ShouldBe((2, 30m));
        _world.Bill(Taxed("I-1", "S", 20m, freight: 30m));
        _world.InvoiceOf("I-1").Read!.Standing.ShouldBe(InvoiceStanding.Matched);
    }

    [Theory]
    [InlineData(null, 15.0)]
    [InlineData(15.0, 15.0)]
    [InlineData(15.7, 15.7)]
    [InlineData(0.0, 0.0)]
    public void A_confirmation_that_says_nothing_of_freight_leaves_it_and_one_within_tolerance_sets_it(double? said, double agreed)
    {
        Approved(Standard, Freight);
        Confirm((decimal?)said);

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.PurchaseOf("P-1").Freight.ShouldBe((decimal)agreed);
        _world.Book.Orders["P-1"].Order!.Freight.ShouldBe((decimal)agreed);
    }

    [Fact]
    public void A_freight_below_nothing_cannot_be_accepted()
    {
        Approved(Standard, Freight);
        Confirm(-1m);

        _world.OpenTasks.Single().Task.Choices.ShouldNotContain(choice => choice.Code == "accept-change");
    }

    [Fact]
    public void Freight_is_part_of_the_value_that_has_to_be_approved()
    {
        _world.Propose(Given.Bought("P-1", pieces: 49) with { Freight = new FreightTerms(20m) });

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval, "490 of goods alone would ask nobody");
    }

    [Theory]
    [InlineData("S", 0.0)]
    [InlineData("Z", 20.0)]
    [InlineData("VAT", 20.0)]
    [InlineData("S", -1.0)]
    public void A_proposal_with_a_tax_that_nobody_can_agree_goes_back(string category, double rate)
    {
        _world.Propose(Bought(new AgreedTax(category, (decimal)rate), null));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Rejected);
        _world.OpenTasks.Single().Task.Exception.ShouldBe(ExceptionCategory.DataInvalid);
    }

    [Fact]
    public void Bought_elsewhere_the_tax_stays_with_the_goods_and_the_freight_with_the_supplier()
    {
        Approved(Standard, Freight);
        Confirm(freight: 99m);
        _world.DoAs(World.Buyer, "SUP-A changed", "elsewhere", "SUP-B");

        var instead = _world.PurchaseOf("P-1-E");
        (instead.Freight, instead.Items.Single().Tax).ShouldBe((0m, Standard));
    }

    [Theory]
    [InlineData(12, 25, InvoiceStanding.Matched)]
    [InlineData(12, 26, InvoiceStanding.Discrepant)]
    [InlineData(0, 25, InvoiceStanding.Discrepant)]
    public void A_supplier_bills_in_the_cartons_that_were_agreed_and_in_no_others(int agreed, int billed, InvoiceStanding stands)
    {
        var bought = Bought(Standard, freight: null);
        _world.TellBook(new AccountCleared(Bills.Account, "Cleo")).Propose(bought with
        {
            Lines = [bought.Lines[0] with { Packs = agreed > 0 ? [new AgreedPack("CT", agreed)] : default }],
        });
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        Confirm(freight: null);
        _world.Arrives("P-1", "R-1", "A", 300);
        var document = Taxed("I-1", "S", 20m);
        _world.Bill(document with
        {
            Gross = document.Gross * billed / 25m,
            Billed = document.Billed with
            {
                Lines = [document.Billed.Lines[0] with { Quantity = billed, Unit = "CT", UnitPrice = 120m, Amount = billed * 120m }],
            },
        });

        _world.InvoiceOf("I-1").Read!.Standing.ShouldBe(stands, _world.InvoiceOf("I-1").Read!.Why);
    }

    [Fact]
    public void ERP_and_supplier_hear_what_was_agreed()
    {
        Approved(Standard, Freight);

        _world.Effects<PostPurchase>().Single().Freight.ShouldBe(15m);
        var sent = _world.Effects<SendPurchase>().Single();
        (sent.Freight, sent.Lines.Single().Tax).ShouldBe((15m, Standard));
    }

    private static PurchaseProposed Bought(AgreedTax? tax, FreightTerms? freight) => Given.Bought("P-1", pieces: 300) with
    {
        Lines = [new PurchaseLine(1, "A", "Thing A", 300, 10m, tax)], Freight = freight,
    };

    private void Approved(AgreedTax? tax, FreightTerms? freight)
    {
        _world.TellBook(new AccountCleared(Bills.Account, "Cleo")).Propose(Bought(tax, freight));
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
    }

    private void Received(AgreedTax? tax, FreightTerms? freight)
    {
        Approved(tax, freight);
        Confirm(freight: null);
        _world.Arrives("P-1", "R-1", "A", 300);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    private void Confirm(decimal? freight) => _world.Tell(
        Given.PurchaseId("P-1"), new PurchaseConfirmed("S-1", _world.PurchaseOf("P-1").Needs.Due, [new("A", 300, 10m)], freight));

    /// <summary>All 300 pieces at 10.00, taxed as said.</summary>
    private static InvoiceDocument Taxed(string id, string? category, decimal? rate, decimal freight = 0m)
    {
        var document = Bills.Of(id, pieces: 300);
        return document with
        {
            Gross = document.Gross + freight,
            Billed = document.Billed with
            {
                Freight = freight, Lines = [document.Billed.Lines[0] with { TaxCode = category, TaxRate = rate }],
            },
        };
    }

    /// <summary>It waits for a person under that category, and the reason is written where its owner reads it.</summary>
    private string Mismatch(string id, ExceptionCategory category, OwnerGroup owner)
    {
        _world.InvoiceAt(id).ShouldBe(InvoiceState.Discrepant, _world.InvoiceOf(id).Read?.Why);
        _world.InvoiceOf(id).Read!.Category.ShouldBe(category);
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Exception, task.Owner).ShouldBe((category, owner));
        return task.Why;
    }
}
