using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Investment;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Investment;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Intelligence.Investment;

/// <summary>The return over a few cases, reckoned by hand.</summary>
public sealed class ReturnOnInvestmentTests
{
    private static readonly ReadPolicyNumber Assumed = (policy, _, _, node) => new PolicyNumber(
        policy switch
        {
            ReturnOnInvestment.MinutesPolicy => node == "S101" ? 6 : 3, ReturnOnInvestment.HourPolicy => 40,
            ReturnOnInvestment.CasePolicy => 0.5m, ReturnOnInvestment.DuplicatePolicy => 0.1m, _ => 2,
        },
        node == "S101" ? 3 : 1);

    [Fact]
    public void Each_step_is_a_formula_with_its_numbers()
    {
        var one = Of(ReturnBy.Whole, Order(touches: 0, "S102"), Order(touches: 1, "S102"), Invoice("Closed"), Invoice("Duplicate"))
            .ShouldHaveSingleItem();

        (one.Of, one.Currency, one.Cases).ShouldBe((null, "EUR", 4));
        one.Lines.Select(line => (line.Name, line.Value, line.Unit, line.Formula)).ShouldBe(
        [
            ("touches avoided", 7, "touches", "8 expected of 4 cases at 2 each, less 1 made"),
            ("hours saved", 0.35, "h", "7 touches × 3 min / 60"),
            ("work saved", 14, "EUR", "0.35 h × 40 EUR"),
            ("duplicates stopped", 90, "EUR", "900 EUR of invoices that ended as duplicates × 0.1"),
            ("cost of running", 2, "EUR", "4 cases × 0.5 EUR"),
            ("net benefit", 102, "EUR", "14 + 90 − 2"),
            ("return", 5_100, "%", "100 × 102 / 2"),
        ]);
        one.Lines[0].Assumptions.Select(assumed => assumed.Policy).ShouldBe(["roi-touches-order", "roi-touches-invoice"]);
        one.Lines[1].Assumptions.ShouldHaveSingleItem().Values.ShouldBe([(3, 1)]);
    }

    [Fact]
    public void Parts_have_the_assumptions_of_their_places_and_sum_to_the_whole()
    {
        MeasuredCase[] cases = [Order(0, "S101"), Order(5, "S101"), Order(0, "S102"), Order(0, null), Invoice("Duplicate")];
        var whole = Of(ReturnBy.Whole, cases).ShouldHaveSingleItem();
        foreach (var by in new[] { ReturnBy.Process, ReturnBy.Region, ReturnBy.Channel, ReturnBy.Node })
        {
            var parts = Of(by, cases);
            foreach (var line in InvestmentView.Shown)
            {
                parts.Sum(part => part.Value(line)).ShouldBe(whole.Value(line), 1e-9, $"{line} by {by}");
            }
        }

        Of(ReturnBy.Node, cases).Select(part => (part.Of, part.Value(ReturnOnInvestment.HoursSaved)))
            .ShouldBe([("S101", -0.1), ("S102", 0.1), ("none", 0.2)], ignoreOrder: true);
        whole.Lines[1].Formula.ShouldBe("5 touches × 3 to 6 min / 60");
    }

    [Fact]
    public void Currencies_are_never_added_and_what_costs_nothing_has_no_return()
    {
        var uk = Order(0, null) with { Region = "uk", Marks = CaseMarks.None with { Currency = "GBP" } };
        Of(ReturnBy.Whole, Order(0, "S101"), uk).Select(one => one.Currency).ShouldBe(["EUR", "GBP"]);
        Of(ReturnBy.Whole, Order(0, null) with { Process = "store-task" }).ShouldBeEmpty();
        ReturnOnInvestment.Of([Order(0, "S101")], ReturnBy.Whole, MadeUpRetailer.Network, (_, _, _, _) => new PolicyNumber(0, 1))
            .ShouldHaveSingleItem().Lines.ShouldNotContain(line => line.Name == ReturnOnInvestment.Return);
    }

