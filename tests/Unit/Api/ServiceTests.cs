using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class StockServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task One_bad_movement_stops_no_other_and_a_repeat_is_a_duplicate()
    {
        var batch = JsonNode.Parse("""
            { "movements": [
              { "id": "m1", "sku": "A", "node": "LEEDS", "act": "sell-at-till", "quantity": 2, "reason": "sale" },
              { "id": "m2", "sku": "A", "node": "LEEDS", "act": "sell-at-til", "quantity": 0 },
              { "id": "m3", "sku": "B", "node": "LEEDS", "act": "adjust", "quantity": -4, "reason": "count" },
              { "id": "m4", "sku": "B", "node": "HAMBURG", "act": "receive", "quantity": 4 },
              { "id": "m5", "sku": "B", "node": "LEEDS", "act": "receive", "quantity": -4 },
              7,
              { "id": "m1", "sku": "A", "node": "LEEDS", "act": "sell-at-till", "quantity": 2, "reason": "sale" } ] }
            """)!;

        var heard = await house.As("phone").Post("/v1/stock/movements", batch);

        heard.Status.ShouldBe(200);
        var results = heard.Body["results"]!.AsArray();
        results.Select(result => (string?)result!["outcome"])
            .ShouldBe(["accepted", "refused", "accepted", "refused", "refused", "refused", "duplicate"]);
        results.Select(result => (string?)result!["id"]).ShouldBe(["m1", "m2", "m3", "m4", "m5", null, "m1"]);
        ((string)results[1]!["reason"]!).ShouldContain("did you mean 'sell-at-till'?");
        ((string)results[3]!["reason"]!).ShouldContain("must be LEEDS, for which this key speaks");
        ((string)results[4]!["reason"]!).ShouldContain("must be 1 or more; got -4");
        var told = house.Cases.RowsOf(CaseId.Stock("A")).Single().Message;
        told.Id.ShouldBe("movement/phone/m1");
        told.Data.ShouldBeOfType<StockInstructed>().Instructions.Single()
            .ShouldBe(new StockInstruction(StockAct.SellAtTill, "LEEDS", 2, null, "sale"));
    }

    [Theory]
    [InlineData("carrier", "refused")]
    [InlineData("supplier", "refused")]
    [InlineData("wms", "accepted")]
    public async Task Only_a_system_that_keeps_stock_says_what_moved(string key, string outcome)
    {
        var batch = new JsonObject
        {
            ["movements"] = new JsonArray(new JsonObject
            {
                ["id"] = $"by-{key}", ["sku"] = $"BY-{key}", ["node"] = "LEEDS", ["act"] = "receive", ["quantity"] = 1_000_000,
            }),
        };

        var heard = await house.As(key).Post("/v1/stock/movements", batch);

        ((string?)heard.Body["results"]![0]!["outcome"]).ShouldBe(outcome);
    }

    [Theory]
    [InlineData(-3, StockAct.WrittenOff, 3)]
    [InlineData(4, StockAct.Adjust, 4)]
    public async Task What_the_erp_corrects_is_taken_as_done_also_where_it_was_promised(int quantity, StockAct act, int pieces)
    {
        var sku = $"ADJ{pieces}";
        var batch = new JsonObject
        {
            ["movements"] = new JsonArray(new JsonObject
            {
                ["id"] = $"adjusted-{pieces}", ["sku"] = sku, ["node"] = "LEEDS", ["act"] = "adjust", ["quantity"] = quantity,
                ["reason"] = "broken",
            }),
        };

        (await house.As("phone").Post("/v1/stock/movements", batch)).Status.ShouldBe(200);

        ((StockInstructed)house.Cases.RowsOf(CaseId.Stock(sku)).Single().Message.Data).Instructions.Single()
            .ShouldBe(new StockInstruction(act, "LEEDS", pieces, null, "broken"));
    }

    [Fact]
    public async Task Availability_and_positions_are_read_from_the_ledger_page_by_page()
    {
        house.Stock.All = [.. new[] { "A", "B", "C" }.Select(sku => new StockPosition(sku, "LEEDS", 9, 7, 2, 0, 0, 0, 9))];

        var available = (await house.As("web").Get("/v1/availability?sku=A,C&node=LEEDS")).Body;
        var first = (await house.As("reader").Get("/v1/stock/positions?max=2")).Body;
        var last = (await house.As("reader").Get($"/v1/stock/positions?max=2&after={first["next"]}")).Body;

        available["positions"]!.AsArray().Select(position => (string)position!["sku"]!).ShouldBe(["A", "C"]);
        ((int)available["positions"]![0]!["availableToPromise"]!).ShouldBe(7);
        first["positions"]!.AsArray().Count.ShouldBe(2);
        last["positions"]!.AsArray().Count.ShouldBe(1);
        last["next"].ShouldBeNull();
    }
}

