using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StockLedger;
using Order = Crossdock.Processes.OrderToFulfilment.Order;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// A few days of a retailer on which nothing goes in order: people do any open task in any way, partners report anything,
/// messages are repeated, reordered and lost for a while, systems refuse, deadlines come late. The seed says all of it.
/// </summary>
public sealed class Chaos
{
    private static readonly string[] Skus = ["A", "B"];
    private static readonly string[] Stocked = [.. Skus, StandIn];
    private const string StandIn = "C";
    private static readonly string[] Nodes = [Given.Dc, Given.Leeds, Given.York, Given.Supplier];
    private static readonly RerouteKind[] WaysOut =
        [RerouteKind.Ship, RerouteKind.OtherStore, RerouteKind.Wait, RerouteKind.Refund, RerouteKind.Substitute];

    private static readonly RetailNetwork Network = Given.Network with
    {
        Substitutes = SubstitutePlan.Of(new Dictionary<string, string[]> { ["A"] = [StandIn], [StandIn] = ["B"] }),
    };

    private readonly int _orders;
    private uint _state;
    private int _returns;
    private bool _calm;

    public Chaos(uint seed)
    {
        _state = seed | 1;
        World = new World(Network, new PolicyBook([new PolicyValue(
            Policy.PartShortage.Name, new Scope(), Next(4) == 0 ? PartShortage.Refuse : PartShortage.Substitute, 2,
            Given.Now.AddDays(-1), "Omar", "So decided.")]));
        World.Pick = Next;
        foreach (var sku in Stocked)
        {
            foreach (var node in Nodes)
            {
                World.Receive(sku, node, Next(5));
            }
        }

        Script();
        _orders = 1 + Next(3);
        for (var n = 1; n <= _orders; n++)
        {
            World.Send(CaseId.Order($"W-{n}"), RandomOrder($"W-{n}"));
        }
    }

    public World World { get; }

    public IEnumerable<Order> Orders => Enumerable.Range(1, _orders).Where(n => World.Knows(CaseId.Order($"W-{n}")))
        .Select(n => World.OrderOf($"W-{n}"));

    private CaseId AnyOrder => CaseId.Order($"W-{1 + Next(_orders)}");

    private IReadOnlyList<CaseId> Parts => [.. World.Cases.Where(run => run.Id.Kind == "fulfilment").Select(run => run.Id)];

    public void Live(IEnumerable<(int Act, int Which)> acts)
    {
        foreach (var (act, which) in acts)
        {
            Mix(which);
            Do(act);
        }

        _calm = true;
        World.FindLost();
        World.LetGo<SettleStock>();
    }

    /// <summary>The payment provider pays out what some order moved, or something else.</summary>
    private void PayOut()
    {
        var moved = Orders.SelectMany(order => order.Moved.Select(money => (order.Number, Money: money))).ToList();
        var lines = Enumerable.Range(1, 1 + Next(3)).Select(n => moved.Count == 0 || Next(4) == 0
            ? new SettledLine($"L-{n}", SettledKind.Capture, $"W-{1 + Next(5)}", "fulfilment/none", 10m, 0m, Next(5) == 0 ? "EUR" : "GBP")
            : moved[Next(moved.Count)] is var one
                ? new SettledLine(
                    $"L-{n}", one.Money.Kind, one.Number, one.Money.Reference, one.Money.Amount + (Next(5) == 0 ? 1m : 0m), 0.3m, "GBP")
                : throw new InvalidOperationException("There is always one.")).ToArray();
        var payout = new ProviderPayout($"PO-{Next(3)}", new DateOnly(2026, 11, 24), "GBP", 0m, [.. lines], []);
        World.Send(
            new CaseId("payout", payout.Number), new PayoutReported(payout with { Amount = payout.Sum + (Next(5) == 0 ? 1m : 0m) }));
    }

    private void Do(int act)
    {
        switch (act)
        {
            case 0 or 1:
                World.Run();
                break;
            case 2:
                for (var steps = Next(6); steps > 0 && World.Pending > 0; steps--)
                {
                    World.Step();
                }

                break;
            case 3:
                World.Pass(TimeSpan.FromHours(Next(30)));
                break;
            case 4:
                World.PassUnwatched(TimeSpan.FromHours(Next(100)));
                break;
            case 5 or 6 or 7:
                DoATask();
                break;
            case 8 or 9 or 10:
                Report();
                break;
            case 11:
                World.Lose(Next(5));
                break;
            case 12 when World.Heard.Count > 0:
                World.Repeat(World.Heard[Next(World.Heard.Count)]);
                break;
            case 13:
                Wish();
                break;
            case 14:
                BringBack();
                break;
            case 15:
                SilenceTheLedger();
                break;
            case 16:
                World.LetGo<SettleStock>();
                break;
            default:
                var (sku, node) = (Skus[Next(2)], Nodes[Next(4)]);
                World.Receive(sku, node, 1 + Next(4));
                World.Send(AnyOrder, new StockArrived(sku, node, 1));
                break;
        }
    }

