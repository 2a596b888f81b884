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

/// <summary>A task: one has it at a time, and nobody after its end.</summary>
internal sealed class ClaimedByOne : IModel<(string? Holder, bool Ended, Names Known)>
{
    public (string? Holder, bool Ended, Names Known) Start => (null, false, Names.None);

    public (bool Possible, (string? Holder, bool Ended, Names Known) Next) After(
        (string? Holder, bool Ended, Names Known) state, Call call) => call.Asked switch
        {
            Claim claim => Claimed(state, claim, call.Answer),
            End end => Ended(state, end, call.Answer),
            _ => (false, state),
        };

    private static (bool, (string?, bool, Names)) Claimed((string? Holder, bool Ended, Names Known) state, Claim claim, Answer? answer)
    {
        var free = state is { Ended: false, Holder: null };
        var next = (free ? claim.Who : state.Holder, state.Ended, state.Known.With(claim.Id));
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

    private static (bool, (string?, bool, Names)) Ended((string? Holder, bool Ended, Names Known) state, End end, Answer? answer)
    {
        var next = (state.Holder, true, state.Known.With(end.Id));
        return answer switch
        {
            null => (true, next),
            Done => (!state.Ended && !state.Known.Has(end.Id), next),
            Known => (state.Known.Has(end.Id), state),
            NotNow => (!state.Known.Has(end.Id), (state.Holder, state.Ended, state.Known.With(end.Id))),
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
