using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Exports;
using Crossdock.Intelligence.Flow;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Crossdock.Unit.Tests.Intelligence.Flow;
using CsCheck;
using Microsoft.Data.Sqlite;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

/// <summary>A log says what the journal says, in every form, and nothing of who bought.</summary>
public sealed class ExportTests : IDisposable
{
    /// <summary>Written by hand from the story: the minute, the event, and what takes part in it.</summary>
    private const string Expected = """
        00 order/WEB-1#1 Order received: order/WEB-1 of, order/WEB-1/line/1 places, order/WEB-1/line/2 places
        01 order/WEB-1#2 Order checked: order/WEB-1 of
        02 fulfilment/WEB-1-1#1 Fulfilment asked: fulfilment/WEB-1-1 of, order/WEB-1 for, {0}/1 asks for, {0}/2 asks for
        03 task/PICK-1#1 Task opened: task/PICK-1 of, fulfilment/WEB-1-1 about
        04 task/PICK-1#2 Task claimed: task/PICK-1 of
        05 task/PICK-1#3 Task completed: task/PICK-1 of
        06 fulfilment/WEB-1-1#2 Fulfilment pick reported: fulfilment/WEB-1-1 of, order/WEB-1/line/1 picks, task/PICK-1 told by
        07 order/WEB-1#3 Part picked: order/WEB-1 of, fulfilment/WEB-1-1 told by
        08 fulfilment/WEB-1-1#3 Carrier booked: fulfilment/WEB-1-1 of, fulfilment/WEB-1-1/shipment moves
        09 fulfilment/WEB-1-1#4 Carrier delivered: fulfilment/WEB-1-1 of, fulfilment/WEB-1-1/shipment moves
        10 order/WEB-1#4 Part delivered: order/WEB-1 of, order/WEB-1/line/2 delivers, fulfilment/WEB-1-1 told by
        11 return/R-1#1 Return asked: return/R-1 of, order/WEB-1 from
        12 purchase/PO-1#1 Purchase proposed: purchase/PO-1 of, purchase/PO-1/sku/LAMP orders, order/WEB-1 serves
        13 purchase/PO-1#2 Supplier confirmed: purchase/PO-1 of, purchase/PO-1/sku/LAMP confirms
        14 purchase/PO-1#3 Purchase goods received: purchase/PO-1 of, purchase/PO-1/receipt/GR-1 receives, purchase/PO-1/sku/LAMP counts
        15 purchase/PO-1#4 ERP: goods receipt posted: purchase/PO-1 of, purchase/PO-1/receipt/GR-1 books
        16 invoice/I-1#1 Invoice received: invoice/I-1 of, purchase/PO-1 bills
        17 promotion/P-1#1 Price proposed: promotion/P-1 of
        18 price-target/P-1.till#1 Price-target asked: price-target/P-1.till of, promotion/P-1 for
        """;

    private const string ExpectedTies = """
        fulfilment/WEB-1-1 -fulfils-> order/WEB-1/line/1
        fulfilment/WEB-1-1 -fulfils-> order/WEB-1/line/2
        fulfilment/WEB-1-1 -part of-> order/WEB-1
        fulfilment/WEB-1-1/shipment -shipment of-> fulfilment/WEB-1-1
        invoice/I-1 -bills-> purchase/PO-1
        order/WEB-1/line/1 -line of-> order/WEB-1
        order/WEB-1/line/2 -line of-> order/WEB-1
        price-target/P-1.till -part of-> promotion/P-1
        purchase/PO-1 -serves-> order/WEB-1
        purchase/PO-1/receipt/GR-1 -receipt of-> purchase/PO-1
        purchase/PO-1/sku/LAMP -line of-> purchase/PO-1
        return/R-1 -from-> order/WEB-1
        return/R-1 -part of-> order/WEB-1
        task/PICK-1 -about-> fulfilment/WEB-1-1
        task/PICK-1 -part of-> order/WEB-1
        """;

    private static readonly string[] Events = Expected.Replace("{0}", "order/WEB-1/line", StringComparison.Ordinal).Split('\n');

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Every_event_names_what_takes_part_in_it_and_every_object_where_it_belongs()
    {
        var log = await _house.Json(TradeStory.Tell().Rows);

        OcelRules.Check(log);
        log.GetProperty("events").EnumerateArray().Select(one =>
        {
            var links = Links(one).Select(link => $"{link.To} {link.How}");
            return $"{Minute(one):00} {Text(one, "id")} {Text(one, "type")}: {string.Join(", ", links)}";
        }).ShouldBe(Events);
        log.GetProperty("objects").EnumerateArray()
            .SelectMany(one => Links(one).Select(link => $"{Text(one, "id")} -{link.How}-> {link.To}"))
            .Order(StringComparer.Ordinal).ShouldBe(ExpectedTies.Split('\n'));
        log.GetProperty("objects").EnumerateArray().Select(one => $"{Text(one, "type")}").Distinct().Order(StringComparer.Ordinal).ShouldBe(
        [
            "fulfilment", "goods-receipt", "invoice", "order", "order-line", "price-change", "price-target", "purchase-order",
            "purchase-order-line", "return", "shipment", "task",
        ]);
    }

