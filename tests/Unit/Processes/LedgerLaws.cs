using System.Text.Json;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockLedger;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>The ledger of a SKU under any instructions at any time.</summary>
public class LedgerLaws
{
    private static readonly Gen<StockInstruction> Instructions = Gen.Select(
        Gen.Enum<StockAct>(), Gen.Int[1, 2], Gen.Int[-3, 12], Gen.Int[0, 2],
        (act, node, pieces, order) =>
            new StockInstruction(
                act, $"N{node}", pieces, order == 0 ? null : $"W-{order}@N{node}", "Law.", order == 2 ? null : $"N{3 - node}"));

    private static readonly Gen<(StockInstruction[] Told, int Hours, bool Expires)[]> Lives =
        Gen.Select(Instructions.Array[1, 4], Gen.Int[0, 20], Gen.Bool).Array[1, 60];

    [Fact]
    public void Pieces_are_moved_and_never_made_or_lost() => Check((item, _, _) =>
    {
        foreach (var (node, at) in item.Nodes)
        {
            at.Sum.ShouldBe(0, node);
            at.Reserved.ShouldBe(item.Reservations.Values.Where(held => held.Node == node).Sum(held => held.Pieces), node);
            at.InTransit.ShouldBeGreaterThanOrEqualTo(0, node);
        }
    });

    [Fact]
    public void What_goes_from_node_to_node_is_nobodys_delivery() => Lives.Sample(
        life =>
        {
            var (item, now, delivered) = (StockItem.Empty with { Sku = "A" }, Given.Now, 0);
            foreach (var (told, hours, _) in life)
            {
                now = now.AddHours(hours);
                item = ToldAt(item, null, now, told);
                delivered += told.Where(asked => asked is { Act: StockAct.Receive, Quantity: > 0 }).Sum(asked => asked.Quantity);
                item.Nodes.Values.Sum(at => -at.Received).ShouldBe(delivered);
            }
        },
        iter: Often.Of(1_000), threads: 1);

    [Fact]
    public void What_arrives_leaves_the_senders_transit_and_no_more_than_is_there()
    {
        var item = Told(
            StockItem.Empty with { Sku = "A" }, new StockInstruction(StockAct.Receive, "N1", 6, null, ""),
            new StockInstruction(StockAct.Reserve, "N1", 4, "T", ""), new StockInstruction(StockAct.Ship, "N1", 4, "T", ""));

        var arrived = Told(item, new StockInstruction(StockAct.Arrive, "N2", 3, null, "", "N1"));
        arrived.At("N1").ShouldBe(new NodeStock(2, 0, 1, 0, 0, -3));
        arrived.At("N2").ShouldBe(new NodeStock(3, 0, 0, 0, 0, -3));

        Ledger.Decide(arrived, new StockInstructed("A", [new(StockAct.Arrive, "N2", 3, null, "", "N1")], null), Given.Now)
            .Refusals.ShouldBe(["3 of A from N1 asked, 1 were in transit."]);
        Ledger.Decide(item, new StockInstructed("A", [new(StockAct.Arrive, "N1", 3, null, "", "N1")], null), Given.Now)
            .Refusals.ShouldBe(["What arrives comes from another node."]);
        Told(arrived, new StockInstruction(StockAct.WriteOffTransit, "N1", 1, null, "")).At("N1")
            .ShouldBe(new NodeStock(2, 0, 0, 0, 1, -3));
    }

    [Fact]
    public void Nothing_but_a_till_and_the_books_of_others_takes_what_is_not_there() => Check((item, before, told) =>
    {
        foreach (var (node, at) in item.Nodes.Where(at => at.Value.Available < 0))
        {
            (told.Any(asked => asked.Act is StockAct.SellAtTill or StockAct.WrittenOff && asked.Node == node)
                || at.Available >= before.At(node).Available)
                .ShouldBeTrue($"{node} was oversold by an order");
        }
    });

