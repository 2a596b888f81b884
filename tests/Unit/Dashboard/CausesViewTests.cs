using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Causes;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.LiveFlow;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>What the screen of causes shows, without a browser.</summary>
public sealed class CausesViewTests
{
    private static readonly MapPicture[] Maps = [MadeUpRetailer.OrderMap, MadeUpRetailer.FulfilmentMap];

    [Theory]
    [InlineData("?process=fulfilment&state=AwaitingStorePick&of=failing&region=uk&channel=web&node=S101&days=30")]
    [InlineData("?process=order-to-fulfilment&state=Held")]
    [InlineData("?process=order-to-fulfilment")]
    public void The_slice_stands_in_the_url(string url) => Slice(url).Url().ShouldBe($"/causes{url}");

    [Theory]
    [InlineData("")]
    [InlineData("?process=nothing&state=%3Cscript%3E&of=fast&days=-1")]
    [InlineData("?state=Closed&of=slow")]
    public void What_nobody_knows_is_left_out(string url) => Slice(url).Url().ShouldBe("/causes?process=order-to-fulfilment");

    [Fact]
    public void A_claim_opens_the_cases_behind_it_where_the_list_can_be_cut_like_that()
    {
        var view = View("?process=order-to-fulfilment&state=Held", Claim(Trait.Node, "S101", 600), Claim(Trait.Hour, "13", 300));

        view.Door(view.Claims[0].Trait).ShouldBe(
            new ProcessSlice("order-to-fulfilment", Node: "S101").Door(new FlowSubject.CameInto("Held")));
        view.Door(view.Claims[1].Trait).ShouldBeNull();
        view.Door(new TraitValue(Trait.Supplier, "SUP-A")).ShouldBe(
            new ProcessSlice("order-to-fulfilment", Supplier: "SUP-A").Door(new FlowSubject.CameInto("Held")));
        view.Wider.ShouldNotBeNull().ShouldContain("stand there still");
        View("?process=order-to-fulfilment&state=Held", Claim(Trait.Hour, "13", 300)).Wider.ShouldBeNull("no number opens anything");
        var whole = View("?process=order-to-fulfilment&region=uk&days=30", Claim(Trait.Category, "lamps", 600));
        whole.Door(whole.Claims[0].Trait).ShouldBe(
            new ProcessSlice("order-to-fulfilment", "uk", Category: "lamps", Days: 30).Door(new FlowSubject.Closed()));
        whole.Wider.ShouldBeNull("the list has the very cases");
        view.Sentence(view.Claims[0])
            .ShouldStartWith("Order to fulfilment in Held at Hamburg Altona takes 20 min at the median, 10 min longer");
        view.Range(view.Claims[0]).ShouldBe((40, 120, 80));
        view.Range(view.Claims[1]).ShouldBe((20, 60, 40));
    }

    [Theory]
    [InlineData(0, 0, "No case of Order to fulfilment ended in the last 7 days.")]
    [InlineData(12, 0, "12 cases are too few to say what goes with slow ones: it takes 30 with a trait and as many without it.")]
    [InlineData(900, 14, "Nothing goes with slow cases more than chance would have it; 14 traits were looked at.")]
    public void Where_nothing_is_claimed_it_says_why(int observed, int tested, string said)
    {
        var view = View("?process=order-to-fulfilment");

        (view with
        {
            Known = view.Answer with { Findings = view.Answer.Findings with { Observed = observed, Tested = tested } },
        }).Nothing.ShouldBe(said);
    }

    private static CauseClaim Claim(Trait trait, string value, double effect) => new(
        new TraitValue(trait, value), 60, 200, effect * 2, effect, new Interval(effect, effect / 2, effect * 2), 0.001, 0.01, []);

    private static CausesSlice Slice(string url) => CausesSlice.Of(new QueryCollection(QueryHelpers.ParseQuery(url)), Maps);

    private static CausesView View(string url, params CauseClaim[] claims)
    {
        var slice = Slice(url);
        var findings = new CauseFindings(slice.Measure, 260, 400, 2, 0, [.. claims]);
        return new CausesView(
            null!, slice,
            new CauseAnswer(
                slice.Place.At(MadeUpRetailer.Now), slice.State, new CauseRules(30, 0.05, false), findings, false, MadeUpRetailer.Now),
            [.. Maps], MadeUpRetailer.Network);
    }
}
