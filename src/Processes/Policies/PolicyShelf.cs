using Crossdock.Contracts.Ports;

namespace Crossdock.Processes.Policies;

/// <summary>
/// Where a process keeps the book in force. A book is replaced as a whole, so that a decision under way goes on with the one it
/// began with. A host reads its book from the journal; tests and simulations bring their own.
/// </summary>
public sealed class PolicyShelf(PolicyBook? book = null)
{
    private volatile PolicyBook? _book = book;

    /// <exception cref="StoreUnavailableException">none was read yet: nothing may be decided by defaults in the meantime</exception>
    public PolicyBook InForce =>
        _book ?? throw new StoreUnavailableException("The policies in force are not read from the journal yet; try again.");

    public bool IsRead => _book is not null;

    public void Put(PolicyBook book) => _book = book;
}