    [Fact]
    public void A_reservation_gets_no_more_than_was_free_and_no_more_than_it_asked() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 9], Gen.Int[1, 9]).Sample((there, first, second) =>
        {
            var decision = Ledger.Decide(
                Told(StockItem.Empty with { Sku = "A" }, new StockInstruction(StockAct.Receive, "N1", Math.Max(1, there), null, "")),
                new StockInstructed(
                    "A", [new(StockAct.Reserve, "N1", first, "W-1", ""), new(StockAct.Reserve, "N1", second, "W-2", "")], null),
                Given.Now);
            var had = Math.Max(1, there);
            decision.Granted.Select(grant => grant.Pieces).ShouldBe([Math.Min(first, had), Math.Min(second, had - Math.Min(first, had))]);
        });

    [Fact]
    public void A_pending_reservation_lapses_and_a_firm_one_stays()
    {
        var item = Told(StockItem.Empty with { Sku = "A" }, new StockInstruction(StockAct.Receive, "N1", 9, null, ""));
        item = ToldAt(
            item, TimeSpan.FromHours(24), Given.Now, new StockInstruction(StockAct.Reserve, "N1", 4, "W-1", ""),
            new StockInstruction(StockAct.Reserve, "N1", 3, "W-2", ""));
        item = ToldAt(item, null, Given.Now.AddHours(1), new StockInstruction(StockAct.Post, "N1", 3, "W-2", ""));

        item = ToldAt(item, null, Given.Now.AddHours(23.9), new StockInstruction(StockAct.Receive, "N1", 1, null, ""));
        item.Reservations.Keys.ShouldBe(["W-1", "W-2"], ignoreOrder: true);
        item = ToldAt(item, null, Given.Now.AddHours(24), new StockInstruction(StockAct.Receive, "N1", 1, null, ""));

        item.Reservations.Keys.ShouldBe(["W-2"]);
        item.At("N1").ShouldBe(new NodeStock(8, 3, 0, 0, 0, -11));
    }

    [Fact]
    public void A_reservation_has_lapsed_when_its_time_has_come_also_after_a_snapshot() => Check((item, _, _) =>
    {
        var kept = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(item, StockFactsJson.Default.StockItem), StockFactsJson.Default.StockItem)!;

        kept.Reservations.Values.ShouldBe(item.Reservations.Values, ignoreOrder: true);
        foreach (var now in item.Reservations.Values.Select(held => held.Expires).OfType<DateTimeOffset>())
        {
            var lapsed = item.Reservations.Values.Where(held => held.Expires <= now).ToList();
            item.Reservations.LapsedBy(now).ShouldBe(lapsed, ignoreOrder: true);
            kept.Reservations.LapsedBy(now).ShouldBe(lapsed, ignoreOrder: true);
        }
    });

    [Fact]
    public void What_the_erp_wrote_off_is_gone_although_it_was_promised_and_a_count_takes_no_more_than_is_free()
    {
        var item = Told(StockItem.Empty with { Sku = "A" }, new StockInstruction(StockAct.Receive, "N1", 9, null, ""));
        item = Told(item, new StockInstruction(StockAct.Reserve, "N1", 7, "W-1", ""));

        Told(item, new StockInstruction(StockAct.WrittenOff, "N1", 5, null, "")).At("N1").ShouldBe(new NodeStock(-3, 7, 0, 0, 5, -9));
        Told(item, new StockInstruction(StockAct.Adjust, "N1", -5, null, "")).At("N1").ShouldBe(new NodeStock(0, 7, 0, 0, 2, -9));
    }

    [Fact]
    public void A_reservation_that_lapsed_before_it_was_made_firm_gets_its_pieces_again()
    {
        var (item, late) = LapsedWith4Of(9);

        item = ToldAt(item, null, late, new StockInstruction(StockAct.Post, "N1", 4, "W-1", ""));

        item.At("N1").ShouldBe(new NodeStock(5, 4, 0, 0, 0, -9));
        item.Reservations["W-1"].ShouldBe(new Reservation("W-1", "N1", 4, Firm: true, Expires: null));
        Refusals(item, late, StockAct.Post, 4).ShouldBeEmpty("a repeat moves nothing");
    }

    [Fact]
    public void But_not_when_others_have_them_nor_more_than_it_held_nor_after_it_was_given_back()
    {
        var (item, late) = LapsedWith4Of(9);
        Refusals(item, late, StockAct.Post, 5).ShouldBe(["W-1 is not reserved at N1 any more."]);

        var taken = ToldAt(item, null, late, new StockInstruction(StockAct.Reserve, "N1", 6, "W-2", ""));
        Refusals(taken, late, StockAct.Post, 4).ShouldBe(["W-1 is not reserved at N1 any more."]);

        var back = ToldAt(item, null, late, new StockInstruction(StockAct.Void, "N1", 4, "W-1", ""));
        Refusals(back, late, StockAct.Post, 4).ShouldBe(["W-1 is not reserved at N1 any more."]);
    }

    private static (StockItem Item, DateTimeOffset Late) LapsedWith4Of(int pieces)
    {
        var item = Told(StockItem.Empty with { Sku = "A" }, new StockInstruction(StockAct.Receive, "N1", pieces, null, ""));
        item = ToldAt(item, TimeSpan.FromHours(1), Given.Now, new StockInstruction(StockAct.Reserve, "N1", 4, "W-1", ""));
        return (item, Given.Now.AddHours(1));
    }

    private static IEnumerable<string> Refusals(StockItem item, DateTimeOffset now, StockAct act, int pieces) =>
        Ledger.Decide(item, new StockInstructed("A", [new(act, "N1", pieces, "W-1", "")], null), now).Refusals;

    [Theory]
    [InlineData(StockAct.Void, 6, 0, 0, 0)]
    [InlineData(StockAct.Ship, 2, 4, 0, 0)]
    [InlineData(StockAct.HandOver, 2, 0, 4, 0)]
    [InlineData(StockAct.WriteOffReserved, 2, 0, 0, 4)]
    public void What_was_reserved_goes_where_the_act_says(StockAct act, int available, int inTransit, int sold, int adjusted)
    {
        var item = Told(
            StockItem.Empty with { Sku = "A" }, new StockInstruction(StockAct.Receive, "N1", 6, null, ""),
            new StockInstruction(StockAct.Reserve, "N1", 4, "W-1", ""));

        var at = Told(item, new StockInstruction(act, "N1", 4, "W-1", "")).At("N1");

        (at.Available, at.Reserved, at.InTransit, at.Sold, at.Adjusted).ShouldBe((available, 0, inTransit, sold, adjusted));
    }

    [Fact]
    public void A_count_never_takes_what_a_customer_was_promised()
    {
        var item = Told(
            StockItem.Empty with { Sku = "A" }, new StockInstruction(StockAct.Receive, "N1", 6, null, ""),
            new StockInstruction(StockAct.Reserve, "N1", 4, "W-1", ""));
        var counted = Ledger.Decide(item, new StockInstructed("A", [new(StockAct.Adjust, "N1", -5, null, "")], null), Given.Now);

        counted.Granted.ShouldHaveSingleItem().Pieces.ShouldBe(-2);
        counted.Refusals.ShouldBe(["5 of A to write off at N1, 2 free."]);
    }

    [Fact]
    public void A_quantity_that_is_not_above_zero_moves_nothing() =>
        Ledger.Decide(StockItem.Empty, new StockInstructed("A", [new(StockAct.Receive, "N1", -1, null, "")], null), Given.Now)
            .Facts.OfType<StockMoved>().ShouldBeEmpty();

    [Fact]
    public void Who_reads_sees_what_has_lapsed_as_free_before_a_row_says_so()
    {
        var item = ToldAt(
            StockItem.Empty with { Sku = "A" }, TimeSpan.FromHours(1), Given.Now, new StockInstruction(StockAct.Receive, "N1", 6, null, ""),
            new StockInstruction(StockAct.Reserve, "N1", 4, "W-1", ""));

        Ledger.AsOf(item, Given.Now.AddMinutes(59)).At("N1").Available.ShouldBe(2);
        Ledger.AsOf(item, Given.Now.AddMinutes(60)).At("N1").Available.ShouldBe(6);
        item.At("N1").Available.ShouldBe(2, "looking changes nothing");
    }

    private static void Check(Action<StockItem, StockItem, StockInstruction[]> holds) => Lives.Sample(
        life =>
        {
            var (item, now) = (StockItem.Empty with { Sku = "A" }, Given.Now);
            foreach (var (told, hours, expires) in life)
            {
                now = now.AddHours(hours);
                var before = item;
                item = ToldAt(item, expires ? TimeSpan.FromHours(24) : null, now, told);
                holds(item, before, told);
            }
        },
        iter: Often.Of(1_000), threads: 1);

    private static StockItem Told(StockItem item, params StockInstruction[] told) => ToldAt(item, null, Given.Now, told);

    private static StockItem ToldAt(StockItem item, TimeSpan? expireAfter, DateTimeOffset now, params StockInstruction[] told) =>
        Ledger.Decide(item, new StockInstructed("A", [.. told], expireAfter), now).Facts.Aggregate(item, StockFacts.Fold);
}
