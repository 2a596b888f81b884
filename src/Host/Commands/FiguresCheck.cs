using System.Data.Common;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Stays;
using Crossdock.Runtime.Verification;
using Crossdock.Storage;

namespace Crossdock.Host.Commands;

/// <summary>What of the figures over time was held against the journal.</summary>
/// <param name="WhyNot">why nothing was compared; null where it was</param>
internal sealed record FiguresCompared(long Cases, long Stays, long Archived, string? WhyNot = null)
{
    public static FiguresCompared Not(string why) => new(0, 0, 0, why);
}

/// <summary>The part of a verification that looks at the analysis file: it must be what the journal says up to the file's place.</summary>
internal static class FiguresCheck
{
    /// <summary>What a host at work recorded late is in its file by then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="network">for the opening hours; null where none was given</param>
    /// <param name="patience">until a second look, where something differs</param>
    public static async Task<(VerificationResult Result, FiguresCompared Compared)> Add(
        VerificationResult found, Store store, AnalysisFile file, IMaps maps, RetailNetwork? network, TimeSpan patience,
        CancellationToken cancel)
    {
        if (!file.IsThere)
        {
            return (found, FiguresCompared.Not("there is no file of them here"));
        }

        if (network is null)
        {
            return (found, FiguresCompared.Not("give --network, for the opening hours"));
        }

        try
        {
            return await Compare(found, store, file, maps, network, patience, cancel);
        }
        catch (JsonException)
        {
            // The chain names that row, and no figure can be told from it.
            return (found, FiguresCompared.Not("a row of the journal cannot be read"));
        }
        catch (DbException broken)
        {
            return (
                found with { Found = found.Found + 1, Faults = [.. found.Faults, new Fault("figures", null, broken.Message)] },
                FiguresCompared.Not("their file cannot be read"));
        }
    }

    private static async Task<(VerificationResult Result, FiguresCompared Compared)> Compare(
        VerificationResult found, Store store, AnalysisFile file, IMaps maps, RetailNetwork network, TimeSpan patience,
        CancellationToken cancel)
    {
        var name = await StoreName.Of(store.SharedValues, cancel);
        Task<RecomputationResult> Look() => Recomputation.Run(
            store.Journal, store.FailedAttempts, maps, AnalysisReading.HoursOf(network), file, name, cancel);
        var result = await Look();
        if (result.IsOfAnotherStore)
        {
            return (found, FiguresCompared.Not("their file was made from another store"));
        }

        if (result.Found > 0)
        {
            // Only what is wrong at both looks is wrong.
            await Task.Delay(patience, TimeProvider.System, cancel);
            var again = await Look();
            var lasting = result.Differences.Intersect(again.Differences).ToList();
            // Beyond those that are named, nobody can say which ones last.
            result = again with { Differences = lasting, Found = lasting.Count < again.Differences.Count ? lasting.Count : again.Found };
        }

        return (
            found with
            {
                Found = found.Found + result.Found,
                Faults = [.. found.Faults, .. result.Differences.Select(what => new Fault("figures", null, what))],
            },
            new FiguresCompared(result.Cases, result.Stays, result.Archived));
    }
}
