using Crossdock.Bench.Measuring;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Bench.Orders;

/// <summary>
/// ERP, payment provider, warehouse, carrier, customers and staff in this process. Each says yes at once, and does what follows:
/// the warehouse picks, the carrier delivers, people finish their tasks.
/// </summary>
public sealed class OrderWorld(Func<ITellCases> cases, TimeProvider wall) : AtOnce
{
    private static readonly Actor World = Actor.System("World");
    private static readonly Actor Staff = new("Joy Adams", "store");

    private ITellCases? _cases;
    private long _told;

    /// <summary>Of one message, told to acknowledged.</summary>
    public Latencies Step { get; } = new();

    private ITellCases Cases => _cases ??= cases();

    /// <summary>Whoever works at the task's node does what it asks, in full.</summary>
    public Task Finish(CaseId task, TaskOpened opened) => Tell(
        $"{task.Key}/done", task, Staff, new TaskCompleted(new TaskResult(
            [.. opened.Lines.Select(line => new PickedLine(line.Line, line.Sku, line.Quantity))],
            opened.Choices is [var first, ..] ? first.Code : null, opened.Kind == TaskKind.Stage ? "rack B, 3" : "")), answers: null);

    public async Task<TellReceipt> Tell(string id, CaseId to, Actor who, Message message, string? answers)
    {
        var began = wall.GetTimestamp();
        while (true)
        {
            try
            {
                var receipt = await Cases.Tell(
                    new Envelope(id, "connector/world", to, wall.GetUtcNow(), who, message, answers), CancellationToken.None);
                Step.Add(wall.GetElapsedTime(began));
                return receipt;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), wall);
            }
        }
    }

    protected override async Task Answer(OutboundEffect effect)
    {
        await Tell($"{effect.Key}/answer", effect.Case, World, AnswerTo(effect.Effect), effect.Key);
        foreach (var next in Follows(effect.Effect))
        {
            await Tell($"w-{Interlocked.Increment(ref _told)}", effect.Case, World, next, answers: null);
        }
    }

    private static Message AnswerTo(Effect effect) => effect switch
    {
        CheckOrder => new OrderChecked([], [], CustomerBlocked: false, LikelyDuplicateOf: null),
        AuthorisePayment pay => new PaymentAuthorised($"AUTH-{pay.Number}", pay.Amount, pay.Currency, 0.1),
        CapturePayment capture => new PaymentCaptured($"CAP-{capture.Reference}", capture.Amount, capture.Currency, capture.Reference),
        VoidAuthorisation gone => new AuthorisationVoided(gone.Authorisation),
        PostSalesOrder order => new SalesOrderPosted($"SO-{order.Number}"),
        CancelSalesOrder order => new SalesOrderCancelled($"SO-{order.Number}", order.OfLines),
        PostDelivery delivery => new DeliveryPosted($"DEL-{delivery.Reference}", $"INV-{delivery.Reference}", delivery.Reference),
        NotifyCustomer notify => new CustomerNotified(notify.Template),
        ReleaseToWarehouse release => new WarehouseAccepted($"WMS-{release.Part.Key}"),
        BookCarrier booking => new CarrierBooked(Tracking(booking), "next day"),
        _ => throw new InvalidOperationException($"The bench's orders never ask for {effect.GetType().Name}."),
    };

    private static IEnumerable<Message> Follows(Effect effect) => effect switch
    {
        ReleaseToWarehouse release =>
        [
            new WarehousePicked(
                $"WMS-{release.Part.Key}", [.. release.Lines.Select(line => new PickedLine(line.Line, line.Sku, line.Quantity))], 900),
        ],
        BookCarrier booking => [new ParcelCollected(Tracking(booking)), new ParcelDelivered(Tracking(booking), "Bench")],
        _ => [],
    };

    private static string Tracking(BookCarrier booking) => $"TRK-{booking.Part.Key}";
}
