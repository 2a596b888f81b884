using System.Collections.Immutable;
using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Stock;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>What a process that died had asked of the ledger and nobody has done.</summary>
public abstract class LeftBehindSuite(StoreFixture fixture)
{
    private const string Supplier = "SUP-1";

    private static readonly Customer Customer = new("C-1", "", null);

    [Fact]
    public async Task News_that_are_quicker_than_the_sweeper_do_not_overtake_it()
    {
        var id = Given.NewCase("fulfilment");
        await using (var dying = await OneProcess.Start(fixture.Store, new Ledger(answers: false)))
        {
            await dying.Tell(id, "asked", new FulfilmentAsked(
                CaseId.Order("W-1"), $"W-1@{Supplier}", FulfilmentMode.DropShip, Supplier, "UK", "web", "GBP", Customer,
                Given.Noon.AddDays(4), [new PartLine(1, "A", "Doormat", 5, 2m)]));
            await dying.Tell(id, "accepted", new SupplierAccepted("SU-1", Given.Noon.AddDays(1)), answers: $"{id}#1.1");
            (await dying.Tell(id, "shipped", new SupplierShipped("SU-1", "TR-1", [new PickedLine(1, "A", 5)]))).State
                .ShouldBe("WithCarrier");
        }

        var ledger = new Ledger(answers: true);
        await using var next = await OneProcess.Start(fixture.Store, ledger);
        (await next.Tell(id, "delivered", new ParcelDelivered("TR-1", "a neighbour"))).State.ShouldBe("Delivered");
        await ledger.Delivered;
        ledger.Asked.ShouldBe([StockAct.Ship, StockAct.Deliver], "nothing is delivered on the books that was not shipped");
    }

    private sealed class Ledger(bool answers) : IActivations
    {
        private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<StockAct> Asked { get; } = [];

        public Task Delivered => _delivered.Task;

        public async Task<StockAnswer> Instruct(Envelope envelope)
        {
            if (!answers)
            {
                // Killed while it was asked.
                await new TaskCompletionSource().Task;
            }

            var asked = (StockInstructed)envelope.Data;
            Asked.AddRange(asked.Instructions.Select(one => one.Act));
            if (Asked[^1] == StockAct.Deliver)
            {
                _delivered.SetResult();
            }

            return new StockAnswer(
                new TellReceipt(TellResult.Applied, envelope.Subject, Asked.Count, "", ""),
                [.. asked.Instructions.Select(one => one.Quantity)], []);
        }

        public Task<TellReceipt> Tell(Envelope envelope) => throw new NotSupportedException();

        public Task Poke(CaseId id, string effectKey) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<StockPosition>> Positions(string sku, string? node) => throw new NotSupportedException();
    }
}

public sealed class LeftBehindOnSqliteTests(SqliteFixture fixture) : LeftBehindSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class LeftBehindOnPostgresTests(PostgresFixture fixture) : LeftBehindSuite(fixture), IClassFixture<PostgresFixture>;
