using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class PriceServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    private static int _numbers;

    [Fact]
    public async Task A_proposal_is_told_to_its_case_by_the_person_who_asks_and_its_repeat_is_a_duplicate()
    {
        var number = Next();
        var heard = await house.As("bea").Post("/v1/prices", Price(number));
        var again = await house.As("bea").Post("/v1/prices", Price(number));

        heard.Status.ShouldBe(202, heard.Body.ToJsonString());
        heard.Message.Headers.Location!.ToString().ShouldBe($"/v1/prices/{number}");
        ((bool)again.Body["duplicate"]!).ShouldBeTrue();
        var told = house.Cases.RowsOf(IdOf(number)).ShouldHaveSingleItem().Message;
        told.Who.ShouldBe(new Actor("bea", "merchandiser"));
        var proposal = told.Data.ShouldBeOfType<PromotionProposed>();
        (proposal.Kind, proposal.StartsLocal, proposal.StartsLocal.Kind).ShouldBe(
            (PriceKind.Promotion, new DateTime(2027, 3, 27), DateTimeKind.Unspecified));
        proposal.Lines.ShouldBe([new PriceLine("85123A", 1.99m, null)]);
        proposal.Scope.Channels.ShouldBe(["web"]);
    }

    [Fact]
    public async Task Another_content_under_the_same_number_changes_nothing()
    {
        var number = Next();
        await house.As("bea").Post("/v1/prices", Price(number));
        var other = Price(number);
        other["title"] = "Autumn";

        var heard = await house.As("bea").Post("/v1/prices", other);

        heard.Status.ShouldBe(409);
        ((string)heard.Body["detail"]!).ShouldContain("/revise");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_field_by_field()
    {
        var wrong = Price(Next());
        wrong["channels"] = new JsonArray("wep");
        wrong["nodes"] = new JsonArray("DC-NORTH");
        wrong["currency"] = "EUR";
        wrong["starts"] = "2027-03-27T00:00:00Z";
        wrong["ends"] = "1999-01-01T00:00:00";
        wrong["kind"] = "sale";
        wrong["lines"] = JsonNode.Parse("""[{"sku":"A","price":2},{"sku":"A","price":3,"shownBefore":2},{"sku":"../x","price":0}]""");

        var heard = await house.As("bea").Post("/v1/prices", wrong);

        heard.Status.ShouldBe(400);
        heard.Errors.Select(error => error.Field).ShouldBe(
            ["starts", "ends", "kind", "lines[2].sku", "lines[2].price", "channels[0]", "nodes[0]", "currency", "lines[1].sku",
                "lines[1].shownBefore"],
            ignoreOrder: true);
        heard.Errors.Single(error => error.Field == "channels[0]").Reason.ShouldContain("did you mean 'web'?");
        heard.Errors.Single(error => error.Field == "starts").Reason.ShouldContain("without an offset");
    }

    [Theory]
    [InlineData("approve", """{ "note": "fine" }""", typeof(PromotionApproved))]
    [InlineData("reject", """{ "reason": "too deep" }""", typeof(PromotionRejected))]
    [InlineData("go-live", "{}", typeof(PromotionGoAhead))]
    [InlineData("withdraw", """{ "reason": "no stock" }""", typeof(PromotionWithdrawn))]
    public async Task What_people_say_of_it_is_told_in_their_own_name_and_a_second_click_changes_nothing(
        string act, string body, Type message)
    {
        var number = Next();
        await house.As("bea").Post("/v1/prices", Price(number));

        var heard = await house.As("lena").PostText($"/v1/prices/{number}/{act}", body);
        var again = await house.As("lena").PostText($"/v1/prices/{number}/{act}", body);

        (heard.Status, again.Status, (bool)again.Body["duplicate"]!).ShouldBe((202, 202, true), heard.Body.ToJsonString());
        var told = house.Cases.RowsOf(IdOf(number))[^1].Message;
        told.Data.ShouldBeOfType(message);
        told.Who.Name.ShouldBe("lena");
        (await house.As("bea").PostText($"/v1/prices/NO-SUCH/{act}", body)).Status.ShouldBe(404);
        (await house.As("web").PostText($"/v1/prices/{number}/{act}", body)).Status.ShouldBe(403);
        (await house.As("reader").PostText($"/v1/prices/{number}/{act}", body)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task A_merchandiser_speaks_in_the_name_of_the_key_and_in_no_other()
    {
        var heard = await house.As("bea").Post("/v1/prices", Price(Next()), person: "Lena");

        (heard.Status, heard.Errors.Single().Field).ShouldBe((400, "X-Person"));
    }

    [Fact]
    public async Task What_the_case_does_not_take_is_a_conflict_with_its_reason()
    {
        var number = Next();
        await house.As("bea").Post("/v1/prices", Price(number));
        house.Cases.Decide = envelope =>
            envelope.Data is PromotionApproved ? (Outcome.IgnoredLate, "There is nothing to approve now.") : null;

        var heard = await house.As("bea").PostText($"/v1/prices/{number}/approve", "{}");

        house.Cases.Decide = _ => null;
        (heard.Status, (string)heard.Body["detail"]!).ShouldBe((409, "There is nothing to approve now."));
    }

    [Fact]
    public async Task A_mended_proposal_keeps_its_number()
    {
        var number = Next();
        await house.As("bea").Post("/v1/prices", Price(number));

        (await house.As("bea").Post($"/v1/prices/{number}/revise", Price("OTHER"))).Errors.Single().Field.ShouldBe("number");
        (await house.As("bea").Post($"/v1/prices/{number}/revise", Price(number))).Status.ShouldBe(202);
        house.Cases.RowsOf(IdOf(number))[^1].Message.Data.ShouldBeOfType<PromotionRevised>().Proposal.Number.ShouldBe(number);
    }

    [Fact]
    public async Task It_reads_as_live_on_n_of_m_with_each_targets_receipt()
    {
        var number = Next();
        await house.As("bea").Post("/v1/prices", Price(number));
        foreach (var (target, turn, standing, trouble) in new (string, int, TargetStanding, ExceptionCategory?)[]
        {
            ("till.A", 2, TargetStanding.Live, null), ("till.A", 1, TargetStanding.Ready, null),
            ("till.B", 1, TargetStanding.Live, ExceptionCategory.PriceMismatch), ("erp.uk", 1, TargetStanding.Live, null),
        })
        {
            await Tell(number, new TargetReported(target, turn, standing, trouble, $"R-{turn}", TimeSpan.FromMinutes(2), "Word."));
        }

        house.Cases.SentOut(IdOf(number), [.. new[] { ("till.A", "tills"), ("till.B", "tills"), ("web.uk", "web"), ("erp.uk", "erp") }
            .Select(target => new TellCase(
                new CaseId("price-target", $"{number}:{target.Item1}"),
                new TargetAsked(
                    IdOf(number), number, new PriceTarget(target.Item1, target.Item2, "till", "uk", null, "Europe/London"), "GBP",
                    ApiHouse.Now, ApiHouse.Now.AddDays(2), [], false)))]);

        var heard = await house.As("reader").Get($"/v1/prices/{number}");

        heard.Status.ShouldBe(200);
        ((string)heard.Body["liveOn"]!).ShouldBe("Live on 1 of 3.");
        var targets = heard.Body["targets"]!.AsArray();
        targets.Select(target => ((string)target!["target"]!, (string)target["standing"]!, (string?)target["receipt"])).ShouldBe(
        [
            ("till.A", "live", "R-2"), ("till.B", "live", "R-1"), ("web.uk", "pending", null), ("erp.uk", "live", "R-1"),
        ]);
        ((string?)targets[1]!["trouble"]).ShouldBe("price-mismatch");
        ((long)targets[0]!["wrongSeconds"]!).ShouldBe(120);
        (await house.As("reader").Get("/v1/prices/NO-SUCH")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_list_asks_for_promotions_by_state_and_sku()
    {
        house.Heads.All.Add(Samples.Head("promotion/P-LIST"));

        var heard = await house.As("bea").Get("/v1/prices?state=Live&open=true&sku=85123A&take=10");

        heard.Status.ShouldBe(200);
        var (filter, _) = house.Heads.Asked.Last();
        (filter.Kind, filter.State, filter.Open, filter.Text).ShouldBe(("promotion", "Live", true, "85123A"));
        (await house.As("web").Get("/v1/prices")).Status.ShouldBe(403);
    }

    private static string Next() => $"PROMO-{Interlocked.Increment(ref _numbers)}";

    private static CaseId IdOf(string number) => new("promotion", number);

    private static JsonObject Price(string number) => JsonNode.Parse($$"""
        { "number": "{{number}}", "title": "Spring week", "kind": "promotion", "channels": ["web"], "regions": ["uk"], "currency": "GBP",
          "starts": "2027-03-27T00:00:00", "ends": "2027-04-03T00:00", "expectedLift": 0.4,
          "lines": [{ "sku": "85123A", "price": 1.99 }], "reason": "Season." }
        """)!.AsObject();

    private Task<Contracts.TellReceipt> Tell(string number, Message message) => house.Cases.Tell(
        new Envelope($"{number}/{house.Cases.Told.Count}", "test", IdOf(number), ApiHouse.Now, Actor.Crossdock, message),
        TestContext.Current.CancellationToken);
}
