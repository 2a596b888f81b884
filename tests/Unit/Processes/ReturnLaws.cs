using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ReturnToRefund;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What holds whatever comes back, in whatever order it is heard.</summary>
public class ReturnLaws
{
    private const int Runs = 200;

    private static readonly Gen<(uint Seed, (int Act, int Which)[] Acts)> Lives =
        Gen.Select(Gen.UInt, Gen.Select(Gen.Int[0, 12], Gen.Int[0, 1_000_000]).Array[5, 60]);

    private static readonly SharedLives<ReturnChaos> Shared = new(Lives, Lived, Runs);

    [Fact]
    public void Nothing_that_can_be_heard_makes_a_case_fail() => Live(chaos => chaos.World.Incidents
        .Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}").ShouldBeEmpty());

    [Fact]
    public void No_piece_comes_back_twice_and_no_order_gives_back_more_than_was_paid() => Live(chaos =>
    {
        foreach (var order in chaos.Orders)
        {
            order.Refunded.ShouldBeLessThanOrEqualTo(order.Captured, order.Number);
            foreach (var sku in order.Lines.GroupBy(line => line.Sku))
            {
                var claimed = order.Claims.SelectMany(claim => claim.Lines).Where(line => line.Sku == sku.Key).Sum(line => line.Quantity);
                (order.ReturnedBySku.GetValueOrDefault(sku.Key) + claimed)
                    .ShouldBeLessThanOrEqualTo(sku.Sum(line => line.Delivered), sku.Key);
            }
        }
    });

    [Fact]
    public void A_return_is_paid_back_credited_and_stocked_at_most_once() => Live(chaos =>
    {
        foreach (var (number, _, _) in chaos.Returns)
        {
            var id = Given.Return(number);
            Answers<PaymentRefunded>(chaos, id).Count(row => row.Outcome == Outcome.Applied).ShouldBeLessThanOrEqualTo(1, number);
            Answers<CreditNotePosted>(chaos, id).Count().ShouldBeLessThanOrEqualTo(1, number);
            Answers<StockSettled>(chaos, id).Count().ShouldBeLessThanOrEqualTo(1, number);
            chaos.World.Messages<PaymentRefunded>().Count(paid => paid.Refund.StartsWith("REF-", StringComparison.Ordinal)
                && paid.Reference == id.ToString()).ShouldBeLessThanOrEqualTo(2, "told to the order, and by it to the return");
        }
    });

    [Fact]
    public void An_exchange_is_ordered_once_and_paid_by_what_came_back_and_no_more() => Live(chaos =>
    {
        foreach (var (number, back, _) in chaos.Returns.Where(one => one.Return.ExchangedFor is not null))
        {
            var order = back.ExchangedFor!.Value;
            var placed = chaos.World.Messages<OrderReceived>().Where(placed => placed.Number == order.Key).ToList();
            var credits = placed.SelectMany(one => one.Payment.Tenders.IsDefault ? [] : one.Payment.Tenders).ToList();
            placed.Count.ShouldBeLessThanOrEqualTo(1, number);
            credits.Sum(credit => credit.Amount).ShouldBeLessThanOrEqualTo(Math.Min(back.Refunded, back.Needs.Exchange!.Total), number);
            credits.Select(credit => credit.Token).Distinct().Count().ShouldBe(credits.Count, number);
        }
    });

