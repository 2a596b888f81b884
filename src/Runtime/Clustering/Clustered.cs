using Crossdock.Contracts.Ports;
using Orleans.Runtime;

namespace Crossdock.Runtime.Clustering;

/// <summary>Calls that may go to another process of the cluster.</summary>
internal static class Clustered
{
    /// <exception cref="StoreUnavailableException">the process that should have answered is gone or out of reach; try again</exception>
    public static async Task<T> Call<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception fault)
            when (fault is OrleansException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody here cancels such a call: it was the other process that did, on its way out.
            throw new StoreUnavailableException("The process that has this case in hand cannot be reached now.", fault);
        }
    }
}
