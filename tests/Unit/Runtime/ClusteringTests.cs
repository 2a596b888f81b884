using System.Collections.Immutable;
using System.Net;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Clustering;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Stock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Crossdock.Unit.Tests.Runtime;

public sealed class ClusteringTests
{
    private static readonly CaseId Order = CaseId.Order("A");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<object> Travels =>
    [
        new Immutable<TellReceipt>(new TellReceipt(TellResult.Applied, Order, 3, "Sourcing", "because")),
        new Immutable<Envelope>(new Envelope(
            "1", "test", Order, DateTimeOffset.UnixEpoch, Actor.System("Test"), new TaskClaimed("Ada"), "order/A#1.1", "00-trace")),
        new Immutable<StockAnswer>(new StockAnswer(
            new TellReceipt(TellResult.Applied, CaseId.Stock("LAMP"), 3, "OnTheBooks", ""), [1, 0], ["short"])),
        new Immutable<ImmutableArray<StockPosition>>([new StockPosition("LAMP", "LEEDS", 3, 2, 1, 0, 0, 0, -3)]),
    ];

    [Theory]
    [MemberData(nameof(Travels))]
    public void What_goes_between_processes_arrives_as_it_left(object sent)
    {
        var wire = Wire();
        var arrived = wire.Deserialize<object>(wire.SerializeToArray(sent)).ShouldNotBeNull();
        Json(arrived).ShouldBe(Json(sent));
        arrived.ShouldBeOfType(sent.GetType());
    }

    [Theory]
    [InlineData(typeof(FenceLostException))]
    [InlineData(typeof(NewerMapException))]
    [InlineData(typeof(StoreUnavailableException))]
    public void A_fault_is_caught_by_its_kind_in_the_process_that_asked(Type kind)
    {
        Exception fault = kind == typeof(FenceLostException) ? new FenceLostException(Order)
            : kind == typeof(NewerMapException) ? new NewerMapException(Order, 2, 1)
            : new StoreUnavailableException("away");
        var wire = Wire();
        var arrived = wire.Deserialize<Exception>(wire.SerializeToArray(fault)).ShouldNotBeNull();
        arrived.ShouldBeOfType(kind);
        arrived.Message.ShouldBe(fault.Message);
    }

    [Fact]
    public async Task A_process_that_was_evicted_while_it_was_frozen_writes_nothing_and_ends()
    {
        var (wall, standing) = (new FakeTimeProvider(), new FakeStanding());
        var journal = new FakeJournal();
        var members = new MembersOnly(journal, standing, wall, NullLogger<MembersOnly>.Instance);
        await Written(members, journal);
        standing.IsMemberNow = false;
        await Written(members, journal);

        wall.Advance(TimeSpan.FromSeconds(30));

        await Should.ThrowAsync<StoreUnavailableException>(() => members.Append([], Cancel));
        standing.Ended.ShouldBeTrue();
        standing.Looked.ShouldBe(2, "it looks once in a while, not for every batch");
    }

    [Fact]
    public void A_case_comes_to_life_where_its_map_is_newest()
    {
        var (old, young, silent) = (Silo(1), Silo(2), Silo(3));
        var said = new Dictionary<SiloAddress, IReadOnlyDictionary<string, string>>
        {
            [old] = new Dictionary<string, string> { ["map/order"] = "1", ["map/task"] = "1" },
            [young] = new Dictionary<string, string> { ["map/order"] = "2", ["map/task"] = "1" },
            [silent] = new Dictionary<string, string>(),
        };

        MapVersions.Newest("order/A", [old, young, silent], silo => said[silo]).ShouldBe([young]);
        MapVersions.Newest("task/A", [old, young, silent], silo => said[silo]).ShouldBe([old, young]);
        MapVersions.Newest("SKU-1", [old, young, silent], silo => said[silo]).ShouldBe([old, young, silent], "no ledger's map is known");
    }

    [Fact]
    public void A_process_says_the_version_of_every_map_it_runs()
    {
        var processes = ProcessCatalogue.Retail;
        MapVersions.Of(processes).ShouldBe(
            processes.Processes.ToDictionary(process => $"map/{process.Kind}", process => $"{process.Version}"), ignoreOrder: true);
    }

    private static async Task Written(MembersOnly members, FakeJournal journal)
    {
        var append = members.Append([], Cancel);
        (await journal.Next()).Done.SetResult(new HashSet<CaseId>());
        await append;
    }

    private static Serializer Wire() => new ServiceCollection()
        .Configure<ExceptionSerializationOptions>(WireJson.CarryFaults)
        .AddSerializer(serializer => serializer.AddJsonSerializer(WireJson.Carries, WireJson.Of(ProcessCatalogue.Retail.Json())))
        .BuildServiceProvider().GetRequiredService<Serializer>();

    private static string Json(object immutable) => System.Text.Json.JsonSerializer.Serialize(
        immutable.GetType().GetField("Value")!.GetValue(immutable), WireJson.Of(ProcessCatalogue.Retail.Json()));

    private static SiloAddress Silo(int n) => SiloAddress.New(IPAddress.Loopback, n, 1);

    private sealed class FakeStanding : IStanding
    {
        public bool IsMemberNow { get; set; } = true;

        public bool Ended { get; private set; }

        public int Looked { get; private set; }

        public Task<bool> IsMember(CancellationToken cancel)
        {
            Looked++;
            return Task.FromResult(IsMemberNow);
        }

        public void End() => Ended = true;
    }
}
