using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

/// <summary>That the judge of our exports judges: a log as the standard's own example is, and each way to break it.</summary>
public sealed class OcelSchemaTests
{
    [Fact]
    public void A_log_as_the_standard_has_it_is_valid() => OcelRules.Faults(Log()).ShouldBeEmpty();

    [Theory]
    [InlineData("eventTypes")]
    [InlineData("objectTypes")]
    [InlineData("events")]
    [InlineData("objects")]
    public void A_log_without_one_of_its_four_lists_is_refused(string list)
    {
        var log = Log();
        log.Remove(list).ShouldBeTrue();
        OcelRules.Faults(log).ShouldHaveSingleItem().ShouldContain(list);
    }

    [Fact]
    public void Each_other_fault_is_found_where_it_is()
    {
        Broken(log => log["events"]![0]!["time"] = "yesterday").ShouldContain(fault => fault.StartsWith("/events/0/time:"));
        Broken(log => log["events"]![0]!["time"] = "2026-11-02 09:00:00").ShouldContain(fault => fault.StartsWith("/events/0/time:"));
        Broken(log => log["events"]![0]!.AsObject().Remove("id")).ShouldContain(fault => fault.StartsWith("/events/0:"));
        Broken(log => log["events"]![0]!["relationships"]![0]!.AsObject().Remove("qualifier"))
            .ShouldContain(fault => fault.StartsWith("/events/0/relationships/0:"));
        Broken(log => log["events"]![0]!["attributes"]![0]!["value"] = 3)
            .ShouldContain(fault => fault.StartsWith("/events/0/attributes/0/value:"));
        Broken(log => log["objects"]![0]!["attributes"]![0]!.AsObject().Remove("time"))
            .ShouldContain(fault => fault.StartsWith("/objects/0/attributes/0:"));
        Broken(log => log["objectTypes"]![0]!["attributes"]![0]!.AsObject().Remove("type"))
            .ShouldContain(fault => fault.StartsWith("/objectTypes/0/attributes/0:"));
    }

    private static IReadOnlyList<string> Broken(Action<JsonObject> fault)
    {
        var log = Log();
        fault(log);
        return OcelRules.Faults(log);
    }

    private static JsonObject Log() => JsonNode.Parse("""
        {
          "eventTypes": [{ "name": "Picked", "attributes": [{ "name": "pieces", "type": "integer" }] }],
          "objectTypes": [{ "name": "Order", "attributes": [{ "name": "channel", "type": "string" }] }],
          "events": [{
            "id": "e1", "type": "Picked", "time": "2026-11-02T09:00:00Z",
            "attributes": [{ "name": "pieces", "value": "3" }],
            "relationships": [{ "objectId": "o1", "qualifier": "picked for" }]
          }],
          "objects": [{
            "id": "o1", "type": "Order", "relationships": [],
            "attributes": [{ "name": "channel", "time": "1970-01-01T00:00:00Z", "value": "web" }]
          }]
        }
        """)!.AsObject();
}
