using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>The channels against a Crossdock that is down, busy and slow to answer.</summary>
public sealed class ChannelRunTests : IDisposable
{
    private readonly FrontDoor _door = new();
    private readonly CrossdockClient _client;

    public ChannelRunTests()
    {
        _client = new CrossdockClient(new Uri("http://crossdock.test"), TimeProvider.System, _door);
        _client.UseKey("xd_test_key");
    }

    public void Dispose()
    {
        _client.Dispose();
        _door.Dispose();
    }

    [Fact]
    public async Task every_order_is_sent_until_it_is_answered_and_none_is_lost()
    {
        using var run = await Play(orders: 60, FaultSettings.None);
        run.Done.ShouldBeTrue();
        run.Orders.CountOf(OrderAnswer.Unknown).ShouldBe(0);
        run.Orders.All.Where(order => order.Answer == OrderAnswer.Accepted).Select(order => order.Number).Order()
            .ShouldBe(_door.Orders.Keys.Order());
        _door.Broken.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task a_refusal_is_kept_with_its_reason_and_orders_with_charges_only_meet_one()
    {
        using var run = await Play(orders: 0, FaultSettings.None,
            "9001,POST,POSTAGE,1,2010-12-01 08:26:00,18,1,EIRE\n9003,AA1,X,oops,2010-12-01 08:27:00,18,1,EIRE");
        run.Orders.All.ShouldAllBe(order => order.Answer == OrderAnswer.Refused);
        run.Orders.All.Select(order => order.Why).Order().ShouldBe(["lines: must have 1 or more", "lines[0].quantity: must be a number"]);
        run.Figures.RefusedByReason.Values.Sum().ShouldBe(2);
    }

    [Fact]
    public async Task with_faults_some_orders_go_out_twice_and_are_still_one()
    {
        using var run = await Play(orders: 400, FaultSettings.All);
        run.Figures.Duplicates.ShouldBeGreaterThan(0);
        _door.Orders.Count.ShouldBe(run.Orders.CountOf(OrderAnswer.Accepted));
    }

    [Fact]
    public async Task what_cannot_be_cancelled_any_more_comes_back_as_a_return()
    {
        _door.Cancellable = false;
        using var run = await Play(orders: 80, FaultSettings.None);
        run.Figures.CancelsTaken.ShouldBe(0);
        run.Figures.CancelsRefused.ShouldBeGreaterThan(0);
        _door.Returns.Count(back => back.GetProperty("number").GetString() is { Length: > 0 }).ShouldBe((int)run.Figures.ReturnsTaken);
        _door.Returns.Select(NamesItsOrder).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task the_shelves_are_filled_before_the_doors_open()
    {
        using var run = await Play(orders: 20, FaultSettings.None);
        ((long)_door.Moved).ShouldBeGreaterThanOrEqualTo(run.Figures.Movements);
        run.Figures.Movements.ShouldBeGreaterThan(20);
        run.Figures.MovementsRefused.ShouldBe(0);
    }

    [Fact]
    public async Task the_book_is_held_while_crossdock_is_behind_and_then_goes_on()
    {
        var wall = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var headway = new Headway(new BusinessClock(wall, wall.GetUtcNow(), wall.GetUtcNow(), 3600), wall);
        string[] others = ["a", "b", "c", "d", "e"];
        Array.ForEach(others, headway.Sent);
        wall.Advance(TimeSpan.FromSeconds(1));
        Array.ForEach(others, headway.Heard);

        using var run = await Open(orders: 30, FaultSettings.None, headway: headway);
        var playing = run.Play(TestContext.Current.CancellationToken);
        run.IsHeld.ShouldBeTrue();
        run.Orders.Count.ShouldBe(0);
        playing.IsCompleted.ShouldBeFalse();

        wall.Advance(TimeSpan.FromSeconds(6));
        await playing;
        run.IsHeld.ShouldBeFalse();
        run.HeldFor.ShouldBeGreaterThan(TimeSpan.Zero);
        run.Done.ShouldBeTrue();
        run.Orders.CountOf(OrderAnswer.Unknown).ShouldBe(0);
        run.Orders.Count.ShouldBeGreaterThan(20);
    }

    private static bool NamesItsOrder(JsonElement back) => back.TryGetProperty("order", out _);

    private async Task<ChannelRun> Play(int orders, FaultSettings faults, string? rows = null)
    {
        var run = await Open(orders, faults, rows);
        await run.Play(TestContext.Current.CancellationToken);
        return run;
    }

    private async Task<ChannelRun> Open(int orders, FaultSettings faults, string? rows = null, Headway? headway = null)
    {
        var network = RetailMap.Build([2010, 2026]);
        var header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
        var read = rows is null
            ? SeededBook.Rows(orders, 5, linesMean: 3)
            : OnlineRetailCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes(header + rows)));
        var book = BookBuilder.Build(read, 5, network);
        var now = TimeProvider.System.GetUtcNow();
        // So fast that days of waiting are microseconds.
        var clock = new BusinessClock(TimeProvider.System, now, now, 1e9);
        var run = new ChannelRun(
            book, TimeSpan.FromMilliseconds(1), 1e9, _client, clock, TimeProvider.System, new Seeded(5), faults, headway: headway);
        await run.FillShelves(TestContext.Current.CancellationToken);
        return run;
    }

