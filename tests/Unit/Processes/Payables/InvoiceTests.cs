using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.Policies;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>Invoice to reconciliation, up to the books: what can go wrong first.</summary>
public class InvoiceTests
{
    private readonly World _world = new();

    [Fact]
    public void An_invoice_that_breaks_a_rule_goes_to_accounts_payable_and_into_no_book()
    {
        _world.Bill(Bills.Of("I-1") with { Findings = [new("BR-CO-10", "/Invoice/cac:LegalMonetaryTotal", "The sum is 90, not 100.")] });

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Mending);
        var (_, task) = _world.OpenTasks.ShouldHaveSingleItem();
        task.Owner.ShouldBe(OwnerGroup.AccountsPayable);
        task.Exception.ShouldBe(ExceptionCategory.DataInvalid);
        task.Why.ShouldBe("BR-CO-10 at /Invoice/cac:LegalMonetaryTotal: The sum is 90, not 100.");
        _world.Knows(new CaseId("payables", "SUP-A")).ShouldBeFalse();

        _world.DoAs(new Actor("Aylin", "staff"), "I-1 breaks", "accept-findings");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Mending, "staff may not");
        _world.DoAs(World.Payables, "I-1 breaks", "refuse-invoice", "Send it again.");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Refused);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_asked_for_beyond_the_lines_and_their_tax_is_looked_at_before_it_is_paid()
    {
        _world.Supplied().Bill(Bills.Of("I-1") with { Gross = 2_100m });

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Mending);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why
            .ShouldBe("CD-02 at gross: It asks for 2100.00; its lines, freight and tax make 100.00.");
        _world.DoAs(World.Payables, "I-1 breaks", "accept-findings");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval, "and who takes it does not approve it");
    }

    [Fact]
    public void What_is_asked_for_is_rounded_without_a_question()
    {
        _world.Supplied().Bill(Bills.Of("I-1") with { Gross = 100.5m }, Bills.Of("I-2", pieces: 5) with { Gross = 20m });

        _world.OpenTasks.ShouldNotContain(open => open.Task.Title.Contains("breaks rules", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_made_sure_of_an_account_does_not_approve_what_is_paid_to_it()
    {
        _world.Ordered(pieces: 300).Kept("R-1", 300).Bill(Bills.Of("I-1", pieces: 300));
        _world.DoAs(World.Finance, "Account on I-1", "approve-account");
        _world.DoAs(World.Finance, "Approve I-1", "approve-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval);

        _world.DoAs(World.Controller, "Approve I-1", "approve-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void A_copy_that_names_another_account_does_not_end_the_genuine_one()
    {
        _world.Supplied().Bill(Bills.Of("I-1", account: "GB00FORGED0000000000"));
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AccountHeld);
        _world.Bill(Bills.Of("I-2", number: "I-1"));

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Suspect, "a person says which of the two it is");
        _world.DoAs(World.Payables, "Is I-1 a duplicate", "is-original");
        _world.DoAs(World.Finance, "Account on I-1", "refuse-invoice", "Forged.");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void Whoever_mended_an_invoice_may_not_approve_it()
    {
        _world.Supplied(pieces: 300).Bill(Bills.Of("I-1", pieces: 300) with { Findings = [new("BR-02", "/Invoice", "No number.")] });
        _world.Send(Bills.Id("I-1"), new InvoiceMended("", "", Bills.Of("I-1", pieces: 300), "Read from paper."), World.Payables);
        _world.Run();
        _world.DoAs(World.Payables, "Approve I-1", "approve-invoice");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval);
        _world.Latest(Bills.Id("I-1")).Because.ShouldBe("Pat had a hand in it and may not approve it.");
        _world.DoAs(World.Finance, "Approve I-1", "approve-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void Whoever_gave_an_invoice_in_may_not_approve_it()
    {
        _world.Supplied(pieces: 300);
        _world.Send(Bills.Id("I-1"), new InvoiceReceived(Bills.Of("I-1", pieces: 300)), World.Payables);
        _world.Run();
        _world.DoAs(World.Payables, "Approve I-1", "approve-invoice");

        _world.Latest(Bills.Id("I-1")).Because.ShouldBe("Pat had a hand in it and may not approve it.");
        _world.DoAs(World.Finance, "Approve I-1", "approve-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void What_could_not_be_matched_is_taken_by_nobody()
    {
        _world.Bill(Bills.Of("I-1") with { Gross = -1m });
        _world.DoAs(World.Finance, "I-1 breaks", "accept-findings");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Mending);
        _world.OpenTasks.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_same_invoice_sent_twice_is_paid_once()
    {
        _world.Supplied().Bill(Bills.Of("I-1"), Bills.Of("I-2", number: "I-1"));

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Duplicate);
        _world.Latest(Bills.Id("I-2")).Because.ShouldContain("number I-1 of 2026-11-20 was billed before, for the same amount");
        _world.Effects<PostPayable>().ShouldHaveSingleItem().Invoice.ShouldBe(Bills.Id("I-1"));
    }

    [Fact]
    public void One_that_looks_like_another_is_asked_about_and_goes_on_when_it_is_none()
    {
        _world.Supplied(pieces: 20).Bill(Bills.Of("I-1", number: "INV-007"), Bills.Of("I-2", number: "INV 7"));

        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Suspect);
        _world.DoAs(World.Buyer, "Is INV 7", "is-original");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Suspect, "a buyer may not say so");
        _world.DoAs(World.Payables, "Is INV 7", "is-original");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void A_duplicate_that_carries_an_earlier_date_than_what_was_paid_is_the_duplicate()
    {
        _world.Supplied().Bill(Bills.Of("I-1"));
        _world.Pays("I-1", 100m);
        _world.Bill(Bills.Of("I-2", number: "I-1", days: -3));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Closed);
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Suspect);
        _world.DoAs(World.Payables, "Is I-1", "is-duplicate");
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Duplicate);
        _world.Effects<PostPayable>().Count().ShouldBe(1);
    }

    [Fact]
    public void Pieces_that_were_paid_are_not_paid_again_to_an_earlier_date()
    {
        _world.Supplied().Bill(Bills.Of("I-1"), Bills.Of("I-2", pieces: 9, days: -3));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
        _world.InvoiceAt("I-2").ShouldBe(InvoiceState.Discrepant);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldContain("9 billed on top of 10 billed before, 10 ordered");
    }

    [Fact]
    public void Another_account_than_the_known_one_is_approved_by_finance_and_by_nobody_who_had_a_hand_in_it()
    {
        _world.Supplied().Bill(Bills.Of("I-1", account: "LT121000011101001000"));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AccountHeld);
        var (_, task) = _world.OpenTasks.ShouldHaveSingleItem();
        task.Owner.ShouldBe(OwnerGroup.FinanceControl);
        task.Exception.ShouldBe(ExceptionCategory.FraudSuspected);
        foreach (var who in new[] { World.Payables, World.Buyer, new Actor("Nia", "finance") })
        {
            _world.DoAs(who, "Account on I-1", "approve-account");
            _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AccountHeld, who.Name);
        }

        _world.Effects<SchedulePayment>().ShouldBeEmpty();
        _world.DoAs(World.Finance, "Account on I-1", "approve-account");
        _world.Effects<SchedulePayment>().ShouldHaveSingleItem().Account.ShouldBe("LT121000011101001000");
        _world.Book.Accounts.Keys.ShouldContain("LT121000011101001000");
    }

    [Fact]
    public void The_first_account_of_a_supplier_is_made_sure_of_too()
    {
        _world.Ordered().Kept("R-1", 10).Bill(Bills.Of("I-1"));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AccountHeld);
        _world.DoAs(World.Finance, "Account on I-1", "approve-account");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void An_invoice_that_comes_before_its_goods_waits_and_goes_on_when_they_come()
    {
        _world.TellBook(new AccountCleared(Bills.Account, "Cleo")).Bill(Bills.Of("I-1"));
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingMatch, "not even the order is known");
        _world.Ordered().InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingMatch);
        _world.Kept("R-1", 4).InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingMatch);
        _world.Kept("R-2", 6).InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void Waited_in_vain_it_is_not_received_and_the_buyer_decides()
    {
        _world.TellBook(new AccountCleared(Bills.Account, "Cleo")).Ordered().Bill(Bills.Of("I-1"));
        _world.Pass(TimeSpan.FromDays(14.1));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Discrepant);
        _world.Latest(Bills.Id("I-1")).Card.ShouldNotBeNull().Exception.ShouldBe(ExceptionCategory.NotReceived);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Owner.ShouldBe(OwnerGroup.Buying);
        _world.DoAs(World.Buyer, "I-1 does not match", "await-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingMatch);
        _world.Kept("R-1", 10).InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void What_differs_is_taken_by_one_and_approved_by_another()
    {
        _world.Supplied().Bill(Bills.Of("I-1", price: 11m));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Discrepant);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldBe(
            "Line 1, A: billed at 11.00, ordered at 10.00: 10.00 GBP more for 10 pieces.");
        _world.DoAs(World.Payables, "I-1 does not match", "accept-variance", "As agreed by telephone.");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval);
        _world.DoAs(World.Payables, "Approve I-1", "approve-invoice");
        _world.DoAs(new Actor("Nia", "finance"), "Approve I-1", "approve-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval, "Pat took it and Nia ordered it");
        _world.DoAs(new Actor("Pia", "payables"), "Approve I-1", "approve-invoice");
        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void What_was_taken_is_not_taken_when_it_differs_more_by_then()
    {
        _world.Supplied().Bill(Bills.Of("I-1", price: 11m));
        _world.DoAs(World.Payables, "I-1 does not match", "accept-variance");
        _world.TellBook(Bills.Order("P-1", 10, 8m, revision: 2));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Discrepant);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldContain("ordered at 8.00");
    }

    [Fact]
    public void A_dispute_has_a_clock_of_its_own_and_a_credit_note_ends_it()
    {
        _world.Supplied().Bill(Bills.Of("I-1", pieces: 12));
        _world.DoAs(World.Payables, "I-1 does not match", "dispute-invoice", "Two are missing.");

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Disputed);
        _world.Effects<DisputeInvoice>().ShouldHaveSingleItem().Why.ShouldStartWith("Two are missing. Line 1, A: 12 billed");
        _world.Pass(TimeSpan.FromDays(13));
        _world.Bill(Bills.Credit("C-1", 2, "I-1"));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
        _world.InvoiceAt("C-1").ShouldBe(InvoiceState.Closed);
        _world.Effects<PostPayable>().Select(posted => posted.Gross).Order().ShouldBe([20m, 120m]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_is_silent_or_insists_sends_a_dispute_back_to_a_person(bool insists)
    {
        _world.Supplied().Bill(Bills.Of("I-1", pieces: 12));
        _world.DoAs(World.Payables, "I-1 does not match", "dispute-invoice");
        if (insists)
        {
            _world.Tell(Bills.Id("I-1"), new InvoiceInsisted("We sent twelve."));
        }
        else
        {
            _world.Pass(TimeSpan.FromDays(14.1));
        }

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.Discrepant);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldStartWith(
            insists ? "SUP-A insists: We sent twelve." : "SUP-A has not answered the dispute.");
    }

    [Theory]
    [InlineData(2_500, 0, "")]
    [InlineData(2_510, 1, "payables")]
    [InlineData(10_000, 2, "payables")]
    [InlineData(50_000, 2, "finance")]
    public void Approved_by_value_and_by_four_eyes(int gross, int eyes, string role)
    {
        _world.Supplied(gross / 10).Bill(Bills.Of("I-1", pieces: gross / 10));
        for (var n = 0; n < eyes; n++)
        {
            _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval, $"{n} of {eyes}");
            if (role == "finance")
            {
                _world.DoAs(World.Payables, "Approve I-1", "approve-invoice");
            }

            _world.DoAs(new Actor($"Eye {n}", role), "Approve I-1", "approve-invoice");
            if (n + 1 < eyes)
            {
                _world.DoAs(new Actor($"Eye {n}", role), "Approve I-1", "approve-invoice");
            }
        }

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingPayment);
    }

    [Fact]
    public void A_late_approval_is_reminded_and_then_goes_to_finance()
    {
        _world.Supplied(pieces: 300).Bill(Bills.Of("I-1", pieces: 300));
        _world.Pass(TimeSpan.FromHours(9));
        _world.Latest(Bills.Id("I-1")).Card.ShouldNotBeNull().Exception.ShouldBe(ExceptionCategory.ApprovalLate);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Owner.ShouldBe(OwnerGroup.AccountsPayable);

        _world.Pass(TimeSpan.FromDays(1));

        _world.OpenTasks.ShouldHaveSingleItem().Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
    }

    [Fact]
    public void A_suppliers_own_policy_holds_for_his_invoices()
    {
        var strict = new PolicyBook([new PolicyValue(
            "invoice-touchless-to", new Scope(Supplier: "SUP-A"), 0m, 2, Given.Now.AddDays(-1), "Fay", "New supplier.")]);
        var world = new World(policies: strict).Supplied().Bill(Bills.Of("I-1"));

        world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval);
    }

    [Fact]
    public void Whoever_tells_the_case_himself_speaks_for_himself_only()
    {
        _world.Supplied(pieces: 300).Bill(Bills.Of("I-1", pieces: 300));
        _world.Tell(Bills.Id("I-1"), new InvoiceApproved("Fay", "finance", "I am Fay."));

        _world.InvoiceAt("I-1").ShouldBe(InvoiceState.AwaitingApproval, "Aylin, staff, said it");
    }
}
