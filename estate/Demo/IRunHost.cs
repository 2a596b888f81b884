namespace Crossdock.Estate.Demo;

/// <summary>The host as a run needs it.</summary>
public interface IRunHost : IAsyncDisposable
{
    /// <summary>Times it was killed.</summary>
    int Kills { get; }

    /// <summary>Times it ended although nobody asked it to.</summary>
    int UnaskedExits { get; }

    /// <summary>Returns when it is ready to serve.</summary>
    Task Start(CancellationToken cancel);

    /// <summary>kill -9, and up again on the same store.</summary>
    Task KillAndRestart(CancellationToken cancel);

    /// <summary>A supervisor's part: has it up again when it ended by itself.</summary>
    Task Watch(CancellationToken cancel);
}
