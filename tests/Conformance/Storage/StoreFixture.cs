using Crossdock.Storage;
using Crossdock.Tests.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

/// <summary>An empty store for one test class.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    private Store? _store;

    /// <summary>The prepared store. A test that asks for one that cannot be had here is reported as skipped, with the reason.</summary>
    public Store Store
    {
        get
        {
            Assert.SkipWhen(Address is null, $"No store to test: {WhyNot}");
            return _store!;
        }
    }

    public string? Address { get; protected set; }

    /// <summary>False for a test that fills the store itself, as an earlier program left it.</summary>
    public bool Prepares { get; init; } = true;

    protected string WhyNot { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Create();
        if (Address is not null && Prepares)
        {
            _store = await OpenAnother();
        }
    }

    /// <summary>A second store on the same data, as another process would have it.</summary>
    public async Task<Store> OpenAnother()
    {
        Assert.SkipWhen(Address is null, $"No store to test: {WhyNot}");
        var store = Store.Open(Address!, NullLoggerFactory.Instance);
        await store.Prepare(CancellationToken.None);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        if (Address is not null)
        {
            await Drop();
        }
    }

    /// <summary>Runs SQL beside the store, as an operator could.</summary>
    public abstract Task Execute(string sql);

    protected abstract Task Create();

    protected abstract Task Drop();
}

public sealed class SqliteFixture : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("crossdock-store-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "store.db");

    public string Lists => System.IO.Path.Combine(_folder, "store.lists.db");

    public override async Task Execute(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = File.Exists(Lists) ? $"attach '{Lists}' as lists; {sql}" : sql;
        await command.ExecuteNonQueryAsync();
    }

    protected override Task Create()
    {
        Address = $"sqlite:{Path}";
        return Task.CompletedTask;
    }

    protected override Task Drop()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class PostgresFixture : StoreFixture
{
    public string ConnectionString { get; private set; } = "";

    public override async Task Execute(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task Create()
    {
        var server = await PostgresServer.Get();
        WhyNot = server.WhyNot;
        if (server.IsThere)
        {
            ConnectionString = await server.CreateDatabase();
            Address = $"postgres:{ConnectionString}";
        }
    }

    protected override async Task Drop() => await (await PostgresServer.Get()).DropDatabase(ConnectionString);
}
