using System.Collections.Immutable;

namespace Crossdock.Contracts.Ports;

/// <summary>Where a case stands, one row a case: a projection of the journal, written behind, rebuilt at any time.</summary>
/// <param name="Since">when it entered the state</param>
/// <param name="Opened">when its first message came</param>
/// <param name="Closed">when it reached a final state; null while it is open</param>
/// <param name="Incident">the reason of the open incident, if there is one</param>
/// <param name="Touches">how many messages of people it took</param>
/// <param name="Held">why an operator holds it; null when nobody does</param>
public sealed record CaseHead(
    long CaseNo,
    CaseId Case,
    string Process,
    int MapVersion,
    int Seq,
    string State,
    Waits Waits,
    DateTimeOffset Since,
    DateTimeOffset Opened,
    DateTimeOffset? Closed,
    DateTimeOffset Updated,
    Deadline? Deadline,
    string? Incident,
    int Touches,
    CaseCard Card,
    string? Held = null)
{
    /// <summary>
    /// When it was to be done: the state's own deadline or the promise, whichever passes first; null where nothing is promised. The
    /// deadline of a state that waits for a time is its plan, and no promise to anybody.
    /// </summary>
    public DateTimeOffset? Due =>
        Deadline is { } own && Waits != Waits.OnTime && !(Card.Promise < own.Due) ? own.Due : Card.Promise;

    /// <summary>How an open case stands against that time. The one definition: the lists of every store count by it.</summary>
    public Clock ClockAt(DateTimeOffset now, TimeSpan atRiskWithin) =>
        Due is not { } due ? Clock.InTime
        : due < now ? Clock.Late
        : due - now <= atRiskWithin ? Clock.AtRisk : Clock.InTime;
}

/// <summary>An effect that was requested and not yet answered in the journal.</summary>
public sealed record InFlightEffect(string Key, CaseId Case, string Kind, DateTimeOffset Since);

/// <summary>What one stretch of the feed changes; saved in one transaction with the position it reaches.</summary>
/// <param name="SameTerms">numbers of cases whose search terms are as they were saved before, so that they need no look</param>
/// <param name="Lease">the token under which the reader holds the lease of its name; null when it runs under none</param>
public sealed record HeadChanges(
    string Reader,
    FeedPosition Reached,
    IReadOnlyList<CaseHead> Heads,
    IReadOnlyList<InFlightEffect> Started,
    IReadOnlyList<string> Settled,
    IReadOnlySet<long>? SameTerms = null,
    long? Lease = null)
{
    /// <summary>Incidents that are open after the stretch; of one that was open before, the first failure's time is kept.</summary>
    public IReadOnlyList<OpenIncident> Opened { get; init; } = [];

    /// <summary>Order lines that places were asked for in the stretch, each place and day once; below nothing where given back.</summary>
    public IReadOnlyList<NodeLines> Lines { get; init; } = [];

    /// <summary>Incidents that were cured within the stretch, before what is opened. Settled effects need not be named.</summary>
    public IReadOnlyList<IncidentKey> Cured { get; init; } = [];
}

/// <summary>Order lines that a place was asked for on a day of its own.</summary>
public sealed record NodeLines(string Node, DateOnly Day, int Lines);

/// <summary>A deadline that has passed and is this reader's to deliver until the lease runs out.</summary>
public sealed record DueDeadline(CaseId Case, Deadline Deadline);

public enum Clock { Any, InTime, AtRisk, Late }

public enum HeadOrder { Newest, Oldest, Priority, Due }

/// <summary>A slice of cases. Null and empty mean: any.</summary>
/// <param name="Text">matches a case key exactly or by prefix, or a search term's value exactly (customer, SKU, node)</param>
/// <param name="Kinds">any of these; an empty list finds nothing</param>
/// <param name="Reaches">only cases that have a part in a place, or may come to</param>
/// <param name="AtRiskWithin">how near a promise or deadline makes a case at risk</param>
public sealed record HeadFilter(
    string? Text = null,
    string? Kind = null,
    string? State = null,
    Waits? Waits = null,
    string? Region = null,
    string? Channel = null,
    string? Node = null,
    OwnerGroup? Owner = null,
    ExceptionCategory? Exception = null,
    bool? AnyException = null,
    bool? HasIncident = null,
    bool? Open = null,
    Clock Clock = Clock.Any,
    CaseId? Parent = null,
    string? With = null,
    string? TaskKind = null,
    DateTimeOffset Now = default,
    TimeSpan AtRiskWithin = default,
    bool? Held = null,
    string? Process = null,
    IReadOnlyList<string>? Kinds = null,
    Reach? Reaches = null);

