using System.Runtime.CompilerServices;

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
        IReadOnlyDictionary<string, AttributeColumn> attributes, string[] names)
    {
        Start = start;
        Activity = activity;
        Ticks = ticks;
        Activities = activities;
        Attributes = attributes;
        Names = names;
    }

    public int Events => Activity.Length;

    public int Cases => Start.Length - 1;

    /// <summary>The names; a slice keeps those of the whole.</summary>
    public IReadOnlyList<string> Activities { get; }

    /// <summary>What is known of the events besides; names that begin with <c>case:</c> say something of the whole case.</summary>
    public IReadOnlyDictionary<string, AttributeColumn> Attributes { get; }

    /// <summary>What each case is called; empty for one without a name.</summary>
    public IReadOnlyList<string> CaseNames => Names;

    /// <summary>Where each case begins, and the end of the last one.</summary>
    public ReadOnlySpan<int> CaseStarts => Start;

    public ReadOnlySpan<int> ActivityNumbers => Activity;

    /// <summary>UTC, in units of 100 ns, or <see cref="NoTime"/>.</summary>
    public ReadOnlySpan<long> Times => Ticks;

    internal int[] Start { get; }

    internal int[] Activity { get; }

    internal long[] Ticks { get; }

    internal string[] Names { get; }

    /// <summary>The part of the log that a slice asks for. Cases without an event left fall away.</summary>
    /// <param name="attributes">what is kept besides; null for all</param>
    public EventLog Cut(LogSlice slice, IReadOnlyCollection<string>? attributes = null)
    {
        var eventWanted = Wanted(slice, ofCase: false);
        var kept = Kept(slice, Wanted(slice, ofCase: true), eventWanted);
        var (start, cases, events) = (new int[kept.Count(many => many > 0) + 1], 0, 0);
        var names = new string[start.Length - 1];
        for (var c = 0; c < kept.Length; c++)
        {
            if (kept[c] > 0)
            {
                names[cases] = Names[c];
                events += kept[c];
                start[++cases] = events;
            }
        }

        return new EventLog(
            start, Pick(Activity, kept, events, eventWanted), Pick(Ticks, kept, events, eventWanted), Activities,
            Attributes.Where(pair => attributes?.Contains(pair.Key) ?? true).ToDictionary(
                pair => pair.Key, pair => pair.Value with { Codes = Pick(pair.Value.Codes, kept, events, eventWanted) }), names);
    }

    /// <summary>The values that an attribute has, the commonest first, then by name.</summary>
    /// <returns>with each how many cases a slice by it has, or, where it says nothing of whole cases, how many events</returns>
    public IReadOnlyList<(string Value, int Count)> Counted(string attribute)
    {
        var column = Attributes[attribute];
        var counts = new int[column.Values.Count];
        foreach (var code in LogSlice.IsOfCase(attribute) ? Enumerable.Range(0, Cases).Select(c => FirstOf(column.Codes, c)) : column.Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        return
        [
            .. column.Values.Zip(counts).Where(one => one.Second > 0)
                .OrderByDescending(one => one.Second).ThenBy(one => one.First, StringComparer.Ordinal),
        ];
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FirstOf(int[] codes, int c)
    {
        for (var i = Start[c]; i < Start[c + 1]; i++)
        {
            if (codes[i] >= 0)
            {
                return codes[i];
            }
        }

        return -1;
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

    // How many events of each case are kept. A command cuts once, so this loop and the next have to be fast at their first run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] Kept(LogSlice slice, (int[] Codes, int Code)? caseWanted, (int[] Codes, int Code)? eventWanted)
    {
        var kept = new int[Cases];
        for (var c = 0; c < kept.Length; c++)
        {
            if (!BeganWithin(c, slice) || (caseWanted is { } wanted && FirstOf(wanted.Codes, c) != wanted.Code))
            {
                continue;
            }

            var many = Start[c + 1] - Start[c];
            if (eventWanted is { } of)
            {
                many = of.Codes.AsSpan(Start[c], many).Count(of.Code);
            }

            kept[c] = many;
        }

        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T[] Pick<T>(T[] column, int[] kept, int events, (int[] Codes, int Code)? wanted)
    {
        var (picked, at) = (GC.AllocateUninitializedArray<T>(events), 0);
        for (var c = 0; c < kept.Length; c++)
        {
            var (first, end) = (Start[c], Start[c + 1]);
            if (kept[c] == end - first)
            {
                column.AsSpan(first, kept[c]).CopyTo(picked.AsSpan(at));
                at += kept[c];
            }
            else if (kept[c] > 0 && wanted is { } of)
            {
                for (var i = first; i < end; i++)
                {
                    if (of.Codes[i] == of.Code)
                    {
                        picked[at++] = column[i];
                    }
                }
            }
        }

        return picked;
    }
}

/// <param name="Codes">for each event the place of its value, -1 where it has none</param>
public sealed record AttributeColumn(IReadOnlyList<string> Values, int[] Codes);
