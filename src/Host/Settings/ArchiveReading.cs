using System.Globalization;
using Crossdock.Runtime.Archiving;

namespace Crossdock.Host.Settings;

/// <summary>
/// Whether, when and where closed cases leave the journal. Off until both are set: how long a closed case is asked for depends on the
/// retailer's returns, charge-backs and auditors, and on nothing that can be known here.
/// </summary>
internal static class ArchiveReading
{
    private const int LongestDays = 36_500;

    /// <summary>The settings, or null for off; and what is wrong with them, or null.</summary>
    public static (ArchiveSettings? Settings, string? Refusal) Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Crossdock:Archive");
        return (section["Folder"], section["AfterDays"]) switch
        {
            (null, null) => (null, null),
            (null, _) => (null, "Crossdock:Archive:AfterDays needs Crossdock:Archive:Folder, where the archive files go."),
            (_, null) => (null, "Crossdock:Archive:Folder needs Crossdock:Archive:AfterDays, how long a case has been closed by then."),
            var (folder, days) => Read(folder, days),
        };
    }

    public static (ArchiveSettings? Settings, string? Refusal) Read(string folder, string days) =>
        int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
        && whole >= ArchiveSettings.ShortestAfter.TotalDays && whole <= LongestDays
            ? (new ArchiveSettings(folder, TimeSpan.FromDays(whole), ArchiveSettings.UsualEvery), null)
            : (null, $"Closed cases are archived after 1 to {LongestDays} days, and not after '{days}'.");
}
