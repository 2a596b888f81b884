using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.ReturnToRefund;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// Some weeks in which customers bring things back, and nothing goes in order: returns overlap, name orders that are not theirs, come
/// twice, never or late; people decide anything; refunds, postings and labels are refused; statements are wrong, early or repeated.
/// </summary>
public sealed class ReturnChaos
{
    private static readonly string[] Skus = ["A", "B", "gift_10"];
    private static readonly string[] Nodes = [Given.Leeds, Given.York];
    private readonly List<string> _numbers = [];
    private uint _state;
    private bool _calm;

    public ReturnChaos(uint seed)
    {
        _state = seed | 1;
        foreach (var sku in Skus)
        {
            World.Receive(sku, Given.Dc, 40);
        }

        var (postage, gift) = (new Charge("POST", "Postage", 4m), new Charge("D", "Gift", -5m));
        World.Place(Given.Shipped("W-1", Given.Line(1, "A", 3), Given.Line(2, "B", 2)) with
        {
            Charges = [postage], Payment = new PaymentMethod("card", "tok-1", [new PaymentTender("gift-card", "gc-1", 21.5m)]),
        })
            .Place(Given.Shipped("W-2", Given.Line(1, "A", 60, price: 12m)))
            .Place(Given.Shipped("W-3", Given.Line(1, "gift_10", 1), Given.Line(2, "B", 1)) with { Charges = [gift] })
            .Place(Given.Shipped("W-4", Given.Line(1, "B", 2, price: 0m)));
        foreach (var part in new[] { "W-1-1", "W-3-1", "W-4-1" })
        {
            World.DcDelivers(part);
        }

        World.Answers<RefundPayment>(Refused).Answers<PostCreditNote>(Refused).Answers<BookReturnLabel>(Refused)
            .Answers<NotifyCustomer>(Refused);
        World.Pick = Next;
    }

    public World World { get; } = new();

    public IEnumerable<(string Number, CustomerReturn Return, ReturnState At)> Returns =>
        _numbers.Where(number => World.Knows(Given.Return(number)))
            .Select(number => (number, World.ReturnOf(number), World.ReturnAt(number)));

    public IEnumerable<Order> Orders => Enumerable.Range(1, 4).Select(n => World.OrderOf($"W-{n}"));

    public void Live(IEnumerable<(int Act, int Which)> acts)
    {
        foreach (var (act, which) in acts)
        {
            _state = (_state * 2_654_435_761u) ^ (uint)which | 1;
            Do(act);
        }

        _calm = true;
        World.FindLost();
        World.LetGo<SettleStock>();
    }

    /// <summary>The outside works, nobody does anything, and the weeks go by.</summary>
    public void GrowOld() => World.Pass(TimeSpan.FromDays(90));

    private void Do(int act)
    {
        switch (act)
        {
            case 0:
                World.Run();
                break;
            case 1:
                for (var steps = Next(8); steps > 0 && World.Pending > 0; steps--)
                {
                    World.Step();
                }

                break;
            case 2:
                World.Pass(TimeSpan.FromHours(Next(200)));
                break;
            case 3:
                World.PassUnwatched(TimeSpan.FromHours(Next(400)));
                break;
            case 4 or 5:
                BringBack();
                break;
            case 6 or 7 or 8:
                DoATask();
                break;
            case 9:
                World.Lose(Next(5));
                break;
            case 10:
                World.Repeat(World.Heard[Next(World.Heard.Count)]);
                break;
            case 11 when _numbers.Count > 0:
                Statement(Any());
                break;
            default:
                SaySomething();
                break;
        }
    }

    private void BringBack()
    {
        var number = $"R-{_numbers.Count + 1}";
        _numbers.Add(number);
        ImmutableArray<ReturnLine> lines = [.. Enumerable.Range(0, 1 + Next(2)).Select(_ => Skus[Next(3)])
            .Select(sku => new ReturnLine(sku, $"Thing {sku}", 1 + Next(2), 10m))];
        World.Send(Given.Return(number), Given.Back(number, Next(6) == 0 ? null : $"W-{1 + Next(5)}", "A", 1) with
        {
            Lines = lines, Way = (ReturnWay)Next(3), AskedAt = World.Now, Exchange = Next(3) == 0 ? Wish() : null,
        });
    }

    private ExchangeWish Wish() => new(
        [Given.Line(1, Skus[Next(2)], 1 + Next(2), 10m * Next(3))], Next(3) == 0 ? Given.Leeds : null,
        Next(2) == 0 ? new PaymentMethod("card", "tok-2") : null);

    private void DoATask()
    {
        var open = World.OpenTasks;
        if (open.Count == 0)
        {
            return;
        }

        var (id, task) = open[Next(open.Count)];
        var choice = task.Choices.Length > 0 ? task.Choices[Next(task.Choices.Length)].Code : null;
        World.Send(id, new TaskCompleted(new TaskResult(
            [.. task.Lines.Select(line => new PickedLine(line.Line, line.Sku, Next(3) == 0 ? Next(line.Quantity + 1) : line.Quantity))],
            choice, choice == "match" ? $"order/W-{1 + Next(5)}" : choice == "settled" && Next(3) > 0 ? "Seen to it." : "")));
    }

    /// <summary>Mostly what was refunded, sometimes another amount, sometimes of nothing at all.</summary>
    private void Statement(string number)
    {
        var known = World.Knows(Given.Return(number)) ? World.ReturnOf(number) : CustomerReturn.Empty;
        var paid = known.Shares.Length > 1 && Next(4) > 0 ? known.Shares[Next(known.Shares.Length)] : known.Refunded;
        var (amount, currency) = (Next(4) == 0 ? 1 + Next(9) : paid, Next(9) == 0 ? "EUR" : "GBP");
        World.Send(Given.Return(number), new RefundSettled($"REF-{number}", amount, currency));
        if (Next(3) == 0)
        {
            PayOut();
        }
    }

    /// <summary>The provider pays out one refund, which its order may know or not, have settled before or not.</summary>
    private void PayOut()
    {
        var moved = Orders.SelectMany(order => order.Moved.Select(money => (order.Number, Money: money))).ToList();
        if (moved.Count == 0)
        {
            return;
        }

        var (order, one) = moved[Next(moved.Count)];
        World.Send(CaseId.Order(order), new SettlementShown(
            new CaseId("payout", $"PO-{Next(4)}"),
            new SettledLine($"L-{Next(1_000)}", one.Kind, order, one.Reference, Next(9) == 0 ? 1m : one.Amount, 0m, "GBP")));
    }

    private void SaySomething()
    {
        if (_numbers.Count == 0)
        {
            return;
        }

        World.Send(Given.Return(Any()), Next(8) switch
        {
            0 => new ReturnRefused("No.", ByPerson: true),
            1 => new LookAgain("Again."),
            2 => new ReturnAllowed("Ada", Next(2) == 0, "Goodwill."),
            3 => new RefundSettledByHand("Finn", "Seen."),
            _ => new ReturnArrived(Nodes[Next(2)], null),
        });
    }

    private string Any() => _numbers[Next(_numbers.Count)];

    private Message? Refused(Effect effect) => !_calm && Next(6) == 0 ? effect.Refused("Not today.") : null;

    /// <summary>xorshift: the same seed, the same life.</summary>
    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return below <= 1 ? 0 : (int)(_state % (uint)below);
    }
}