    [Fact]
    public async Task What_changes_about_an_object_has_the_time_of_its_change_and_the_rest_was_so_from_the_start()
    {
        var log = await _house.Json(TradeStory.Tell().Rows);

        Values(log, "order/WEB-1", "state").ShouldBe(["1970 Checking", "1 Fulfilling", "10 Closed"]);
        Values(log, "order/WEB-1", "value").ShouldBe(["1970 30.50"]);
        Values(log, "purchase/PO-1/sku/LAMP", "quantity").ShouldBe(["1970 10", "13 8"]);
        Values(log, "purchase/PO-1", "due").Count.ShouldBe(2);
        Values(log, "fulfilment/WEB-1-1", "node").ShouldBe(["1970 LEEDS"]);
        Values(log, "purchase/PO-1/receipt/GR-1", "damaged").ShouldBe(["1970 1"]);
    }

    [Theory]
    [InlineData(LogFormat.OcelJson)]
    [InlineData(LogFormat.OcelSqlite)]
    public async Task Our_own_reader_finds_the_same_events_objects_and_flows(LogFormat format)
    {
        var story = TradeStory.Tell();
        var (path, count) = await _house.Export(story.Rows, format);

        var read = ExportHouse.Objects(path);
        (read.Events, read.Objects, read.Relations, read.ObjectRelations, read.EventsWithoutObjects, read.ObjectsWithoutEvents)
            .ShouldBe((19, 13, 41, 15, 0, 0));
        (count.Rows, count.Events, count.NoEvents, count.Objects).ShouldBe((21, 19, 1, 13));
        var counted = Events.Select(line => (Line: line, End: line.LastIndexOf(": ", StringComparison.Ordinal)))
            .SelectMany(one => one.Line[(one.End + 2)..].Split(", ").Select(link => new MadeUpEvent(
                link.Split(' ')[0], one.Line[..one.End].Split(' ', 3)[2], long.Parse(one.Line[..2]) * 60)))
            .GroupBy(one => TypeOf(one.Case)).ToDictionary(type => type.Key, type => new NaiveFlow(type));
        read.Flattened.Keys.ShouldBe(counted.Keys, ignoreOrder: true);
        foreach (var (type, flow) in counted)
        {
            ExportHouse.ShouldFlow(FlowFold.Of(read.Flattened[type]), flow, type);
        }
    }

    /// <summary>Whatever order things come in, and whatever the clocks say: what a case decided is an event, once, in its order.</summary>
    [Fact]
    public void Every_form_of_any_history_flows_as_the_journal_does() => MadeUpLives.Random.Sample(
        happenings =>
        {
            var rows = MadeUpLives.Of(happenings).Rows;
            var decided = rows.Where(row => row.Outcome == Outcome.Applied).Select((row, i) =>
                new MadeUpEvent(row.Case.ToString(), EventWords.Of(TypeOf(row)), i)).ToList();
            ExportHouse.ShouldFlow(
                ExportHouse.Cases(_house.Export(rows, LogFormat.Csv).GetAwaiter().GetResult().Path), new NaiveFlow(decided), "csv");
            foreach (var format in new[] { LogFormat.OcelJson, LogFormat.OcelSqlite })
            {
                var read = ExportHouse.Objects(_house.Export(rows, format).GetAwaiter().GetResult().Path);
                read.Events.ShouldBe(decided.Count);
                foreach (var kind in decided.GroupBy(one => TypeOf(one.Case)))
                {
                    ExportHouse.ShouldFlow(FlowFold.Of(read.Flattened[kind.Key]), new NaiveFlow(kind), $"{format} {kind.Key}");
                }
            }
        },
        iter: 30, threads: 1);

    [Theory]
    [InlineData(LogFormat.OcelJson)]
    [InlineData(LogFormat.OcelSqlite)]
    [InlineData(LogFormat.Csv)]
    public async Task Nobody_is_named_unless_that_is_asked_for(LogFormat format)
    {
        var (path, _) = await _house.Export(TradeStory.Tell().Rows, format);
        foreach (var word in TradeStory.Personal.Concat(TradeStory.Sentences))
        {
            ExportHouse.Holds(path, word).ShouldBeFalse(word);
        }

        var (asked, _) = await _house.Export(TradeStory.Tell().Rows, format, order => order with { IncludePersonal = true });
        ExportHouse.Holds(asked, "Ida Berg").ShouldBeTrue();
        ExportHouse.Holds(asked, "Please ring").ShouldBeFalse();
        ExportHouse.Holds(asked, "GB33BUKB").ShouldBeFalse();
        if (format != LogFormat.Csv)
        {
            TradeStory.Personal[..^1].ShouldAllBe(word => ExportHouse.Holds(asked, word));
        }
    }