/// <summary>
/// Cases with a part of this kind in a place, whatever place they have themselves; and those without any part yet that are of no other
/// place. Null is any.
/// </summary>
public sealed record Reach(string PartKind, string? Region = null, string? Channel = null, string? Node = null);

/// <summary>A count of open cases in one cell of the retailer: the grain of the health figures.</summary>
public sealed record HeadCount(
    string Process, string State, Waits Waits, string? Region, string? Channel, string? Node, int Open, int AtRisk, int Late);

/// <param name="At">the start of the bucket</param>
public sealed record HeadsPerBucket(DateTimeOffset At, int Opened, int Closed);

public interface IHeads
{
    /// <summary>Today is all that sourcing asks for; the days before it are for whoever asks why an order went elsewhere.</summary>
    const int NodeLinesDays = 14;

    Task<FeedPosition> ReadCheckpoint(string reader, CancellationToken cancel);

    Task Save(HeadChanges changes, CancellationToken cancel);

    Task<CaseHead?> Read(CaseId id, CancellationToken cancel);

    Task<IReadOnlyList<CaseHead>> ReadMany(IReadOnlyCollection<CaseId> ids, CancellationToken cancel);

    Task<IReadOnlyList<CaseHead>> Search(HeadFilter filter, HeadOrder order, int skip, int take, CancellationToken cancel);

    Task<int> Count(HeadFilter filter, CancellationToken cancel);

    /// <summary>How many heads of a slice stand in each state.</summary>
    Task<IReadOnlyDictionary<string, int>> CountByState(HeadFilter filter, CancellationToken cancel);

    Task<IReadOnlyList<HeadCount>> CountOpen(DateTimeOffset now, TimeSpan atRiskWithin, CancellationToken cancel);

    /// <summary>What places were asked for on a day and those after it; kept for <see cref="NodeLinesDays"/> days.</summary>
    Task<IReadOnlyList<NodeLines>> ReadNodeLines(DateOnly from, CancellationToken cancel);

    Task<IReadOnlyList<HeadsPerBucket>> CountPerBucket(
        string kind, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, HeadFilter slice, CancellationToken cancel);

    /// <summary>
    /// Open cases whose deadline is due, oldest first, leased to <paramref name="holder"/> for <paramref name="lease"/> so that
    /// several readers share the work. <paramref name="wallNow"/> times the lease, <paramref name="now"/> the deadline.
    /// </summary>
    Task<IReadOnlyList<DueDeadline>> LeaseDue(
        DateTimeOffset now, DateTimeOffset wallNow, TimeSpan lease, string holder, int max, CancellationToken cancel);

    /// <summary>The next deadline after now, or null when there is none.</summary>
    Task<DateTimeOffset?> NextDue(CancellationToken cancel);

    /// <summary>Effects in flight, oldest first.</summary>
    Task<IReadOnlyList<InFlightEffect>> ReadInFlight(string? afterKey, int max, CancellationToken cancel);

    Task<IReadOnlyList<InFlightEffect>> ReadInFlightOf(CaseId id, CancellationToken cancel);

    /// <summary>How many effects each case has in flight, read once for a whole list; a case with none is left out.</summary>
    Task<IReadOnlyDictionary<CaseId, int>> CountInFlight(IReadOnlyCollection<CaseId> ids, CancellationToken cancel);

    /// <summary>Open cases in key order, for sweeps that look at every one.</summary>
    Task<IReadOnlyList<CaseHead>> ReadOpen(long afterCaseNo, int max, CancellationToken cancel);

    /// <summary>Empties the projection and its checkpoint, so that it is rebuilt from the journal.</summary>
    Task Clear(string reader, CancellationToken cancel);
}
