using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>
/// What a figure of a flow counts, so that the cases behind it are found. In a URL it is <c>took/Held/Sourcing</c>; what would not be
/// read as it stands there, as activities of other systems may not, is escaped.
/// </summary>
public abstract record FlowSubject
{
    private const string Nothing = "-";
    private const string Empty = "%";

    private FlowSubject()
    {
    }

    /// <summary>Cases of the slice that were closed.</summary>
    public sealed record Closed : FlowSubject;

    /// <summary>Cases whose first row fell into the period, closed or not.</summary>
    public sealed record Began : FlowSubject;

    public sealed record CameInto(string State) : FlowSubject;

    /// <summary>Closed cases whose last state it is.</summary>
    public sealed record EndedIn(string State) : FlowSubject;

    /// <param name="State">null for any</param>
    public sealed record CameAgain(string? State) : FlowSubject;

    /// <param name="From">null where cases begin</param>
    public sealed record Took(string? From, string To) : FlowSubject;

    public sealed record Went(string Variant) : FlowSubject;

    /// <param name="From">null where it was the very beginning</param>
    public sealed record DroppedOut(string? From, string End) : FlowSubject;

    public sealed record Deviated(Deviation Deviation, string? From, string To) : FlowSubject;

    public sealed record Ignored(IgnoredFor Why) : FlowSubject;

    public static FlowSubject? Parse(string? text) => (text ?? "").Split('/') switch
    {
        ["closed"] => new Closed(),
        ["began"] => new Began(),
        ["came", { Length: > 0 } state] => new CameInto(Plain(state)),
        ["ended", { Length: > 0 } state] => new EndedIn(Plain(state)),
        ["again"] => new CameAgain(null),
        ["again", { Length: > 0 } state] => new CameAgain(Plain(state)),
        ["took", { Length: > 0 } from, { Length: > 0 } to] => new Took(Named(from), Plain(to)),
        ["went", { Length: > 0 } variant] => new Went(Plain(variant)),
        ["dropped", { Length: > 0 } from, { Length: > 0 } end] => new DroppedOut(Named(from), Plain(end)),
        ["deviated", var how, { Length: > 0 } from, { Length: > 0 } to] when Word<Deviation>(how) is { } deviation =>
            new Deviated(deviation, Named(from), Plain(to)),
        ["ignored", var why] when Word<IgnoredFor>(why) is { } reason => new Ignored(reason),
        _ => null,
    };

    public sealed override string ToString() => this switch
    {
        Closed => "closed",
        Began => "began",
        CameInto came => $"came/{Escaped(came.State)}",
        EndedIn ended => $"ended/{Escaped(ended.State)}",
        CameAgain again => again.State is null ? "again" : $"again/{Escaped(again.State)}",
        Took took => $"took/{OrNothing(took.From)}/{Escaped(took.To)}",
        Went went => $"went/{Escaped(went.Variant)}",
        DroppedOut dropped => $"dropped/{OrNothing(dropped.From)}/{Escaped(dropped.End)}",
        Deviated deviated => $"deviated/{deviated.Deviation}/{OrNothing(deviated.From)}/{Escaped(deviated.To)}",
        Ignored ignored => $"ignored/{ignored.Why}",
        _ => throw new InvalidOperationException($"{GetType().Name} has no form in a URL."),
    };

    /// <summary>A part of a row of names, so that it stays one: states of ours stand as they are.</summary>
    internal static string Escaped(string part) => part switch
    {
        "" => Empty,
        Nothing => "%2D",
        _ => part.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal),
    };

    /// <summary>How often the case did what is counted; 1 where a case does it or does not.</summary>
    internal int TimesIn(Walk walk, StateNames names, MapWays ways) => this switch
    {
        CameInto came => walk.States.Count(names.NumberOf(came.State)),
        Took took => StepsIn(walk.States, took.From is null ? null : names.NumberOf(took.From), names.NumberOf(took.To)),
        _ => Holds(walk, names, ways) ? 1 : 0,
    };

    internal bool Holds(Walk walk, StateNames names, MapWays ways) => this switch
    {
        Closed => walk.IsClosed,
        CameInto came => walk.States.Contains(names.NumberOf(came.State)),
        EndedIn ended => walk.IsClosed && walk.Length > 0 && walk.States[^1] == names.NumberOf(ended.State),
        CameAgain { State: { } state } => walk.States.Count(names.NumberOf(state)) > 1,
        CameAgain => HasRepeat(walk.States),
        Took => TimesIn(walk, names, ways) > 0,
        Went went => walk.IsClosed && names.KeyOf(walk.States) == went.Variant,
        DroppedOut dropped => WalkEnds.DroppedOut(walk, names, ways) is { } found && found.End == dropped.End
            && (found.Place < 0 ? null : names[walk.States[found.Place]]) == dropped.From,
        Deviated deviated => StepsOf(walk, names, ways).Contains((deviated.From, deviated.To, deviated.Deviation)),
        Ignored ignored => ignored.Why switch
        {
            IgnoredFor.Duplicate => walk.Heard.Duplicates > 0,
            IgnoredFor.Overtaken => walk.Heard.Overtaken > 0,
            _ => walk.Heard.Unexpected > 0,
        },
        _ => throw new InvalidOperationException($"Nobody finds the cases of {GetType().Name}."),
    };

    private static List<(string? From, string To, Deviation? Deviation)> StepsOf(Walk walk, StateNames names, MapWays ways)
    {
        var (steps, from, seen) = (new List<(string?, string, Deviation?)>(walk.Length), (string?)null, new HashSet<int>());
        foreach (var state in walk.States)
        {
            var to = names[state];
            steps.Add((from, to, ways.Of(from, to, before: !seen.Add(state))));
            from = to;
        }

        return steps;
    }

    private static int StepsIn(ReadOnlySpan<int> states, int? from, int to)
    {
        if (from is not { } before)
        {
            return states is [var first, ..] && first == to ? 1 : 0;
        }

        var many = 0;
        for (var i = 1; i < states.Length; i++)
        {
            many += states[i - 1] == before && states[i] == to ? 1 : 0;
        }

        return many;
    }

    private static bool HasRepeat(ReadOnlySpan<int> states)
    {
        for (var i = 1; i < states.Length; i++)
        {
            if (states[..i].Contains(states[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static string OrNothing(string? part) => part is null ? Nothing : Escaped(part);

    private static string? Named(string text) => text == Nothing ? null : Plain(text);

    private static string Plain(string text) => text == Empty ? "" : text.Replace("%2F", "/", StringComparison.Ordinal)
        .Replace("%2D", Nothing, StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);

    private static T? Word<T>(string text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: false, out var value) && Enum.IsDefined(value) && value.ToString() == text ? value : null;
}

/// <summary>Why a message changed nothing; see <see cref="Heard"/>.</summary>
public enum IgnoredFor { Duplicate, Overtaken, Unexpected }
