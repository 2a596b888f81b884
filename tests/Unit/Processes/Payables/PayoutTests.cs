using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.Payouts;
using CsCheck;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>What the payment provider pays out, held against orders, refunds and the bank: what can go wrong first.</summary>
public class PayoutTests
{
    private readonly World _world = Delivered(new World());

    [Fact]
    public void A_payout_of_what_was_captured_is_settled_when_the_bank_shows_it()
    {
        Report("PO-1", 19.4m, Capture("L-1", "W-1", 20m, fee: 0.6m));
        At("PO-1").ShouldBe(PayoutState.AwaitingBank);
        Shows("B-1", 19.4m, "PO-1");

        At("PO-1").ShouldBe(PayoutState.Closed);
        _world.EntryAt("B-1").ShouldBe(MovementState.Matched);
        _world.OrderOf("W-1").Moved.Single().Payout.ShouldBe(Id("PO-1"));
    }

    [Theory]
    [InlineData("W-1", "fulfilment/W-1-9", 20.0, 0.6, "GBP", "nothing was captured under fulfilment/W-1-9")]
    [InlineData("W-9", "fulfilment/W-9-1", 20.0, 0.6, "GBP", "there is no order W-9")]
    [InlineData("W 9", "fulfilment/W-9-1", 20.0, 0.6, "GBP", "'W 9' is no order's number")]
    [InlineData("W-1", "fulfilment/W-1-1", 19.65, 0.6, "GBP", "GBP 20.00 were captured")]
    [InlineData("W-1", "fulfilment/W-1-1", 20.0, 20.5, "GBP", "its fee of GBP 20.50 is more than it is over")]
    [InlineData("W-1", "fulfilment/W-1-1", 20.0, 0.6, "EUR", "it is in EUR, and the payout in GBP")]
    [InlineData("W-1", "fulfilment/W-1-1", 0.0, 0.0, "GBP", "it is over nothing")]
    [InlineData("W-1", "fulfilment/W-1-1", 20.0, -0.1, "GBP", "its fee is below 0")]
    public void What_no_order_has_is_open_with_its_reason_and_the_rest_goes_on(
        string order, string reference, double amount, double fee, string currency, string why)
    {
        var odd = new SettledLine("L-1", SettledKind.Capture, order, reference, (decimal)amount, (decimal)fee, currency);
        Report("PO-1", odd.Amount - odd.Fee + 9.7m, odd, Capture("L-2", "W-2", 10m, fee: 0.3m));
        _world.Pass(TimeSpan.FromMinutes(1));
        At("PO-1").ShouldBe(PayoutState.Waiting, "it may only be early");
        _world.Pass(TimeSpan.FromHours(7));
        _world.Pass(TimeSpan.FromMinutes(1));

        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OrderOf("W-2").Moved.Single().Payout.ShouldBe(Id("PO-1"));
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Exception, task.Owner).ShouldBe((ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl));
        task.Why.ShouldContain(why);
        _world.DoAs(World.Payables, "Payout PO-1", "explain-payout");
        At("PO-1").ShouldBe(PayoutState.Differs, "accounts payable may not explain it");
        _world.DoAs(World.Controller, "Payout PO-1", "explain-payout", "Their fee for March.");
        At("PO-1").ShouldBe(PayoutState.AwaitingBank);
    }

    [Fact]
    public void What_was_settled_before_is_not_settled_twice()
    {
        Report("PO-1", 19.4m, Capture("L-1", "W-1", 20m, fee: 0.6m));
        Report("PO-2", 19.4m, Capture("L-9", "W-1", 20m, fee: 0.6m));
        _world.Pass(TimeSpan.FromHours(7));

        At("PO-1").ShouldBe(PayoutState.AwaitingBank);
        _world.OpenTasks.Single().Task.Why.ShouldContain("payout/PO-1 has settled it before");
    }

    [Fact]
    public void A_payout_none_of_whose_lines_can_be_true_is_kept_and_put_to_finance()
    {
        Report("PO-1", 19.4m, Capture("L-1", "W-1", 20m, fee: 0.6m) with { Currency = "EUR" });
        At("PO-1").ShouldBe(PayoutState.Waiting);
        _world.Pass(TimeSpan.FromHours(7));

        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OpenTasks.Single().Task.Why.ShouldContain("it is in EUR, and the payout in GBP");
    }

    [Fact]
    public void Two_lines_of_a_payout_do_not_settle_one_capture()
    {
        Report("PO-1", 38.8m, Capture("L-1", "W-1", 20m, fee: 0.6m), Capture("L-2", "W-1", 20m, fee: 0.6m));
        _world.Pass(TimeSpan.FromHours(7));
        _world.Pass(TimeSpan.FromMinutes(1));

        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OpenTasks.Single().Task.Why.ShouldContain("Capture L-2 of W-1, GBP 20.00: line L-1 of it has settled it before.");
    }

    [Fact]
    public void A_payout_sent_twice_changes_nothing()
    {
        Report("PO-1", 19.4m, Capture("L-1", "W-1", 20m, fee: 0.6m));
        Report("PO-1", 25m, Capture("L-1", "W-1", 25m, fee: 0m));

        At("PO-1").ShouldBe(PayoutState.AwaitingBank);
        _world.Latest(Id("PO-1")).Outcome.ShouldNotBe(Outcome.Applied);
    }

    [Fact]
    public void A_refund_that_differs_is_a_refund_mismatch()
    {
        Refunded();
        Report("PO-1", -9.65m, Refund("L-1", "W-1", "return/R-1", 9.65m));
        _world.Pass(TimeSpan.FromHours(7));

        var task = _world.OpenTasks.Single(open => open.Task.Title.StartsWith("Payout", StringComparison.Ordinal)).Task;
        task.Exception.ShouldBe(ExceptionCategory.RefundMismatch);
        task.Why.ShouldContain("GBP 10.00 were paid back");
    }

    [Fact]
    public void A_payout_below_nothing_is_collected_by_the_provider_and_found_as_money_that_left()
    {
        Refunded();
        Report("PO-1", -10.1m, Refund("L-1", "W-1", "return/R-1", 10m, fee: 0.1m));
        At("PO-1").ShouldBe(PayoutState.AwaitingBank);
        Shows("B-1", -10.1m, "PO-1");

        At("PO-1").ShouldBe(PayoutState.Closed);
    }

    [Fact]
    public void A_sum_that_its_lines_do_not_make_is_open()
    {
        Report("PO-1", 25m, Capture("L-1", "W-1", 20m, fee: 0.6m));

        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OpenTasks.Single().Task.Why.ShouldBe("Its lines make GBP 19.40, and GBP 25.00 are paid.");
    }

    [Fact]
    public void Money_that_the_bank_shows_in_another_sum_is_open_until_it_is_explained()
    {
        Report("PO-1", 19.4m, Capture("L-1", "W-1", 20m, fee: 0.6m));
        Shows("B-1", 19m, "PO-1");

        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OpenTasks.Single().Task.Why.ShouldBe("The bank shows GBP 19.00 of GBP 19.40.");
        _world.DoAs(World.Controller, "Payout PO-1", "explain-payout", "Bank charge.");
        At("PO-1").ShouldBe(PayoutState.Closed);
    }

    [Fact]
    public void Money_that_no_statement_shows_is_open_with_finance()
    {
        Report("PO-1", 19.4m, Capture("L-1", "W-1", 20m, fee: 0.6m));
        _world.Pass(TimeSpan.FromDays(5));

        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OpenTasks.Single(open => open.Task.Title.StartsWith("Payout", StringComparison.Ordinal))
            .Task.Why.ShouldBe("No statement shows it.");
    }

    [Fact]
    public void A_capture_that_comes_after_its_settlement_is_found_with_the_second_look()
    {
        _world.Place(Shipped("W-3", Line(1, "A", 1)));
        Report("PO-1", 9.7m, Capture("L-1", "W-3", 10m, fee: 0.3m));
        At("PO-1").ShouldBe(PayoutState.Waiting);
        _world.DcDelivers("W-3-1");
        _world.Pass(TimeSpan.FromHours(7));

        At("PO-1").ShouldBe(PayoutState.AwaitingBank);
    }

    [Fact]
    public void A_capture_whose_answer_is_days_late_settles_its_line_and_takes_the_question_back()
    {
        _world.Place(Shipped("W-3", Line(1, "A", 1)));
        Report("PO-1", 9.7m, Capture("L-1", "W-3", 10m, fee: 0.3m));
        _world.Pass(TimeSpan.FromHours(7));
        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OpenTasks.ShouldContain(open => open.Task.Title.StartsWith("Payout", StringComparison.Ordinal));
        _world.Pass(TimeSpan.FromDays(40));
        _world.DcDelivers("W-3-1");

        At("PO-1").ShouldBe(PayoutState.AwaitingBank, "the order says so by itself, however late");
        _world.OpenTasks.ShouldNotContain(open => open.Task.Title.StartsWith("Payout", StringComparison.Ordinal));
    }

    [Fact]
    public void A_capture_that_is_late_and_another_than_was_settled_is_told_to_who_asks()
    {
        _world.Place(Shipped("W-3", Line(1, "A", 1)));
        Report("PO-1", 8.7m, Capture("L-1", "W-3", 9m, fee: 0.3m));
        _world.Pass(TimeSpan.FromDays(2));
        _world.DcDelivers("W-3-1");

        At("PO-1").ShouldBe(PayoutState.Differs);
        _world.OpenTasks.Single(open => open.Task.Title.StartsWith("Payout", StringComparison.Ordinal))
            .Task.Why.ShouldContain("GBP 10.00 were captured");
    }

    [Fact]
    public void A_capture_that_two_payouts_settle_before_it_is_known_is_the_first_ones()
    {
        _world.Place(Shipped("W-3", Line(1, "A", 1)));
        Report("PO-1", 9.7m, Capture("L-1", "W-3", 10m, fee: 0.3m));
        Report("PO-2", 9.7m, Capture("L-2", "W-3", 10m, fee: 0.3m));
        _world.Pass(TimeSpan.FromDays(2));
        _world.DcDelivers("W-3-1");

        (At("PO-1"), At("PO-2")).ShouldBe((PayoutState.AwaitingBank, PayoutState.Differs));
        _world.OpenTasks.Single(open => open.Task.Title.StartsWith("Payout", StringComparison.Ordinal))
            .Task.Why.ShouldContain("payout/PO-1 has settled it before");
    }

    [Fact]
    public void What_orders_go_on_denying_is_asked_ten_times_and_then_a_persons_alone()
    {
        Report("PO-1", 9.7m, Capture("L-1", "W-1", 10m, fee: 0.3m));
        _world.Pass(TimeSpan.FromDays(40));

        At("PO-1").ShouldBe(PayoutState.Differs);
        ((Payout)_world.Cases.Single(run => run.Id == Id("PO-1")).State).Rounds.ShouldBe(10);
        _world.OpenTasks.Count(open => open.Task.Title.StartsWith("Payout", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void In_whatever_order_payout_bank_and_capture_are_heard_of_it_ends_in_the_same_place() => Check.Sample(
        Gen.Shuffle(new[] { 0, 1, 2 }),
        order =>
        {
            var world = Delivered(new World());
            world.Place(Shipped("W-3", Line(1, "A", 1)));
            foreach (var act in order)
            {
                switch (act)
                {
                    case 0:
                        world.DcDelivers("W-3-1");
                        break;
                    case 1:
                        Report(world, "PO-1", 29.1m, Capture("L-1", "W-1", 20m, fee: 0.6m), Capture("L-2", "W-3", 10m, fee: 0.3m));
                        break;
                    default:
                        world.Shows("B-1", -29.1m, "PO-1");
                        break;
                }
            }

            world.Pass(TimeSpan.FromDays(3));
            world.StateOf(Id("PO-1")).ShouldBe(nameof(PayoutState.Closed), string.Join(',', order));
            world.EntryAt("B-1").ShouldBe(MovementState.Matched, string.Join(',', order));
        },
        iter: 30);

    [Fact]
    public void What_is_closed_unexplained_conserves_money() => Check.Sample(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 300], Gen.Int[-2, 2], Gen.Int[-2, 2]),
        life =>
        {
            var (lines, fee, off, bankOff) = life;
            var world = Delivered(new World());
            SettledLine[] settled = [.. new[] { Capture("L-1", "W-1", 20m, fee / 100m), Capture("L-2", "W-2", 10m, 0.1m) }.Take(lines)];
            var amount = settled.Sum(line => line.Amount - line.Fee) + off;
            Report(world, "PO-1", amount, settled);
            if (amount + bankOff != 0m)
            {
                world.Shows("B-1", -(amount + bankOff), "PO-1");
            }

            world.Pass(TimeSpan.FromHours(8));
            var payout = (Payout)world.Cases.Single(run => run.Id == Id("PO-1")).State;
            if (world.StateOf(Id("PO-1")) == nameof(PayoutState.Closed))
            {
                (payout.Needs.Sum == amount && (payout.Banked ?? 0m) == amount && payout.Denied.IsEmpty).ShouldBeTrue();
            }
            else
            {
                (off != 0 || bankOff != 0 || payout.Banked is null).ShouldBeTrue($"{life}");
            }
        },
        iter: 100);

    /// <summary>W-1 over 20.00 and W-2 over 10.00 are shipped and captured.</summary>
    private static World Delivered(World world)
    {
        world.Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.DcDelivers("W-1-1");
        world.Place(Shipped("W-2", Line(1, "A", 1)));
        world.DcDelivers("W-2-1");
        return world;
    }

    private void Refunded()
    {
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
        _world.StatementOf("R-1");
    }

    private static SettledLine Capture(string id, string order, decimal amount, decimal fee) =>
        new(id, SettledKind.Capture, order, $"fulfilment/{order}-1", amount, fee, "GBP");

    private static SettledLine Refund(string id, string order, string reference, decimal amount, decimal fee = 0m) =>
        new(id, SettledKind.Refund, order, reference, amount, fee, "GBP");

    private void Report(string number, decimal amount, params SettledLine[] lines) => Report(_world, number, amount, lines);

    private static void Report(World world, string number, decimal amount, params SettledLine[] lines) => world.Tell(
        Id(number), new PayoutReported(new ProviderPayout(number, new DateOnly(2026, 11, 24), "GBP", amount, [.. lines], [])));

    /// <summary>Above 0 it came in.</summary>
    private void Shows(string name, decimal amount, string reference) => _world.Shows(name, -amount, reference);

    private PayoutState At(string number) => Enum.Parse<PayoutState>(_world.StateOf(Id(number)));

    private static CaseId Id(string number) => new("payout", number);
}
