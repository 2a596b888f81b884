namespace Crossdock.Rehearsal.Simulation.History;

/// <summary>How a thing answers when one call comes after the other.</summary>
internal interface IModel<TState> where TState : notnull
{
    TState Start { get; }

    /// <summary>The state after the call, if the thing could have answered so; null when it could not.</summary>
    (bool Possible, TState Next) After(TState state, Call call);
}

/// <summary>
/// Whether what clients saw could have happened one call at a time, each at a moment between its beginning and its end
/// (linearisability). Searches the orders that are possible, after Wing and Gong, and tries no set of calls twice from the same state,
/// after Lowe.
/// </summary>
internal static class OneAtATime
{
    private const int Most = 120;

    /// <summary>A way the calls may have gone; null when there is none.</summary>
    /// <exception cref="ArgumentException">more calls about one thing than are searched in reasonable time</exception>
    public static IReadOnlyList<Call>? Order<TState>(IReadOnlyList<Call> calls, IModel<TState> model)
        where TState : notnull
    {
        if (calls.Count > Most)
        {
            throw new ArgumentException($"{calls.Count} calls about one thing are more than the {Most} that are searched.", nameof(calls));
        }

        var search = new Search<TState>([.. calls.OrderBy(call => call.Began)], model);
        return search.From(model.Start, UInt128.Zero) ? search.Way : null;
    }

    private sealed class Search<TState>(Call[] calls, IModel<TState> model)
        where TState : notnull
    {
        private readonly HashSet<(UInt128, TState)> _tried = [];
        private readonly Stack<Call> _way = new();

        public IReadOnlyList<Call> Way => [.. _way.Reverse()];

        public bool From(TState state, UInt128 gone)
        {
            if (!_tried.Add((gone, state)))
            {
                return false;
            }

            // Whoever comes next must have begun before the first of the others had its answer.
            var firstEnd = long.MaxValue;
            for (var n = 0; n < calls.Length; n++)
            {
                if (!Has(gone, n) && calls[n].Ended is { } end && end < firstEnd)
                {
                    firstEnd = end;
                }
            }

            if (firstEnd == long.MaxValue)
            {
                // All that was answered has its place; the rest may never have happened.
                return true;
            }

            for (var n = 0; n < calls.Length && calls[n].Began <= firstEnd; n++)
            {
                if (!Has(gone, n) && model.After(state, calls[n]) is (true, var next))
                {
                    _way.Push(calls[n]);
                    if (From(next, gone | (UInt128.One << n)))
                    {
                        return true;
                    }

                    _way.Pop();
                }
            }

            return false;
        }

        private static bool Has(UInt128 gone, int n) => ((gone >> n) & UInt128.One) == UInt128.One;
    }
}
