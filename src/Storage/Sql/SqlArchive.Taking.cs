using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <summary>How cases leave: entered with their last row, which shuts the fence behind them, then row by row from their ends.</summary>
internal sealed partial class SqlArchive
{
    private static readonly Column<Print>[] PrintColumns =
    [
        Column<Print>.Integer("epoch", row => row.Epoch),
        Column<Print>.Integer("number", row => row.Number),
        Column<Print>.Integer("case_no", row => row.CaseNo),
        Column<Print>.Integer("seq", row => row.Seq),
        Column<Print>.Bytes("hash", row => row.Hash),
    ];

    private static readonly Column<Print>[] RowKey =
        [Column<Print>.Integer("case_no", row => row.CaseNo), Column<Print>.Integer("seq", row => row.Seq)];

    private static readonly Column<ArchivedCase>[] CaseColumns =
    [
        Column<ArchivedCase>.Integer("case_no", one => one.CaseNo),
        Column<ArchivedCase>.Integer("last_seq", one => one.LastSeq),
        Column<ArchivedCase>.Bytes("last_hash", one => one.LastHash),
        Column<ArchivedCase>.Instant("closed", one => one.Closed),
        Column<ArchivedCase>.Instant("at", one => one.At),
        Column<ArchivedCase>.Text("file", one => one.File),
    ];

    private static readonly Column<long>[] CaseNo = [Column<long>.Integer("case_no", number => number)];

    private static readonly Column<string>[] CaseIdOf = [Column<string>.Text("case_id", id => id)];

    private sealed record Print(long Epoch, long Number, long CaseNo, int Seq, byte[] Hash);

    public async Task<IReadOnlySet<long>> Enter(ArchiveFile file, IReadOnlyList<ArchivedCase> cases, CancellationToken cancel) =>
        await database.WriteBoth(
            async session =>
            {
                if (shutWriters.Length > 0)
                {
                    await session.Execute(shutWriters);
                }

                var lasts = (await ReadLasts(session, cases)).ToDictionary(row => row.CaseNo);
                var taken = cases.Where(one => lasts.TryGetValue(one.CaseNo, out var last) && last.Seq == one.LastSeq
                    && last.Hash.AsSpan().SequenceEqual(one.LastHash)).OrderBy(one => one.CaseNo).ToList();
                var numbers = taken.ConvertAll(one => one.CaseNo);
                await SaveFile(session, file);
                await Move(session, numbers.ConvertAll(number => lasts[number]));
                await session.Insert("archived_cases", CaseColumns, "", taken);
                await session.Insert("leaving", CaseNo, "", numbers);
                await Unlist(session, numbers);
                return numbers.ToHashSet();
            },
            cancel);

    public Task<PurgeSlice> Purge(int maxRows, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        return database.WriteBoth(
            async session =>
            {
                var leaving = await session.Query(
                    $"select case_no from leaving order by case_no limit {CasesAtOnce}", null, row => row.Long());
                if (await AreListed(session, leaving))
                {
                    // A crash came between what was entered and what was to be listed no more. The rows go when that is done.
                    await Unlist(session, leaving);
                    return new PurgeSlice(0, true);
                }

                // One more than are taken: it says whether the last of the cases goes whole.
                var rows = await session.Query(
                    $"""
                    select {words.Epoch}, number, case_no, seq, hash from journal where case_no {session.IsAnyOf("numbers")}
                    order by case_no, seq desc limit @max
                    """,
                    new { numbers = session.Values(leaving), max = maxRows + 1L },
                    ReadPrint);
                var staying = rows.Count > maxRows ? rows[maxRows].CaseNo : long.MaxValue;
                rows.RemoveRange(Math.Min(rows.Count, maxRows), Math.Max(0, rows.Count - maxRows));
                await Move(session, rows);
                await Forget(session, leaving.FindAll(number => number < staying));
                return new PurgeSlice(rows.Count, staying < long.MaxValue || leaving.Count == CasesAtOnce);
            },
            cancel);
    }

    /// <summary>The last rows of those cases that the lists show as closed by that very row.</summary>
    private async Task<List<Print>> ReadLasts(Session session, IReadOnlyList<ArchivedCase> cases) =>
        await session.Query(
            $"""
            select {words.Epoch}, number, journal.case_no, journal.seq, hash
            from heads join journal on journal.case_no = heads.case_no and journal.seq = heads.seq
            where heads.case_no {session.IsAnyOf("numbers")} and closed is not null
                and not exists (select 1 from journal later where later.case_no = heads.case_no and later.seq > heads.seq)
                and not exists (select 1 from archived_cases where archived_cases.case_no = heads.case_no)
            """,
            new { numbers = session.Values(cases.Select(one => one.CaseNo)) },
            ReadPrint);

    private static async Task<bool> AreListed(Session session, IReadOnlyList<long> numbers) => numbers.Count > 0
        && await session.Scalar<long?>(
            $"select 1 from heads where case_no {session.IsAnyOf("numbers")} limit 1",
            new { numbers = session.Values(numbers) }) is not null;

    private static async Task Unlist(Session session, IReadOnlyList<long> numbers)
    {
        foreach (var list in (string[])["heads", "terms", "snapshots"])
        {
            await session.Delete(list, CaseNo, numbers);
        }
    }

    /// <summary>Of each row that goes its print stays, so that the seals still prove that all were there.</summary>
    private static async Task Move(Session session, IReadOnlyList<Print> rows)
    {
        await session.Insert("archived_rows", PrintColumns, "", rows);
        await session.Delete("journal", RowKey, rows);
    }

    private static async Task Forget(Session session, IReadOnlyList<long> gone)
    {
        var ids = gone.Count == 0 ? [] : await session.Query(
            $"select case_id from cases where case_no {session.IsAnyOf("numbers")}",
            new { numbers = session.Values(gone) },
            row => row.Text());
        await session.Delete("attempts", CaseIdOf, ids);
        await session.Delete("leaving", CaseNo, gone);
    }

    private static Task SaveFile(Session session, ArchiveFile file) =>
        session.Execute(
            """
            insert into archive_files (name, cases, row_count, bytes, sha256, at)
            values (@name, @cases, @rows, @bytes, @sha256, @at) on conflict (name) do nothing
            """,
            new
            {
                name = file.Name,
                cases = file.Cases,
                rows = file.Rows,
                bytes = file.Bytes,
                sha256 = file.Sha256,
                at = Instants.Ticks(file.At),
            });

    private static Print ReadPrint(Row row) => new(row.Long(), row.Long(), row.Long(), row.Int(), row.Bytes());
}
