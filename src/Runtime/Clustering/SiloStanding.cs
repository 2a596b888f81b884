using System.Data.Common;
using Crossdock.Contracts.Ports;
using Orleans;
using Orleans.Runtime;

namespace Crossdock.Runtime.Clustering;

/// <summary>Reads the membership table itself: what this process last heard may be from before it was frozen.</summary>
internal sealed class SiloStanding(IMembershipTable table, ILocalSiloDetails silo) : IStanding
{
    public async Task<bool> IsMember(CancellationToken cancel)
    {
        try
        {
            var row = await table.ReadRowAsync(silo.SiloAddress, cancel);
            return row.Members.Any(member => member.Item1.SiloAddress.Equals(silo.SiloAddress) && member.Item1.Status != SiloStatus.Dead);
        }
        catch (DbException fault)
        {
            throw new StoreUnavailableException("The cluster's books cannot be read now.", fault);
        }
    }

    // As Orleans itself ends a process that it finds evicted: the same exit code, whoever finds it out first.
    public void End() => Environment.FailFast("This process is no longer a member of its cluster.");
}
