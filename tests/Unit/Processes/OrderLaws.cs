using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using CsCheck;
using Order = Crossdock.Processes.OrderToFulfilment.Order;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What holds whatever customers, people, partners and networks do, in whatever order it is heard.</summary>
public class OrderLaws
{
    private const int Runs = 150;

    private static readonly Gen<(int Act, int Which)[]> Days = Gen.Select(Gen.Int[0, 17], Gen.Int[0, 1_000_000]).Array[5, 60];

    private static readonly Gen<(uint Seed, (int Act, int Which)[] Acts)> Lives = Gen.Select(Gen.UInt, Days);

    private static readonly SharedLives<Chaos> Shared = new(Lives, Lived, Runs);

    [Fact]
    public void Nothing_that_can_be_heard_makes_a_case_fail() => Live(chaos => chaos.World.Incidents
        .Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}").ShouldBeEmpty());

    [Fact]
    public void Stock_is_conserved_reserved_as_often_as_it_says_and_never_sold_twice() => Live(chaos =>
    {
        // What a warehouse does not find of pieces that it was to give back is missing, also where they were promised again meanwhile.
        var missed = chaos.World.Effects<SettleStock>().SelectMany(settle => settle.Orders)
            .Where(order => order.Instruction.Act == StockAct.WrittenOff)
            .ToLookup(order => (order.Sku, order.Instruction.Node), order => order.Instruction.Quantity);
        foreach (var (sku, item) in chaos.World.Ledgers)
        {
            foreach (var (node, at) in item.Nodes)
            {
                at.Sum.ShouldBe(0, $"{sku} at {node}");
                at.Available.ShouldBeGreaterThanOrEqualTo(-missed[(sku, node)].Sum(), $"{sku} at {node}");
                at.Reserved.ShouldBe(item.Reservations.Values.Where(held => held.Node == node).Sum(held => held.Pieces));
                at.InTransit.ShouldBeGreaterThanOrEqualTo(0);
            }
        }
    });

    [Fact]
    public void Captures_stay_within_what_was_authorised_and_refunds_within_what_was_captured() => Live(chaos =>
    {
        foreach (var order in chaos.Orders)
        {
            var rows = chaos.World.RowsOf(CaseId.Order(order.Number)).ToList();
            foreach (var paid in rows.Select(row => row.Message.Data).OfType<PaymentAuthorised>())
            {
                var captured = Done<CapturePayment, PaymentCaptured>(rows, of => of.Authorisation == paid.Authorisation, of => of.Amount);
                var refunded = Done<RefundPayment, PaymentRefunded>(rows, of => of.Authorisation == paid.Authorisation, of => of.Amount);
                captured.ShouldBeLessThanOrEqualTo(paid.Amount, paid.Authorisation);
                refunded.ShouldBeLessThanOrEqualTo(captured, paid.Authorisation);
            }

            order.Captured.ShouldBe(rows.Select(row => row.Message.Data).OfType<PaymentCaptured>().Sum(paid => paid.Amount));
            order.Refunded.ShouldBe(rows.Select(row => row.Message.Data).OfType<PaymentRefunded>().Sum(paid => paid.Amount));
            foreach (var reference in rows.Select(row => row.Message.Data).OfType<PaymentCaptured>().GroupBy(paid => paid.Reference))
            {
                reference.Count().ShouldBe(1, reference.Key);
            }
        }
    });

    [Fact]
    public void A_case_that_hears_nothing_more_is_done_or_waits_with_a_deadline() => Live(chaos =>
    {
        foreach (var run in chaos.World.Cases.Where(run => !run.Final))
        {
            var latest = chaos.World.Latest(run.Id);
            latest.Waits.ShouldNotBe(Waits.OnSystem, $"{run.Id} stands in {latest.To} and no answer is on its way");
            latest.Deadline.ShouldNotBeNull($"{run.Id} stands in {latest.To}");
        }
    });

    [Fact]
    public void Whatever_people_corrected_in_the_ledger_is_told_to_the_erp() => Live(chaos =>
    {
        var told = chaos.World.Messages<StockCorrected>().SelectMany(one => one.Lines, (one, line) => (one.Node, line.Sku, line.Pieces))
            .GroupBy(one => (one.Sku, one.Node)).ToDictionary(one => one.Key, one => one.Sum(line => line.Pieces));
        foreach (var (sku, item) in chaos.World.Ledgers)
        {
            foreach (var (node, at) in item.Nodes.Where(at => Given.Network.Find(at.Key) is { Kind: not NodeKind.Supplier }))
            {
                (-at.Adjusted).ShouldBe(told.GetValueOrDefault((sku, node)), $"{sku} at {node}");
            }
        }
    });

