namespace Crossdock.Storage.Sql;

/// <summary>
/// One store, as the ports see it: work is handed in and runs on a connection. Failures to reach the store come out as
/// <see cref="Contracts.Ports.StoreUnavailableException"/>.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>Runs reads. They may see different moments unless they are one statement.</summary>
    public abstract Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    /// <summary>Runs reads and writes in one durable transaction.</summary>
    public abstract Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel);

    public Task Write(Func<Session, Task> work, CancellationToken cancel) =>
        Write(
            async session =>
            {
                await work(session);
                return true;
            },
            cancel);

    public abstract ValueTask DisposeAsync();
}
