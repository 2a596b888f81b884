using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Sealing;

namespace Crossdock.Runtime.Verification;

/// <param name="Outside">the file of seals kept outside; null for none</param>
/// <param name="Keys">public keys in PEM to believe seals by; empty for those that the store itself names</param>
/// <param name="Archive">the folder of the archive files, to be read as well; null to believe what the store says of them</param>
public sealed record VerificationOrder(string? Outside, IReadOnlyList<string> Keys, string? Archive = null)
{
    public static readonly VerificationOrder Plain = new(null, []);
}

/// <summary>
/// Proves what can be proved of a store: the seals, the chain of hashes, messages taken and effects asked and answered once, stock
/// conserved, no open case without a next thing, and the lists equal to a fresh fold. Reads the feed without bodies for the seals,
/// and every row case by case for the rest; of the journal it holds a page, one case, and the effects in flight.
/// </summary>
public sealed class Verifier(
    IAudit audit, IHeads heads, ISeals seals, ISharedValues values, JournalJson json, IArchive? archive = null)
{
    private const int Stretch = 2_000;

    private readonly Findings _findings = new();
    private long _rows;
    private long _cases;
    private long _skus;
    private long _unread;

    public Task<VerificationResult> Run(CancellationToken cancel) => Run(VerificationOrder.Plain, cancel);

    /// <exception cref="System.Security.Cryptography.CryptographicException">a key given is none</exception>
    /// <exception cref="IOException">the file of seals cannot be read</exception>
    public async Task<VerificationResult> Run(VerificationOrder order, CancellationToken cancel)
    {
        // First of all: what the lists have read by now they must show, whatever comes meanwhile.
        var checkpoints = await audit.ReadCheckpoints(cancel);
        var checkpoint = checkpoints.FirstOrDefault(one => one.Reader == Projector.Reader)?.Reached ?? FeedPosition.Start;
        var pems = order.Keys.Count > 0 ? order.Keys : [.. (await values.ReadAll(SealKeys.Area, cancel)).Values];
        using var keys = SealKeys.FromPems(pems);
        var sealCheck = new SealCheck(audit, seals, keys, _findings);
        await sealCheck.Run(cancel);
        foreach (var ahead in checkpoints.Where(one => one.Reached > sealCheck.Reached))
        {
            _findings.Add(
                "projection", null,
                $"'{ahead.Reader}' has read up to {Text(ahead.Reached)}, and the journal ends at {Text(sealCheck.Reached)}: rows are lost");
        }

        long? compared = order.Outside is { } path ? await new OutsideCheck(seals, keys, _findings).Run(path, cancel) : null;
        var gone = new ArchiveCheck(archive, _findings);
        await ReadCases(checkpoint, gone, cancel);
        await gone.End(order.Archive, cancel);
        foreach (var number in await audit.ReadStrayPrints(Stretch, cancel))
        {
            _findings.Add("archive", null, $"rows of case number {number} are said to be archived, and the case is not");
        }

        await TakeBack(sealCheck.Reached, checkpoint, cancel);
        return new VerificationResult(
            _rows, _cases, _skus, _unread, sealCheck.Summary with { Outside = compared }, _findings.Count, _findings.Faults)
        {
            Archived = gone.Summary,
        };
    }

    private async Task ReadCases(FeedPosition checkpoint, ArchiveCheck gone, CancellationToken cancel)
    {
        var (inFlight, lists) = (new InFlight(_findings), new HeadsCheck(audit, heads, _findings));
        CaseCheck? current = null;
        var (afterNo, afterSeq, reading) = (0L, 0, 0L);
        while (await audit.ReadRows(afterNo, afterSeq, Stretch, cancel) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                if (reading != row.CaseNo)
                {
                    await End(current, lists, cancel);
                    await inFlight.DropArchived(archive, atEnd: false, cancel);
                    // What is left of a case that is on its way out says nothing by itself; the seals cover it.
                    current = await gone.Holds(row.CaseNo, cancel) ? null : Begin(row, checkpoint, inFlight);
                    reading = row.CaseNo;
                }

                current?.Read(row);
                _rows += current is null ? 0 : 1;
            }

            (afterNo, afterSeq) = (page[^1].CaseNo, page[^1].Seq);
        }

        await End(current, lists, cancel);
        await lists.End(cancel);
        foreach (var id in await audit.ReadCasesWithoutRows(Stretch, cancel))
        {
            _findings.Add("chain", CaseId.TryParse(id, null, out var known) ? known : null, "was begun and has no first row");
        }

        await inFlight.DropArchived(archive, atEnd: true, cancel);
        inFlight.CheckEnd();
        await lists.CompareInFlight(inFlight, cancel);
    }

    private CaseCheck Begin(AuditRow first, FeedPosition checkpoint, InFlight inFlight)
    {
        var isNamed = CaseId.TryParse(first.Case, null, out var id);
        id = isNamed ? id : NameIn(first) ?? new CaseId("unknown", $"{first.CaseNo}");
        if (!isNamed)
        {
            _findings.Add("chain", id, $"has rows under the number {first.CaseNo}, which names no case");
        }

        _cases++;
        _skus += id.Kind == "stock" ? 1 : 0;
        return new CaseCheck(first.CaseNo, id, json, checkpoint, inFlight, _findings);
    }

    private CaseId? NameIn(AuditRow row)
    {
        try
        {
            return json.Read(row.Body).Case;
        }
        catch (System.Text.Json.JsonException)
        {
            // The row is checked by itself, and this is said of it then.
            return null;
        }
    }

    private async Task End(CaseCheck? one, HeadsCheck lists, CancellationToken cancel)
    {
        if (one is not null)
        {
            one.End();
            _unread += one.Unread;
            await lists.Compare(one, cancel);
        }
    }

    /// <summary>
    /// On a store at work a case may have gone on between two of the readings. What was said of it then is taken back; what is
    /// wrong with a case that stands still is not.
    /// </summary>
    private async Task TakeBack(FeedPosition reached, FeedPosition checkpoint, CancellationToken cancel)
    {
        if (_findings.Count == 0)
        {
            return;
        }

        var goesOn = (await audit.ReadPrints(reached, 1, cancel)).Count > 0;
        await _findings.TakeBack(async (fault, other) =>
        {
            var since = fault.Check == "projection" ? checkpoint : reached;
            return fault.Check is "projection" or "stuck" or "effect"
                && ((goesOn && (await HasMoved(fault.Case, since, cancel) || await HasMoved(other, since, cancel)))
                    || await HasLeft(fault.Case, cancel) || await HasLeft(other, cancel));
        });
    }

    /// <summary>Archived, perhaps while it was read; then no list has it any more.</summary>
    private async Task<bool> HasLeft(CaseId? id, CancellationToken cancel) =>
        id is { } known && archive is not null && (await archive.WhichAre([known], cancel)).Count > 0
        && await heads.Read(known, cancel) is null;

    private async Task<bool> HasMoved(CaseId? id, FeedPosition since, CancellationToken cancel) =>
        id is { } known && await audit.ReadLatest(known, cancel) is { } latest && latest > since;

    private static string Text(FeedPosition position) => $"{position.Epoch}.{position.Number}";
}