    [Fact]
    public void Some_of_these_lives_exchange_and_some_pay_back_over_two_means()
    {
        var (exchanged, shared) = (0, 0);
        for (var seed = 1u; seed <= 200 && (exchanged == 0 || shared == 0); seed++)
        {
            var chaos = new ReturnChaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 60).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % 13, (int)seed * n)));
            exchanged += chaos.Returns.Count(one => one.Return.ExchangedFor is { } order && chaos.World.Knows(order));
            shared += chaos.Returns.Count(one => one.Return is { Stored: > 0, ToSettle: > 0 });
        }

        (exchanged > 0, shared > 0).ShouldBe((true, true), $"{exchanged} exchanged, {shared} over two means");
    }

    [Fact]
    public void A_closed_return_has_its_money_its_stock_and_its_books_whoever_s_word_closed_it() => Live(chaos =>
    {
        foreach (var (number, back, _) in chaos.Returns.Where(one => one.At == ReturnState.Closed))
        {
            var rows = chaos.World.RowsOf(Given.Return(number)).ToList();
            var closing = rows.FindIndex(row => row.To == nameof(ReturnState.Closed));
            back.ShouldSatisfyAllConditions(
                number, () => back.RefundKnown.ShouldBeTrue(), () => back.StockDone.ShouldBeTrue(),
                () => back.CreditNote.ShouldNotBeNull());
            (back.Restocked || back.StockByHand || back.Sellable.IsEmpty).ShouldBeTrue($"{number}: the goods are in no stock");
            if (rows[closing].Message.Data is RefundSettledByHand)
            {
                // A person has seen what no statement shows; that alone is taken on somebody's word.
                continue;
            }

            var shown = rows.Take(closing + 1).Where(row => row.Outcome == Outcome.Applied).Select(row => row.Message.Data)
                .OfType<RefundSettled>().Where(shown => shown.Currency == "GBP")
                .ToLookup(shown => shown.Payout is null, shown => shown.Amount);
            (back.ToSettle <= 0 || shown[true].Sum() == back.ToSettle || shown[false].Sum() == back.ToSettle)
                .ShouldBeTrue($"{number}: {back.ToSettle} to be settled, {shown[true].Sum()} and {shown[false].Sum()} were shown");
        }
    });

    [Fact]
    public void What_the_provider_shows_too_much_of_a_closed_return_is_somebody_s_task() => Live(chaos =>
    {
        foreach (var (number, back, _) in chaos.Returns.Where(one => one is { At: ReturnState.Closed, Return.IsShownTooMuch: true }))
        {
            var rows = chaos.World.RowsOf(Given.Return(number)).ToList();
            var closing = rows.FindIndex(row => row.To == nameof(ReturnState.Closed));
            // Before that, whoever closed it by hand knew of it.
            var after = rows.Skip(closing + 1).Any(row => row.Facts.OfType<RefundSeen>().Any());
            (!after || back.Task is not null).ShouldBeTrue(number);
        }
    });

    [Fact]
    public void Some_of_these_lives_settle_a_return_by_a_payout_and_some_by_hand()
    {
        var (paid, hand) = (0, 0);
        for (var seed = 1u; seed <= 600 && (paid == 0 || hand == 0); seed++)
        {
            var chaos = new ReturnChaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 60).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % 13, (int)seed * n)));
            chaos.World.Run();
            paid += chaos.Returns.Count(one => one is { At: ReturnState.Closed, Return.PaidOut: > 0 });
            hand += chaos.Returns.Count(one => one.At == ReturnState.Closed && (one.Return.ByHand > 0 || one.Return.StockByHand));
        }

        (paid > 0, hand > 0).ShouldBe((true, true), $"{paid} by a payout, {hand} by hand");
    }

    [Fact]
    public void Whatever_goes_to_the_shelf_was_found_fit_for_it() => Live(chaos =>
    {
        var taken = chaos.World.Effects<SettleStock>().SelectMany(settle => settle.Orders)
            .Where(order => order.Instruction.Act == StockAct.TakeBack).GroupBy(order => order.Sku)
            .ToDictionary(sku => sku.Key, sku => sku.Sum(order => order.Instruction.Quantity));
        foreach (var (sku, item) in chaos.World.Ledgers)
        {
            item.Nodes.Values.ShouldAllBe(node => node.Sum == 0 && node.Available >= 0);
            var sellable = chaos.Returns.Where(one => one.Return.Inspected).SelectMany(one => one.Return.Sellable)
                .Where(line => line.Sku == sku).Sum(line => line.Quantity);
            taken.GetValueOrDefault(sku).ShouldBeLessThanOrEqualTo(sellable, sku);
        }
    });

    [Fact]
    public void Left_alone_a_return_ends_or_waits_for_a_person_who_has_a_task() => Lives.Sample(
        life =>
        {
            var chaos = Lived(life);
            chaos.GrowOld();
            foreach (var (number, back, at) in chaos.Returns)
            {
                var latest = chaos.World.Latest(Given.Return(number));
                if (latest.Final)
                {
                    continue;
                }

                latest.Deadline.ShouldNotBeNull($"{number} in {at}");
                (latest.Waits is Waits.OnPerson || at == ReturnState.Settling).ShouldBeTrue($"{number} stands in {at}");
                chaos.World.OpenTasks.ShouldContain(open => open.Task.About == Given.Return(number), $"{number} in {at}: {back.Task}");
            }
        },
        iter: Often.Of(Runs), threads: 1);

    [Fact]
    public void What_ended_without_a_refund_leaves_its_pieces_to_others() => Live(chaos =>
    {
        foreach (var (number, _, _) in chaos.Returns.Where(one => one.At is ReturnState.Refused or ReturnState.Expired))
        {
            chaos.Orders.SelectMany(order => order.Claims).ShouldNotContain(claim => claim.Return == Given.Return(number), number);
        }
    });

    [Fact]
    public void Folding_what_the_journal_keeps_gives_the_same_case_and_the_same_next_decision() => Shared.Some(
        Runs / 4,
        chaos => chaos.World.FoldsBack(
            chaos.World.Cases.Where(run => run.Incident is null && run.Id.Kind is "return" or "order"), new LookAgain("Next.")));

    [Fact]
    public void The_lives_tried_reach_every_state()
    {
        var all = Enum.GetNames<ReturnState>();
        var seen = new HashSet<string>();
        for (var seed = 1u; seed <= 300 && all.Except(seen).Any(); seed++)
        {
            var chaos = new ReturnChaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 40).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % 13, (int)seed * n)));
            chaos.GrowOld();
            seen.UnionWith(chaos.World.Journal.Where(row => row.Case.Kind == "return").Select(row => row.To));
        }

        all.Except(seen).ShouldBeEmpty();
    }

    private static IEnumerable<Transition> Answers<TMessage>(ReturnChaos chaos, CaseId id)
        where TMessage : Message => chaos.World.RowsOf(id).Where(row => row.Message.Data is TMessage);

    private static void Live(Action<ReturnChaos> holds) => Shared.All(holds);

    private static ReturnChaos Lived((uint Seed, (int Act, int Which)[] Acts) life)
    {
        var chaos = new ReturnChaos(life.Seed);
        chaos.Live(life.Acts);
        chaos.World.Run();
        return chaos;
    }
}
