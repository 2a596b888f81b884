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

    public Task Write(Func<Session, Task> work, CancellationToken cancel) => Write(Returning(work), cancel);

    /// <summary>
    /// The same for what is derived from the journal: lists and leases. A store may keep these apart, and lose the latest of it
    /// with its power.
    /// </summary>
    public virtual Task<T> WriteDerived<T>(Func<Session, Task<T>> work, CancellationToken cancel) => Write(work, cancel);

    public Task WriteDerived(Func<Session, Task> work, CancellationToken cancel) => WriteDerived(Returning(work), cancel);

    /// <summary>
    /// The same for both. Where they are kept apart a crash may come between the two; the journal's part is written first then.
    /// </summary>
    public virtual Task<T> WriteBoth<T>(Func<Session, Task<T>> work, CancellationToken cancel) => Write(work, cancel);

    private static Func<Session, Task<bool>> Returning(Func<Session, Task> work) =>
        async session =>
        {
            await work(session);
            return true;
        };

    public abstract ValueTask DisposeAsync();
}
