using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Archiving;

namespace Crossdock.Runtime.Verification;

/// <summary>
/// Tells archived from lost: a case without rows is archived when the store has its entry, in a file that is on the books. Given the
/// files, each is read, and every case in it must be whole and end as its entry says.
/// </summary>
internal sealed class ArchiveCheck(IArchive? archive, Findings findings)
{
    private const int Page = 1_000;

    private readonly Dictionary<string, long> _casesOf = [];
    private readonly Queue<ArchivedCase> _page = new();
    private long _read;
    private bool _end;
    private long _cases;
    private long _rows;

    public ArchivedSummary Summary { get; private set; } = new(0, 0, 0, null);

    /// <summary>Whether the case is archived. Cases come in the order of their numbers.</summary>
    public async Task<bool> Holds(long caseNo, CancellationToken cancel)
    {
        while (await Peek(cancel) is { } one && one.CaseNo < caseNo)
        {
            Count(_page.Dequeue());
        }

        return await Peek(cancel) is { } there && there.CaseNo == caseNo;
    }

    /// <param name="folder">where the files are; null to leave them unread</param>
    public async Task End(string? folder, CancellationToken cancel)
    {
        while (await Peek(cancel) is not null)
        {
            Count(_page.Dequeue());
        }

        var (files, read, after) = (0L, 0L, "");
        while (archive is not null && await archive.ReadFiles(after, Page, cancel) is { Count: > 0 } page)
        {
            foreach (var file in page)
            {
                _casesOf.Remove(file.Name, out var said);
                files++;
                read += folder is not null && await IsWhole(file, said, new ArchiveFolder(folder).PathOf(file.Name), cancel) ? 1 : 0;
            }

            after = page[^1].Name;
        }

        foreach (var (name, cases) in _casesOf)
        {
            findings.Add("archive", null, $"{cases} cases are said to be in {name}, which is not on the books");
        }

        Summary = new ArchivedSummary(_cases, _rows, files, folder is null ? null : read);
    }

    private void Count(ArchivedCase one)
    {
        _cases++;
        _rows += one.LastSeq;
        _casesOf[one.File] = _casesOf.GetValueOrDefault(one.File) + 1;
    }

    private async Task<bool> IsWhole(ArchiveFile file, long said, string path, CancellationToken cancel)
    {
        try
        {
            if (!(await ArchiveFolder.SumOf(path, cancel)).AsSpan().SequenceEqual(file.Sha256))
            {
                findings.Add("archive", null, $"{file.Name} is not the file that was written");
                return false;
            }

            var proof = new CaseProof();
            await foreach (var row in ArchiveFolder.Read(path, cancel))
            {
                proof.Add(row.Row);
            }

            return await Compare(file, said, proof, cancel);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            findings.Add("archive", null, $"{file.Name} cannot be read: {unreadable.Message}");
            return false;
        }
    }

    /// <param name="said">how many cases are said to be in the file</param>
    private async Task<bool> Compare(ArchiveFile file, long said, CaseProof proof, CancellationToken cancel)
    {
        var (right, last) = (0L, proof.LastCaseNo);
        for (var after = proof.FirstCaseNo - 1; after < last;)
        {
            var page = await archive!.Read(after, Page, cancel);
            foreach (var one in page.Where(one => one.File == file.Name))
            {
                if (proof.EndsWith(one.CaseNo, one.LastSeq, one.LastHash))
                {
                    right++;
                }
                else
                {
                    findings.Add("archive", one.Case, $"is said to be archived in {file.Name} up to row {one.LastSeq}, and is not");
                    said--;
                }
            }

            after = page.Count == 0 ? last : page[^1].CaseNo;
        }

        if (right < said)
        {
            findings.Add("archive", null, $"{said - right} more cases are said to be in {file.Name} than it holds");
        }

        return right >= said;
    }

    private async Task<ArchivedCase?> Peek(CancellationToken cancel)
    {
        if (_page.Count == 0 && !_end && archive is not null)
        {
            var page = await archive.Read(_read, Page, cancel);
            foreach (var one in page)
            {
                _page.Enqueue(one);
            }

            _end = page.Count == 0;
            _read = page.Count == 0 ? _read : page[^1].CaseNo;
        }

        return _page.TryPeek(out var next) ? next : null;
    }
}
