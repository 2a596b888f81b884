using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Intelligence.Stays;

/// <summary>Makes an analysis file again, beside a host at work or without one.</summary>
public static class Rebuilding
{
    /// <summary>Clears the file and follows all there is; returns how many rows and failed attempts that were.</summary>
    public static async Task<long> Run(
        IJournal journal, IFailedAttempts attempts, IMaps maps, OpenTime hours, AnalysisFile file, string store, CancellationToken cancel)
    {
        var follower = new StayFollower(journal, attempts, maps, hours, file, store);
        follower.Clear();
        var followed = 0L;
        while (await follower.Step(cancel) is > 0 and var more)
        {
            followed += more;
        }

        return followed;
    }
}
