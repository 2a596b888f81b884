namespace Crossdock.Intelligence.Overview;

public static class Shares
{
    /// <summary>Whole percents that add up to 100, by largest remainder; all zero when there is nothing to share.</summary>
    public static int[] InPercent(IReadOnlyList<long> parts)
    {
        var whole = parts.Sum();
        if (whole <= 0)
        {
            return new int[parts.Count];
        }

        var shares = parts.Select(part => (int)(100 * part / whole)).ToArray();
        var byRemainder = Enumerable.Range(0, parts.Count).OrderByDescending(i => 100 * parts[i] % whole).ThenBy(i => i);
        foreach (var i in byRemainder.Take(100 - shares.Sum()))
        {
            shares[i]++;
        }

        return shares;
    }
}
