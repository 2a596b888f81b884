using System.IO.Compression;
using System.Text;
using CsCheck;
using Crossdock.Host.Commands;
using Crossdock.Intelligence.Logs;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Logs;

/// <summary>Whatever comes as a log, the answer is figures or one sentence, in bounded memory and time.</summary>
public sealed class HostileLogTests : IDisposable
{
    private const string Trace =
        "<trace><string key=\"concept:name\" value=\"1\"/><event><string key=\"concept:name\" value=\"a\"/></event></trace>";

    private static readonly string[] Starts =
    [
        "", "<", "<log>", "<log>" + Trace, "{", "{\"events\":[", "case:concept:name,concept:name,time:timestamp\n", "PK",
        "SQLite format 3\0",
    ];

    private readonly LogFiles _files = new();

    public static TheoryData<string, string, string> Texts => new()
    {
        { "nothing", "", "is empty" },
        { "a document type", "<!DOCTYPE log []><log/>", "DOCTYPE" },
        { "an outside entity", "<!DOCTYPE log [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><log>&e;</log>", "DOCTYPE" },
        { "billion laughs", "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><log>&b;</log>", "DOCTYPE" },
        { "an unknown entity", "<log>&nbsp;</log>", "not well-formed XML, line 1" },
        { "cut off", "<log>" + Trace + "<trace><event>", "not well-formed XML" },
        { "too deep", "<log><trace><event>" + Many("<list key=\"a\">", 10_000), "nested more than 64 deep" },
        { "too deep in the head", "<log>" + Many("<list key=\"a\">", 10_000), "nested more than 64 deep" },
        { "another document", "<html><body/></html>", "its root is <html>" },
        { "JSON cut off", "{\"events\": [{\"id\": \"e", "not well-formed JSON" },
        { "JSON too deep", "{\"a\":" + Many("[", 10_000), "nested too deep" },
        { "JSON of something else", "{\"orders\": []}", "neither events nor objects" },
        { "JSON and more", "{\"events\": []} {}", "not well-formed JSON" },
        { "JSON with half a character", "{\"events\": [{\"id\": \"\\uD800\"}]}", "half a character" },
        { "a ZIP archive", "PK\u0003\u0004", "ZIP archive" },
        { "a page of words", "once upon a time\nthere was a log\n", "no column case:concept:name" },
        { "a broken database", "SQLite format 3\0 and nothing else", "SQLite" },
        { "bytes", "\u0001\u0000\u0002", "neither XES, CSV nor OCEL" },
    };

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Texts))]
    public void what_is_no_log_gets_one_sentence(string what, string text, string says) =>
        LogFiles.Refused(_files.Put("log", text)).ShouldContain(says, customMessage: what);

    [Theory]
    [InlineData("/no/such/log.xes", "There is no file")]
    [InlineData("/", "is a folder")]
    [InlineData("", "name of the file")]
    [InlineData("a\0b", "name of the file")]
    public void a_name_that_leads_nowhere_gets_one_sentence(string path, string says) => LogFiles.Refused(path).ShouldContain(says);

    [Theory]
    [InlineData("no sign", "no NAME=VALUE")]
    [InlineData("=x", "no NAME=VALUE")]
    public void a_slice_that_is_none_gets_one_sentence(string where, string says) =>
        LogFiles.Refused(_files.Put("log.xes", "<log/>"), slice: new AskedSlice(where)).ShouldContain(says);

    [Fact]
    public void a_period_that_is_none_gets_one_sentence() =>
        LogFiles.Refused(_files.Put("log.xes", "<log/>"), slice: new AskedSlice(From: "soon")).ShouldContain("'soon' is no instant");

    [Theory]
    [InlineData("<log>" + Trace + "</log>")]
    [InlineData("case:concept:name,concept:name,time:timestamp\n1,a,2026-01-01\n1,b,2026-01-02\n1,c,2026-01-03\n")]
    public void a_packed_log_that_is_cut_off_anywhere_is_not_taken_for_a_shorter_one(string text)
    {
        var packed = LogFiles.Packed(text);
        foreach (var kept in Enumerable.Range(2, packed.Length - 2))
        {
            LogFiles.Refused(_files.Put("log.gz", packed[..kept])).ShouldNotBeEmpty($"{kept} of {packed.Length} bytes");
        }
    }

    [Theory]
    [InlineData("<log><string key=\"a\" value=\"")]
    [InlineData("{\"events\": \"")]
    [InlineData("case:concept:name,concept:name,time:timestamp\n")]
    public void what_bursts_when_it_is_unpacked_is_refused_with_little_memory(string start)
    {
        var path = _files.Put("bomb.gz", Bomb(start, 128));
        var before = GC.GetAllocatedBytesForCurrentThread();
        LogFiles.Refused(path).ShouldContain("MiB there is no whole event");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1L << 29);
    }

    [Fact]
    public void a_database_whose_tables_are_views_that_count_for_ever_is_refused()
    {
        var path = _files.Put("a.sqlite", "");
        using (var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = """
                CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT); CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
                CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT);
                CREATE VIEW object AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i ocel_id, 't' ocel_type FROM n;
                """;
            command.ExecuteNonQuery();
        }

        LogFiles.Refused(path).ShouldContain("no table object");
    }

    [Fact]
    public void random_bytes_get_figures_or_one_sentence() =>
        Gen.Select(Gen.Int[0, Starts.Length - 1].Select(i => Starts[i]), Gen.Byte.Array[0, 200])
            .Sample((start, bytes) => Answered([.. Encoding.UTF8.GetBytes(start), .. bytes]), iter: 500, threads: 1);

    [Fact]
    public void a_log_with_a_few_bytes_changed_gets_figures_or_one_sentence()
    {
        var samples = new[]
        {
            "<log>" + Trace + "</log>", "case:concept:name,concept:name,time:timestamp\n1,a,2026-01-01\n\"1\",b,2026-01-02\n",
            "{\"objects\":[{\"id\":\"o\",\"type\":\"t\"}],\"events\":[{\"id\":\"e\",\"type\":\"a\",\"time\":\"2026-01-01\"}]}",
        }.Select(Encoding.UTF8.GetBytes).ToArray();
        Gen.Select(Gen.Int[0, 2], Gen.Select(Gen.Int[0, 1_000], Gen.Byte).Array[1, 4]).Sample(
            (which, changes) =>
            {
                var changed = (byte[])samples[which].Clone();
                foreach (var (at, value) in changes)
                {
                    changed[at % changed.Length] = value;
                }

                Answered(changed);
            },
            iter: 500, threads: 1);
    }

    private void Answered(byte[] bytes)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var path = _files.Put("any", bytes);
        var code = ImportCommand.Run(path, new LogColumns(), new AskedSlice(), new AskedSlice(), true, output, errors);
        (code == 0 ? output : errors).ToString().TrimEnd('\n').ShouldNotContain("\n");
        (code == 0 ? errors : output).ToString().ShouldBe("");
        code.ShouldBeOneOf(0, 2);
    }

    // A text that goes on with the same character for so many MiB.
    private static byte[] Bomb(string start, int mebibytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)',');
            for (var i = 0; i < mebibytes; i++)
            {
                gzip.Write(block);
            }
        }

        return packed.ToArray();
    }

    private static string Many(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
