using Crossdock.Host.Commands;
using Crossdock.Intelligence.Logs;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Logs;

public sealed class CsvLogTests : IDisposable
{
    private const string Head = "case:concept:name,concept:name,time:timestamp,org:resource\n";

    private readonly LogFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void rows_of_a_case_may_lie_apart_and_out_of_order() =>
        LogFiles.Rows(LogFiles.Flow(_files.Put(
            "a.csv", Head + "1,b,2026-01-02 10:00:00,Ann\n2,a,2026-01-01,Ann\n1,c,2026-01-02 10:00:00,Bob\n1,a,2026-01-01,Ann\n")))
            .ShouldBe("a 1 | a>b>c 1");

    [Fact]
    public void quotes_hold_commas_quotes_and_lines() =>
        LogFiles.Flow(_files.Put("a.csv", Head + "1,\"say \"\"yes\"\",\nor no\",2026-01-01,\"Ann, Bob\"\r\n\r\n1,b,2026-01-02,\n"))
            .ShouldSatisfyAllConditions(
                flow => flow.Activities.Select(a => a.Name).ShouldBe(["b", "say \"yes\",\nor no"]), flow => flow.Resources.ShouldBe(1));

    [Theory]
    [InlineData("case;what;when\n1;a;2026-01-01\n1;b;2026-01-03\n")]
    [InlineData("case\twhat\twhen\n1\ta\t2026-01-01\n1\tb\t2026-01-03\n")]
    [InlineData("\uFEFF When , what, CASE\n2026-01-03,b,1\n2026-01-01,a,1\n")]
    public void other_columns_and_separators_are_found(string text) =>
        LogFiles.Flow(_files.Put("a.csv", text), new LogColumns("case", "what", "when")).ShouldSatisfyAllConditions(
            flow => LogFiles.Rows(flow).ShouldBe("a>b 1"), flow => flow.CaseDuration!.Max.ShouldBe(172_800));

    [Fact]
    public void a_row_without_what_it_needs_is_counted_and_the_rest_goes_on()
    {
        var said = LogFiles.Import(_files.Put(
            "a.csv", Head + ",a,2026-01-01,\n1,,2026-01-01,\n1,NULL,2026-01-01,\n1,a,,\n1,a,soon,\n1,a\n1,a,2026-01-01\n"
                + "1,b,2026-01-02,Ann,?\n"));
        said.GetProperty("events").GetInt32().ShouldBe(2);
        said.GetProperty("odd").GetProperty("count").GetInt32().ShouldBe(6);
        said.GetProperty("odd").GetProperty("reasons").EnumerateObject().Select(reason => $"{reason.Name} {reason.Value}").ShouldBe(
        [
            $"{CsvLogReader.NoActivity} 2", $"{CsvLogReader.BrokenTime} 1", $"{CsvLogReader.TooFewFields} 1", $"{CsvLogReader.NoCase} 1",
            $"{CsvLogReader.NoTime} 1",
        ], ignoreOrder: true);
        said.GetProperty("odd").GetProperty("examples")[0].GetProperty("where").GetString().ShouldBe("line 2");
    }

    [Theory]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T10:00:00")]
    [InlineData("2026-03-01 10:00", "2026-03-01T10:00:00")]
    [InlineData("2026-03-01T10", "2026-03-01T10:00:00")]
    [InlineData(" 2026-03-01 10:00:00.123456789+01:00 ", "2026-03-01T09:00:00.1234567")]
    [InlineData("2026-03-01 10:00:00,5 UTC", "2026-03-01T10:00:00.5")]
    [InlineData("2026-03-01T00:30:00+0530", "2026-02-28T19:00:00")]
    [InlineData("2026/3/1 9:05:07", "2026-03-01T09:05:07")]
    [InlineData("3/1/2026 9:05", "2026-03-01T09:05:00")]
    [InlineData("31/1/2026 9:05", "2026-01-31T09:05:00")]
    [InlineData("31.1.2026 09:05:00", "2026-01-31T09:05:00")]
    [InlineData("3/1/2026 9:05:00 PM", "2026-03-01T21:05:00")]
    [InlineData("20260301", "2026-03-01T00:00:00")]
    public void instants_are_read_as_the_trade_writes_them(string text, string instant)
    {
        LogTime.TryRead(text, out var ticks).ShouldBeTrue();
        ticks.ShouldBe(DateTime.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-02-30")]
    [InlineData("2026-01-01T25:00")]
    [InlineData("2026-01-01T10:00:61")]
    [InlineData("2026-01-01T10:00:00.")]
    [InlineData("2026-01-01T10:00:00+99:00")]
    [InlineData("0000-01-01")]
    [InlineData("0001-01-01T00:00:00+10:00")]
    [InlineData("2026-01-01Tx")]
    [InlineData("10:30")]
    [InlineData("1.5")]
    [InlineData("\u0662\u0660\u0662\u0666-01-01")]
    public void what_is_no_instant_is_not_guessed_at(string text) => LogTime.TryRead(text, out _).ShouldBeFalse();

    [Fact]
    public void a_missing_column_is_named_with_those_that_are_there() =>
        LogFiles.Refused(_files.Put("a.csv", "order,what\n1,2\n"))
            .ShouldContain("it has no column case:concept:name; say with --case which one it is: order, what");

    [Fact]
    public void a_quote_that_never_closes_is_said_before_memory_is_full() =>
        LogFiles.Refused(_files.Put("a.csv", Head + "1,\"a,2026-01-01,\n" + new string('x', CsvLogReader.MostCharactersInField + 10)))
            .ShouldContain("does a quote never close");

    [Fact]
    public void people_read_tables()
    {
        var path = _files.Put("a.csv", Head + "1,a\u001b[31m,2026-01-01,\n1,b,2026-01-03,\n2,c,,\n");
        var output = new StringWriter();
        ImportCommand.Run(path, new LogColumns(), new AskedSlice(), new AskedSlice(), false, output, new StringWriter()).ShouldBe(0);
        var text = output.ToString();
        text.ShouldStartWith("CSV: 2 events of 1 cases, 2 activities, 1 variants, 0 resources.");
        text.ShouldContain("A case takes 2 d in the median");
        text.ShouldContain(CsvLogReader.NoTime + " (first: line 4)");
        text.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task what_could_be_read_is_kept_with_its_columns_and_what_could_not_is_not()
    {
        using var shelf = new LogShelf(_files.Put("a.csv", "order,what,when\n1,a,2026-01-01\n") + ".kept");
        var (path, broken) = (shelf.Folder[..^".kept".Length], _files.Put("broken.csv", ""));
        var columns = new LogColumns("order", "what", "when");
        var errors = new StringWriter();
        ImportCommand.Run(path, columns, new AskedSlice(), new AskedSlice(), true, new StringWriter(), errors, shelf).ShouldBe(0);
        ImportCommand.Run(broken, columns, new AskedSlice(), new AskedSlice(), true, new StringWriter(), errors, shelf).ShouldBe(2);

        errors.ToString().ShouldStartWith("It is kept as a.csv; the host shows it at /logs.");
        var kept = shelf.All.ShouldHaveSingleItem();
        var read = (LogContent.Cases)await shelf.Read(kept, TestContext.Current.CancellationToken);
        (kept.Name, read.Log.Events).ShouldBe(("a.csv", 1));
        (await shelf.Read(kept, TestContext.Current.CancellationToken)).ShouldBeSameAs(read, "it is held");
    }
}
