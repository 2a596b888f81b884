namespace Crossdock.Rehearsal.Crash;

/// <summary>What a crash rehearsal is asked to be. Defaults and words are those of <c>./crossdock rehearse crash --help</c>.</summary>
/// <param name="Rounds">null for as many as the minutes hold</param>
/// <param name="Store">sqlite, postgres for a server of the rehearsal's own, or postgres:CONNECTION</param>
/// <param name="HostDll">empty for the one that was built here</param>
public sealed record CrashOptions(
    double? Minutes, int? Rounds, int Seed, string Store, int Hosts, string HostDll, string? Report, bool Keep)
{
    public const int DefaultRounds = 10;

    /// <summary>A round with its checks, on a machine that has other work; the book of orders has to outlast all rounds.</summary>
    private static readonly TimeSpan LongRound = TimeSpan.FromSeconds(18);

    public int MostRounds => Rounds ?? (Minutes is null ? DefaultRounds : int.MaxValue);

    public TimeSpan MostTime => Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : Timeout.InfiniteTimeSpan;

    /// <summary>How long there must be orders to send.</summary>
    public TimeSpan BookLasts => Minutes is { } minutes
        ? TimeSpan.FromMinutes(minutes) + LongRound
        : LongRound * (MostRounds + 2);
}
