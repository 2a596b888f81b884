using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Storage;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class JournalOnSqlite(SqliteFixture fixture) : JournalSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class JournalOnPostgres(PostgresFixture fixture) : JournalSuite(fixture), IClassFixture<PostgresFixture>;

public abstract class JournalSuite(StoreFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Store Store => fixture.Store;

    private IJournal Journal => Store.Journal;

    [Fact]
    public async Task Appended_rows_are_read_back_in_order_and_untouched()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 5);

        (await Journal.Append(rows, Cancel)).ShouldBeEmpty();

        await ShouldHold(id, rows);
        (await Journal.ReadCase(id, 3, Cancel)).Select(row => row.Seq).ShouldBe([4, 5]);
        (await Journal.ReadCase(id, 5, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_case_that_was_never_begun_has_no_rows() =>
        (await Journal.ReadCase(Given.NewCase(), 0, Cancel)).ShouldBeEmpty();

    [Fact]
    public async Task Many_cases_are_read_at_once_each_after_its_own_number()
    {
        var (first, second, third) = (Given.NewCase(), Given.NewCase(), Given.NewCase());
        JournalRow[] rows =
        [
            .. Given.Rows(first, await Number(), 1, 3),
            .. Given.Rows(second, await Number(), 1, 2),
            .. Given.Rows(third, await Number(), 1, 2),
        ];
        await Journal.Append(rows, Cancel);

        var read = await Journal.ReadCases([(third, 0), (Given.NewCase(), 0), (first, 1), (second, 2)], Cancel);

        read.GroupBy(row => row.Case).Select(one => one.Key).ShouldBe([first, third], ignoreOrder: true);
        read.Where(row => row.Case == first).Select(row => row.Seq).ShouldBe([2, 3]);
        Shown(read.Where(row => row.Case == third)).ShouldBe(Shown(rows[5..]));
        (await Journal.ReadCases([], Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_case_goes_on_over_several_batches()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 6);

        await Journal.Append(rows[..2], Cancel);
        await Journal.Append(rows[2..5], Cancel);
        (await Journal.Append(rows[5..], Cancel)).ShouldBeEmpty();

        await ShouldHold(id, rows);
    }

    [Fact]
    public async Task Whoever_writes_a_taken_sequence_number_loses_the_fence()
    {
        var id = Given.NewCase();
        var number = await Number();
        var mine = Given.Rows(id, number, 1, 2, "mine");
        await Journal.Append(mine, Cancel);

        (await Journal.Append(Given.Rows(id, number, 2, 1, "theirs"), Cancel)).ShouldBe([id]);

        await ShouldHold(id, mine);
    }

    [Fact]
    public async Task A_case_that_lost_its_fence_is_left_out_whole_and_the_others_are_kept()
    {
        var (lost, begun, going) = (Given.NewCase(), Given.NewCase(), Given.NewCase());
        var (lostNo, begunNo, goingNo) = (await Number(), await Number(), await Number());
        var there = Given.Rows(lost, lostNo, 1, 2, "mine");
        var goingRows = Given.Rows(going, goingNo, 1, 4);
        var begunRows = Given.Rows(begun, begunNo, 1, 3);
        await Journal.Append([.. there, .. goingRows[..2]], Cancel);

        var late = Given.Rows(lost, lostNo, 2, 4, "theirs");
        JournalRow[] batch =
            [late[0], begunRows[0], late[1], goingRows[2], begunRows[1], late[2], goingRows[3], begunRows[2], late[3]];
        (await Journal.Append(batch, Cancel)).ShouldBe([lost]);

        await ShouldHold(lost, there);
        await ShouldHold(begun, begunRows);
        await ShouldHold(going, goingRows);
    }

    [Fact]
    public async Task The_same_batch_again_counts_as_written()
    {
        var (one, two) = (Given.NewCase(), Given.NewCase());
        var rows = Given.Rows(one, await Number(), 1, 3).Concat(Given.Rows(two, await Number(), 1, 2)).ToList();
        await Journal.Append(rows, Cancel);
        var count = await Journal.CountRows(Cancel);

        (await Journal.Append(rows, Cancel)).ShouldBeEmpty();

        (await Journal.CountRows(Cancel)).ShouldBe(count);
        await ShouldHold(one, rows[..3]);
    }

    [Fact]
    public async Task Of_a_batch_that_is_partly_there_the_rest_is_written()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 5);
        await Journal.Append(rows[..3], Cancel);

        (await Journal.Append(rows[1..], Cancel)).ShouldBeEmpty();

        await ShouldHold(id, rows);
    }

    [Fact]
    public async Task A_row_behind_a_gap_is_refused()
    {
        var (begun, never) = (Given.NewCase(), Given.NewCase());
        var rows = Given.Rows(begun, await Number(), 1, 4);
        await Journal.Append(rows[..1], Cancel);

        (await Journal.Append(rows[2..], Cancel)).ShouldBe([begun]);
        (await Journal.Append(Given.Rows(never, await Number(), 2, 1), Cancel)).ShouldBe([never]);
        (await Journal.Append([rows[1], rows[3]], Cancel)).ShouldBe([begun]);
        (await Journal.Append([rows[2], rows[1]], Cancel)).ShouldBe([begun]);

        await ShouldHold(begun, rows[..1]);
        await ShouldHold(never, []);
    }

    [Fact]
    public async Task A_case_begun_under_another_number_has_lost_its_fence()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 2);
        await Journal.Append(rows, Cancel);
        var other = await Number();

        (await Journal.Append(Given.Rows(id, other, 1, 1), Cancel)).ShouldBe([id]);
        (await Journal.Append(Given.Rows(id, other, 3, 1), Cancel)).ShouldBe([id]);

        await ShouldHold(id, rows);
    }

    [Fact]
    public async Task A_number_belongs_to_the_case_that_took_it()
    {
        var (id, thief) = (Given.NewCase(), Given.NewCase());
        var number = await Number();
        var rows = Given.Rows(id, number, 1, 2);
        await Journal.Append(rows, Cancel);

        (await Journal.Append(Given.Rows(thief, number, 1, 1), Cancel)).ShouldBe([thief]);
        (await Journal.Append(Given.Rows(thief, number, 3, 1), Cancel)).ShouldBe([thief]);

        await ShouldHold(id, rows);
        await ShouldHold(thief, []);
    }

    [Fact]
    public async Task Two_beginnings_of_one_case_in_a_batch_are_both_left_out()
    {
        var (id, other) = (Given.NewCase(), Given.NewCase());
        var rows = Given.Rows(other, await Number(), 1, 1);

        var lost = await Journal.Append(
            [.. Given.Rows(id, await Number(), 1, 1, "a"), .. rows, .. Given.Rows(id, await Number(), 1, 1, "b")], Cancel);

        lost.ShouldBe([id]);
        await ShouldHold(id, []);
        await ShouldHold(other, rows);
    }

    [Fact]
    public async Task Rows_survive_that_the_store_is_opened_anew()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 3);
        await using (var first = await fixture.OpenAnother())
        {
            await first.Journal.Append(rows, Cancel);
        }

        await using var second = await fixture.OpenAnother();
        (await second.Journal.ReadCase(id, 0, Cancel)).Select(row => row.Hash).ShouldBe(rows.Select(row => row.Hash));
        (await second.Journal.ReserveNumbers(1, Cancel)).ShouldBeGreaterThan(rows[0].CaseNo);
    }

    [Fact]
    public async Task Hash_and_body_come_back_byte_for_byte()
    {
        var id = Given.NewCase();
        byte[] body = [0, 255, 10, 13, 0x27, 0x5c, .. Enumerable.Range(0, 256).Select(n => (byte)n)];
        var row = new JournalRow(await Number(), id, 1, Given.Noon.AddTicks(7), body, SHA256.HashData(body));
        await Journal.Append([row], Cancel);

        var kept = (await Journal.ReadCase(id, 0, Cancel)).ShouldHaveSingleItem();
        kept.Body.ShouldBe(body);
        kept.Hash.ShouldBe(row.Hash);
        kept.At.ShouldBe(row.At);
    }

    private Task<long> Number() => Journal.ReserveNumbers(1, Cancel);

    private async Task ShouldHold(CaseId id, IReadOnlyList<JournalRow> rows) =>
        Shown(await Journal.ReadCase(id, 0, Cancel)).ShouldBe(Shown(rows));

    private static IEnumerable<(long, CaseId, int, DateTimeOffset, string, string)> Shown(IEnumerable<JournalRow> rows) =>
        rows.Select(row => (row.CaseNo, row.Case, row.Seq, row.At, Convert.ToHexString(row.Hash), Convert.ToHexString(row.Body)));
}
