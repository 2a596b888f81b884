namespace Crossdock.Rehearsal.Crash;

/// <summary>What can come of a harm.</summary>
public enum Wound
{
    /// <summary>Acknowledged, and not in the journal.</summary>
    Lost,

    /// <summary>Seen twice by an outside system or a ledger, or asked twice.</summary>
    DuplicatedEffect,

    /// <summary>Pieces promised or sent that were not there, or a ledger that does not balance.</summary>
    Oversold,

    /// <summary>A case that nothing will move, or a host that does not serve again.</summary>
    Stuck,

    /// <summary>A list, a count, a figure or a chain that is not what the journal says.</summary>
    RecomputedDiffers,

    /// <summary>An answer 500, a host that ended by itself, or a stop that was not clean.</summary>
    Failed,
}

public sealed record Finding(Wound Wound, string What);

/// <summary>One harm and what came of it.</summary>
/// <param name="OutageSeconds">the longest time without an acknowledged write</param>
/// <param name="StrikeSeconds">what doing the harm and taking it back took</param>
/// <param name="ProofSeconds">what looking at everything took, once it served again</param>
/// <param name="Acknowledged">yeses given so far, all of which were found in the journal unless a finding says otherwise</param>
public sealed record RoundReport(
    int Round, string Kind, double AtSeconds, double OutageSeconds, double StrikeSeconds, double ProofSeconds, long Acknowledged,
    long Rows, int OrdersInHand, IReadOnlyList<string> Findings);

/// <summary>The figures of a whole rehearsal, as its JSON file holds them.</summary>
/// <param name="Settled">whether every order ended, or rests with a person, after the last round</param>
public sealed record CrashReport(
    int Rounds,
    int Lost,
    int DuplicatedEffects,
    int Oversold,
    int Stuck,
    int RecomputedDiffers,
    int Failed,
    double LongestOutageSeconds,
    int Seed,
    string Store,
    int Hosts,
    string Date,
    string Commit,
    string Machine,
    bool Settled,
    int OrdersIn,
    int OrdersAccepted,
    long Acknowledged,
    long JournalRows,
    int UnaskedExits,
    double WallSeconds,
    IReadOnlyDictionary<string, int> Kinds,
    IReadOnlyList<string> LeftOut,
    IReadOnlyDictionary<int, int> Statuses,
    IReadOnlyList<string> Findings,
    IReadOnlyList<RoundReport> EachRound)
{
    public bool Good => Lost + DuplicatedEffects + Oversold + Stuck + RecomputedDiffers + Failed == 0;
}
