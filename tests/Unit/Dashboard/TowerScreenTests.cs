using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Integrations;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Prices;
using Crossdock.Host.Dashboard.Reconciliation;
using Crossdock.Host.Dashboard.Stock;
using Crossdock.Intelligence.Integrations;
using Crossdock.Intelligence.Prices;
using Crossdock.Intelligence.Reconciliation;
using Crossdock.Intelligence.Stock;
using Crossdock.Processes.Policies;
using Crossdock.Runtime.Synchronisation;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The screens of the tower over made-up figures: what they say, where their numbers lead, what a hostile link does.</summary>
public sealed class TowerScreenTests
{
    private static readonly DateTimeOffset Now = MadeUpRetailer.Now;

    [Fact]
    public async Task Integrations_name_the_system_that_does_not_answer_first_and_open_what_waits_for_it()
    {
        var view = Integrations("operator", System("web", "Web shop"), System("erp", "ERP", "open", waiting: 4, retrying: 3, givenUp: 2));

        Said(view.Headline).ShouldBe("ERP does not answer: 7 effects wait. 2 effects are given up for now and wait for an operator.");
        Said(Integrations("reader", System("web", "Web shop")).Headline).ShouldBe(
            "Every system answers: 10 attempts in the last 15 min, and nothing is given up.");
        Said(Integrations("reader", System("web", "Web shop", retrying: 1)).Headline).ShouldBe(
            "Every system answers; 1 effect is tried again.");
        var html = await Rendered.Html<IntegrationsLive>(view);
        html.ShouldContain("href=\"/incidents?system=erp\"");
        html.ShouldContain("href=\"/integrations?system=erp#h-waiting\"");
        Rendered.Text(html).ShouldContain("0.1 s 0.5 s 0.7 1 10.0 % not answering 4 3 2 min");
    }

    [Fact]
    public async Task A_system_that_nobody_knows_is_said_to_be_none_and_its_name_is_only_text()
    {
        var asked = IntegrationsView.SystemOf(Rendered.Query("?system=%3Cscript%3Ealert(1)%3C/script%3E"));
        var html = await Rendered.Html<IntegrationsLive>(Integrations("reader", System("web", "Web shop")) with { Asked = asked });

        html.ShouldNotContain("<script>");
        Rendered.Text(html).ShouldContain("There is no way to a system called <script>alert(1)</script>.");
        IntegrationsView.SystemOf(Rendered.Query("?system=" + new string('x', 101))).ShouldBeNull();
    }

    [Fact]
    public async Task Stock_says_which_channel_is_behind_and_else_how_much_is_kept()
    {
        Said(Stock(Channel("web", lags: true, behind: 95), Channel("bazaro", lags: true, behind: 240), Channel("app")).Headline)
            .ShouldBe("2 of 3 channels lag; Bazaro is behind by 4 min.");
        Said(Stock(Channel("web")).Headline).ShouldBe("60 SKUs on the books, and 1 channel is up to date with them.");
        Said(Stock().Headline).ShouldBe("60 SKUs on the books. No channel is told what it may sell.");
        var html = await Rendered.Html<StockLive>(Stock(Channel("web", lags: true, behind: 95)));
        html.ShouldContain("href=\"/stock?sku=85123A#h-movements\"");
        Rendered.Text(html).ShouldContain("85123A 2 12 4 1 8");
        Rendered.Text(html).ShouldContain("Web 0.4 s 2.5 s 1 min 35 s 3 0 5 7 not known");
    }

    [Fact]
    public async Task A_sku_shows_its_nodes_and_movements_each_with_a_door_to_the_case_it_came_from()
    {
        var story = new SkuStory(
            "85123A", new SkuLevel("85123A", 1, 12, 4, 1, 8, Now), [new StockPosition("85123A", "S101", 12, 8, 4, 1, 3, 0, 16)], 0,
            [new StockMovement(9, Now.AddMinutes(-2), "S101", "Available", "Reserved", 2, "Reserved for an order.", CaseId.Order("WEB-1"),
                "runtime/stock", "Stock ledger")],
            1, 1, 1, 40);
        var view = Stock() with { Slice = new StockSlice(Sku: "85123A") };
        view = view with { Glance = view.Glance with { Story = story } };

        Said(view.Headline).ShouldBe("8 pieces of 85123A are available at 1 node, 4 reserved.");
        var html = await Rendered.Html<StockLive>(view);
        html.ShouldContain("href=\"/cases/order/WEB-1\">order/WEB-1</a>");
        Rendered.Text(html).ShouldContain("available to reserved Reserved for an order.");
        Rendered.Text(html).ShouldContain("40 earlier rows are in the ledger's own case");
        Rendered.Text(await Rendered.Html<StockLive>(Stock() with { Slice = new StockSlice(Sku: "<b>") })).ShouldContain(
            "No ledger has the SKU <b>:");
    }

