using System.Text;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Logs;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Logs;

/// <summary>Attributes that nobody named and a log turns out to have, and the names of its cases.</summary>
public sealed class FoundAttributeTests : IDisposable
{
    private const string Head = "case:concept:name,concept:name,time:timestamp";

    private readonly LogFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void a_table_has_all_its_columns_and_those_that_have_a_part_of_their_own_only_once()
    {
        var log = Csv($"{Head}, Org:Resource ,case:channel,,cost,cost\n1,a,2026-01-01,Ann,web,x,5,6\n1,b,2026-01-02,NULL,web,x,,\n");
        log.Attributes.Keys.ShouldBe([LogNames.Resource, "case:channel", "cost"]);
        Said(log, "cost").ShouldBe(["5", "-"]);
        Said(log, LogNames.Resource).ShouldBe(["Ann", "-"]);
    }

    [Fact]
    public void without_being_asked_nothing_is_found()
    {
        Csv($"{Head},channel\n1,a,2026-01-01,web\n", finds: false).Attributes.Keys.ShouldBe([LogNames.Resource]);
        Xes(Trace("1", S("channel", "web"), Event("a", S("cost", "5"))), finds: false).Attributes.Keys.ShouldBe([LogNames.Resource]);
    }

    [Fact]
    public void a_stream_of_traces_says_what_of_cases_and_what_of_events()
    {
        var log = Xes(
            Trace("1", Event("a", S("cost", "5"), S("case:channel", "of an event")), S("channel", "web"), S("cost", "9"))
            + Trace("2", S("channel", "app"), Event("a"), Event("b", S("late", "yes"))));
        log.Attributes.Keys.ShouldBe([LogNames.Resource, "cost", "case:channel", "case:cost", "late"], ignoreOrder: true);
        Said(log, "case:channel").ShouldBe(["web", "app", "app"]);
        Said(log, "cost").ShouldBe(["5", "-", "-"]);
        Said(log, "case:cost").ShouldBe(["9", "-", "-"]);
        Said(log, "late").ShouldBe(["-", "-", "yes"]);
    }

    [Fact]
    public void one_key_can_be_the_resource_and_named_besides()
    {
        var path = _files.Put("a.xes", $"<log>{Trace("1", Event("a", S("who", "Ann")))}</log>");
        var log = Read(path, new LogColumns(Resource: "who", Attributes: ["who"]));
        (Said(log, LogNames.Resource).Single(), Said(log, "who").Single()).ShouldBe(("Ann", "Ann"));
    }

    [Theory]
    [InlineData(EventLogBuilder.MostFoundValues, true)]
    [InlineData(EventLogBuilder.MostFoundValues + 1, false)]
    public void what_tells_every_event_apart_is_let_go_unless_it_was_named(int values, bool kept)
    {
        var rows = string.Concat(Enumerable.Range(0, values).Select(i => $"{i % 7},a,2026-01-01,n{i},m{i},x{i % 2}\n"));
        var path = _files.Put("a.csv", $"{Head},named,found,few\n{rows}");
        var log = Read(path, new LogColumns(Attributes: ["named"]) { FindsAttributes = true });
        log.Attributes.ContainsKey("found").ShouldBe(kept);
        log.Attributes["named"].Values.Count.ShouldBe(values);
        log.Counted("few").Sum(one => one.Count).ShouldBe(values, "what lies behind a column that was let go stays in its place");
        log.Events.ShouldBe(values);
    }

    [Fact]
    public void of_more_attributes_than_there_is_room_for_the_first_are_kept()
    {
        var many = EventLogBuilder.MostFound + 5;
        var names = Enumerable.Range(0, many).Select(i => $"x{i}").ToList();
        var csv = Csv($"{Head},{string.Join(',', names)}\n1,a,2026-01-01,{string.Join(',', names)}\n");
        var xes = Xes(Trace("1", Event("a", [.. names.Select(name => S(name, name))]), Event("b", S("behind", "1"))));
        foreach (var log in new[] { csv, xes })
        {
            log.Attributes.Keys.ShouldBe([LogNames.Resource, .. names.Take(EventLogBuilder.MostFound)]);
            Said(log, "x59")[0].ShouldBe("x59");
        }
    }

