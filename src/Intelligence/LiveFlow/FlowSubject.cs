using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>What a figure of a flow counts, so that the cases behind it are found. In a URL it is <c>took/Held/Sourcing</c>.</summary>
public abstract record FlowSubject
{
    private const string Nothing = "-";

    private FlowSubject()
    {
    }

    /// <summary>Cases of the slice that were closed.</summary>
    public sealed record Closed : FlowSubject;

    public sealed record CameInto(string State) : FlowSubject;

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
        ["came", { Length: > 0 } state] => new CameInto(state),
        ["again"] => new CameAgain(null),
        ["again", { Length: > 0 } state] => new CameAgain(state),
        ["took", { Length: > 0 } from, { Length: > 0 } to] => new Took(Named(from), to),
        ["went", { Length: > 0 } variant] => new Went(variant),
        ["dropped", { Length: > 0 } from, { Length: > 0 } end] => new DroppedOut(Named(from), end),
        ["deviated", var how, { Length: > 0 } from, { Length: > 0 } to] when Word<Deviation>(how) is { } deviation =>
            new Deviated(deviation, Named(from), to),
        ["ignored", var why] when Word<IgnoredFor>(why) is { } reason => new Ignored(reason),
        _ => null,
    };

    public sealed override string ToString() => this switch
    {
        Closed => "closed",
        CameInto came => $"came/{came.State}",
        CameAgain again => again.State is null ? "again" : $"again/{again.State}",
        Took took => $"took/{took.From ?? Nothing}/{took.To}",
        Went went => $"went/{went.Variant}",
        DroppedOut dropped => $"dropped/{dropped.From ?? Nothing}/{dropped.End}",
        Deviated deviated => $"deviated/{deviated.Deviation}/{deviated.From ?? Nothing}/{deviated.To}",
        Ignored ignored => $"ignored/{ignored.Why}",
        _ => throw new InvalidOperationException($"{GetType().Name} has no form in a URL."),
    };

    internal bool Holds(Walk walk, StateNames names, MapWays ways) => this switch
    {
        Closed => walk.IsClosed,
        CameInto came => walk.States.Contains(names.NumberOf(came.State)),
        CameAgain { State: { } state } => walk.States.Count(names.NumberOf(state)) > 1,
        CameAgain => HasRepeat(walk.States),
        Took took => StepsOf(walk, names, ways).Any(step => (step.From, step.To) == (took.From, took.To)),
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

    private static string? Named(string text) => text == Nothing ? null : text;

    private static T? Word<T>(string text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: false, out var value) && Enum.IsDefined(value) && value.ToString() == text ? value : null;
}

/// <summary>Why a message changed nothing; see <see cref="Heard"/>.</summary>
public enum IgnoredFor { Duplicate, Overtaken, Unexpected }