    [Fact]
    public async Task A_period_or_a_process_leaves_out_events_and_nothing_that_is_known_of_their_objects()
    {
        var late = await _house.Json(TradeStory.Tell().Rows, order => order with
        {
            From = MadeUpLives.Start.AddMinutes(8), To = MadeUpLives.Start.AddMinutes(10),
        });
        OcelRules.Check(late);
        late.GetProperty("events").EnumerateArray().Select(one => Text(one, "id"))
            .ShouldBe(["fulfilment/WEB-1-1#3", "fulfilment/WEB-1-1#4"]);
        late.GetProperty("objects").EnumerateArray().Select(one => Text(one, "id"))
            .ShouldBe(["fulfilment/WEB-1-1", "fulfilment/WEB-1-1/shipment"]);
        Values(late, "fulfilment/WEB-1-1", "state").ShouldBe(["1970 AwaitingPick", "6 AwaitingShipment", "8 WithCarrier", "9 Delivered"]);

        var parts = await _house.Json(TradeStory.Tell().Rows, order => order with { Processes = ["fulfilment"] });
        OcelRules.Check(parts);
        parts.GetProperty("events").GetArrayLength().ShouldBe(4);
        Values(parts, "order/WEB-1/line/1", "sku").ShouldBe(["1970 LAMP"]);
        Values(parts, "order/WEB-1", "state").ShouldBe(["1970 Checking", "1 Fulfilling", "10 Closed"]);
    }

    [Fact]
    public async Task The_tables_are_those_of_the_standard()
    {
        var (path, _) = await _house.Export(TradeStory.Tell().Rows, LogFormat.OcelSqlite);

        Rows(path, "select ocel_time, ocel_changed_field, sku, quantity, typeof(quantity) from object_PurchaseOrderLine")
            .ShouldBe(["1970-01-01 00:00:00.000000||LAMP|10|integer", "2026-11-24 07:43:00.000000|quantity||8|integer"]);
        Rows(path, "select ocel_id, ocel_time, process, state, resource, node from event_OrderReceived")
            .ShouldBe(["order/WEB-1#1|2026-11-24 07:30:00.000000|order-to-fulfilment|Checking|web|"]);
        Rows(path, "select ocel_type_map from event_map_type where ocel_type = 'ERP: goods receipt posted'")
            .ShouldBe(["ERPGoodsReceiptPosted"]);
        Rows(path, "select ocel_qualifier from object_object where ocel_source_id = 'invoice/I-1'").ShouldBe(["bills"]);
        Rows(path, "pragma foreign_key_check").ShouldBeEmpty();
        Rows(path, "pragma integrity_check").ShouldBe(["ok"]);
    }

    internal static List<string> Rows(string path, string sql)
    {
        using var database = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<string>();
        while (rows.Read())
        {
            all.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(i => Convert.ToString(rows.GetValue(i), null))));
        }

        return all;
    }

    private static string TypeOf(Transition row) =>
        JsonDocument.Parse(Dashboard.MadeUpFact.Json.Write(row)).RootElement.GetProperty("message").GetProperty("data")
            .GetProperty("type").GetString()!;

    private static string TypeOf(string id) => id.Split('/') switch
    {
        ["order", _, "line", _] => "order-line",
        ["purchase", _, "sku", _] => "purchase-order-line",
        ["purchase", _, "receipt", _] => "goods-receipt",
        ["purchase", _] => "purchase-order",
        ["promotion", _] => "price-change",
        [_, _, "shipment"] => "shipment",
        [var kind, _] => kind,
        _ => throw new ArgumentException(id),
    };

    private static List<string> Values(JsonElement log, string id, string name) =>
    [
        .. log.GetProperty("objects").EnumerateArray().Single(one => Text(one, "id") == id).GetProperty("attributes").EnumerateArray()
            .Where(attribute => Text(attribute, "name") == name)
            .Select(attribute => $"{(Minute(attribute) < 0 ? 1970 : Minute(attribute))} {Text(attribute, "value")}"),
    ];

    private static IEnumerable<(string To, string How)> Links(JsonElement one) => one.GetProperty("relationships").EnumerateArray()
        .Select(link => (Text(link, "objectId"), Text(link, "qualifier")));

    private static double Minute(JsonElement one) => (one.GetProperty("time").GetDateTimeOffset() - MadeUpLives.Start).TotalMinutes;

    private static string Text(JsonElement one, string key) => one.GetProperty(key).GetString()!;
}
