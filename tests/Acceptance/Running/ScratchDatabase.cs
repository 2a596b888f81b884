using Crossdock.Tests.Shared;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>A database of a test's own; the test is skipped, with the reason, where there is no PostgreSQL.</summary>
internal sealed class ScratchDatabase(PostgresServer server, string connection) : IAsyncDisposable
{
    public string Connection => connection;

    public static async Task<ScratchDatabase> Create()
    {
        var server = await PostgresServer.Get();
        Assert.SkipUnless(server.IsThere, server.WhyNot);
        return new ScratchDatabase(server, await server.CreateDatabase());
    }

    public async ValueTask DisposeAsync() => await server.DropDatabase(connection);
}
