using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.StockSynchronisation;
using Crossdock.Runtime.Synchronisation;
using Crossdock.Unit.Tests.Api;

namespace Crossdock.Unit.Tests.Runtime.Synchronisation;

/// <summary>How far each channel is, as a screen is told it.</summary>
public class SyncReadingTests
{
    private readonly SyncHouse _house = new("web", "app");
    private readonly InMemoryHeads _heads = new();

    [Fact]
    public async Task Each_channel_says_how_far_behind_it_is_its_latency_and_what_it_refuses()
    {
        await _house.TakeUp();
        foreach (var channel in (string[])["web", "app"])
        {
            _heads.All.Add(Head(Handlers.IdOf(channel, 1)));
        }

        using var sync = _house.Sync(_heads);
        (await Read(sync, "web")).ShouldSatisfyAllConditions(
            web => web.LatencyMedianSeconds.ShouldBeNull(), web => web.BehindBySeconds.ShouldBe(0), web => web.Skus.ShouldBe(0));

        _house.Move("A", 10);
        _house.Move("B", 20);
        await _house.Ticks(20);
        _house.Books.NotListed.Add("B");
        _house.Down.Add("app");
        _house.Move("A", -1);
        _house.Move("B", -1);
        await _house.Ticks(80);

        (await Read(sync, "web")).ShouldSatisfyAllConditions(
            web => web.Skus.ShouldBe(2), web => web.Publications.ShouldBe(2), web => web.State.ShouldBe("Current"),
            web => web.LatencyMedianSeconds!.Value.ShouldBeInRange(0.3, 0.7),
            web => web.LatencyWorstHundredthSeconds!.Value.ShouldBeInRange(0.3, 3),
            web => web.Refused.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
                no => no.Sku.ShouldBe("B"), no => no.Figure.ShouldBe(18), no => no.Reason.ShouldBe("not listed")),
            web => web.BehindBySeconds.ShouldBe(0), web => web.Buffer.ShouldBe(new SyncBuffer(0, 1, 1m)));
        (await Read(sync, "app")).ShouldSatisfyAllConditions(
            app => app.State.ShouldBe("Publishing"), app => app.UnderWay.ShouldBe(2), app => app.BehindBySeconds.ShouldBeInRange(7, 8.1));
    }

    private static async Task<ChannelSync> Read(SyncReading sync, string channel) =>
        (await sync.Read(CancellationToken.None)).Channels.Single(one => one.Channel == channel);

    private static CaseHead Head(CaseId id) => new(
        1, id, "stock-synchronisation", 1, 1, "Current", Waits.OnTime, Processes.Given.Now, Processes.Given.Now, null, Processes.Given.Now,
        null, null, 0, new CaseCard("Availability"));
}
