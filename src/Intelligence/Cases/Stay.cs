using System.Collections.Immutable;
using Crossdock.Contracts;

namespace Crossdock.Intelligence.Cases;

/// <summary>A stay in a state, from one transition to the next that changed it.</summary>
public sealed record Stay(string State, Waits Waits, DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;

    /// <summary>The stays follow each other without a gap; that of an open case lasts until now.</summary>
    public static ImmutableArray<Stay> Of(ImmutableArray<Transition> rows, DateTimeOffset now)
    {
        var stays = ImmutableArray.CreateBuilder<Stay>();
        var begin = 0;
        for (var i = 1; i <= rows.Length; i++)
        {
            if (i == rows.Length || rows[i].To != rows[begin].To)
            {
                var to = i < rows.Length ? rows[i].At : rows[begin].Final ? rows[^1].At : now;
                stays.Add(new Stay(rows[begin].To, rows[begin].Waits, rows[begin].At, to < rows[begin].At ? rows[begin].At : to));
                begin = i;
            }
        }

        return stays.ToImmutable();
    }
}