    [Fact]
    public void After_its_end_an_order_has_nothing_reserved() => Live(chaos =>
    {
        foreach (var order in chaos.Orders.Where(order => chaos.World.Latest(CaseId.Order(order.Number)).Final))
        {
            chaos.World.Ledgers.Values.SelectMany(item => item.Reservations.Keys)
                .ShouldNotContain(name => name.StartsWith($"{order.Number}@", StringComparison.Ordinal), $"{order.Number} is over");
        }
    });

    [Fact]
    public void What_leaves_a_node_was_firm_for_the_one_who_gets_it() => Live(chaos =>
    {
        var refused = chaos.World.Journal.Where(row => row.Case.Kind == "fulfilment"
            && row.Message.Data is StockSettleRefused { Act: StockAct.Ship or StockAct.HandOver });
        refused.Select(row => $"{row.Case}: {((StockSettleRefused)row.Message.Data).Reason}").ShouldBeEmpty();
    });

    [Fact]
    public void What_a_part_is_to_pick_is_set_aside_for_its_order() => Live(chaos =>
    {
        foreach (var order in chaos.Orders.Where(order => chaos.World.At(order.Number) == OrderState.Fulfilling))
        {
            // What came back before anybody said that it left is on the inspector's table, and what is put back is picked no more: of an
            // order that was to be cancelled, and of which another part left, it may have been short before.
            foreach (var at in order.Parts.Where(part => part.Stage == PartStage.Open
                && chaos.World.PartAt(part.Case.Key) is not (PartState.Inspecting or PartState.PuttingBack))
                .SelectMany(part => part.Lines.Select(line => (part.Node, line.Sku, line.Picked)))
                .GroupBy(line => (line.Node, line.Sku), line => line.Picked))
            {
                var held = chaos.World.Ledgers[at.Key.Sku].Reservations.GetValueOrDefault($"{order.Number}@{at.Key.Node}")?.Pieces ?? 0;
                held.ShouldBeGreaterThanOrEqualTo(at.Sum(), $"{at.Key.Sku} at {at.Key.Node} for {order.Number}");
            }
        }
    });

    [Fact]
    public void No_line_is_delivered_more_often_than_it_was_ordered() => Live(chaos =>
    {
        foreach (var line in chaos.Orders.SelectMany(order => order.Lines))
        {
            line.Delivered.ShouldBeInRange(0, line.Ordered);
            line.Unassigned.ShouldBeGreaterThanOrEqualTo(0);
        }
    });

    [Fact]
    public void Of_an_order_that_is_closed_the_erp_knows_what_was_delivered_of_each_line() => Live(chaos =>
    {
        foreach (var order in chaos.Orders.Where(order => chaos.World.At(order.Number) == OrderState.Closed))
        {
            var rows = chaos.World.RowsOf(CaseId.Order(order.Number)).ToList();
            if (rows.Any(row => row.Message.Data is SalesOrderCancelRejected))
            {
                continue;
            }

            var told = new Dictionary<int, int>();
            foreach (var asked in rows.SelectMany(row => row.Effects).Select(asked => asked.Effect))
            {
                OrderLine[] lines = asked is PostSalesOrder posted ? [.. posted.Lines]
                    : asked is CancelSalesOrder { Instead.IsDefault: false } instead ? [.. instead.Instead] : [];
                // What was posted before and refused is not on the ERP's books.
                if (asked is PostSalesOrder)
                {
                    told.Clear();
                }

                foreach (var line in lines)
                {
                    told[line.Line] = line.Quantity;
                }

                foreach (var change in asked is CancelSalesOrder changed ? changed.Lines : [])
                {
                    told[change.Line] = change.Quantity;
                }
            }

            foreach (var line in order.Lines)
            {
                told.GetValueOrDefault(line.Number).ShouldBe(line.Delivered, $"line {line.Number} of {order.Number}");
            }
        }
    });

