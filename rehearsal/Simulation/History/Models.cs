using System.Collections.Immutable;

namespace Crossdock.Rehearsal.Simulation.History;

/// <summary>Names that were taken; compared by what is in it.</summary>
internal sealed class Names(ImmutableSortedSet<string> all) : IEquatable<Names>
{
    public static readonly Names None = new(ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    public bool Has(string name) => all.Contains(name);

    public Names With(string name) => new(all.Add(name));

    public bool Equals(Names? other) => other is not null && other.Count == Count && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as Names);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private int Count => all.Count;

    private string Text => string.Join('\n', all);
}

/// <summary>An order, or anything that begins once: it is there from the moment somebody is told so.</summary>
internal sealed class AcceptedOnce : IModel<Names>
{
    public Names Start => Names.None;

    public (bool Possible, Names Next) After(Names state, Call call) => (call.Asked, call.Answer) switch
    {
        (Accept accept, null) => (true, state.With(accept.Id)),
        (Accept accept, Done or NotNow) => (!state.Has(accept.Id), state.With(accept.Id)),
        (Accept accept, Known) => (state.Has(accept.Id), state),
        (Look, Found found) => (found.There == !state.Equals(Names.None), state),
        (Look, null) => (true, state),
        _ => (false, state),
    };
}

/// <summary>A task as those see it who work on it.</summary>
/// <param name="Completed">somebody has said what became of it</param>
internal readonly record struct TaskSeen(string? Holder, bool Ended, bool Completed, Names Known);

/// <summary>A task: one has it at a time, and nobody after its end. What was handed over before it was withdrawn is taken once.</summary>
internal sealed class ClaimedByOne : IModel<TaskSeen>
{
    public TaskSeen Start => new(null, Ended: false, Completed: false, Names.None);

    public (bool Possible, TaskSeen Next) After(TaskSeen state, Call call) => call.Asked switch
    {
        Claim claim => Claimed(state, claim, call.Answer),
        End end => Ended(state, end, call.Answer),
        _ => (false, state),
    };

    private static (bool, TaskSeen) Claimed(TaskSeen state, Claim claim, Answer? answer)
    {
        var free = state is { Ended: false, Holder: null };
        var next = state with { Holder = free ? claim.Who : state.Holder, Known = state.Known.With(claim.Id) };
        return answer switch
        {
            null => (true, next),
            Done => (free && !state.Known.Has(claim.Id), next),
            // Known by its name, or because the same person has it.
            Known => (state.Known.Has(claim.Id) || (!state.Ended && state.Holder == claim.Who), next),
            NotNow => (!free && state.Holder != claim.Who && !state.Known.Has(claim.Id)
                || (state.Ended && !state.Known.Has(claim.Id)), next),
            _ => (false, state),
        };
    }

    private static (bool, TaskSeen) Ended(TaskSeen state, End end, Answer? answer)
    {
        var known = state.Known.Has(end.Id);
        var next = state with { Ended = true, Completed = state.Completed || !end.Withdrawn, Known = state.Known.With(end.Id) };
        return answer switch
        {
            null => (true, next),
            Done => (!known && (!state.Ended || (end.AlsoAfter && !state.Completed)), next),
            Known => (known, state),
            NotNow => (!known, state with { Known = next.Known }),
            _ => (false, state),
        };
    }
}

/// <summary>Pieces of one thing at one place: what one was granted no other gets.</summary>
internal sealed class CountedPieces(int first) : IModel<(int Pieces, Names Known)>
{
    public (int Pieces, Names Known) Start => (first, Names.None);

    public (bool Possible, (int Pieces, Names Known) Next) After((int Pieces, Names Known) state, Call call)
    {
        switch (call.Asked, call.Answer)
        {
            case (CountPieces, Pieces counted):
                return (counted.Number == state.Pieces, state);
            case (CountPieces, null):
                return (true, state);
            case (TakePieces take, Known):
                return (state.Known.Has(take.Id), state);
            case (TakePieces take, var answer):
                var got = state.Known.Has(take.Id) ? 0 : take.Pieces < 0 ? take.Pieces : Math.Min(take.Pieces, state.Pieces);
                var next = (state.Pieces - got, state.Known.With(take.Id));
                return (answer is null || (answer is Pieces said && !state.Known.Has(take.Id) && said.Number == got), next);
            default:
                return (false, state);
        }
    }
}
