using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Stock;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>A process alone on its store puts to rest what nobody asks, and wakes it with its next message.</summary>
public abstract class IdleSuite(StoreFixture fixture)
{
    [Fact]
    public async Task A_case_that_nobody_asks_between_two_looks_goes_and_its_next_message_wakes_it()
    {
        await using var process = await OneProcess.Start(fixture.Store);
        var (local, own) = Own(process);
        var id = Given.NewCase("task");
        await own.Tell(Message(id, "open", Opened(id)));

        local.DropIdle();
        local.Cases.ShouldBe(1, "it was asked since the look before");
        local.DropIdle();
        local.Cases.ShouldBe(0);

        (await own.Tell(Message(id, "claim", new TaskClaimed("Ada")))).Seq.ShouldBe(2);
        (await own.Tell(Message(id, "open", Opened(id)))).Result.ShouldBe(TellResult.Duplicate);
        local.Cases.ShouldBe(1);
    }

    [Fact]
    public async Task A_case_whose_row_is_on_its_way_to_the_disk_stays()
    {
        await using var process = await OneProcess.Start(fixture.Store);
        var (local, own) = Own(process);
        var id = Given.NewCase("task");
        await process.Around.Writer.StopAsync(CancellationToken.None);
        var told = own.Tell(Message(id, "open", Opened(id)));

        local.DropIdle();
        local.DropIdle();

        told.IsCompleted.ShouldBeFalse();
        local.Cases.ShouldBe(1);
    }

    [Fact]
    public async Task A_ledger_goes_too_and_comes_back_with_all_it_held()
    {
        await using var process = await OneProcess.Start(fixture.Store);
        var (local, own) = Own(process);
        var sku = Given.NewCase("stock").Key;
        await own.Instruct(Message(CaseId.Stock(sku), "in", new StockInstructed(sku, [new(StockAct.Receive, "N1", 9, null, "In.")], null)));
        var held = new StockInstruction(StockAct.Reserve, "N1", 4, "W-1", "Held.");
        await own.Instruct(Message(CaseId.Stock(sku), "hold", new StockInstructed(sku, [held], TimeSpan.FromHours(1))));

        local.DropIdle();
        local.DropIdle();
        local.Ledgers.ShouldBe(0);

        (await own.Positions(sku, null)).ShouldHaveSingleItem().Reserved.ShouldBe(4);
        var again = await own.Instruct(Message(CaseId.Stock(sku), "hold", new StockInstructed(sku, [held], TimeSpan.FromHours(1))));
        (again.Receipt.Result, again.Granted.Single()).ShouldBe((TellResult.Duplicate, 4));
    }

    private static (LocalActivations Local, OwnActivations Own) Own(OneProcess process)
    {
        var local = new LocalActivations();
        return (local, new OwnActivations(local, process.Around, process.LedgerAround));
    }

    private static Envelope Message(CaseId to, string id, Message data) =>
        new(id, "test", to, Given.Noon, Actor.System("Test"), data);

    private static TaskOpened Opened(CaseId id) => new(
        TaskKind.Resolve, "Look", "A reason", CaseId.Order(id.Key), null, OwnerGroup.CustomerService, null, null, null, null, null, null,
        null, 0, TimeSpan.FromHours(1), [], []);
}

public sealed class IdleOnSqliteTests(SqliteFixture fixture) : IdleSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class IdleOnPostgresTests(PostgresFixture fixture) : IdleSuite(fixture), IClassFixture<PostgresFixture>;
