using System.Text.Json;
using Crossdock.Host.Commands;
using Crossdock.Intelligence.Logs;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Logs;

/// <summary>One small log in every form it may come in: an order, two items, a parcel nobody touched, an event of nobody.</summary>
public sealed class OcelTests : IDisposable
{
    private const string Json = """
        {"events": [
          {"id": "e1", "type": "place", "time": "2026-01-01T10:00:00Z", "relationships":
            [{"objectId": "o1", "qualifier": "order"}, {"objectId": "i1", "qualifier": "x"}, {"objectId": "i2"}, {"objectId": "nobody"}]},
          {"id": "e3", "type": "pack", "time": "2026-01-01T12:00:00Z", "relationships": [{"objectId": "i2", "qualifier": "x"}]},
          {"id": "e2", "type": "pick", "time": "2026-01-01T11:00:00+00:00", "attributes": [{"name": "by", "value": {"a": [1, 2]}}],
            "relationships": [{"objectId": "i1", "qualifier": "x"}]},
          {"id": "e4", "type": "audit", "time": "2026-01-01T13:00:00Z"}],
        "objects": [
          {"id": "o1", "type": "order", "relationships": [{"objectId": "i1", "qualifier": "has"}, {"objectId": "p1", "qualifier": "in"}]},
          {"id": "i1", "type": "item"}, {"id": "i2", "type": "item", "attributes": [{"name": "w", "time": "1970-01-01", "value": 3}]},
          {"id": "p1", "type": "parcel"}]}
        """;

    private const string Xml = """
        <?xml version="1.0"?>
        <log>
          <object-types><object-type name="order"><attributes/></object-type></object-types>
          <objects>
            <object id="o1" type="order"><objects><relationship object-id="i1" qualifier="has"/></objects></object>
            <object id="i1" type="item"/>
            <object id="i2" type="item"><attributes><attribute name="w" time="0">3</attribute></attributes></object>
            <object id="p1" type="parcel"/>
          </objects>
          <events>
            <event id="e1" type="place" time="2026-01-01T10:00:00"><objects>
              <object object-id="o1" qualifier="order"/><object object-id="i1"/><object object-id="i2"/><object object-id="nobody"/>
            </objects></event>
            <event id="e3" type="pack" time="2026-01-01T12:00:00"><objects><relationship object-id="i2"/></objects></event>
            <event id="e2" type="pick" time="2026-01-01T11:00:00"><attributes><attribute name="by">x</attribute></attributes>
              <objects><object object-id="i1"/></objects></event>
            <event id="e4" type="audit" time="2026-01-01T13:00:00"/>
          </events>
        </log>
        """;

    private const string Forerunner = """
        {"ocel:events": {
          "e1": {"ocel:activity": "place", "ocel:timestamp": "2026-01-01T10:00:00", "ocel:omap": ["o1", "i1", "i2", "nobody"],
            "ocel:typedOmap": [{"ocel:oid": "o1", "ocel:qualifier": "order"}], "ocel:vmap": {"id": "no id", "time": 1}},
          "e3": {"ocel:activity": "pack", "ocel:timestamp": "2026-01-01T12:00:00", "ocel:omap": ["i2"], "ocel:vmap": {}},
          "e2": {"ocel:activity": "pick", "ocel:timestamp": "2026-01-01T11:00:00", "ocel:omap": ["i1"], "ocel:vmap": {}},
          "e4": {"ocel:activity": "audit", "ocel:timestamp": "2026-01-01T13:00:00", "ocel:omap": [], "ocel:vmap": {}}},
        "ocel:objects": {
          "o1": {"ocel:type": "order", "ocel:o2o": [{"ocel:oid": "i1", "ocel:qualifier": "has"}]}, "i1": {"ocel:type": "item"},
          "i2": {"ocel:type": "item", "ocel:ovmap": {"type": "no type"}}, "p1": {"ocel:type": "parcel"}}}
        """;

