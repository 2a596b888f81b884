using Crossdock.Contracts;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Intelligence.Stays;

/// <summary>A case as a whole, as far as its rows have been followed.</summary>
/// <param name="Closed">when it reached a final state; null while it is open</param>
/// <param name="Touches">applied messages of people, other than the one that began it: how work comes in is no touch of it</param>
/// <param name="Loops">how often it came into a state that it had stood in before</param>
/// <param name="TaskKind">what a task asks for; null for other cases</param>
/// <param name="Category">of the exception it is now; null when it is none</param>
public sealed record MeasuredCase(
    long CaseNo,
    string Case,
    string Process,
    int Seq,
    string? Region,
    string? Channel,
    string? Node,
    string? TaskKind,
    DateTimeOffset Opened,
    DateTimeOffset? Closed,
    int Touches,
    int Loops,
    ExceptionCategory? Category,
    DateTimeOffset? CategorySince)
{
    /// <summary>The final state; null while the case is open.</summary>
    public string? Ended { get; init; }

    public string? Supplier { get; init; }

    /// <summary>The category of its goods, where all of them have one.</summary>
    public string? Goods { get; init; }

    public Heard Heard { get; init; }

    public bool IsTask => Case.StartsWith("task/", StringComparison.Ordinal);
}

/// <summary>The messages that a case was told about its process, operators' acts beside the map left out.</summary>
/// <param name="Messages">all of them; one that failed or waits counts once, when it is decided</param>
/// <param name="Duplicates">ignored: the same thing was already done</param>
/// <param name="Overtaken">ignored: it no longer mattered</param>
/// <param name="Unexpected">ignored: nobody expected it in that state</param>
public readonly record struct Heard(int Messages, int Duplicates, int Overtaken, int Unexpected);

/// <summary>A stay of a case in a state, and what its time went into.</summary>
/// <param name="Number">1, 2, 3 ... within the case</param>
/// <param name="EnteredBy">the message of the row that led into the state</param>
/// <param name="Left">null while the case stands there</param>
/// <param name="WaitedFor">the effects that were asked for on the way in, or who is waited for</param>
/// <param name="Due">of the state's first deadline, as it stood last: what an escalation adds does not make a late stay timely</param>
/// <param name="Parts">up to <paramref name="Until"/></param>
/// <param name="Until">how far the time is divided: the row that led out, or the last one that the case took</param>
/// <param name="Now">how the case stood from then on</param>
public sealed record MeasuredStay(
    long CaseNo,
    int Number,
    string Case,
    string Process,
    string State,
    Waits Waits,
    string? Region,
    string? Channel,
    string? Node,
    OwnerGroup? Owner,
    DateTimeOffset Entered,
    int EnteredSeq,
    string EnteredBy,
    DateTimeOffset? Left,
    int? LeftSeq,
    string? LeftBy,
    string WaitedFor,
    bool Again,
    DateTimeOffset? Due,
    TimeParts Parts,
    DateTimeOffset Until,
    Situation Now)
{
    public bool IsTask => Case.StartsWith("task/", StringComparison.Ordinal);

    public TimeSpan Length(DateTimeOffset now) => Later(Left ?? now, Entered) - Entered;

    /// <summary>The parts of the whole stay; that of an open one goes on until now.</summary>
    public TimeParts PartsAt(DateTimeOffset now, OpenTime hours)
    {
        if (Left is not null)
        {
            return Parts;
        }

        var parts = Parts.Copy();
        TimeRule.Split(Now, Until, now, hours, parts);
        return parts;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>An attempt at an effect that did not end in an answer, so that it was made again or given up.</summary>
public sealed record FailedAttempt(
    string EffectKey, int Attempt, string Case, string System, string Operation, DateTimeOffset At, string Outcome);
