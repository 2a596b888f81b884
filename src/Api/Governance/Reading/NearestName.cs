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

        var best = known.Select(name => (name, distance: Distance(wrong.ToLowerInvariant(), name.ToLowerInvariant()))).MinBy(x => x.distance);
        return best.name is not null && best.distance <= Math.Max(1, best.name.Length / 2) ? best.name : null;
    }

    /// <summary>As the end of a sentence: <c>; did you mean 'quantity'?</c></summary>
    public static string Hint(string wrong, IEnumerable<string> known) => Of(wrong, known) is { } name ? $"; did you mean '{name}'?" : "";

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        foreach (var (letter, i) in a.Select((letter, i) => (letter, i)))
        {
            var row = new int[b.Length + 1];
            row[0] = i + 1;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + (letter == b[j - 1] ? 0 : 1));
            }

            previous = row;
        }

        return previous[b.Length];
    }
}