    private readonly LogFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("OCEL 2.0 JSON")]
    [InlineData("OCEL 2.0 XML")]
    [InlineData("OCEL 2.0 SQLite")]
    [InlineData("JSON-OCEL 1.0")]
    public void every_form_gives_the_same_figures(string form)
    {
        var said = LogFiles.Import(form switch
        {
            "OCEL 2.0 JSON" => _files.Put("a", Json),
            "OCEL 2.0 XML" => _files.Put("a", LogFiles.Packed(Xml)),
            "OCEL 2.0 SQLite" => Sqlite(),
            _ => _files.Put("a", Forerunner),
        });
        said.GetProperty("format").GetString().ShouldBe(form);
        (Number(said, "events"), Number(said, "objects"), Number(said, "relations"), Number(said, "o2o")).ShouldBe((3, 3, 5, 1));
        (Number(said, "eventsWithoutObjects"), Number(said, "objectsWithoutEvents")).ShouldBe((1, 1));
        said.GetProperty("objectTypes").ToString().ShouldBe("""{"item":2,"order":1}""");
        said.GetProperty("activities").ToString().ShouldBe("""{"pack":1,"pick":1,"place":1}""");
        said.GetProperty("odd").GetProperty("reasons").ToString().ShouldBe($$"""{"{{ObjectLogBuilder.UnknownObject}}":1}""");
        var items = said.GetProperty("flattened").GetProperty("item");
        (Number(items, "cases"), Number(items, "events"), Number(items, "variants")).ShouldBe((2, 4, 2));
        items.GetProperty("directlyFollows").ToString().ShouldBe("""[["place","pack",1],["place","pick",1]]""");
        items.GetProperty("caseDurationSeconds").GetProperty("mean").GetDouble().ShouldBe(5_400);
        Number(said.GetProperty("flattened").GetProperty("order"), "events").ShouldBe(1);
    }

    [Fact]
    public void what_is_broken_is_counted_and_the_rest_goes_on()
    {
        var said = LogFiles.Import(_files.Put("a", """
            {"objectTypes": [{"name": "o"}], "objects": [{"id": "o1", "type": "o"}, {"id": "o1", "type": "p"}, {"id": "o2"}, 7],
             "events": [{"id": "e1", "type": "a", "time": "soon", "relationships": [{"objectId": "o1"}]},
              {"id": "e2", "type": "a", "time": "2026-01-01", "relationships": [{"objectId": "o1"}, {"objectId": "o1", "qualifier": "q"}]},
              {"id": "e2", "type": "b", "time": "2026-01-01", "relationships": "o1"}, {"type": "a", "time": "2026-01-01"}]}
            """));
        (Number(said, "events"), Number(said, "objects"), Number(said, "relations")).ShouldBe((1, 1, 1));
        said.GetProperty("odd").GetProperty("reasons").EnumerateObject().Select(reason => $"{reason.Name} {reason.Value}").ShouldBe(
        [
            $"{OcelXmlReader.NoIdOrType} 2", $"{OcelXmlReader.NoTime} 1", $"{ObjectLogBuilder.RepeatedEvent} 1",
            $"{ObjectLogBuilder.RepeatedObject} 1", $"{OcelJsonReader.NoObject} 1",
        ], ignoreOrder: true);
    }

    [Fact]
    public void a_long_log_is_read_in_pieces_and_keeps_every_event()
    {
        // Texts of all lengths, so that a piece ends within names, numbers and escapes.
        var events = Enumerable.Range(0, 5_000).Select(i =>
            $$"""{"id":"e{{i}}","type":"\u00e4{{new string('x', i % 97)}}","time":"2026-01-01","relationships":[{"objectId":"o"}]}""");
        var filler = new string('y', 300_000);
        var said = LogFiles.Import(_files.Put(
            "a", $$"""{"filler":"{{filler}}","objects":[{"id":"o","type":"t"}],"events":[{{string.Join(',', events)}}]}"""));
        (Number(said, "events"), said.GetProperty("activities").EnumerateObject().Count()).ShouldBe((5_000, 97));
    }

    [Fact]
    public void a_period_can_be_cut_out_and_nothing_else()
    {
        var path = _files.Put("a", Json);
        LogFiles.Import(path, slice: new AskedSlice(From: "2026-01-01T10:30:00Z")).GetProperty("flattened").GetProperty("item")
            .GetProperty("cases").GetInt32().ShouldBe(0);
        LogFiles.Refused(path, slice: new AskedSlice("a=b")).ShouldContain("only a period");
    }

    private static int Number(JsonElement said, string name) => said.GetProperty(name).GetInt32();

    private string Sqlite()
    {
        var path = _files.Put("a.sqlite", "");
        using var database = new SqliteConnection($"Data Source={path};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = """"
            CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
            INSERT INTO event_map_type VALUES ('place', 'P "1"'), ('pick', 'Pick'), ('pack', 'Pack'), ('audit', 'Audit');
            CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
            INSERT INTO event VALUES ('e1', 'place'), ('e3', 'pack'), ('e2', 'pick'), ('e4', 'audit');
            CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
            INSERT INTO object VALUES ('o1', 'order'), ('i1', 'item'), ('i2', 'item'), ('p1', 'parcel');
            CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
            INSERT INTO event_object VALUES
              ('e1', 'o1', ''), ('e1', 'i1', ''), ('e1', 'i2', ''), ('e1', 'nobody', ''), ('e3', 'i2', ''), ('e2', 'i1', '');
            CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
            INSERT INTO object_object VALUES ('o1', 'i1', 'has');
            CREATE TABLE "event_P ""1""" (ocel_id TEXT, ocel_time TIMESTAMP);
            INSERT INTO "event_P ""1""" VALUES ('e1', '2026-01-01 10:00:00');
            CREATE TABLE event_Pick (ocel_id TEXT, ocel_time TIMESTAMP); INSERT INTO event_Pick VALUES ('e2', '2026-01-01 11:00:00');
            CREATE TABLE event_Pack (ocel_id TEXT, ocel_time TIMESTAMP); INSERT INTO event_Pack VALUES ('e3', '2026-01-01 12:00:00');
            CREATE TABLE event_Audit (ocel_id TEXT, ocel_time TIMESTAMP); INSERT INTO event_Audit VALUES ('e4', '2026-01-01 13:00:00');
            """";
        command.ExecuteNonQuery();
        return path;
    }
}
