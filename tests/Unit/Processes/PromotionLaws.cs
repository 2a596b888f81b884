using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.PriceBooks;
using Crossdock.Processes.PriceTargets;
using Crossdock.Processes.PromotionToPricing;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What holds of prices whatever people and targets do, in whatever order it is heard.</summary>
public class PromotionLaws
{
    private static readonly int Runs = Often.Of(60);
    private const int Acts = 17;
    private const int MostLives = 900;

    private static readonly Gen<(int Act, int Which)[]> Days =
        Gen.Select(Gen.Int[0, Acts - 1], Gen.Int[0, 1_000_000]).Array[5, 50];

    private static readonly Gen<(uint Seed, (int, int)[] Acts)> Lives = Gen.Select(Gen.UInt, Days);

    [Fact]
    public void Nothing_that_can_be_heard_makes_a_case_fail_and_each_is_done_or_waits_with_a_deadline() => Live(forges: true, chaos =>
    {
        chaos.World.Incidents.Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}")
            .ShouldBeEmpty();
        foreach (var run in chaos.World.Cases.Where(run => !run.Final))
        {
            chaos.World.Latest(run.Id).Waits.ShouldNotBe(Waits.OnSystem, $"{run.Id} in {run.At}: no answer is on its way");
            chaos.World.Latest(run.Id).Deadline.ShouldNotBeNull($"{run.Id} stands in {run.At}");
        }
    });

    [Fact]
    public void Nothing_goes_live_without_its_approvals_of_people_who_did_not_ask_for_it() => Live(forges: false, chaos =>
    {
        foreach (var live in chaos.World.Prices.WentLive)
        {
            var promotion = chaos.World.PromotionOf(live.Number);
            promotion.Missing.ShouldBeEmpty(live.ToString());
            promotion.Approvals.Select(given => given.By).Distinct().Count().ShouldBe(promotion.Needed.Length);
            promotion.Approvals.ShouldAllBe(given => !promotion.Askers.Contains(given.By));
            chaos.World.RowsOf(Promotions.Id(live.Number)).Where(row => row.At <= live.At)
                .SelectMany(row => row.Facts).OfType<PromotionApprovedBy>().Count().ShouldBe(promotion.Needed.Length, live.ToString());
        }
    });

    [Fact]
    public void No_target_is_live_before_its_own_local_start() => Live(forges: false, chaos =>
    {
        foreach (var live in chaos.World.Prices.WentLive)
        {
            live.At.ShouldBeGreaterThanOrEqualTo(chaos.World.TargetOf(live.Number, live.Target).Needs.From, live.ToString());
        }
    });

    [Fact]
    public void After_an_end_no_target_holds_anything_of_it() => Live(forges: false, chaos =>
    {
        foreach (var number in chaos.Numbers.Where(number => chaos.World.Latest(Promotions.Id(number)).Final))
        {
            chaos.World.Prices.Holding(number).ShouldBeEmpty(number);
        }
    });

    [Fact]
    public void Once_the_outside_works_every_promotion_ends_by_itself_and_frees_its_prices() => Live(forges: false, chaos =>
    {
        chaos.GrowOld();
        foreach (var number in chaos.Numbers)
        {
            var latest = chaos.World.Latest(Promotions.Id(number));
            latest.Final.ShouldBeTrue($"{number} stands in {latest.To}: {latest.Because}");
            chaos.World.Prices.Holding(number).ShouldBeEmpty(number);
        }

        foreach (var book in Books(chaos))
        {
            book.Claims.ShouldBeEmpty(book.Sku);
        }
    });

    [Fact]
    public void No_two_promotions_have_a_price_of_one_sku_at_one_place_and_time() => Live(forges: false, chaos =>
    {
        foreach (var claims in Books(chaos).Select(book => book.Claims))
        {
            foreach (var (one, other) in claims.SelectMany((one, n) => claims.Skip(n + 1).Select(other => (one, other))))
            {
                Overlap.Of(one, other, Promotions.NetworkOf(4)).ShouldBeFalse($"{one} and {other}");
            }
        }
    });

    [Fact]
    public void Folding_what_the_journal_keeps_gives_the_same_case_and_the_same_next_decision() => Live(
        forges: true,
        chaos => chaos.World.FoldsBack(
            chaos.World.Cases.Where(run => run.Id.Kind is "promotion" or "price-target" or "price"), new PromotionWithdrawn("Next.")));

    [Fact]
    public void The_lives_tried_reach_every_state_of_every_map()
    {
        string[] all =
        [
            .. Enum.GetNames<PromotionState>().Select(state => $"promotion-to-pricing {state}"),
            .. Enum.GetNames<TargetState>().Select(state => $"price-target {state}"),
            .. Enum.GetNames<BookState>().Select(state => $"price-book {state}"),
        ];

        var reached = new HashSet<string>();
        for (var seed = 1u; seed <= MostLives && all.Except(reached).Any(); seed++)
        {
            // Always the same lives, so that this says something about the lives and nothing about luck.
            var chaos = new PriceChaos(seed * 2_654_435_761u, forges: true);
            chaos.Live(Enumerable.Range(1, 40).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % Acts, (int)seed * n)));
            reached.UnionWith(chaos.World.Journal.Select(row => $"{row.Process} {row.To}"));
        }

        all.Except(reached).ShouldBeEmpty();
    }

    private static IEnumerable<PriceBook> Books(PriceChaos chaos) =>
        chaos.World.Cases.Where(run => run.Id.Kind == "price").Select(run => (PriceBook)run.State);

    private static void Live(bool forges, Action<PriceChaos> holds) => Lives.Sample(
        life =>
        {
            var chaos = new PriceChaos(life.Seed, forges);
            chaos.Live(life.Acts);
            holds(chaos);
        },
        iter: Runs, threads: 1);
}