    [Fact]
    public void What_figures_read_are_policies_in_force_by_place()
    {
        var clock = BusinessClock.Wall(new FakeTimeProvider(MadeUpRetailer.Now));
        var shelf = new PolicyShelf(new PolicyBook([new PolicyValue(
            ReturnOnInvestment.HourPolicy, new Scope(Region: "uk"), 50m, 4, MadeUpRetailer.Now.AddDays(-1), "Fay", "Counted.")]));
        var read = PolicyNumbers.Of(shelf, clock);

        read(ReturnOnInvestment.HourPolicy, "uk", null, "LEEDS").ShouldBe(new PolicyNumber(50, 4));
        read(ReturnOnInvestment.HourPolicy, "dach", null, null).ShouldBe(new PolicyNumber(Policy.RoiHourCost.Default, 1));
        foreach (var name in ReturnOnInvestment.Processes.Select(process => process.Policy).Concat(
            [ReturnOnInvestment.MinutesPolicy, ReturnOnInvestment.CasePolicy, ReturnOnInvestment.DuplicatePolicy]))
        {
            PolicyRegister.AreaOf(name).Name.ShouldBe("intelligence");
            read(name, null, null, null).Version.ShouldBe(PolicyRegister.DefaultVersion);
        }

        CauseRules.Of(read, null, null, null).ShouldBe(new CauseRules(30, 0.05, NamesStaff: false));
        Should.Throw<ArgumentException>(() => read("no-such-policy", null, null, null));
        var maps = ProcessCatalogue.Retail.All;
        ReturnOnInvestment.Processes.ShouldAllBe(process => maps.Any(map => map.Process == process.Process));
        maps.Single(map => map.Process == OutcomeFigures.Invoices).Find(ReturnOnInvestment.EndedDuplicate).ShouldNotBeNull();
    }

    [Fact]
    public void The_catalogue_tells_the_same_where_the_retailer_is_known()
    {
        var source = new FigureSource([Order(0, "S102")], [], [], [], [], new FigureSlice(), MadeUpRetailer.Now, []);
        var figure = FigureCatalogue.Find("return-on-investment")!;

        figure.Compute(source).ShouldBeEmpty();
        figure.Compute(source with { Retailer = (MadeUpRetailer.Network, Assumed) }).First()
            .ShouldBe(new FigureRow(null, "EUR", "touches-avoided", "touches", 2, 1));
    }

    [Theory]
    [InlineData("?region=uk&channel=web&node=S101&days=30&by=node")]
    [InlineData("")]
    public void The_screen_keeps_its_slice_in_the_url(string url) => Slice(url).Url().ShouldBe($"/roi{url}");

    [Fact]
    public void The_screen_says_what_is_left_and_opens_its_parts()
    {
        var view = new InvestmentView(
            null!, Slice("?by=node"),
            new InvestmentGlance(
                Of(ReturnBy.Whole, Order(0, "S101"), Invoice("Duplicate")), Of(ReturnBy.Node, Order(0, "S101"), Invoice("Duplicate")),
                TimeSpan.Zero, MadeUpRetailer.Now),
            MadeUpRetailer.Network);

        view.Headline.ShouldBe("€ 101.00 net in the last 7 days: 0.3 h of work saved over 2 cases, by what is assumed of before.");
        view.Parts.Select(view.Named).ShouldBe(["no node", "Hamburg Altona"], ignoreOrder: true);
        view.Slice.Narrowed("S101").ShouldBe("/roi?node=S101&by=node");
        view.Slice.Narrowed(ReturnOnInvestment.Nowhere).ShouldBeNull();
        (view with { Glance = null }).Headline.ShouldContain("being reckoned");
        (view with { Glance = view.Glance! with { Whole = [] } }).Headline
            .ShouldBe("No case was closed in the last 7 days that a return could be reckoned from.");
        InvestmentView.Amount(view.Whole[0], ReturnOnInvestment.TouchesAvoided).ShouldBe("4");
    }

    private static ImmutableArray<InvestmentReturn> Of(ReturnBy by, params MeasuredCase[] cases) =>
        ReturnOnInvestment.Of(cases, by, MadeUpRetailer.Network, Assumed);

    private static InvestmentSlice Slice(string url) => InvestmentSlice.Of(new QueryCollection(QueryHelpers.ParseQuery(url)));

    private static MeasuredCase Order(int touches, string? node) => new(
        1, "order/O-1", OutcomeFigures.Orders, 5, "dach", "web", node, null, MadeUpRetailer.Now.AddDays(-1), MadeUpRetailer.Now, touches, 0,
        null, null)
    { Marks = CaseMarks.None with { Currency = "EUR", EndedIn = "Closed", Value = 50 } };

    private static MeasuredCase Invoice(string ended) => Order(0, null) with
    {
        Process = OutcomeFigures.Invoices, Region = null, Channel = null,
        Marks = CaseMarks.None with { Currency = "EUR", EndedIn = ended, Value = 900 },
    };
}