    [Fact]
    public async Task Prices_say_who_sells_at_a_wrong_price_first_and_name_the_policy_that_lets_them_go_live()
    {
        var view = Prices("reader", behind: 5, drifting: 2, leftOver: 1);

        Said(view.Headline).ShouldBe("2 targets sell at a wrong price, 3 targets lag, 1 target is left over of what has ended.");
        Said(Prices("reader", 0, 0, 0).Headline).ShouldBe("All targets of 1 promotion are where they should be.");
        var html = await Rendered.Html<PricesLive>(view);
        Rendered.Text(html).ShouldContain(
            "A region goes live once 95 % of its targets are ready (Quorum); a live target is looked at every 6 h");
        Rendered.Text(html).ShouldContain("Live on 412 of 415.");
        html.ShouldContain("href=\"/prices?price=P-1\"");
        html.ShouldContain("href=\"/cases?kind=price-target&amp;state=Lagging\"");
        html.ShouldContain("href=\"/cases/price-target/P-1:till.LEEDS\"");
        var merchandiser = await Rendered.Html<PricesLive>(view with { Frame = Rendered.Frame("merchandiser") });
        merchandiser.ShouldNotContain("href=\"/cases?", Case.Sensitive, "the key lists no cases, so no number pretends to");
        merchandiser.ShouldContain("href=\"/cases/price-target/P-1:till.LEEDS\"", Case.Sensitive, "which is its own work");
        Rendered.Text(merchandiser).ShouldContain("The till is off");
    }

    [Fact]
    public async Task Reconciliation_says_how_much_is_open_how_long_and_what_most_of_it_waits_for()
    {
        var view = Reconciliation("reader");

        Said(view.Headline).ShouldBe(
            "3 matters open, € 140.50 and £ 7.00; 1 for over 14 days. Most wait for a match with order and receipt.");
        var html = await Rendered.Html<ReconciliationLive>(view);
        html.ShouldContain("href=\"/reconciliation?age=more\"");
        html.ShouldContain("href=\"/reconciliation?stage=Match\"");
        html.ShouldContain("href=\"/cases/invoice/A\"");
        Rendered.Text(html).ShouldContain("1 85123A: 2 pieces are not received, € 20.00");
        (await Rendered.Html<ReconciliationLive>(view with { Frame = Rendered.Frame("payables") }))
            .ShouldContain("href=\"/cases/invoice/A\"", Case.Sensitive, "which is its own work");
        (await Rendered.Html<ReconciliationLive>(view with { Frame = Rendered.Frame("merchandiser") })).ShouldNotContain("href=\"/cases/");
    }

    [Fact]
    public async Task An_empty_tower_says_so_and_what_to_look_at_next()
    {
        var nothing = Reconciliation("reader", empty: true);
        Said(nothing.Headline).ShouldBe("Nothing is open between suppliers' bills and the bank.");
        Rendered.Text(await Rendered.Html<ReconciliationLive>(nothing)).ShouldContain("look at those that are closed");
        var prices = Prices("reader", 0, 0, 0);
        prices = prices with { Board = prices.Board with { Promotions = [], PromotionCount = 0, Rows = [], RowCount = 0 } };
        Said(prices.Headline).ShouldBe("No promotion and no price change is planned or out.");
        Rendered.Text(await Rendered.Html<PricesLive>(prices)).ShouldContain("Every target has what it should have, and sells at it.");
        Rendered.Text(await Rendered.Html<IntegrationsLive>(Integrations("reader"))).ShouldContain("No outside system has an address yet.");
        Rendered.Text(await Rendered.Html<StockLive>(Stock())).ShouldContain("No channel is told what it may sell: none has a system");
    }

    [Fact]
    public void A_copied_link_shows_the_same_and_words_that_are_none_narrow_nothing()
    {
        var backlog = Reconciliation("reader");
        var slice = new ReconciliationSlice("SUP 1&x", ReconciliationStage.Dispute, "7d", 3);
        ReconciliationView.SliceOf(Asked((backlog with { Slice = slice }).Url(s => s with { Page = 3 }))).ShouldBe(slice);
        ReconciliationView.SliceOf(Rendered.Query("?stage=99&age=never&page=-4&supplier=%20")).ShouldBe(new ReconciliationSlice());
        var price = new PriceSlice("uk", "web", "S101", "P-1", "P", true, TargetView.Drifting, 2, 4);
        PricesView.SliceOf(Asked((Prices("reader", 0, 0, 0) with { Slice = price }).Url(s => s with { Page = 2, TargetPage = 4 })))
            .ShouldBe(price);
        PricesView.SliceOf(Rendered.Query("?view=7&page=x&targets=99999999999&over=1")).ShouldBe(new PriceSlice());
        var stock = new StockSlice("8", "S101", "85123A", 7, 2);
        StockView.SliceOf(Asked((Stock() with { Slice = stock }).Url(s => s with { Page = 7, MovementPage = 2 }))).ShouldBe(stock);
        StockView.SliceOf(Rendered.Query("?page=0&movements=-1&text=" + new string('9', 500))).ShouldBe(new StockSlice());
    }

