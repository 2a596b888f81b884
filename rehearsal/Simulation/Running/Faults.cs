namespace Crossdock.Rehearsal.Simulation.Running;

/// <summary>What can go wrong.</summary>
public enum FaultKind
{
    /// <summary>What a client sent never arrives.</summary>
    MessageLost,
    /// <summary>It arrives, and its acknowledgement does not.</summary>
    AcknowledgementLost,
    MessageRepeated,
    MessageLate,
    /// <summary>A request to an outside system never arrives.</summary>
    RequestLost,
    /// <summary>It arrives and is carried out, and its answer is lost.</summary>
    AnswerLost,
    RequestRepeated,
    AnswerLate,
    /// <summary>The outside system fails for now.</summary>
    OutsideDown,
    /// <summary>The outside system says no for good.</summary>
    Refused,
    AnsweredTwice,
    /// <summary>The store takes nothing of a batch and says so by an error.</summary>
    CommitRefused,
    /// <summary>The store takes the batch, and the writer hears an error.</summary>
    CommitUnheard,
    CommitSlow,
    /// <summary>A read, or a save of lists, fails.</summary>
    StoreAway,
    /// <summary>A save of lists arrives, and the writer hears an error.</summary>
    SaveUnheard,
    /// <summary>A host dies; nothing in its memory is left.</summary>
    Crash,
    /// <summary>A host dies with a batch on its way to the store.</summary>
    CrashInCommit,
    /// <summary>A host stands still, and goes on as if nothing had been.</summary>
    Freeze,
    ClockAhead,
    ClockBehind,
    /// <summary>For a while every host takes every case for its own.</summary>
    TwoActivations,
    /// <summary>An activation is put out of memory in the middle of its work.</summary>
    Forgotten,
}

/// <summary>A fault at its place. The place is a name that stays the same when other faults are taken away.</summary>
public sealed record Fault(FaultKind Kind, string Place)
{
    public override string ToString() => $"{Kind} at {Place}";
}

/// <summary>Says where something goes wrong, and keeps what did, so that it can be tried with less.</summary>
/// <param name="only">the faults that are allowed; null for all that the dice give</param>
internal sealed class Faults(Dice dice, IReadOnlySet<Fault>? only)
{
    private readonly HashSet<Fault> _struck = [];

    /// <summary>After the storm nothing goes wrong any more, and everything has to come right.</summary>
    public bool Calm { get; set; }

    /// <summary>How rough it is, in hundredths of the usual.</summary>
    public int Roughness { get; init; } = 100;

    public IReadOnlySet<Fault> Struck => _struck;

    public event Action<Fault>? Happened;

    public bool Strikes(FaultKind kind, string place, int ofThousand) =>
        Hits(dice.Of(place), kind, ofThousand) && IsAllowed(new Fault(kind, place));

    /// <summary>At the so-manieth call of a line; its name is only written down when something strikes, for there are many.</summary>
    public bool Strikes(FaultKind kind, string line, long call, int ofThousand) =>
        Hits(dice.Of(line).Of(call), kind, ofThousand) && IsAllowed(new Fault(kind, $"{line} {call}"));

    private bool Hits(Dice here, FaultKind kind, int ofThousand) =>
        !Calm && here.Of((long)kind).Hits(Math.Max(1, ofThousand * Roughness / 100));

    private bool IsAllowed(Fault fault)
    {
        if (only is not null && !only.Contains(fault))
        {
            return false;
        }

        if (_struck.Add(fault))
        {
            Happened?.Invoke(fault);
        }

        return true;
    }
}