    private void DoATask()
    {
        var open = World.OpenTasks;
        if (open.Count == 0)
        {
            return;
        }

        var (id, task) = open[Next(open.Count)];
        var choice = task.Choices.Length > 0 ? task.Choices[Next(task.Choices.Length)].Code : null;
        // Some forget to say where they laid it.
        var note = choice == "match" ? AnyOrder.ToString() : task.Kind == TaskKind.Stage && Next(4) > 0 ? "rack B, 3" : "";
        World.Send(id, new TaskCompleted(new TaskResult(
            [.. task.Lines.Select(line => new PickedLine(line.Line, line.Sku, Next(3) == 0 ? Next(line.Quantity + 1) : line.Quantity))],
            choice, note)));
    }

    private void Report()
    {
        var parts = Parts;
        if (parts.Count == 0)
        {
            return;
        }

        var id = parts[Next(parts.Count)];
        var part = World.PartOf(id.Key);
        ImmutableArray<PickedLine> pieces =
            [.. part.Lines.Select(line => new PickedLine(line.Line, line.Sku, Next(4) == 0 ? Next(line.Quantity + 1) : line.Quantity))];
        World.Send(id, (part.Needs.Mode, Next(8)) switch
        {
            (FulfilmentMode.ShipFromDc, < 4) => new WarehousePicked("WMS", pieces, 500),
            (FulfilmentMode.DropShip, < 4) => new SupplierShipped("SUP", "TRK", pieces),
            (_, 4) => new ParcelCollected("TRK"),
            (_, 5) => new ParcelDelivered("TRK", "Maria"),
            (_, 6) => new ParcelReturned("TRK", "Refused."),
            (_, 7) => new ParcelDeliveryFailed("TRK", "Nobody home.", 1 + Next(3)),
            _ => new HandedOver("Maria"),
        });
    }

    private void Wish()
    {
        if (Next(4) == 0)
        {
            PayOut();
            return;
        }

        if (Next(4) == 0)
        {
            WantLessOfWhatIsPicked();
            return;
        }

        if (Orders.FirstOrDefault(order => order.Holds.Any(hold => hold.Kind == HoldKind.Address)) is { } held && Next(3) == 0)
        {
            var to = Given.Buyer.Contact!.Address! with { Street = Next(3) == 0 ? "" : "1" };
            World.Send(CaseId.Order(held.Number), new ChangeRequested([], to));
            return;
        }

        Message wish = Next(7) switch
        {
            0 => new CancelRequested("Changed my mind.", []),
            1 => new CancelRequested("One less.", [1 + Next(2)]),
            2 => new ChangeRequested(
                Next(3) == 0 ? [] : [new LineChange(1 + Next(2), Next(5))],
                Next(2) == 0 ? null : new Address("2 New Road", "Hull", Next(4) == 0 ? "?" : "HU1 1AA", Next(4) == 0 ? "FR" : "GB")),
            3 => new CustomerAnswered((CustomerAnswer)Next(3)),
            4 => new LookAgain("Look."),
            5 => new HoldReleased((HoldKind)Next(7), "Go on."),
            _ => new RerouteChosen("Refund", ""),
        };
        World.Send(AnyOrder, wish);
    }

    /// <summary>In the same moment, and the part hears of its pick first.</summary>
    private void WantLessOfWhatIsPicked()
    {
        var picking = Parts.Where(id => World.Knows(id) && World.PartAt(id.Key) == PartState.AwaitingPick).ToList();
        if (picking.Count > 0)
        {
            var part = World.PartOf(picking[Next(picking.Count)].Key);
            var line = part.Lines[Next(part.Lines.Length)];
            World.Send(picking[Next(picking.Count)], new PickReported(part.Expected));
            World.Send(part.Needs.Order, new ChangeRequested([new LineChange(line.Line, Next(line.Quantity))], null));
        }
    }