    /// <summary>Answers as wire.md says; every seventh connection breaks, half of those after the work was done.</summary>
    private sealed class FrontDoor : HttpMessageHandler
    {
        private int _asked, _broken, _moved;

        public ConcurrentDictionary<string, string> Orders { get; } = new();

        public ConcurrentQueue<JsonElement> Returns { get; } = new();

        public bool Cancellable { get; set; } = true;

        public int Broken => _broken;

        public int Moved => _moved;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            var number = Interlocked.Increment(ref _asked);
            if (number % 7 == 0)
            {
                Interlocked.Increment(ref _broken);
                throw new HttpRequestException("connection reset");
            }

            var answer = Work(request.RequestUri!.AbsolutePath, await request.Content!.ReadAsByteArrayAsync(cancel));
            if (number % 11 == 0)
            {
                Interlocked.Increment(ref _broken);
                throw new HttpRequestException("connection reset after the work was done");
            }

            return answer;
        }

        private HttpResponseMessage Work(string path, byte[] body)
        {
            using var document = JsonDocument.Parse(body);
            var json = document.RootElement;
            switch (path)
            {
                case "/v1/orders" when json.GetProperty("lines").GetArrayLength() == 0:
                    return Say(HttpStatusCode.UnprocessableEntity,
                        """{"title":"Refused","errors":[{"field":"lines","reason":"must have 1 or more"}]}""");
                case "/v1/orders" when json.GetProperty("lines")[0].GetProperty("quantity").ValueKind != JsonValueKind.Number:
                    return Say(HttpStatusCode.BadRequest,
                        """{"title":"Refused","errors":[{"field":"lines[0].quantity","reason":"must be a number"}]}""");
                case "/v1/orders":
                    var order = json.GetProperty("number").GetString()!;
                    var repeat = Orders.TryAdd(order, order) ? "false" : "true";
                    return Say(HttpStatusCode.Accepted, $$"""{"case":"order/{{order}}","state":"Checking","duplicate":{{repeat}}}""");
                case "/v1/returns":
                    if (Returns.All(back => back.GetProperty("number").GetString() != json.GetProperty("number").GetString()))
                    {
                        Returns.Enqueue(json.Clone());
                    }

                    return Say(HttpStatusCode.Accepted, """{"case":"return/1","state":"Inspecting","duplicate":false}""");
                case "/v1/stock/movements":
                    Interlocked.Add(ref _moved, json.GetProperty("movements").GetArrayLength());
                    return Say(HttpStatusCode.OK, """{"results":[]}""");
                default:
                    return Cancellable ? Say(HttpStatusCode.Accepted, "{}") : Say(HttpStatusCode.Conflict, """{"detail":"too late"}""");
            }
        }

        private static HttpResponseMessage Say(HttpStatusCode status, string body) =>
            new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