public sealed class TaskServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task A_store_sees_its_own_tasks_with_what_to_handle()
    {
        foreach (var (key, node) in new[] { ("L-1", "LEEDS"), ("L-2", "HAMBURG") })
        {
            await house.Cases.Tell(Samples.Task(key, node), TestContext.Current.CancellationToken);
            house.Heads.All.Add(Samples.Head($"task/{key}", node));
        }

        var heard = await house.As("phone").Get("/v1/tasks?kind=pick&state=open");

        var task = heard.Body["tasks"]!.AsArray().Single()!;
        ((string)task["key"]!).ShouldBe("L-1");
        ((string)task["kind"]!).ShouldBe("pick");
        ((string)task["exception"]!).ShouldBe("late-pick");
        ((string)task["lines"]![0]!["shelf"]!).ShouldBe("C 04-1");
        ((string)task["choices"]![1]!["code"]!).ShouldBe("no");
        var (filter, order) = house.Heads.Asked.Last();
        (filter.State, filter.TaskKind, filter.Open, order).ShouldBe(("Open", "Pick", true, HeadOrder.Priority));
        (await house.As("phone").Get("/v1/tasks?node=HAMBURG")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_repeated_click_changes_nothing_and_claiming_anew_after_a_hand_back_does()
    {
        await house.Cases.Tell(Samples.Task("C-1", "LEEDS"), TestContext.Current.CancellationToken);
        var phone = house.As("phone");
        var acts = new[]
        {
            ("claim", "{}", false), ("claim", "{}", true),
            ("hand-back", """{"reason":"lunch"}""", false), ("hand-back", """{"reason":"lunch"}""", true),
            ("claim", "{}", false), ("done", """{"lines":[{"line":1,"sku":"A","picked":5}],"choice":"yes"}""", false),
            ("done", """{"lines":[{"line":1,"sku":"A","picked":5}],"choice":"yes"}""", true),
        };

        foreach (var (act, body, duplicate) in acts)
        {
            var heard = await phone.PostText($"/v1/tasks/C-1/{act}", body, person: "Aylin");
            heard.Status.ShouldBe(200);
            ((bool)heard.Body["duplicate"]!).ShouldBe(duplicate, act);
        }

        var rows = house.Cases.RowsOf(CaseId.Task("C-1"));
        rows.Count.ShouldBe(5);
        rows[1].Message.Data.ShouldBe(new TaskClaimed("Aylin"));
        rows[1].Message.Who.ShouldBe(new Actor("Aylin", "store"));
    }

    [Fact]
    public async Task What_the_map_calls_a_repeat_is_no_conflict()
    {
        await house.Cases.Tell(Samples.Task("C-6", "LEEDS"), TestContext.Current.CancellationToken);
        house.Cases.Decide = told => told.Subject.Key == "C-6" ? (Outcome.IgnoredDuplicate, "you have it") : null;

        var heard = await house.As("phone").PostText("/v1/tasks/C-6/claim", "{}", "another-key");

        heard.Status.ShouldBe(200);
        ((bool)heard.Body["duplicate"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_claim_needs_no_body()
    {
        await house.Cases.Tell(Samples.Task("C-5", "LEEDS"), TestContext.Current.CancellationToken);

        var answer = await house.As("phone").PostAsync("/v1/tasks/C-5/claim", null, TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(200);
        house.Cases.RowsOf(CaseId.Task("C-5"))[1].Message.Data.ShouldBe(new TaskClaimed("phone"));
    }

    [Fact]
    public async Task Another_who_has_it_is_a_conflict_and_another_stores_task_is_not_touched()
    {
        await house.Cases.Tell(Samples.Task("C-2", "LEEDS"), TestContext.Current.CancellationToken);
        await house.Cases.Tell(Samples.Task("C-3", "HAMBURG"), TestContext.Current.CancellationToken);
        house.Cases.Decide = told => told.Data is TaskClaimed { Assignee: "Ben" } ? (Outcome.IgnoredUnexpected, "Aylin has it") : null;

        var taken = await house.As("phone").PostText("/v1/tasks/C-2/claim", "{}", person: "Ben");

        taken.Status.ShouldBe(409);
        ((string)taken.Body["detail"]!).ShouldBe("Aylin has it");
        (await house.As("phone").PostText("/v1/tasks/C-3/claim", "{}")).Status.ShouldBe(403);
        (await house.As("phone").PostText("/v1/tasks/NOPE/claim", "{}")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"lines":[{"line":1,"sku":"A","picked":6}]}""", 200)]
    [InlineData("""{"lines":[{"line":1,"sku":"A","picked":5}]}""", 400)]
    [InlineData("{}", 400)]
    public async Task An_inspection_chooses_only_where_not_all_is_as_new(string body, int status)
    {
        var task = $"C-6-{body.Length}";
        await house.Cases.Tell(Samples.Task(task, "LEEDS", TaskKind.Inspect), TestContext.Current.CancellationToken);

        (await house.As("phone").PostText($"/v1/tasks/{task}/done", body)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("""{"choice":"maybe"}""", "choice")]
    [InlineData("""{"choice":"yes","lines":[{"line":1,"sku":"A","picked":7}]}""", "lines[0].picked")]
    [InlineData("""{"choice":"yes","lines":[{"line":2,"sku":"A","picked":1}]}""", "lines[0]")]
    public async Task A_result_that_the_task_did_not_ask_is_refused(string body, string field)
    {
        await house.Cases.Tell(Samples.Task("C-4", "LEEDS"), TestContext.Current.CancellationToken);

        (await house.As("phone").PostText("/v1/tasks/C-4/done", body)).Errors.Single().Field.ShouldBe(field);
    }
}

public sealed class CaseServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task Cases_come_in_pages_with_what_is_in_flight()
    {
        house.Heads.All.AddRange(
            [Samples.Head("order/O-1"), Samples.Head("order/O-2"), Samples.Head("fulfilment/O-1.1", parent: "order/O-1")]);
        house.Heads.InFlight.Add(new InFlightEffect("order/O-1#1.1", CaseId.Order("O-1"), "check-order", ApiHouse.Now));

        var first = (await house.As("reader").Get("/v1/cases?take=2&open=true&clock=at-risk&order=due")).Body;
        var last = (await house.As("reader").Get($"/v1/cases?take=2&after={first["next"]}")).Body;

        first["cases"]!.AsArray().Select(item => (int)item!["inFlight"]!).ShouldBe([1, 0]);
        ((string)last["cases"]![0]!["parent"]!).ShouldBe("order/O-1");
        last["next"].ShouldBeNull();
        var item = first["cases"]![0]!.AsObject();
        ((string)item["waits"]!, (string)item["owner"]!, (string)item["exception"]!)
            .ShouldBe(("on-person", "store-operations", "late-pick"));
        item.Select(member => member.Key).ShouldBe([
            "case", "process", "state", "waits", "final", "since", "opened", "closed", "due", "promise", "region", "channel", "node",
                "owner",
            "exception", "incident", "inFlight", "parent", "with", "value", "currency", "title"]);
    }

    [Fact]
    public async Task A_case_tells_its_story_with_the_acts_its_map_allows()
    {
        await house.As("web").Post("/v1/orders", ApiHouse.Order("STORY"));
        house.Cases.Decide = _ => (Outcome.IgnoredLate, "too late");
        await house.As("web").PostText("/v1/orders/STORY/cancel", """{"reason":"no"}""");

        var story = (await house.As("reader").Get("/v1/cases/order/STORY")).Body;

        story["timeline"]!.AsArray().Select(entry => ((string)entry!["title"]!, (string)entry["outcome"]!, (string)entry["who"]!))
            .ShouldBe([("Order received", "applied", "web"), ("Order cancel requested", "ignored-late", "web")]);
        ((string)story["acts"]![0]!["words"]!).ShouldBe("Cancel order");
        ((string)story["stateTitle"]!).ShouldBe("Received");
        (await house.As("reader").Get("/v1/cases/order/NOPE")).Status.ShouldBe(404);
        (await house.As("reader").Get("/v1/cases/ORDER/X")).Status.ShouldBe(404);
    }
}

public sealed class InboundServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    public static TheoryData<string, string, string> Allowed => new()
    {
        { "wms", "wms.picked", """{"reference":"R","lines":[{"line":1,"sku":"A","picked":2}],"weightGrams":400}""" },
        { "carrier", "carrier.collected", """{"tracking":"T"}""" },
        { "carrier", "carrier.delivered", """{"tracking":"T","signedBy":"A. Moor"}""" },
        { "carrier", "carrier.delivery-failed", """{"tracking":"T","reason":"nobody in","attempt":1}""" },
        { "carrier", "carrier.returned", """{"tracking":"T","reason":"refused"}""" },
        { "supplier", "supplier.shipped", """{"reference":"R","tracking":"T","lines":[{"line":1,"sku":"A","picked":2}]}""" },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task A_partner_tells_what_its_system_may_say_once(string system, string type, string data)
    {
        await house.As("web").Post("/v1/orders", ApiHouse.Order("IN-1"));

        var first = await Send(system, Event(type, data));
        var again = await Send(system, Event(type, data));

        first.Status.ShouldBe(202);
        ((bool)first.Body["duplicate"]!).ShouldBeFalse();
        ((bool)again.Body["duplicate"]!).ShouldBeTrue();
        var told = house.Cases.RowsOf(CaseId.Order("IN-1"))[^1].Message;
        told.Id.ShouldBe($"{system}/{system}/eu/{type}-1");
        told.Trace.ShouldBe("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        System.Text.Json.JsonSerializer.SerializeToNode(told.Data, ContractsJson.Default.Message)!["type"]!.GetValue<string>()
            .ShouldBe(type);
    }

    [Fact]
    public async Task What_a_system_may_not_say_and_cases_that_are_not_there_are_refused()
    {
        await house.As("web").Post("/v1/orders", ApiHouse.Order("IN-2"));

        (await Send("wms", Event("carrier.delivered", "{}"))).Errors.Single().Field.ShouldBe("type");
        (await Send("carrier", Event("carrier.delivered", """{"signedBy":7}"""))).Errors.Select(error => error.Field)
            .ShouldBe(["data.signedBy", "data.tracking"]);
        (await Send("carrier", Event("carrier.delivered", """{"tracking":"T"}""", subject: "order/NOPE"))).Status.ShouldBe(404);
        house.Cases.RowsOf(CaseId.Order("NOPE")).ShouldBeEmpty();
        (await house.As("carrier").PostText("/v1/inbound/wms", Event("wms.picked", "{}"))).Status.ShouldBe(403);
        (await house.As("admin").PostText("/v1/inbound/crm", Event("wms.picked", "{}"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_came_in_is_told_by_what_became_of_it()
    {
        await house.As("web").Post("/v1/orders", ApiHouse.Order("IN-3"));
        var before = await Standing();
        const string Sent = """{"reference":"R","tracking":"T","lines":[{"line":1,"sku":"A","picked":2}]}""";
        await Send("supplier", Event("supplier.shipped", Sent, "order/IN-3"));
        await Send("supplier", Event("supplier.shipped", Sent, "order/IN-3"));
        await Send("supplier", Event("supplier.shipped", Sent, "order/NOBODY"));
        await Send("supplier", Event("supplier.shipped", "{}", "order/IN-3"));

        var after = await Standing();
        int Grew(string field) => (int)after[field]! - (int)before[field]!;
        (Grew("events"), Grew("repeated"), Grew("refused")).ShouldBe((4, 1, 2));
        ((string)after["problems"]![0]!["reason"]!).ShouldContain("data.reference");
        ((string)after["problems"]![1]!["subject"]!).ShouldBe("order/NOBODY");
        ((double)after["medianDelaySeconds"]!).ShouldBe(3600, "it happened at ten and is heard at eleven");

        async Task<JsonNode> Standing() => (await house.As("reader").Get("/v1/integrations")).Body["inbound"]!.AsArray()
            .Single(one => (string)one!["system"]! == "supplier")!;
    }

    private Task<Heard> Send(string system, string body) => house.As(system)
        .PostBytes($"/v1/inbound/{system}", System.Text.Encoding.UTF8.GetBytes(body),
            contentType: "application/cloudevents+json; charset=utf-8");

    private static string Event(string type, string data, string subject = "order/IN-1") => $$"""
        { "specversion": "1.0", "id": "{{type}}-1", "source": "{{type.Split('.')[0]}}/eu", "type": "{{type}}", "subject": "{{subject}}",
          "time": "2026-11-24T10:00:00Z", "region": "eu",
          "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "data": {{data}} }
        """;
}

public sealed class ReturnServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task A_return_is_told_to_its_case_with_or_without_its_order()
    {
        var asked = JsonNode.Parse("""
            { "number": "R-1", "channel": "web", "node": "HAMBURG", "askedAt": "2026-11-24T10:00:00Z", "currency": "EUR",
              "customerId": null, "order": null,
              "lines": [{ "sku": "A", "description": "", "quantity": 1, "unitPrice": 2.5 }], "reason": "broken" }
            """)!;

        (await house.As("web").Post("/v1/returns", asked)).Status.ShouldBe(202);
        ((bool)(await house.As("web").Post("/v1/returns", asked)).Body["duplicate"]!).ShouldBeTrue();
        asked["order"] = "WEB-1";
        (await house.As("web").Post("/v1/returns", asked)).Status.ShouldBe(409);
        asked["node"] = "HAMBUG";
        (await house.As("web").Post("/v1/returns", asked))
            .Errors.ShouldBe([("node", "is not known; got 'HAMBUG'; did you mean 'HAMBURG'?")]);

        var told = house.Cases.RowsOf(CaseId.Parse("return/R-1"))[0].Message.Data.ShouldBeOfType<ReturnAsked>();
        (told.Region, told.Order).ShouldBe(("dach", null));
    }
}
