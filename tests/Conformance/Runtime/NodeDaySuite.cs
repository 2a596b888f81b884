using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Stock;
using Crossdock.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>What a whole process on a real store knows of the lines that a node was asked for today.</summary>
public abstract class NodeDaySuite(StoreFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Only a count that never comes takes so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _node = Given.NewCase("node").Key;

    [Fact]
    public async Task Lines_are_counted_on_the_day_of_the_node_through_a_restart_and_cancelled_ones_are_given_back()
    {
        var evening = new DateTimeOffset(2026, 3, 2, 22, 30, 0, TimeSpan.Zero);
        using (var house = await Start(evening))
        {
            await Begin(house, "1", 3, evening);
            await Begin(house, "2", 4, evening);
            (await Lines(house, 7)).ShouldBe(7, "two parts of seven lines");
            await Stop(house);
        }

        using (var house = await Start(evening.AddMinutes(10)))
        {
            (await Lines(house, 7)).ShouldBe(7, "what began before the restart counts");
            await Tell(house, "2", new FulfilmentCancelAsked("Cancelled."), evening.AddMinutes(10));
            (await Lines(house, 3)).ShouldBe(3, "nobody had picked it");
            await Stop(house);
        }

        // It is half past eleven in Greenwich, and tomorrow in Berlin.
        using (var house = await Start(evening.AddHours(1)))
        {
            (await Lines(house, 0)).ShouldBe(0, "a new day begins with nothing");
            await Begin(house, "3", 2, evening.AddHours(1));
            (await Lines(house, 2)).ShouldBe(2, "open parts of yesterday were yesterday's work");
            await Stop(house);
        }
    }

    /// <summary>The list is written behind: read again whenever a stretch is on it, until it says so.</summary>
    private async Task<int> Lines(IHost house, int expected)
    {
        var projector = house.Services.GetRequiredService<Projector>();
        var saved = new SemaphoreSlim(0);
        void Note(IReadOnlyList<Transition> rows) => saved.Release();
        projector.Projected += Note;
        try
        {
            while (true)
            {
                // A desk keeps its reading for a moment; each look takes a new one.
                var desk = ActivatorUtilities.CreateInstance<StockDesk>(house.Services);
                var found = await desk.Availability([], null, Cancel);
                var lines = found.Loads.Where(load => load.Node == _node).Sum(load => load.LinesToday);
                if (lines == expected || !await saved.WaitAsync(Patience, Cancel))
                {
                    return lines;
                }
            }
        }
        finally
        {
            projector.Projected -= Note;
        }
    }

    private Task Begin(IHost house, string part, int lines, DateTimeOffset at) => Tell(
        house, part,
        new FulfilmentAsked(
            CaseId.Order($"{_node}"), $"{_node}@{_node}", FulfilmentMode.StorePickup, _node, "UK", "web", "GBP",
            new Customer("C-1", "", null), at.AddDays(1),
            [.. Enumerable.Range(1, lines).Select(line => new PartLine(line, $"{_node}-S{line}", "Thing", 5, 1m))]),
        at);

    private Task Tell(IHost house, string part, Message message, DateTimeOffset at)
    {
        var id = new CaseId("fulfilment", $"{_node}-{part}");
        return house.Services.GetRequiredService<ITellCases>().Tell(
            new Envelope($"{message.GetType().Name}-{id}", "test", id, at, Actor.System("Test"), message), Cancel);
    }

    private async Task<IHost> Start(DateTimeOffset at)
    {
        await (await fixture.OpenAnother()).DisposeAsync();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services
            .AddSingleton(new RetailNetwork(
                "Test", [new Region("UK", "Britain", ["GB"], "GBP")], [new Channel("web", "Web shop", "web")],
                [new Node(_node, _node, NodeKind.Store, "UK", "GB", "Europe/Berlin", 53.8, -1.5, 500, new TimeOnly(16, 0), [], [])]))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new BusinessClock(TimeProvider.System, TimeProvider.System.GetUtcNow(), at, 1))
            .AddSingleton<IOutbound>(new NoOutbound(isAsked: false)).AddCrossdockStorage(fixture.Address!);
        builder.AddCrossdockRuntime();
        var house = builder.Build();
        await house.StartAsync(Cancel);
        return house;
    }

    private static Task Stop(IHost house) => house.StopAsync(Cancel);
}

public sealed class NodeDayOnSqliteTests(SqliteFixture fixture) : NodeDaySuite(fixture), IClassFixture<SqliteFixture>;

public sealed class NodeDayOnPostgresTests(PostgresFixture fixture) : NodeDaySuite(fixture), IClassFixture<PostgresFixture>;
