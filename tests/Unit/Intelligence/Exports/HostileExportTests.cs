using System.Text;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Exports;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Intelligence.Figures;

namespace Crossdock.Unit.Tests.Intelligence.Exports;

/// <summary>Names that want to break a file, logs of any length, and callers who go away.</summary>
public sealed class HostileExportTests : IDisposable
{
    private const string Hostile = "a\"b'c\n,;|\u0001 \U0001F4A1\"); drop table event; --";

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_hostile_name_comes_out_as_it_went_in()
    {
        var rows = TradeStory.Tell(Hostile).Rows;
        var log = await _house.Json(rows);
        OcelRules.Check(log);
        var (path, _) = await _house.Export(rows, LogFormat.OcelSqlite);

        foreach (var ids in new[]
        {
            log.GetProperty("objects").EnumerateArray().Select(one => one.GetProperty("id").GetString()!),
            ExportTests.Rows(path, "select ocel_id from object"),
        })
        {
            ids.ShouldContain($"purchase/PO-1/sku/{Hostile}");
        }

        ExportTests.Rows(path, "select sku from object_PurchaseOrderLine where ocel_changed_field is null").ShouldBe([Hostile]);
        ExportHouse.Objects(path).Events.ShouldBe(19);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    public async Task A_formula_in_a_table_is_marked_as_text(string name, string field)
    {
        var csv = await _house.Csv([Row() with
        {
            Message = new Envelope("m", "test", CaseId.Order("O-1"), MadeUpLives.Start, Actor.System(name), new LookAgain("x")),
        }]);

        csv.ShouldBe(
            "case,activity,timestamp,resource,process,node\r\n"
            + $"order/O-1,Asked to look for stock again,2026-11-24T07:30:00.000000Z,{field},made-up,\r\n");
    }

    [Fact]
    public async Task A_name_with_lines_and_separators_stays_one_field()
    {
        var row = Row();
        var (path, _) = await _house.Export(
            [row with { Message = row.Message with { Who = Actor.System(Hostile) } }, row with { Seq = 2 }], LogFormat.Csv);

        var read = ExportHouse.Cases(path);
        (read.Events, read.Cases, read.Resources).ShouldBe((2, 1, 2));
    }

    /// <summary>A journal that a later version wrote has messages that are not in this catalogue.</summary>
    [Fact]
    public async Task Types_that_would_share_a_table_get_one_each()
    {
        string[] types =
        [
            "made.up!x", "made.up?x", "MADE.UP x", "object", "map_type", "\u65e5\u672c", "\u672c.\u65e5", "x\\\"; drop table event; --",
        ];
        var journal = new RowsJournal(types.Length, i => RowsJournal.Row(
            Row() with { Seq = i + 1 },
            Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(MadeUpFact.Json.Write(Row() with { Seq = i + 1 }))
                .Replace("order.look-again", types[i], StringComparison.Ordinal))));
        var (path, _) = await _house.Export(journal, LogFormat.OcelSqlite);

        var tables = ExportTests.Rows(path, "select ocel_type_map from event_map_type");
        tables.Count.ShouldBe(types.Length);
        tables.Select(name => name.ToUpperInvariant()).ShouldBeUnique();
        ExportHouse.Objects(path).Activities.Count.ShouldBe(types.Length);
    }

    [Fact]
    public void Each_message_has_words_of_its_own()
    {
        var types = typeof(Message).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(one => (string)one.TypeDiscriminator!).ToList();

        types.Count.ShouldBeGreaterThan(100);
        types.Select(EventWords.Of).ShouldBeUnique();
    }

    [Fact]
    public async Task A_row_that_is_rubbish_ends_the_export_by_name()
    {
        var journal = new RowsJournal(1, _ => RowsJournal.Row(Row(), [(byte)'[']));

        (await Should.ThrowAsync<InvalidDataException>(_house.Export(journal, LogFormat.Csv)))
            .Message.ShouldBe("row 1 of order/O-1 cannot be read; verify says more");
    }

    [Theory]
    [InlineData(LogFormat.OcelJson)]
    [InlineData(LogFormat.Csv)]
    public async Task A_log_of_any_length_takes_the_memory_of_a_page(LogFormat format)
    {
        var (small, large) = (await Measure(format, 3_000), await Measure(format, 12_000));

        large.PagesHeld.ShouldBeLessThanOrEqualTo(2);
        ((double)large.LargestWrite).ShouldBeInRange(1, small.LargestWrite * 1.1);
        large.PerEvent.ShouldBeInRange(small.PerEvent * 0.85, small.PerEvent * 1.15);
    }

    [Fact]
    public async Task A_caller_who_goes_away_ends_the_reading_and_the_turn()
    {
        using var gone = new CancellationTokenSource();
        var journal = Long(12_000);
        var export = new LogExport(journal, ProcessCatalogue.Retail);
        using (export.TakeTurn().ShouldNotBeNull())
        {
            export.TakeTurn().ShouldBeNull();
            await Should.ThrowAsync<OperationCanceledException>(export.Write(
                new ExportOrder(LogFormat.OcelJson, []), Stream.Null, count => Leave(count, gone), gone.Token));
        }

        journal.Reads.ShouldBe(2);
        using var next = export.TakeTurn().ShouldNotBeNull();
    }

    private static void Leave(ExportCount count, CancellationTokenSource gone)
    {
        if (count.Rows == 1_000)
        {
            gone.Cancel();
        }
    }

    private static async Task<(double PerEvent, long LargestWrite, int PagesHeld)> Measure(LogFormat format, int rows)
    {
        var (journal, output, held) = (Long(rows), new Weighed(), 0);
        void Look(ExportCount count)
        {
            if (count.Rows == rows)
            {
                GC.Collect();
                held = journal.PagesHeld;
            }
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = await new LogExport(journal, ProcessCatalogue.Retail).Write(
            new ExportOrder(format, []), output, Look, TestContext.Current.CancellationToken);
        count.Events.ShouldBe(rows);
        return ((GC.GetAllocatedBytesForCurrentThread() - before) / (double)rows, output.Largest, held);
    }

    /// <summary>Orders of four rows each.</summary>
    private static RowsJournal Long(int rows) => new(rows, i =>
    {
        var row = Row($"O-{i / 4:000000}") with { Seq = (i % 4) + 1, At = MadeUpLives.Start.AddSeconds(i) };
        return RowsJournal.Row(row, MadeUpFact.Json.Write(row));
    });

    private static Transition Row(string number = "O-1") =>
        MadeUpLives.Row(CaseId.Order(number), 1, MadeUpLives.Start, null, "Checking", Waits.OnSystem, new LookAgain("x"));

    private sealed class Weighed : MemoryStream
    {
        public long Largest { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Largest = Math.Max(Largest, buffer.Length);
            return ValueTask.CompletedTask;
        }
    }
}
