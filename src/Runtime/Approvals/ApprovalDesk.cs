using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Absences;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Bulk;

namespace Crossdock.Runtime.Approvals;

/// <summary>What a case asks approval for, as one person sees it.</summary>
/// <param name="Seen">the case's row: an answer names it, and does nothing where the case has gone on</param>
/// <param name="Seat">who has to say yes next</param>
/// <param name="Missing">how many people have to say yes yet</param>
/// <param name="WhyNot">why this person may not; null when they may</param>
/// <param name="For">whom they would stand in for; null where their own word does</param>
public sealed record ApprovalLook(
    CaseId Case, int Seen, string State, string What, string Seat, OwnerGroup Owner, int Missing, string? WhyNot, StandsFor? For);

/// <summary>An absence that is recorded and not over.</summary>
public sealed record KnownAbsence(string Key, AbsenceRecorded Told, string RecordedBy, DateTimeOffset RecordedAt);

/// <summary>
/// What of the open approvals a person may decide, and the decision. The case itself holds it against the same rules once more, in the
/// row that it writes.
/// </summary>
public sealed class ApprovalDesk(
    IHeads heads, IJournal journal, JournalJson json, ITellCases tell, ProcessCatalogue processes, Rulebook rules, BulkDesk bulk,
    BusinessClock clock)
{
    /// <summary>More are not chosen on one screen.</summary>
    public const int MostAtOnce = 500;

    private const int MostAbsences = 1_000;
    private const int PerSecond = 50;

    /// <summary>Null when the case asks for nothing, or there is none.</summary>
    public async Task<ApprovalLook?> Look(
        CaseId id, Actor who, IReadOnlyList<KnownAbsence> absences, CancellationToken cancel)
    {
        if (processes.Find(id.Kind) is not { } process)
        {
            return null;
        }

        var run = new CaseRun(process, id, rules);
        foreach (var row in await journal.ReadCase(id, 0, cancel))
        {
            run.Apply(json.Read(row.Body));
        }

        var now = clock.GetUtcNow();
        if (run.ApprovalAt(now) is not { Ask: var ask })
        {
            return null;
        }

        var (own, seat) = (ApprovalRules.WhyNot(ask, new Voice(who.Name, who.Role)), ask.Next ?? ask.Seats[^1]);
        var away = own is null ? null
            : ApprovalRules.StandInFor(
                ask, who.Name, who.Role, absences.Select(one => ($"{Absence.Kind}/{one.Key}", one.Told)), now);
        return new ApprovalLook(
            id, run.Seq, run.At!, ask.What, seat.Title, seat.Owner, ask.Missing, away is null ? own : null, away);
    }

    public Task<TellReceipt> Decide(
        CaseId about, StandsFor? @for, bool yes, string note, int seen, Actor who, string source, string messageId, string? trace,
        CancellationToken cancel) =>
        tell.Tell(
            new Envelope(messageId, source, about, clock.GetUtcNow(), who, new ApprovalGiven(yes, note, seen, @for), Trace: trace), cancel);

    /// <summary>
    /// Approves what was on the screen when it was chosen, each in the person's own right or in the place of who is away. What has changed
    /// since, or is not theirs, is left out and says so; the rest runs at once, and each case looks once more.
    /// </summary>
    /// <param name="chosen">each with the row it was seen in</param>
    public async Task<(string Key, ImmutableArray<BulkItem> Set)> Approve(
        string key, IReadOnlyList<(CaseId Case, int Seen)> chosen, string why, Actor who, string source, CancellationToken cancel)
    {
        var (set, now) = (new List<BulkItem>(chosen.Count), clock.GetUtcNow());
        var absences = await Absences(cancel);
        foreach (var (id, seen) in chosen.DistinctBy(one => one.Case))
        {
            var look = await Look(id, who, absences, cancel);
            var (outcome, reason) =
                look is null ? (BulkOutcome.MovedOn, "It waits for no approval.")
                : look.Seen != seen
                    ? (BulkOutcome.MovedOn, $"It has changed since it was chosen: row {look.Seen} by now, no longer row {seen}.")
                : look.WhyNot is { } no ? (BulkOutcome.NotAllowed, no)
                : (BulkOutcome.Waiting, look.For is { } away
                    ? $"{look.What} is approved for {away.Person}, who is away." : $"{look.What} is approved.");
            set.Add(new BulkItem(
                set.Count + 1, id, "", seen, look?.State ?? "", outcome, reason, outcome == BulkOutcome.Waiting ? null : now));
        }

        var frozen = await bulk.Keep(key, BulkAct.ApproveCases, set, "approvals chosen one by one", why, who, source, cancel);
        if (frozen.Result == TellResult.Applied && set.Exists(item => item.Outcome == BulkOutcome.Waiting))
        {
            await tell.Tell(
                new Envelope($"{source}/start/{key}", source, new CaseId("bulk", key), now, who, new BulkStarted(why, PerSecond)), cancel);
        }

        return (key, [.. set]);
    }

    /// <summary>One of a set: whom it is for is asked when its turn comes, since whoever was away may be back.</summary>
    public async Task<Message> YesTo(
        BulkItem item, string why, Actor who, IReadOnlyList<KnownAbsence> absences, CancellationToken cancel) =>
        new ApprovalGiven(Yes: true, why, item.Seq, (await Look(item.Case, who, absences, cancel))?.For);

    public async Task<ImmutableArray<KnownAbsence>> Absences(CancellationToken cancel)
    {
        var found = ImmutableArray.CreateBuilder<KnownAbsence>();
        foreach (var head in await heads.Search(new HeadFilter(Kind: Absence.Kind, Open: true), HeadOrder.Oldest, 0, MostAbsences, cancel))
        {
            if (await FindAbsence(head.Case.Key, cancel) is { } known)
            {
                found.Add(known);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Out of the journal, which the list is written behind: who is back hands on nothing more. Null when it is over.</summary>
    public async Task<KnownAbsence?> FindAbsence(string key, CancellationToken cancel)
    {
        var rows = (await journal.ReadCase(AbsenceOf(key), 0, cancel)).Select(row => json.Read(row.Body)).ToArray();
        return rows is [{ Message.Data: AbsenceRecorded told } first, ..] && !rows[^1].Final
            ? new KnownAbsence(key, told, first.Message.Who.Name, first.At) : null;
    }

    public static CaseId AbsenceOf(string key) => new(Absence.Kind, key);

    public Task<TellReceipt> Record(
        string key, AbsenceRecorded told, Actor who, string source, string messageId, string? trace, CancellationToken cancel) =>
        tell.Tell(new Envelope(messageId, source, AbsenceOf(key), clock.GetUtcNow(), who, told, Trace: trace), cancel);
}