    private static Microsoft.AspNetCore.Http.IQueryCollection Asked(string url) =>
        Rendered.Query(url[url.IndexOf('?', StringComparison.Ordinal)..]);

    private static string Said(IEnumerable<Phrase> phrases) => Headline.Text(phrases);

    private static IntegrationsView Integrations(string role, params SystemStanding[] systems) => new(
        Rendered.Frame(role), null, new IntegrationFigures([.. systems], null, TimeSpan.FromMinutes(15), Now));

    private static SystemStanding System(
        string system, string name, string circuit = "closed", int waiting = 0, int retrying = 0, int givenUp = 0) => new(
            new KnownSystem(system, name, OwnerGroup.Integration, "1", ["check-order"]),
            new Answers(10, 1, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5)), 10 / 15.0, circuit, waiting, retrying,
            waiting > 0 ? Now.AddMinutes(-2) : null, null, givenUp);

    private static StockView Stock(params ChannelSync[] channels) => new(
        Rendered.Frame("reader"), new StockSlice(),
        new StockGlance(
            new StockLevels([new SkuLevel("85123A", 2, 12, 4, 1, 8, Now)], 25, 60, 1, 3, Now), null, new SyncView(Now, [.. channels]),
            new BooksView(Now, []), TimeSpan.Zero),
        MadeUpRetailer.Network);

    private static ChannelSync Channel(string channel, bool lags = false, double behind = 0) => new(
        channel, channel, new CaseId("sync", channel), "Current", 60, 2, 1, behind, 0.4, 2.5, 9, null, 7, 5, lags, new SyncBuffer(0, 1, 1m),
        []);

    private static PricesView Prices(string role, int behind, int drifting, int leftOver)
    {
        var promotion = new PromotionStanding(
            Head("promotion", "P-1", "Live", new CaseCard("Autumn (P-1)", Kind: "Promotion", Why: "Live on 412 of 415.")), 415, 415, 3);
        var target = new TargetStory(
            Head("price-target", "P-1:till.LEEDS", "Lagging", new CaseCard(
                "P-1 at till.LEEDS", "dach", "till", "S101", Exception: ExceptionCategory.ChannelLagging, Kind: "tills")),
            TargetPhase.Lagging, TimeSpan.FromMinutes(40), "The till is off.");
        ImmutableArray<PhaseCount> phases =
            [.. Enum.GetValues<TargetPhase>().Select(phase => new PhaseCount(
                phase, phase == TargetPhase.Lagging ? [new StateCount("Lagging", 3)] : []))];
        return new PricesView(
            Rendered.Frame(role), new PriceSlice(),
            new PriceBoard([promotion], 1, 1, null, phases, behind, drifting, leftOver, [target], 1, 1, Now),
            new GoLiveRule(GoLive.Quorum, 0.95m, TimeSpan.FromHours(6)), MadeUpRetailer.Network);
    }

    private static ReconciliationView Reconciliation(string role, bool empty = false)
    {
        OpenMatter[] all = empty ? [] :
        [
            Matter("A", "Discrepant", 20, 100.5m, "EUR") with
            {
                Lines = [new LineVariance("1", "PO-1", "85123A", 20m, "2 pieces are not received")],
            },
            Matter("B", "AwaitingMatch", 2, 40m, "EUR"), Matter("C", "AwaitingPayment", 1, 7m, "GBP"),
        ];
        BacklogPart Part(string name, Func<OpenMatter, bool> holds) => BacklogPart.Of(name, all.Where(holds));
        return new ReconciliationView(Rendered.Frame(role), new ReconciliationSlice(), new Backlog(
            Part("", _ => true), [.. Enum.GetValues<ReconciliationStage>().Select(stage => Part($"{stage}", one => one.Stage == stage))],
            [.. OpenAge.All.Select(age => Part(age.Name, one => OpenAge.Of(one.Age) == age))], [Part("SUP-1", _ => true)], 0, [.. all],
            all.Length, 1, 0, Now));
    }

    private static OpenMatter Matter(string key, string state, int days, decimal value, string currency) => OpenMatter.Of(
        Head("invoice", key, state, new CaseCard(
            $"{key} from SUP-1", Value: value, Currency: currency, Kind: "Invoice", Terms: ["supplier:SUP-1"])) with
        {
            Opened = Now.AddDays(-days),
        },
        Now);

    private static CaseHead Head(string kind, string key, string state, CaseCard card) => new(
        1, new CaseId(kind, key), kind, 1, 3, state, Waits.OnPerson, Now.AddMinutes(-40), Now.AddDays(-1), null, Now, null, null, 0, card);
}
