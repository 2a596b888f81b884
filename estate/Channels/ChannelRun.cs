using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Channels;

/// <summary>
/// Plays the book: sends each event when its time has come, and stays with it until its answer is known. With faults on, some
/// orders go out twice, at once or one after the other.
/// </summary>
/// <param name="headway">whether Crossdock keeps up; null plays on whatever comes of it</param>
public sealed class ChannelRun(
    Book book, TimeSpan arrivals, double factor, CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance,
        FaultSettings faults, IReadOnlyList<StockBook>? books = null, Headway? headway = null)
    : IDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private const int AtOnce = 96;
    private const int BatchOfMovements = 500;

    private readonly SemaphoreSlim _slots = new(AtOnce);
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private int _next;
    private long _inHand;
    private long _heldFor;
    private volatile bool _closed, _held;

    public OrderLedger Orders { get; } = new();

    public StockRecord Stock { get; } = new();

    public ChannelFigures Figures { get; } = new();

    public bool AllSent => _closed || Volatile.Read(ref _next) >= book.Events.Length;

    /// <summary>Begun and not yet done, returns that wait for their parcel among them.</summary>
    public long InHand => Interlocked.Read(ref _inHand);

    public bool Done => AllSent && InHand == 0;

    /// <summary>The book is held just now, until Crossdock has caught up.</summary>
    public bool IsHeld => _held;

    /// <summary>How long the book was held for Crossdock to catch up, on the wall.</summary>
    public TimeSpan HeldFor => TimeSpan.FromTicks(Interlocked.Read(ref _heldFor));

    /// <summary>Puts the opening stock on the shelves. Throws what went wrong: without stock the run says nothing.</summary>
    public async Task FillShelves(CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancel };
        await Parallel.ForEachAsync(book.OpeningStock.Chunk(BatchOfMovements), options, async (batch, stop) =>
        {
            if (await Move(batch, $"opening-{batch[0].Id}", stop) is { } why)
            {
                throw new InvalidOperationException($"Crossdock did not take the opening stock: {why}");
            }
        });
    }

    /// <summary>What has not begun yet does not begin any more; what is in hand is brought to its end.</summary>
    public void CloseDoors() => _closed = true;

    public void Dispose() => _slots.Dispose();

    public async Task Play(CancellationToken cancel)
    {
        var bookStart = book.Events.IsEmpty ? clock.GetUtcNow() : book.Events[0].At;
        var calendar = Calendar.From(clock.GetUtcNow(), bookStart, book.Span, arrivals, factor);
        foreach (var happening in book.Events)
        {
            var wait = clock.ToWall(calendar.BusinessAt(happening.At) - clock.GetUtcNow());
            if (wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait, wall, cancel);
            }

            calendar = calendar.PutOff(await CaughtUp(cancel));
            await _slots.WaitAsync(cancel);
            if (_closed)
            {
                _slots.Release();
                break;
            }

            Begin(happening, cancel);
            Interlocked.Increment(ref _next);
        }

        await Task.WhenAll(_running.Keys);
    }

    // How much business time passed until Crossdock kept up.
    private async Task<TimeSpan> CaughtUp(CancellationToken cancel)
    {
        if (headway is not { IsBehind: true })
        {
            return TimeSpan.Zero;
        }

        var (begun, stamp) = (clock.GetUtcNow(), wall.GetTimestamp());
        _held = true;
        while (headway.IsBehind && !_closed)
        {
            await Task.Delay(Breath, wall, cancel);
        }

        _held = false;
        Interlocked.Add(ref _heldFor, wall.GetElapsedTime(stamp).Ticks);
        return clock.GetUtcNow() - begun;
    }

    private void Begin(BookEvent happening, CancellationToken cancel)
    {
        Interlocked.Increment(ref _inHand);
        var sent = happening switch
        {
            OrderPlaced placed => Orders.Open(placed.Order.Number, placed.Order.Delivery.Wish != "ship"),
            OddRowSent { IsReturn: false } odd => Orders.Open(odd.Number, collects: false),
            _ => null,
        };
        var running = Task.Run(() => Carry(happening, sent, cancel), cancel);
        _running[running] = true;
        _ = running.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task Carry(BookEvent happening, SentOrder? sent, CancellationToken cancel)
    {
        var slot = new Slot(_slots);
        try
        {
            await (happening switch
            {
                OrderPlaced placed => SendOrder(placed, sent!, cancel),
                OddRowSent { IsReturn: true } odd => SendReturn(WireJson.Write(Timed(odd, "askedAt")), odd.Number, cancel),
                OddRowSent odd => SendOdd(odd, sent!, cancel),
                StockMoved moved => Receive(moved.Movement, cancel),
                CustomerCancels cancels => Cancel(cancels.Order, [], cancel),
                GoodsReturned returned => GiveBack(returned, slot, cancel),
                _ => throw new InvalidOperationException($"{happening.GetType().Name} has no way to Crossdock."),
            });
        }
        finally
        {
            slot.Free();
            Interlocked.Decrement(ref _inHand);
        }
    }

    private async Task SendOrder(OrderPlaced placed, SentOrder sent, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var order = placed.Order with
        {
            PlacedAt = now,
            AvailableFrom = placed.Order.AvailableFrom is { } from ? now + (from - placed.Order.PlacedAt) : null,
        };
        await SendTo(sent, WireJson.Write(order), cancel);
    }

    private Task SendOdd(OddRowSent odd, SentOrder sent, CancellationToken cancel) =>
        SendTo(sent, WireJson.Write(Timed(odd, "placedAt")), cancel);

    private System.Text.Json.Nodes.JsonNode Timed(OddRowSent odd, string field)
    {
        var body = odd.Body.DeepClone();
        body[field] ??= clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        return body;
    }

    private async Task SendTo(SentOrder sent, byte[] body, CancellationToken cancel)
    {
        var doubled = chance.Chance(DoubledShare, "sent-twice", sent.Number);
        var key = $"channel-{sent.Number}";
        headway?.Sent(sent.Number);
        var first = crossdock.Post("/v1/orders", body, key, cancel);
        var second = doubled && chance.Chance(0.5, "at-once", sent.Number) ? crossdock.Post("/v1/orders", body, key, cancel) : null;
        var answer = await first;
        if (answer.Done)
        {
            sent.Set(OrderAnswer.Accepted, "");
        }
        else
        {
            Figures.NoteRefusal(answer.Why());
            sent.Set(OrderAnswer.Refused, answer.Why());
        }

        // A channel that lost the answer and its memory of the key sends the order anew: the number tells it is the same.
        var repeat = second is not null ? await second : doubled ? await crossdock.Post("/v1/orders", body, null, cancel) : null;
        if (repeat is { Done: true } || (answer.Done && answer.Read<CaseAnswer>() is { Duplicate: true }))
        {
            Figures.NoteDuplicate();
        }
    }

    private double DoubledShare => faults == FaultSettings.None ? 0 : faults == FaultSettings.All ? 0.04 : 0.01;

    // As a shop's desk does it: while the order is open its lines are taken off it; else the goods come back as a return.
    private async Task GiveBack(GoodsReturned returned, Slot slot, CancellationToken cancel)
    {
        if (returned.Return.Order is { } order && Orders.Find(order) is { } bought)
        {
            if (await bought.Answered(cancel) == OrderAnswer.Accepted && await TakeOff(order, returned, cancel))
            {
                return;
            }

            // The parcel first has to reach the customer, and come back.
            slot.Free();
            var wait = chance.Between(TimeSpan.FromHours(36), TimeSpan.FromHours(96), "brings-back", returned.Return.Number);
            await Task.Delay(clock.ToWall(wait), wall, cancel);
        }

        foreach (var line in returned.Return.Lines)
        {
            Stock.NoteTakenBack(line.Sku, line.Quantity);
        }

        await AskReturn(returned.Return with { AskedAt = clock.GetUtcNow() }, cancel);
    }

    // Half of the customers stand at the counter already, a quarter come to a store later, a quarter send it; one in a hundred of
    // those who would come does not.
    private async Task AskReturn(ReturnDocument document, CancellationToken cancel)
    {
        var way = document.Order is null || document.Node is null
            ? "handed-in"
            : chance.Weighted([("handed-in", 50), ("drop-off", 25), ("parcel", 25)], "return-way", document.Number);
        await SendReturn(WireJson.Write(document with { Way = way }), document.Number, cancel);
        if (way == "drop-off" && !chance.Chance(0.01, "keeps-it", document.Number))
        {
            await Task.Delay(
                clock.ToWall(chance.Between(TimeSpan.FromHours(2), TimeSpan.FromHours(60), "brings", document.Number)), wall, cancel);
            await crossdock.Post(
                $"/v1/returns/{Uri.EscapeDataString(document.Number)}/arrivals", WireJson.Write(new { node = document.Node }),
                $"arrived-{document.Number}", cancel);
        }
    }

    private async Task<bool> TakeOff(string order, GoodsReturned returned, CancellationToken cancel)
    {
        if (returned.Bought.All(line => line.Left == 0))
        {
            return await Cancel(order, [.. returned.Bought.Select(line => line.Line)], cancel);
        }

        var lines = returned.Bought.GroupBy(line => line.Line).Select(line => new { line = line.Key, quantity = line.Min(taken =>
            taken.Left) });
        var answer = await crossdock.Post(
            $"/v1/orders/{Uri.EscapeDataString(order)}/change", WireJson.Write(new { lines }), $"less-{returned.Return.Number}", cancel);
        Figures.NoteCancel(answer.Done);
        return answer.Done;
    }

    private async Task<bool> Cancel(string order, int[] lines, CancellationToken cancel)
    {
        if (Orders.Find(order) is { } sent && await sent.Answered(cancel) != OrderAnswer.Accepted)
        {
            return false;
        }

        var body = WireJson.Write(new { reason = "the customer changed their mind", lines });
        var key = $"cancel-{order}-{string.Join('.', lines)}";
        var answer = await crossdock.Post($"/v1/orders/{Uri.EscapeDataString(order)}/cancel", body, key, cancel);
        Figures.NoteCancel(answer.Done);
        return answer.Done;
    }

    private async Task SendReturn(byte[] body, string number, CancellationToken cancel)
    {
        var answer = await crossdock.Post("/v1/returns", body, $"return-{number}", cancel);
        Figures.NoteReturn(number, answer.Done);
        if (!answer.Done)
        {
            Figures.NoteRefusal($"return: {answer.Why()}");
        }
    }

    /// <summary>Sends one movement, such as a late delivery; the estate's buyers use it too.</summary>
    public async Task Receive(MovementDocument movement, CancellationToken cancel)
    {
        if (await Move([movement], movement.Id, cancel) is { } why)
        {
            Figures.NoteMovement(taken: false);
            Figures.NoteRefusal($"stock: {why}");
        }
    }

    // Null when the batch was taken; else why not.
    private async Task<string?> Move(MovementDocument[] movements, string key, CancellationToken cancel)
    {
        Sends(movements, begins: true);
        try
        {
            return await Told(movements, key, cancel);
        }
        finally
        {
            Sends(movements, begins: false);
        }
    }

    private void Sends(MovementDocument[] movements, bool begins)
    {
        foreach (var kept in books ?? [])
        {
            Array.ForEach(movements, movement => kept.Sends(movement.Sku, movement.Node, begins));
        }
    }

    private async Task<string?> Told(MovementDocument[] movements, string key, CancellationToken cancel)
    {
        var answer = await crossdock.Post("/v1/stock/movements", WireJson.Write(new MovementBatch(movements)), key, cancel);
        if (!answer.Done)
        {
            return answer.Why();
        }

        var refused = (answer.Read<MovementResults>()?.Results ?? [])
            .Where(result => result.Outcome is "refused" or "rejected" or "invalid").Select(result => result.Id).ToHashSet();
        foreach (var movement in movements)
        {
            var taken = !refused.Contains(movement.Id);
            Figures.NoteMovement(taken);
            if (taken)
            {
                Stock.Note(movement);
                foreach (var kept in books ?? [])
                {
                    kept.Move(
                        null, movement.Node, [(movement.Sku, movement.Act == "sell-at-till" ? -movement.Quantity : movement.Quantity)]);
                }
            }
        }

        return null;
    }

    private sealed class Slot(SemaphoreSlim slots)
    {
        private int _freed;

        public void Free()
        {
            if (Interlocked.Exchange(ref _freed, 1) == 0)
            {
                slots.Release();
            }
        }
    }
}
