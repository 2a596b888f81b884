using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class ExceptionServiceTests : IAsyncLifetime
{
    private readonly ApiHouse _house = new();

    public async ValueTask InitializeAsync()
    {
        await _house.InitializeAsync();
        Add("WEB-1", ExceptionCategory.LatePick, OwnerGroup.StoreOperations, "LEEDS", ApiHouse.Now.AddMinutes(-30));
        Add("WEB-2", ExceptionCategory.FraudSuspected, null, null, ApiHouse.Now.AddHours(30));
        Add("WEB-3", ExceptionCategory.LatePick, OwnerGroup.StoreOperations, "HAMBURG", ApiHouse.Now.AddHours(3));
        Add("WEB-4", null, OwnerGroup.StoreOperations, "LEEDS", ApiHouse.Now);
    }

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Exceptions_come_by_priority_each_with_owner_points_that_sum_and_the_reason_in_words()
    {
        var heard = await _house.As("buyer").Get("/v1/exceptions");

        heard.Status.ShouldBe(200);
        Cases(heard).ShouldBe(["order/WEB-1", "order/WEB-3", "order/WEB-2"]);
        var first = heard.Body["exceptions"]![0]!;
        ((string)first["owner"]!, (string)first["category"]!, (string)first["step"]!, (string)first["clock"]!).ShouldBe(
            ("store-operations", "late-pick", "owner", "late"));
        first["points"]!.AsObject().Sum(part => (int)part.Value!).ShouldBe((int)first["priority"]!);
        ((string)first["why"]!).ShouldStartWith("Promised for 2026-11-24 10:30:00Z, over by 30 min;");
        ((string)heard.Body["exceptions"]![2]!["owner"]!).ShouldBe("customer-service", "nobody is named: it is the category's");
        first["acts"]!.AsArray().Select(act => (string)act!).ShouldBe(["Cancel order"]);
    }

    [Theory]
    [InlineData("owner=customer-service", "WEB-2")]
    [InlineData("category=late-pick", "WEB-1 WEB-3")]
    [InlineData("node=LEEDS", "WEB-1")]
    [InlineData("clock=late", "WEB-1")]
    [InlineData("process=order&take=1&after=1", "WEB-3")]
    [InlineData("process=task", "")]
    public async Task They_are_narrowed_by_owner_category_node_clock_and_process(string query, string expected)
    {
        var heard = await _house.As("reader").Get($"/v1/exceptions?{query}");

        heard.Status.ShouldBe(200);
        string.Join(' ', Cases(heard).Select(id => id["order/".Length..])).ShouldBe(expected);
    }

    [Theory]
    [InlineData("owner=nobody", "owner")]
    [InlineData("category=late-picks", "category")]
    [InlineData("process=everything", "process")]
    [InlineData("take=0", "take")]
    [InlineData("whose=mine", "whose")]
    public async Task What_narrows_nothing_is_said(string query, string field)
    {
        var heard = await _house.As("reader").Get($"/v1/exceptions?{query}");

        heard.Status.ShouldBe(400);
        heard.Errors.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public async Task Those_who_work_in_an_office_may_look_and_channels_stores_and_partners_may_not()
    {
        foreach (var (key, status) in new[] { ("pat", 200), ("bea", 200), ("finance", 200), ("web", 403), ("phone", 403), ("wms", 403) })
        {
            (await _house.As(key).Get("/v1/exceptions")).Status.ShouldBe(status, key);
        }

        (await _house.As(null).Get("/v1/exceptions")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task The_list_of_categories_says_owner_severity_budget_and_ladder()
    {
        var heard = await _house.As("reader").Get("/v1/exceptions/categories");

        var rules = heard.Body["categories"]!.AsArray();
        rules.Count.ShouldBe(25);
        var late = rules.Single(rule => (string)rule!["category"]! == "late-pick")!;
        ((string)late["owner"]!, (int)late["severity"]!, (double)late["budgetHours"]!).ShouldBe(("store-operations", 4, 1.0));
        late["ladder"]!.AsArray().Select(step => (string)step!).ShouldBe(["store-manager", "region-manager"]);
        late["resolutions"]!.AsArray().Select(verb => (string)verb!).ShouldContain("reroute");
    }

    private static IEnumerable<string> Cases(Heard heard) =>
        heard.Body["exceptions"]!.AsArray().Select(row => (string)row!["case"]!);

    private void Add(string number, ExceptionCategory? category, OwnerGroup? owner, string? node, DateTimeOffset promise)
    {
        var since = ApiHouse.Now.AddHours(-1);
        _house.Heads.All.Add(new CaseHead(
            _house.Heads.All.Count + 1, CaseId.Order(number), "order", 1, 2, "Open", Waits.OnPerson, since, since, null, since, null, null,
            0,
            new CaseCard($"Order {number}", Node: node, Owner: owner, Exception: category, Promise: promise, Value: 50, Currency: "GBP")));
    }
}
