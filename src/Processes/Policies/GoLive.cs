namespace Crossdock.Processes.Policies;

/// <summary>What has to be ready before a price goes live.</summary>
public enum GoLive
{
    /// <summary>Every target.</summary>
    All,
    /// <summary>A stated share of each region, region by region.</summary>
    Quorum,
    /// <summary>A person decides each time.</summary>
    Hold,
}
