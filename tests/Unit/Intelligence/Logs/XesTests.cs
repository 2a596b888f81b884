using System.Text;
using Crossdock.Host.Commands;
using Crossdock.Intelligence.Logs;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Logs;

public sealed class XesTests : IDisposable
{
    private readonly LogFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void traces_are_cases_and_their_events_are_taken_in_order_of_time()
    {
        var path = Log(
            Trace("1", E("b", "2026-01-02T00:00:00Z"), E("a", "2026-01-01T12:00:00Z")), Trace("2", E("a", "2026-01-03T00:00:00Z")));
        var flow = LogFiles.Flow(path);
        LogFiles.Rows(flow).ShouldBe("a 1 | a>b 1");
        flow.Arcs.Single().Times!.Median.ShouldBe(43_200);
    }

    [Fact]
    public void the_clock_counts_unless_zones_are_minded_and_a_time_without_one_is_UTC()
    {
        var path = Log(Trace(
            "1", E("c", "2026-01-01T12:00:00.5"), E("a", "2026-01-01T12:00:00+02:00"), E("b", "2026-01-01T03:30:00.250-0800")));
        var minded = LogFiles.Flow(path, new LogColumns(MindZones: true));
        LogFiles.Rows(minded).ShouldBe("a>b>c 1");
        minded.CaseDuration!.Max.ShouldBe(7_200.5);
        var clock = LogFiles.Flow(path);
        LogFiles.Rows(clock).ShouldBe("b>a>c 1");
        clock.CaseDuration!.Max.ShouldBe(30_600.25);
    }

    [Fact]
    public void namespaces_prefixes_the_order_of_attributes_and_what_is_nested_do_not_matter()
    {
        const string Text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <x:log xmlns:x="http://www.xes-standard.org/" xes.version="2.0">
              <x:extension uri="http://www.xes-standard.org/time.xesext" prefix="time" name="Time"/>
              <x:global scope="event"><x:string value="none" key="concept:name"/></x:global>
              <x:trace>
                <x:event>
                  <x:string value="first" key="concept:name"><x:string key="concept:name" value="inner"/></x:string>
                  <x:list key="parts"><x:values><x:string key="concept:name" value="part"/></x:values></x:list>
                  <x:container key="c"><x:date key="time:timestamp" value="1999-01-01"/></x:container>
                  <x:date value="2026-01-01T00:00:00Z" key="time:timestamp"/>
                </x:event>
                <x:string value="late name" key="concept:name"/>
              </x:trace>
              <x:trace><x:string key="concept:name" value="late name"/>
                <x:event><x:date key="time:timestamp" value="2026-01-01T00:01:00Z"/><x:string key="concept:name" value="second"/></x:event>
              </x:trace>
            </x:log>
            """;
        var flow = LogFiles.Flow(_files.Put("a.xes", Text));
        LogFiles.Rows(flow).ShouldBe("first>second 1");
        flow.CaseDuration!.Max.ShouldBe(60);
    }

    [Fact]
    public void a_broken_event_is_counted_and_the_rest_goes_on()
    {
        var path = Log(
            Trace(
                "1", E("a", "2026-01-01"), "<event><string key=\"org:resource\" value=\"Ann\"/></event>", E("b", "yesterday"),
                E("c", null)),
            "<trace><string key=\"concept:name\" value=\"empty\"/></trace>", "<trace/>", "<trace>" + E("a", "2026-01-01") + "</trace>",
            E("astray", "2026-01-01"));
        var said = LogFiles.Import(path);
        (said.GetProperty("events").GetInt32(), said.GetProperty("cases").GetInt32()).ShouldBe((4, 2));
        said.GetProperty("odd").GetProperty("reasons").EnumerateObject().Select(reason => $"{reason.Name} {reason.Value}").ShouldBe(
        [
            $"{XmlLogReader.EmptyTrace} 2", $"{XmlLogReader.NoActivity} 1", $"{XmlLogReader.OutsideOfTrace} 1", $"{XmlLogReader.NoTime} 1",
            $"{XmlLogReader.BrokenTime} 1", $"{XmlLogReader.NamelessTrace} 1",
        ], ignoreOrder: true);
        said.GetProperty("odd").GetProperty("examples")[0].GetProperty("where").GetString().ShouldBe("line 2");
    }

    [Fact]
    public void packed_or_not_with_a_mark_or_in_UTF_16_it_is_the_same_log()
    {
        var text = "<log>" + Trace("1", E("a", "2026-01-01"), E("b", "2026-01-02")) + "</log>";
        var figures = LogFiles.Rows(LogFiles.Flow(_files.Put("a.xes", text)));
        LogFiles.Rows(LogFiles.Flow(_files.Put("b.xes.gz", LogFiles.Packed(text)))).ShouldBe(figures);
        LogFiles.Rows(LogFiles.Flow(_files.Put("c", "\uFEFF" + text))).ShouldBe(figures);
        LogFiles.Rows(LogFiles.Flow(_files.Put("d", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]))).ShouldBe(figures);
    }

    [Fact]
    public void other_keys_can_be_named_and_a_slice_is_cut_by_what_a_trace_or_an_event_says()
    {
        const string Event = "<event><string key=\"Activity\" value=\"{0}\"/><string key=\"who\" value=\"{1}\"/></event>";
        var path = Log(
            "<trace><string key=\"concept:name\" value=\"1\"/>" + Event.Replace("{0}", "a").Replace("{1}", "Ann")
                + Event.Replace("{0}", "b").Replace("{1}", "Bob") + "<string key=\"channel\" value=\"web\"/></trace>",
            "<trace><string key=\"concept:name\" value=\"2\"/><string key=\"channel\" value=\"shop\"/>"
                + Event.Replace("{0}", "a").Replace("{1}", "Bob") + "</trace>");
        var columns = new LogColumns(Activity: "Activity", Resource: "who");
        LogFiles.Import(path, columns).GetProperty("resources").GetInt32().ShouldBe(2);
        var web = LogFiles.Import(path, columns, new AskedSlice("case:channel=web"), new AskedSlice("org:resource=Bob"));
        (web.GetProperty("cases").GetInt32(), web.GetProperty("events").GetInt32()).ShouldBe((1, 2));
        var bob = web.GetProperty("comparison").GetProperty("other");
        (bob.GetProperty("cases").GetInt32(), bob.GetProperty("events").GetInt32()).ShouldBe((2, 2));
        LogFiles.Refused(path, columns, new AskedSlice("case:colour=red")).ShouldContain("no event of the log has case:colour");
    }

    private static string Trace(string name, params string[] events) =>
        $"<trace><string key=\"concept:name\" value=\"{name}\"/>{string.Concat(events)}</trace>";

    private static string E(string activity, string? time) =>
        $"<event><string key=\"concept:name\" value=\"{activity}\"/>"
        + (time is null ? "" : $"<date key=\"time:timestamp\" value=\"{time}\"/>") + "</event>";

    private string Log(params string[] traces) => _files.Put("log.xes", $"<log>\n{string.Join('\n', traces)}\n</log>");
}
