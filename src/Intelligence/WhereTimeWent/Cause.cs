using Crossdock.Contracts;

namespace Crossdock.Intelligence.WhereTimeWent;

/// <summary>What a second of a case went into. The list is closed, and every second is exactly one of these.</summary>
public enum Cause
{
    Working, WaitingOnPerson, Queueing, IntegrationRetry, WaitingOnPartner, HeldByPolicy, OutsideBusinessHours,
}

/// <summary>The business time between two instants on a calendar by its name: a node's id, <c>team:...</c>, or <c>always</c>.</summary>
public delegate TimeSpan OpenTime(string calendar, DateTimeOffset from, DateTimeOffset to);

/// <summary>How a case stands for a while in which nothing about it changes but the time.</summary>
/// <param name="Queued">nobody has the task in hand</param>
/// <param name="Held">an operator stopped the case</param>
/// <param name="Stuck">an incident is open, or delivery gave an effect up for now</param>
/// <param name="Asked">an effect that this state asked for is on its way</param>
/// <param name="FailedSince">the first failed attempt at an effect that is still on its way</param>
/// <param name="Calendar">the one that the state's deadline runs on</param>
public readonly record struct Situation(
    Waits Waits, bool Queued, bool Held, bool Stuck, bool Asked, DateTimeOffset? FailedSince, string Calendar)
{
    public const string AroundTheClock = "always";
}

/// <summary>Time by cause, in ticks. The parts are the whole: there is no other sum.</summary>
public sealed class TimeParts
{
    public static readonly IReadOnlyList<Cause> Causes = Enum.GetValues<Cause>();

    private readonly long[] _ticks = new long[Causes.Count];

    public long this[Cause cause] => _ticks[(int)cause];

    public long Whole => _ticks.Sum();

    public void Add(Cause cause, long ticks) => _ticks[(int)cause] += ticks;

    public void Add(TimeParts other)
    {
        foreach (var cause in Causes)
        {
            Add(cause, other[cause]);
        }
    }

    public TimeParts Copy()
    {
        var copy = new TimeParts();
        copy.Add(this);
        return copy;
    }
}
