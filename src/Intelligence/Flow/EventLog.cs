namespace Crossdock.Intelligence.Flow;

/// <summary>
/// The events of a log as columns, case by case, within a case in the order of their times (equal times as they stood in the file).
/// A slice of a log is a log.
/// </summary>
public sealed class EventLog
{
    /// <summary>The time of an event that has none. It stands behind the event before it.</summary>
    public const long NoTime = long.MinValue;

    internal EventLog(
        int[] start, int[] activity, long[] ticks, IReadOnlyList<string> activities,
        IReadOnlyDictionary<string, AttributeColumn> attributes)
    {
        Start = start;
        Activity = activity;
        Ticks = ticks;
        Activities = activities;
        Attributes = attributes;
    }

    public int Events => Activity.Length;

    public int Cases => Start.Length - 1;

    /// <summary>The names; a slice keeps those of the whole.</summary>
    public IReadOnlyList<string> Activities { get; }

    /// <summary>What is known of the events besides; names that begin with <c>case:</c> say something of the whole case.</summary>
    public IReadOnlyDictionary<string, AttributeColumn> Attributes { get; }

    /// <summary>Where each case begins, and the end of the last one.</summary>
    public ReadOnlySpan<int> CaseStarts => Start;

    public ReadOnlySpan<int> ActivityNumbers => Activity;

    /// <summary>UTC, in units of 100 ns, or <see cref="NoTime"/>.</summary>
    public ReadOnlySpan<long> Times => Ticks;

    internal int[] Start { get; }

    internal int[] Activity { get; }

    internal long[] Ticks { get; }

    /// <summary>The part of the log that a slice asks for. Cases without an event left fall away.</summary>
    public EventLog Cut(LogSlice slice)
    {
        var (caseWanted, eventWanted) = (Wanted(slice, ofCase: true), Wanted(slice, ofCase: false));
        var (start, kept) = (new List<int>(), new int[Events]);
        var count = 0;
        for (var c = 0; c < Cases; c++)
        {
            var before = count;
            if (BeganWithin(c, slice) && (caseWanted is not { } wanted || Says(c, wanted)))
            {
                for (var i = Start[c]; i < Start[c + 1]; i++)
                {
                    if (eventWanted is not { } of || of.Codes[i] == of.Code)
                    {
                        kept[count++] = i;
                    }
                }
            }

            if (count > before)
            {
                start.Add(before);
            }
        }

        start.Add(count);
        Array.Resize(ref kept, count);
        return new EventLog(
            [.. start], Pick(Activity, kept), Pick(Ticks, kept), Activities,
            Attributes.ToDictionary(pair => pair.Key, pair => pair.Value with { Codes = Pick(pair.Value.Codes, kept) }));
    }

    /// <summary>When the case began: its first event that has a time.</summary>
    internal long Began(int c)
    {
        for (var i = Start[c]; i < Start[c + 1]; i++)
        {
            if (Ticks[i] != NoTime)
            {
                return Ticks[i];
            }
        }

        return NoTime;
    }

    internal long Ended(int c)
    {
        for (var i = Start[c + 1] - 1; i >= Start[c]; i--)
        {
            if (Ticks[i] != NoTime)
            {
                return Ticks[i];
            }
        }

        return NoTime;
    }

    private bool BeganWithin(int c, LogSlice slice)
    {
        if (slice.From is null && slice.Until is null)
        {
            return true;
        }

        var began = Began(c);
        return began != NoTime
            && (slice.From is not { } from || began >= from.UtcTicks) && (slice.Until is not { } until || began < until.UtcTicks);
    }

    // What a case says stands on each of its events, or on some of them only.
    private bool Says(int c, (int[] Codes, int Code) wanted)
    {
        for (var i = Start[c]; i < Start[c + 1]; i++)
        {
            if (wanted.Codes[i] >= 0)
            {
                return wanted.Codes[i] == wanted.Code;
            }
        }

        return false;
    }

    private (int[] Codes, int Code)? Wanted(LogSlice slice, bool ofCase)
    {
        if (slice.Attribute is not { } name || LogSlice.IsOfCase(name) != ofCase)
        {
            return null;
        }

        var column = Attributes.TryGetValue(name, out var found) ? found : throw new ArgumentException($"the log has no attribute {name}");
        // A value that nobody has is a slice without events.
        var code = column.Values.ToList().IndexOf(slice.Value ?? "");
        return (column.Codes, code < 0 ? int.MaxValue : code);
    }

    private static T[] Pick<T>(T[] column, int[] kept)
    {
        var picked = new T[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            picked[i] = column[kept[i]];
        }

        return picked;
    }
}

/// <param name="Codes">for each event the place of its value, -1 where it has none</param>
public sealed record AttributeColumn(IReadOnlyList<string> Values, int[] Codes);