    /// <summary>What is to be firm does not reach the ledger until it lapses, and the tills sell what is free then.</summary>
    private void SilenceTheLedger()
    {
        World.Hold<SettleStock>();
        World.Run();
        World.PassUnwatched(TimeSpan.FromHours(Next(100)));
        foreach (var (sku, node) in Skus.SelectMany(sku => Nodes.Select(node => (sku, node))).Where(_ => Next(2) == 0))
        {
            World.SellAtTill(sku, node, Next(1 + Ledger.AsOf(World.Ledgers[sku], World.Now).At(node).Available));
        }
    }

    private void BringBack()
    {
        var number = $"R-{++_returns}";
        World.Send(Given.Return(number), Given.Back(number, Next(4) == 0 ? null : AnyOrder.Key, Skus[Next(2)], 1 + Next(2)));
    }

    private void Script()
    {
        World.Advice = _ => Next(4) == 0
            ? new AdviceUnavailable("Switched off.")
            : Given.Advised([.. WaysOut.OrderBy(_ => Next(100))
                .Select(kind => Given.Option(
                    kind, kind is RerouteKind.Wait or RerouteKind.Refund ? null : Nodes[Next(3)], Next(100) / 100.0)
                    with { Sku = kind == RerouteKind.Substitute ? StandIn : null })]);
        World.Answers<CheckOrder>(check => Refused(check)
            ?? new OrderChecked(
                Next(5) == 0 ? [new PriceInForce("A", 12m)] : Next(2) == 0 ? [new PriceInForce(StandIn, 5m + Next(8))] : [],
                [], Next(9) == 0, Next(9) == 0 ? "W-0" : null));
        World.Answers<AuthorisePayment>(pay => Refused(pay)
            ?? new PaymentAuthorised(World.Authorisation(pay), Next(6) == 0 ? pay.Amount / 2 : pay.Amount, pay.Currency, Next(100) / 95.0));
        World.Answers<CapturePayment>(Refused).Answers<RefundPayment>(Refused).Answers<VoidAuthorisation>(Refused)
            .Answers<PostSalesOrder>(Refused).Answers<CancelSalesOrder>(Refused).Answers<PostDelivery>(Refused)
            .Answers<PostCreditNote>(Refused).Answers<ReleaseToWarehouse>(Refused).Answers<RecallFromWarehouse>(Refused)
            .Answers<OrderFromSupplier>(Refused).Answers<BookCarrier>(Refused).Answers<NotifyCustomer>(Refused);
    }

    private Message? Refused(Effect effect) => !_calm && Next(7) == 0 ? effect.Refused("Not today.") : null;

    private OrderReceived RandomOrder(string number)
    {
        var price = Next(8) == 0 ? 0m : 10m;
        OrderLine[] lines = [.. Enumerable.Range(1, 1 + Next(2)).Select(n => Given.Line(n, Skus[Next(2)], 1 + Next(4), price))];
        var placed = Next(3) switch
        {
            0 => Given.Collected(number, Next(2) == 0 ? Given.Leeds : Given.York, lines),
            1 => Given.Collected(number, Given.Leeds, lines) with { Wish = DeliveryWish.Kerbside },
            _ => Given.Shipped(number, lines),
        };
        return placed with
        {
            Customer = Next(4) == 0 ? Given.Buyer with { Contact = null } : Given.Buyer,
            AcceptsSubstitutes = Next(4) > 0,
            Charges = Next(3) switch { 0 => [new Charge("POST", "Postage", 4m)], 1 => [new Charge("D", "Discount", -5m)], _ => [] },
            AvailableFrom = Next(8) == 0 ? Given.Now.AddDays(2) : null,
            Payment = Next(3) == 0 ? Paid(placed.Total) : placed.Payment,
        };
    }

    /// <summary>By a gift card or two, as much as they hold; the card pays the rest.</summary>
    private PaymentMethod Paid(decimal total) => new(
        "card", "tok-1",
        [.. Enumerable.Range(1, 1 + Next(2)).Select(n => new PaymentTender(
            "gift-card", $"gc-{n}", Math.Max(0.01m, decimal.Round(total * Next(60) / 100, 2))))]);

    private void Mix(int which) => _state = (_state * 2_654_435_761u) ^ (uint)which | 1;

    /// <summary>xorshift: the same seed, the same life.</summary>
    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return below <= 1 ? 0 : (int)(_state % (uint)below);
    }
}
