namespace Crossdock.Intelligence.Exports;

/// <summary>A form that logs are written in, event by event as they come from the journal.</summary>
internal interface ILogWriter : IDisposable
{
    /// <summary>Whether it lists objects at all.</summary>
    bool HasObjects { get; }

    void Add(LogEvent happened);

    /// <summary>Hands over what was added, so that no more than a page of it is held.</summary>
    Task Flush(CancellationToken cancel);

    /// <summary>Writes what can only be known at the end, and returns how many objects that were.</summary>
    Task<long> End(ObjectShelf shelf, CancellationToken cancel);
}
