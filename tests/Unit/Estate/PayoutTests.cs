using System.Text;
using Crossdock.Connectors.Formats.Settlements;
using Crossdock.Contracts.Messages;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Systems.Bank;
using Crossdock.Estate.Systems.Payments;
using Crossdock.Estate.Wire;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>What the simulated payment provider pays out: a file that the product's own reader takes.</summary>
public sealed class PayoutTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 18, 0, 0, TimeSpan.Zero);
    private static readonly SentPayout Sent = new("PP-1", 9.66m, "", 1, Wrong: false) { Case = "payout/PP-1" };
    private static readonly BankMovement Money = new("BK1", Now, 9.66m, null, "PP-1", null, "Payout PP-1", null);

    [Fact]
    public void each_capture_and_refund_is_paid_out_once_and_the_sum_is_captures_less_refunds_less_fees()
    {
        var (books, seen) = (new PaymentBooks(), new List<SettledLine>());
        for (var n = 0; n < 60; n++)
        {
            books.Move(n % 5 == 0, $"WEB-{n}", $"fulfilment/WEB-{n}-1", 10m + n, "GBP");
            if (n % 7 == 6)
            {
                var payout = books.PayOut(Now, new Seeded(1))!;
                var read = new SettlementReader().Read(Encoding.UTF8.GetBytes(payout.Csv)).Payout!;
                (read.Unread.Length, read.Sum, read.Amount).ShouldBe((0, payout.Amount, payout.Amount));
                seen.AddRange(read.Lines);
            }
        }

        seen.Count.ShouldBe(56);
        seen.Select(line => line.Order).ShouldBeUnique();
        books.Payouts.ShouldContain(payout => payout.Wrong);
        books.PayOut(Now, new Seeded(1)).ShouldNotBeNull();
        books.PayOut(Now, new Seeded(1)).ShouldBeNull("nothing has moved since");
    }

    [Fact]
    public void a_payout_that_is_closed_although_something_is_wrong_is_a_difference_and_so_is_one_that_differs_for_nothing()
    {
        Tally(Sent, "Closed", Money).Differences.ShouldBe(0);
        Tally(Sent, "AwaitingBank", Money).Differences.ShouldBe(0);
        Tally(Sent with { Wrong = true }, "Differs", Money).Differences.ShouldBe(0);

        Tally(Sent with { Wrong = true }, "Closed", Money).Findings.Single().ShouldContain("short");
        Tally(Sent, "Closed", Money with { Amount = 9m }).Findings.Single().ShouldContain("the bank shows 9");
        Tally(Sent, "Differs", Money).Findings.Single().ShouldContain("nothing is wrong");
        Tally(Sent with { Case = "payout/PP-9" }, "Closed", Money).Differences.ShouldBe(2);
    }

    private static PayoutTally Tally(SentPayout sent, string state, BankMovement money) => PayoutAccounting.Tally(
        [sent],
        [new CaseItem("payout/PP-1", "provider-payout", state, "nothing", state == "Closed", null, 0, null, null, null)], [money]);
}
