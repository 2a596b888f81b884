namespace Crossdock.Storage;

/// <summary>What lists a start finds beside the journal.</summary>
public enum ListsFound
{
    /// <summary>They go with it.</summary>
    AsLeft,

    /// <summary>There is nothing to be listed yet.</summary>
    New,

    /// <summary>They did not go with it, and begin with its first row.</summary>
    BegunAnew,
}
