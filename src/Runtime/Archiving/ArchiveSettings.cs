namespace Crossdock.Runtime.Archiving;

/// <param name="Folder">where archive files are written; it outlives the store, so it belongs on other disks</param>
/// <param name="After">how long a case has been closed, in business time, before it leaves the journal</param>
/// <param name="Every">how often the host looks, on the wall</param>
public sealed record ArchiveSettings(string Folder, TimeSpan After, TimeSpan Every)
{
    /// <summary>A late answer to a case that closed a moment ago is ordinary; nothing may be archived from under it.</summary>
    public static readonly TimeSpan ShortestAfter = TimeSpan.FromDays(1);

    public static readonly TimeSpan UsualEvery = TimeSpan.FromHours(1);
}

/// <summary>What a run did.</summary>
/// <param name="Waiting">closed long enough, but a case that told them something is still in the journal</param>
/// <param name="Broken">left where they are, for their rows do not fit together; <c>verify</c> says how</param>
/// <param name="LongestSlice">the longest transaction of all: as long as an append can have waited for it</param>
public sealed record ArchiveReport(
    long Files, long Cases, long Rows, long Bytes, long Waiting, long Broken, long Purged, TimeSpan LongestSlice);
