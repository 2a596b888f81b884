namespace Crossdock.Api.Governance.Reading;

/// <summary>Which known name a wrong one was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The known name that takes the fewest letters to change, if that is less than half of them.</summary>
    public static string? Of(string wrong, IEnumerable<string> known)
    {
        if (wrong.Length > 40)
        {
            return null;
        }

        var best = known.Select(name => (name, distance: Distance(wrong.ToLowerInvariant(), name.ToLowerInvariant())))
            .MinBy(x => x.distance);
        return best.name is not null && best.distance <= Math.Max(1, best.name.Length / 2) ? best.name : null;
    }

    /// <summary>As the end of a sentence: <c>; did you mean 'quantity'?</c></summary>
    public static string Hint(string wrong, IEnumerable<string> known) => Of(wrong, known) is { } name ? $"; did you mean '{name}'?" : "";

    // Letters changed, left out, put in or swapped with their neighbour: the slips of a typing hand.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
