using Crossdock.Contracts.Ports;
using Crossdock.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class LifeOnSqlite(SqliteFixture fixture) : LifeSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class LifeOnPostgres(PostgresFixture fixture) : LifeSuite(fixture), IClassFixture<PostgresFixture>;

/// <summary>How a store begins, goes on with another version, and is missed.</summary>
public abstract class LifeSuite(StoreFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Preparing_again_and_from_several_processes_changes_nothing()
    {
        await fixture.Store.SharedValues.Write("life", "name", "kept", Cancel);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var store = await fixture.OpenAnother();
            await store.Prepare(Cancel);
        }));

        (await fixture.Store.SharedValues.ReadAll("life", Cancel))["name"].ShouldBe("kept");
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused_in_words_that_help()
    {
        await fixture.Store.Prepare(Cancel);
        await fixture.Execute("insert into schema_version (version) values (4711)");
        try
        {
            await using var store = Store.Open(fixture.Address!, NullLoggerFactory.Instance);
            var refusal = await Should.ThrowAsync<InvalidOperationException>(() => store.Prepare(Cancel));
            refusal.Message.ShouldContain("4711");
            refusal.Message.ShouldContain("Start the newer program");
        }
        finally
        {
            await fixture.Execute("delete from schema_version where version = 4711");
        }
    }

    [Fact]
    public async Task Every_port_comes_from_the_container()
    {
        await fixture.Store.Prepare(Cancel);
        await using var services = new ServiceCollection().AddLogging().AddCrossdockStorage(fixture.Address!).BuildServiceProvider();
        var store = services.GetRequiredService<Store>();

        services.GetRequiredService<IJournal>().ShouldBeSameAs(store.Journal);
        services.GetRequiredService<ISnapshots>().ShouldBeSameAs(store.Snapshots);
        services.GetRequiredService<IHeads>().ShouldBeSameAs(store.Heads);
        services.GetRequiredService<IAttemptLog>().ShouldBeSameAs(store.Attempts);
        services.GetRequiredService<IKeys>().ShouldBeSameAs(store.Keys);
        services.GetRequiredService<IAnsweredRequests>().ShouldBeSameAs(store.AnsweredRequests);
        services.GetRequiredService<ISharedValues>().ShouldBeSameAs(store.SharedValues);
        (await services.GetRequiredService<IJournal>().CountRows(Cancel)).ShouldBe(0);
    }
}

public sealed class StoreAddressTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("sqlite:")]
    [InlineData("mysql:Host=x;Password=hush")]
    public void An_address_that_is_not_understood_is_answered_with_what_to_write(string address)
    {
        var refusal = Should.Throw<ArgumentException>(() => Store.Open(address, NullLoggerFactory.Instance));

        refusal.Message.ShouldContain("sqlite:PATH");
        refusal.Message.ShouldContain("postgres:CONNECTION-STRING");
        refusal.Message.ShouldNotContain("hush");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_unavailable_store()
    {
        // Port 1 is reserved and refuses at once.
        await using var store = Store.Open("postgres:Host=127.0.0.1;Port=1;Username=x;Database=x;Timeout=5", NullLoggerFactory.Instance);

        await Should.ThrowAsync<StoreUnavailableException>(() => store.Journal.Append(Given.Rows(Given.NewCase(), 1, 1, 1), Cancel));
        await Should.ThrowAsync<StoreUnavailableException>(() => store.Journal.CountRows(Cancel));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_an_unavailable_store()
    {
        var folder = Directory.CreateTempSubdirectory("crossdock-store-").FullName;
        try
        {
            // The folder itself is no file.
            await using var store = Store.Open($"sqlite:{folder}", NullLoggerFactory.Instance);

            await Should.ThrowAsync<StoreUnavailableException>(() => store.Journal.Append(Given.Rows(Given.NewCase(), 1, 1, 1), Cancel));
            await Should.ThrowAsync<StoreUnavailableException>(() => store.Journal.CountRows(Cancel));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
