using System.Collections.Immutable;
using CsCheck;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Policies;

namespace Crossdock.Unit.Tests.Processes.Approvals;

public class ApprovalRulesTests
{
    private static readonly ApprovalSeat Buyer = new("a buyer", OwnerGroup.Buying, ["buyer", "head"]);
    private static readonly ApprovalSeat Head = new("the head", OwnerGroup.Buying, ["head"]);
    private static readonly ApprovalSeat Chief = new("the chief", OwnerGroup.FinanceControl, ["chief"]);

    [Theory]
    [InlineData("Otto", "buyer", null, null)]
    [InlineData("Hana", "head", null, null)]
    [InlineData("Ada", "admin", null, null)]
    [InlineData("Rob", "reader", null, "Rob (reader) may not approve P-1; a buyer has to.")]
    [InlineData("Nia", "buyer", null, "Nia proposed it and may not approve it.")]
    [InlineData(" NIA ", "head", null, " NIA  proposed it and may not approve it.")]
    // by a stand-in
    [InlineData("Rob", "reader", "Otto/buyer", null)]
    [InlineData("Nia", "reader", "Otto/buyer", "Nia proposed it and may not approve it.")]
    [InlineData("Hana", "head", "Nia/buyer", "Hana stands in for Nia, who proposed it, and may not approve it.")]
    [InlineData("Rob", "reader", "Ada/admin", "Rob (reader), for Ada (admin), may not approve P-1; a buyer has to.")]
    // who has said yes
    [InlineData("Paula", "buyer", null, "Paula has approved it already; somebody else has to.")]
    [InlineData("paula", "head", null, "paula has approved it already; somebody else has to.")]
    [InlineData("Rob", "reader", "Paula/buyer", "Paula has approved it already; somebody else has to.")]
    [InlineData("Paula", "buyer", "Otto/buyer", "Paula has approved it already; somebody else has to.")]
    [InlineData("Sven", "buyer", null, "Sven has approved it already; somebody else has to.")]
    public void Who_may_say_yes(string by, string role, string? away, string? because)
    {
        var ask = Ask([Buyer, Buyer, Buyer], new Voice("Paula", "buyer"), Standing("Tom", "buyer", "Sven/buyer"));

        ApprovalRules.WhyNot(ask, away is null ? new Voice(by, role) : Standing(by, role, away)).ShouldBe(because);
    }

    [Fact]
    public void A_yes_of_who_turns_out_to_have_asked_for_it_counts_no_more_and_the_seat_is_free_again()
    {
        var ask = Ask([Buyer, Head], new Voice("Nia", "buyer"), new Voice("Otto", "buyer"));

        (ask.Counted.Single().By, ask.Missing, ask.Next).ShouldBe(("Otto", 1, Head));
        Ask([Buyer], new Voice("Otto", "buyer")).Next.ShouldBeNull();
    }

