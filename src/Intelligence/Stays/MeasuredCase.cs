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
    public CaseMarks Marks { get; init; } = CaseMarks.None;

    public Heard Heard { get; init; }

    public bool IsTask => Case.StartsWith("task/", StringComparison.Ordinal);
}

/// <summary>What a case had to do with, as far as its rows say. Several of a kind stand in one text, in order, a line each.</summary>
/// <param name="EndedIn">the final state; null while it is open</param>
/// <param name="Owner">of the exception it is now</param>
/// <param name="Goods">the category of what is bought</param>
/// <param name="Value">what it was last said to be worth</param>
/// <param name="Seen">the states it has stood in</param>
/// <param name="Troubles">the categories of the exceptions it has been</param>
/// <param name="Staff">people whose messages were applied</param>
/// <param name="Systems">systems whose messages were applied</param>
/// <param name="Policies">what its decisions read, as <c>name@version</c></param>
public sealed record CaseMarks(
    string? EndedIn, OwnerGroup? Owner, string? Supplier, string? Goods, decimal? Value, string? Currency, string Seen, string Troubles,
    string Staff, string Systems, string Policies)
{
    public static readonly CaseMarks None = new(null, null, null, null, null, null, "", "", "", "", "");

    public bool WasTrouble => Troubles.Length > 0;

    public static bool Holds(string lines, string one) => Each(lines).Contains(one, StringComparer.Ordinal);

    public static string[] Each(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>How something about a case came out, once it was known.</summary>
/// <param name="Number">1, 2, 3 ... within the case</param>
/// <param name="Name">one of <see cref="Noted"/></param>
/// <param name="Of">whose it is: a category, a supplier, a channel, a model</param>
/// <param name="By">who answers for it or did it</param>
/// <param name="Value">seconds, or 1 for yes and 0 for no</param>
public sealed record MeasuredNote(
    long CaseNo, int Number, string Case, string Process, string? Region, string? Channel, string? Node, string Name, string? Of,
    string? By, DateTimeOffset At, double Value);

/// <summary>What notes are of.</summary>
public static class Noted
{
    /// <summary>An exception that is over: how long it was one.</summary>
    public const string Exception = "exception";

    /// <summary>How long after its first promise an order was kept; below 0 when it was earlier.</summary>
    public const string Promise = "promise";

    /// <summary>Whether a closed order has all that it came with, and whether it was perfect.</summary>
    public const string InFull = "in-full", Perfect = "perfect";

    /// <summary>Whether an order reached its customer in more than one part.</summary>
    public const string Split = "split";

    /// <summary>Whether a part was picked short, and whether a pickup was ready by its promise.</summary>
    public const string ShortPick = "short-pick", Ready = "ready";

    /// <summary>From sending a purchase to the supplier's answer.</summary>
    public const string Confirmation = "confirmation";

    /// <summary>Whether a purchase came in time, in full, and both.</summary>
    public const string OnTime = "purchase-on-time", Full = "purchase-in-full", OnTimeInFull = "purchase-on-time-in-full";

    /// <summary>From the movement that waited longest in a publication to the channel's receipt.</summary>
    public const string Latency = "latency";

    /// <summary>From the start of a price to the target selling at it.</summary>
    public const string Parity = "parity";

    /// <summary>Whether advice was taken, and whether what was taken came true.</summary>
    public const string Advice = "advice", AdviceRight = "advice-right";
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
    /// <summary>What a task asks for; null for other cases.</summary>
    public string? TaskKind { get; init; }

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