    [Fact]
    public void a_long_log_lets_go_of_what_was_found_last()
    {
        var builder = new EventLogBuilder(["named"], mostFoundCodes: 8);
        var (first, second) = (builder.Find("first"), builder.Find("second"));
        for (var i = 0; i < 6; i++)
        {
            int[] codes = [builder.ValueOf(0, $"n{i}"), builder.ValueOf(first, "1"), builder.ValueOf(second, "2")];
            builder.Add(builder.CaseOf("1"), builder.ActivityOf("a"), i, codes);
        }

        var log = builder.Build();
        log.Attributes.Keys.ShouldBe(["named", "first"]);
        Said(log, "first").ShouldBe(Enumerable.Repeat("1", 6));
    }

    [Fact]
    public void cases_keep_their_names_in_a_part_of_the_log_and_in_whatever_order_events_came()
    {
        var log = Csv($"{Head},channel\n1,a,2026-01-02,web\n2,a,2026-01-01,app\n1,b,2026-01-01,app\n3,a,2026-01-05,web\n");
        log.CaseNames.ShouldBe(["1", "2", "3"]);
        log.Cut(new LogSlice("channel", "web")).CaseNames.ShouldBe(["1", "3"]);
        log.Cut(new LogSlice(Until: new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero))).CaseNames.ShouldBe(["1", "2"]);
        var part = log.Cut(new LogSlice("channel", "app"), []);
        (part.CaseNames.Count, part.Attributes.Count).ShouldBe((2, 0));
        Xes("<trace>" + Event("a") + "</trace>").CaseNames.ShouldBe([""]);
    }

    [Fact]
    public void an_object_centric_log_names_its_cases_by_their_objects()
    {
        var path = _files.Put(
            "a.json",
            """
            {"objects":[{"id":"i1","type":"item"},{"id":"o1","type":"order"},{"id":"i2","type":"item"}],
             "events":[{"id":"e1","type":"a","time":"2026-01-01","relationships":[{"objectId":"i2","qualifier":""},
               {"objectId":"o1","qualifier":""}]},
              {"id":"e2","type":"b","time":"2026-01-02","relationships":[{"objectId":"i1","qualifier":""}]}]}
            """);
        var log = LogReader.Read(path, new LogColumns()).ShouldBeOfType<LogContent.Objects>().Log;
        log.Flattened["item"].CaseNames.ShouldBe(["i2", "i1"]);
        log.Flattened["order"].CaseNames.ShouldBe(["o1"]);
    }

    [Fact]
    public void values_are_counted_as_a_slice_by_them_counts()
    {
        var log = Csv(
            $"{Head},case:channel,who\n1,a,2026-01-01,,Ann\n1,b,2026-01-02,web,Bob\n2,a,2026-01-01,web,Ann\n"
                + "2,b,2026-01-02,web,\n3,a,2026-01-01,app,\n");
        log.Counted("case:channel").ShouldBe([("web", 2), ("app", 1)]);
        log.Counted("who").ShouldBe([("Ann", 2), ("Bob", 1)]);
        log.Cut(new LogSlice("case:channel", "web")).Cases.ShouldBe(2);
        log.Cut(new LogSlice("who", "Ann")).Events.ShouldBe(2);
    }

    private static EventLog Read(string path, LogColumns columns) =>
        LogReader.Read(path, columns).ShouldBeOfType<LogContent.Cases>().Log;

    private EventLog Csv(string text, bool finds = true) =>
        Read(_files.Put("a.csv", text), new LogColumns { FindsAttributes = finds });

    private EventLog Xes(string traces, bool finds = true) =>
        Read(_files.Put("a.xes", $"<log>{traces}</log>"), new LogColumns { FindsAttributes = finds });

    private static string Trace(string name, params string[] parts) =>
        new StringBuilder("<trace>").Append(S(LogNames.Activity, name)).AppendJoin("", parts).Append("</trace>").ToString();

    private static string Event(string activity, params string[] parts) =>
        new StringBuilder("<event>").Append(S(LogNames.Activity, activity)).AppendJoin("", parts).Append("</event>").ToString();

    private static string S(string key, string value) => $"<string key=\"{key}\" value=\"{value}\"/>";

    private static string[] Said(EventLog log, string attribute) =>
        [.. log.Attributes[attribute].Codes.Select(code => code < 0 ? "-" : log.Attributes[attribute].Values[code])];
}
