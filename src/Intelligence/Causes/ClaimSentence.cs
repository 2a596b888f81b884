using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;

namespace Crossdock.Intelligence.Causes;

/// <summary>Says a claim in one sentence: what, how much, against whom, how sure, out of how many.</summary>
public static class ClaimSentence
{
    public static string Of(CauseClaim claim, string what, CauseMeasure measure, bool isState, RetailNetwork network)
    {
        var (with, others) = Phrases(claim.Trait, network);
        var cases = $"{Count(claim.WithCases)} cases against {Count(claim.OtherCases)}";
        var effect = claim.Effect;
        var same = claim.SameCases.IsEmpty ? ""
            : $" Nearly the same cases: {string.Join(", ", claim.SameCases.Select(trait => Phrases(trait, network).With))}.";
        var said = measure == CauseMeasure.Slow
            ? $"takes {Length(claim.With)} at the median, {Length(effect.Value)} longer than {others}; with 95 % confidence "
                + $"{Length(effect.Low)} to {Length(effect.High)} longer"
            : $"{(isState ? "is late" : "is an exception")} in {Share(claim.With)} of 100 cases, {Share(effect.Value)} more than {others}; "
                + $"with 95 % confidence {Share(effect.Low)} to {Share(effect.High)} more";
        return $"{what} {with} {said} ({cases}).{same}";
    }

    /// <summary>How a trait is said of the cases that have it, and of those they are held against.</summary>
    public static (string With, string Others) Phrases(TraitValue trait, RetailNetwork network) => trait.Trait switch
    {
        Trait.Node => ($"at {network.Find(trait.Value)?.Name ?? trait.Value}", "at other nodes"),
        Trait.Region => ($"in region {trait.Value}", "in other regions"),
        Trait.Channel => ($"from channel {trait.Value}", "from other channels"),
        Trait.Supplier => ($"with supplier {trait.Value}", "with other suppliers"),
        Trait.Category => ($"of category {trait.Value}", "of other categories"),
        Trait.Task => ($"of kind {trait.Value}", "of other kinds"),
        Trait.Hour => ($"begun from {trait.Value}:00 to {trait.Value}:59", "begun at other hours"),
        Trait.Staff => ($"handled by {trait.Value}", "handled by others"),
        Trait.Connector => ($"answered by {trait.Value}", "answered by other systems only"),
        Trait.FailedAttempt => ($"with a failed attempt at {trait.Value}", "without one"),
        Trait.Policy => ($"decided by {trait.Value.Replace("@", " version ", StringComparison.Ordinal)}", "by its other versions"),
        _ => throw new ArgumentOutOfRangeException(nameof(trait), trait, "is no trait"),
    };

    private static string Count(int count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    private static string Share(double share) => (100 * share).ToString(share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static string Length(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalDays >= 1 ? $"{time.Days} d {time.Hours} h"
            : time.TotalHours >= 1 ? $"{time.Hours} h {time.Minutes:00} min"
            : time.TotalMinutes >= 1 ? $"{time.Minutes} min"
            : $"{time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
    }
}

/// <summary>What a slice is called in its sentences.</summary>
public static class SliceWords
{
    public static string Of(MapPicture map, string? state)
    {
        var process = map.Process.Replace('-', ' ');
        var named = char.ToUpperInvariant(process[0]) + process[1..];
        return state is null ? named : $"{named} in {map.Find(state)?.Title ?? state}";
    }
}