    /// <summary>Whatever is said by whomever in whatever order: what is through was let through by as many people as it takes.</summary>
    [Fact]
    public void Nothing_is_through_but_by_different_people_with_the_right_who_have_no_part_in_it() =>
        Gen.Select(Gen.Int[1, 3], Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 2]).Array[0, 14]).Sample((eyes, said) =>
        {
            string[] people = ["Nia", "Otto", "Paula", "Hana", "nia ", "Rob"];
            string[] roles = ["buyer", "head", "reader"];
            var ask = Ask([.. Enumerable.Repeat(Buyer, eyes)]);
            foreach (var (by, other, role) in said)
            {
                var voice = by == other
                    ? new Voice(people[by], roles[role]) : Standing(people[by], "reader", $"{people[other]}/{roles[role]}");
                ask = ask.Next is not null && ApprovalRules.WhyNot(ask, voice) is null ? ask with { Said = ask.Said.Add(voice) } : ask;
            }

            var all = ask.Said.SelectMany(voice => voice.People).Select(person => person.Trim().ToUpperInvariant()).ToArray();
            all.ShouldNotContain("NIA");
            all.Distinct().Count().ShouldBe(all.Length, string.Join(", ", all));
            ask.Said.ShouldAllBe(voice => Buyer.IsFor(voice));
            (ask.Missing == 0).ShouldBe(ask.Said.Length >= eyes);
        });

    [Theory]
    [InlineData(1, 1, "a buyer", "The approval is late: reminded.")]
    [InlineData(2, 1, "the head", "The approval is late, step 2: the head is asked.")]
    [InlineData(3, 1, "the chief", "The approval is late, step 3: the chief is asked.")]
    [InlineData(9, 1, "the chief", "The approval is late, step 9: the chief is asked.")]
    [InlineData(1, 0, "the head", "The approval is late, step 1: the head is asked.")]
    [InlineData(3, 3, "a buyer", "The approval is late, step 3: reminded again.")]
    public void It_is_reminded_and_then_climbs_the_ladder(int step, int reminders, string asked, string says)
    {
        var (seat, said) = ApprovalRules.WhenLate(Ask([Buyer]) with { Above = [Head, Chief] }, step, reminders);

        (seat.Title, said).ShouldBe((asked, says));
    }

    [Fact]
    public void Whoever_is_away_himself_hands_nothing_on_and_an_absence_counts_between_its_hours_only()
    {
        var now = new DateTimeOffset(2026, 12, 22, 9, 0, 0, TimeSpan.Zero);
        (string, AbsenceRecorded)[] away =
        [
            ("a-1", Away("Otto", "buyer", "Hana")), ("a-2", Away("Hana", "head", "Rob")), ("a-3", Away("Nia", "buyer", "Tom")),
            ("a-4", Away("Paula", "buyer", "Uwe") with { From = now.AddHours(1) }),
            ("a-5", Away("Paula", "buyer", "Uwe") with { Until = now }),
        ];
        StandsFor? For(string person) => ApprovalRules.StandInFor(Ask([Buyer]), person, "reader", away, now);

        For("hana ").ShouldBe(new StandsFor("Otto", "buyer", "a-1"));
        For("Rob").ShouldBe(new StandsFor("Hana", "head", "a-2"), "of Hana's own right, and not of what Otto lent her");
        For("Tom").ShouldBeNull("Nia proposed it");
        For("Uwe").ShouldBeNull("not yet, or no longer");

        AbsenceRecorded Away(string person, string role, string standIn) =>
            new(person, role, standIn, now.AddDays(-1), now.AddDays(1), "Holiday");
    }

    [Theory]
    [InlineData(ApprovalMatrix.Purchases, "value 499", "")]
    [InlineData(ApprovalMatrix.Purchases, "value 500", "a buyer")]
    [InlineData(ApprovalMatrix.Purchases, "value 10000", "the head of buying")]
    [InlineData(ApprovalMatrix.Purchases, "value 50000", "finance")]
    [InlineData(ApprovalMatrix.Purchases, "value 250000", "finance, finance")]
    [InlineData(ApprovalMatrix.Invoices, "value 2500", "")]
    [InlineData(ApprovalMatrix.Invoices, "value 2500.01", "accounts payable")]
    [InlineData(ApprovalMatrix.Invoices, "value 10, taken by a person 1", "accounts payable")]
    [InlineData(ApprovalMatrix.Invoices, "value 10, taken by a person 1, difference taken 250", "finance")]
    [InlineData(ApprovalMatrix.Invoices, "value 10000", "accounts payable, accounts payable")]
    [InlineData(ApprovalMatrix.Invoices, "value 50000", "finance, finance")]
    [InlineData(ApprovalMatrix.Prices, "depth of reduction 0, margin lost -5", "")]
    [InlineData(ApprovalMatrix.Prices, "emergency fix 1", "merchandising")]
    [InlineData(ApprovalMatrix.Prices, "depth of reduction 0.9, margin lost 1000000", "merchandising, finance")]
    [InlineData(ApprovalMatrix.Prices, "margin lost 1000000", "merchandising, finance")]
    public void The_matrix_says_who_by_what_and_from_where_on(string process, string facts, string seats)
    {
        var policy = new PolicyReader(PolicyBook.Defaults, Scope.Everywhere, Given.Now);
        var measured = facts.Split(", ").Select(fact => fact.LastIndexOf(' ') is var at
            ? (fact[..at], decimal.Parse(fact[at..], System.Globalization.CultureInfo.InvariantCulture)) : default).ToArray();

        string.Join(", ", ApprovalMatrix.Needed(process, policy, measured).Select(row => row.Title)).ShouldBe(seats);
    }

    [Fact]
    public void Every_row_of_the_matrix_names_a_role_that_there_is_and_whoever_stands_above_may_what_is_below()
    {
        var policy = new PolicyReader(PolicyBook.Defaults, Scope.Everywhere, Given.Now);
        foreach (var rows in ApprovalMatrix.Rows.GroupBy(row => row.Process))
        {
            var seats = rows.Select(row => row.Seat(policy)).ToArray();
            seats.SelectMany(seat => seat.Roles).ShouldBeSubsetOf(Crossdock.Api.Governance.Keys.Roles.All);
            foreach (var (below, above) in seats.Zip(seats.Skip(1)))
            {
                above.Roles.ShouldBeSubsetOf(below.Roles, $"{above.Title} over {below.Title}");
            }
        }

        var strict = new PolicyBook([new PolicyValue(
            "purchase-buyer-roles", Scope.Everywhere, "head-of-buying", 2, Given.Now.AddDays(-1), "Fay", "For a test.")]);
        ApprovalMatrix.Rows[0].Seat(new PolicyReader(strict, Scope.Everywhere, Given.Now)).Roles.ShouldBe(["head-of-buying"]);
    }

    private static Voice Standing(string by, string role, string away) =>
        new(by, role, new StandsFor(away.Split('/')[0], away.Split('/')[1], "absence/1"));

    private static ApprovalAsk Ask(ImmutableArray<ApprovalSeat> seats, params ImmutableArray<Voice> said) =>
        new("P-1", seats, [], [new Barred("Nia", "proposed it")], said);
}
