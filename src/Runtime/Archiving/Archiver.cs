using System.Runtime.CompilerServices;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Archiving;

/// <summary>
/// Takes cases that were closed long ago out of the journal. First a file with all their rows, read back and proved; then their
/// entries in the store, from which on they are archived; then their rows, in slices with pauses between, so that appends go on. What
/// a crash leaves of it the next run takes up: an unfinished file is removed, a file without entries is written again, rows whose
/// cases are entered are taken out.
/// </summary>
public sealed partial class Archiver(
    IArchive archive, JournalJson json, ArchiveSettings settings, BusinessClock clock, TimeProvider wall, ILogger<Archiver> log)
{
    private const int CasesPerFile = 2_000;
    private const int CasesPerRead = 50;
    private const int CasesPerEntry = 50;

    private readonly ArchiveFolder _folder = new(settings.Folder);
    private Pace _pace = new(wall);

    /// <param name="mayGoOn">asked between steps; false ends the run where it is</param>
    public async Task<ArchiveReport> Run(Func<Task<bool>> mayGoOn, CancellationToken cancel)
    {
        _folder.Prepare();
        _pace = new Pace(wall);
        var report = new ArchiveReport(0, 0, 0, 0, 0, 0, await Purge(mayGoOn, cancel), TimeSpan.Zero);
        var before = clock.GetUtcNow() - settings.After;
        for (long after = 0; await mayGoOn() && await archive.ReadClosed(before, after, CasesPerFile, cancel) is { Count: > 0 } closed;)
        {
            after = closed[^1].CaseNo;
            report = await Take(closed, report, mayGoOn, cancel);
        }

        return report with { LongestSlice = _pace.Longest };
    }

    private async Task<ArchiveReport> Take(
        IReadOnlyList<ClosedCase> closed, ArchiveReport report, Func<Task<bool>> mayGoOn, CancellationToken cancel)
    {
        var (ready, proof, waiting) = await Choose(closed, cancel);
        report = report with { Waiting = report.Waiting + waiting, Broken = report.Broken + proof.Broken.Count };
        if (ready.Count == 0)
        {
            return report;
        }

        var file = await WriteFile(ready, proof, cancel);
        var entered = 0;
        foreach (var some in ready.Chunk(CasesPerEntry))
        {
            var now = clock.GetUtcNow();
            var cases = some.Select(one => new ArchivedCase(
                one.CaseNo, one.Case, one.Seq, proof.LastHash(one.CaseNo)!, one.Closed, now, file.Name)).ToList();
            entered += (await _pace.Slice(() => archive.Enter(file, cases, cancel), cancel)).Count;
        }

        LogArchived(entered, file.Name);
        return report with
        {
            Files = report.Files + 1,
            Cases = report.Cases + entered,
            Rows = report.Rows + file.Rows,
            Bytes = report.Bytes + file.Bytes,
            Purged = report.Purged + await Purge(mayGoOn, cancel),
        };
    }

    /// <summary>
    /// Those that may go: whole, and told nothing by a case that stays. Were the teller to stay, its journal would ask for something
    /// that no row of the journal answers any more.
    /// </summary>
    private async Task<(List<ClosedCase> Ready, CaseProof Proof, int Waiting)> Choose(
        IReadOnlyList<ClosedCase> closed, CancellationToken cancel)
    {
        var (proof, tellers) = (new CaseProof(), new Dictionary<long, HashSet<CaseId>>());
        await foreach (var stored in ReadRows(closed, cancel))
        {
            var row = stored.Row;
            proof.Add(row);
            if (RequestedEffect.TryCaseOf(json.Read(row.Body).Message.Id, out var teller) && teller != row.Case)
            {
                (tellers.TryGetValue(row.CaseNo, out var known) ? known : tellers[row.CaseNo] = []).Add(teller);
            }
        }

        var ready = closed.Where(one => !proof.Broken.Contains(one.CaseNo)
            && proof.LastHash(one.CaseNo) is { } hash && proof.EndsWith(one.CaseNo, one.Seq, hash)).ToList();
        foreach (var number in proof.Broken)
        {
            LogBroken(number);
        }

        var archived = await archive.WhichAre([.. tellers.Values.SelectMany(all => all).Distinct()], cancel);
        for (var count = -1; count != ready.Count;)
        {
            count = ready.Count;
            var going = ready.Select(one => one.Case).ToHashSet();
            ready.RemoveAll(one => tellers.TryGetValue(one.CaseNo, out var all)
                && !all.All(teller => going.Contains(teller) || archived.Contains(teller)));
        }

        return (ready, proof, closed.Count - ready.Count - proof.Broken.Count);
    }

    private async Task<ArchiveFile> WriteFile(List<ClosedCase> cases, CaseProof proof, CancellationToken cancel)
    {
        var name = $"cases-{cases[0].CaseNo:D10}-{cases[^1].CaseNo:D10}";
        var passing = await _folder.Write(name, ReadRows(cases, cancel), cancel);
        var there = new CaseProof();
        await foreach (var row in ArchiveFolder.Read(passing, cancel))
        {
            there.Add(row.Row);
        }

        if (there.Cases != cases.Count || cases.Any(one => !there.EndsWith(one.CaseNo, one.Seq, proof.LastHash(one.CaseNo)!)))
        {
            throw new InvalidDataException($"The archive file {passing} does not read back as it was written. Nothing was taken out.");
        }

        var (own, sum, bytes) = await _folder.Keep(passing, name, cancel);
        return new ArchiveFile(own, cases.Count, there.Rows, bytes, sum, clock.GetUtcNow());
    }

    private async IAsyncEnumerable<FeedRow> ReadRows(
        IEnumerable<ClosedCase> cases, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var some in cases.Chunk(CasesPerRead))
        {
            foreach (var row in await archive.ReadRows([.. some.Select(one => one.CaseNo)], cancel))
            {
                yield return row;
            }
        }
    }

    private async Task<long> Purge(Func<Task<bool>> mayGoOn, CancellationToken cancel)
    {
        var purged = 0L;
        while (await mayGoOn())
        {
            var slice = await _pace.Slice(() => archive.Purge(_pace.Rows, cancel), cancel);
            purged += slice.Rows;
            if (!slice.More)
            {
                break;
            }
        }

        return purged;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Cases} closed cases are archived in {File}")]
    private partial void LogArchived(int cases, string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "Case number {Number} is not archived: its rows do not fit together. Run verify")]
    private partial void LogBroken(long number);
}