    [Fact]
    public void Only_who_takes_it_is_sent_something_else_once_at_no_higher_price_and_no_more_than_was_ordered() => Live(chaos =>
    {
        foreach (var order in chaos.Orders)
        {
            foreach (var instead in order.Lines.Where(line => line.InsteadOf is not null))
            {
                var ordered = order.LineOf(instead.InsteadOf!.Value);
                order.Needs.AcceptsSubstitutes.ShouldBeTrue();
                ordered.InsteadOf.ShouldBeNull("a substitute of a substitute");
                decimal[] fair = [ordered.UnitPrice, .. chaos.World.RowsOf(CaseId.Order(order.Number)).Select(row => row.Message.Data)
                    .OfType<OrderChecked>().SelectMany(check => check.Prices).Where(price => price.Sku == instead.Sku)
                    .Select(price => price.UnitPrice)];
                instead.UnitPrice.ShouldBeLessThanOrEqualTo(ordered.UnitPrice);
                fair.ShouldContain(instead.UnitPrice);
                instead.Sku.ShouldNotBe(ordered.Sku);
                (ordered.Wanted + order.Lines.Where(line => line.InsteadOf == ordered.Number).Sum(line => line.Ordered))
                    .ShouldBeLessThanOrEqualTo(ordered.Ordered);
            }
        }
    });

    [Fact]
    public void Folding_what_the_journal_keeps_gives_the_same_case_and_the_same_next_decision() => Shared.Some(
        Runs / 3,
        chaos => chaos.World.FoldsBack(chaos.World.Cases.Where(run => run.Incident is null), new CancelRequested("Next.", [])));

    [Fact]
    public void The_lives_tried_are_rich_enough_to_mean_something()
    {
        string[] all =
        [
            .. Enum.GetNames<OrderState>().Where(state => state != nameof(OrderState.Refused))
                .Select(state => $"order-to-fulfilment {state}"),
            .. Enum.GetNames<PartState>().Select(state => $"fulfilment {state}"),
            "substituted in Sourcing", "lessened", "kept", "recalled", "held for its address", "mended",
        ];
        var seen = new HashSet<string>();
        for (var seed = 1u; seed <= 400 && all.Except(seen).Any(); seed++)
        {
            // Always the same lives, so that this says something about the lives and nothing about luck.
            var chaos = new Chaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 40).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % 18, (int)seed * n)));
            seen.UnionWith(chaos.World.Journal.Select(row => $"{row.Process} {row.To}"));
            seen.UnionWith(chaos.World.Journal.Where(row => row.Facts.Any(fact => fact is LineSubstituted))
                .Select(row => $"substituted in {row.From}"));
            seen.UnionWith(chaos.World.Journal.Where(row => row.Outcome == Outcome.Applied).SelectMany(Told));
        }

        all.Except(seen).ShouldBeEmpty();
    }

    private static IEnumerable<string> Told(Transition row)
    {
        var what = row.Message.Data switch
        {
            PartLessened => "lessened",
            PartKept => "kept",
            ChangeRequested when row.Facts.Any(fact => fact is OrderReleased { Kind: HoldKind.Address }) => "mended",
            _ when row.Facts.Any(fact => fact is PiecesRecalled) => "recalled",
            _ when row.Facts.Any(fact => fact is OrderHeld { Kind: HoldKind.Address }) => "held for its address",
            _ => null,
        };
        return what is null ? [] : [what];
    }

    /// <summary>What the provider did: of the effects that an order asked for, those that were answered with success.</summary>
    private static decimal Done<TEffect, TAnswer>(List<Transition> rows, Func<TEffect, bool> which, Func<TEffect, decimal> amount)
        where TEffect : Effect
        where TAnswer : Message
    {
        var answered = rows.Where(row => row.Message.Data is TAnswer).Select(row => row.Message.Answers).ToHashSet();
        return rows.SelectMany(row => row.Effects).Where(asked => asked.Effect is TEffect effect && which(effect)
            && answered.Contains(asked.Key)).Sum(asked => amount((TEffect)asked.Effect));
    }

    private static void Live(Action<Chaos> holds) => Shared.All(holds);

    private static Chaos Lived((uint Seed, (int Act, int Which)[] Acts) life)
    {
        var chaos = new Chaos(life.Seed);
        chaos.Live(life.Acts);
        return chaos;
    }
}
