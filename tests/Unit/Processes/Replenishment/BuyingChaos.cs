using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.ProcureToReplenish.Transfers;
using Crossdock.Processes.StockLedger;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>
/// Weeks of buying on which nothing goes in order: suppliers confirm, change, decline and despatch at any time, docks count anything,
/// people decide anything by any right, words are repeated, lost and late, systems refuse. The seed says all of it.
/// </summary>
public sealed class BuyingChaos
{
    private static readonly string[] Skus = ["A", "B", "C"];
    private static readonly string[] Nodes = [Given.Dc, Given.Leeds, Given.York];
    private static readonly Actor[] People = [World.Buyer, World.Head, World.Finance, new("Nia", "finance"), new("Aylin", "staff")];

    private uint _state;
    private int _papers;
    private bool _calm;

    public BuyingChaos(uint seed)
    {
        _state = seed | 1;
        World.Pick = Next;
        foreach (var sku in Skus)
        {
            World.Receive(sku, Given.Dc, 1 + Next(30));
            World.Receive(sku, Given.York, 1 + Next(9));
        }

        World.Answers<PostPurchase>(Refused).Answers<SendPurchase>(Refused).Answers<RemindSupplier>(Refused)
            .Answers<CancelWithSupplier>(Refused).Answers<PostGoodsReceipt>(Refused).Answers<VoidPurchase>(Refused)
            .Answers<ClosePurchase>(Refused).Answers<PostTransfer>(Refused).Answers<ReserveStock>(Refused);
        for (var n = 1; n <= 2; n++)
        {
            World.Send(Given.PurchaseId($"P-{n}"), Proposal($"P-{n}"));
            World.Send(Given.TransferId($"T-{n}"), Request($"T-{n}"));
        }
    }

    public World World { get; } = new();

    public IEnumerable<(CaseId Id, Purchase Order)> Purchases =>
        World.Cases.Where(run => run.Id.Kind == "purchase").Select(run => (run.Id, (Purchase)run.State));

    public IEnumerable<(CaseId Id, Transfer Transfer)> Transfers =>
        World.Cases.Where(run => run.Id.Kind == "transfer").Select(run => (run.Id, (Transfer)run.State));

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
        World.LetGo<PostGoodsReceipt>();
        World.LetGo<SendPurchase>();
        World.Run();
    }

    private void Do(int act)
    {
        switch (act)
        {
            case 0 or 1 or 2:
                World.Run();
                break;
            case 3:
                for (var steps = Next(6); steps > 0 && World.Pending > 0; steps--)
                {
                    World.Step();
                }

                break;
            case 4:
                World.Pass(TimeSpan.FromHours(Next(60)));
                break;
            case 5:
                World.PassUnwatched(TimeSpan.FromHours(Next(300)));
                break;
            case 6 or 7 or 8 or 9:
                DoATask();
                break;
            case 10 or 11:
                SupplierSays();
                break;
            case 12 or 13:
                DockCounts();
                break;
            case 14:
                World.Lose(Next(5));
                break;
            case 15 when World.Heard.Count > 0:
                World.Repeat(World.Heard[Next(World.Heard.Count)]);
                break;
            case 16:
                Wish();
                break;
            case 17:
                Silence();
                break;
            default:
                World.LetGo<SettleStock>();
                World.LetGo<PostGoodsReceipt>();
                World.LetGo<SendPurchase>();
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
        var note = choice == "elsewhere" ? new[] { "SUP-A", "SUP-B", "no one/", "" }[Next(4)] : "";
        World.Send(
            id,
            new TaskCompleted(new TaskResult(
                [.. task.Lines.Select(line => new PickedLine(line.Line, line.Sku, Next(3) == 0 ? Next(line.Quantity + 1) : line.Quantity))],
                choice, note)),
            People[Next(People.Length)]);
    }

    private void SupplierSays()
    {
        var (id, order) = Any(Purchases);
        var lines = order.Items.Select(item => new ConfirmedLine(
            item.Sku, Next(3) == 0 ? Next(item.Ordered + 9) - 2 : item.Ordered, Next(5) == 0 ? item.UnitPrice * 2 : item.UnitPrice));
        World.Send(id, Next(5) switch
        {
            0 => new PurchaseDeclined("Not ours."),
            1 or 2 => new PurchaseConfirmed($"S-{++_papers}", World.Now.AddDays(Next(20)), [.. lines.Where(_ => Next(6) > 0)],
                Next(3) == 0 ? Next(60) - 5m : null),
            _ => new DespatchAdvised(
                $"D-{Next(6)}", World.Now.AddDays(Next(5)),
                [.. order.Items.Select(item => new AdvisedLine(item.Sku, Next(item.Ordered + 2)))]),
        });
    }

    private void DockCounts()
    {
        if (Next(3) == 0)
        {
            var (id, transfer) = Any(Transfers);
            World.Send(id, new TransferReceived(
                $"TR-{Next(4)}", [.. transfer.Items.Select(item => new ReceivedLine(item.Sku, Next(item.Asked + 3), Next(3)))]));
            return;
        }

        var (purchase, order) = Any(Purchases);
        var skus = Next(5) == 0 ? Skus : [.. order.Items.Select(item => item.Sku)];
        World.Send(purchase, new GoodsReceived(
            $"R-{Next(9)}", Nodes[Next(3)], Next(2) == 0 ? $"D-{Next(6)}" : null,
            [.. skus.Select(sku => new ReceivedLine(sku, Next(60) - 3, Next(4)))]));
    }

    private void Wish()
    {
        var (purchase, _) = Any(Purchases);
        var (transfer, _) = Any(Transfers);
        var who = People[Next(People.Length)];
        switch (Next(8))
        {
            case 0:
                World.Send(purchase, new PurchaseCancelAsked("Not needed."), who);
                break;
            case 1:
                World.Send(transfer, new TransferCancelAsked("Not needed."), who);
                break;
            case 2:
                World.Send(purchase, new PurchaseApproved("Fay", "finance", ""), who);
                break;
            case 3:
                World.Send(purchase, new PurchaseChangeAccepted("Fay", "finance", ""), who);
                break;
            case 4:
                World.Send(purchase, new PurchaseRenegotiated("Fay", ""), who);
                break;
            case 5:
                World.Send(purchase, new PurchaseElsewhere("Fay", "SUP-B"), who);
                break;
            case 6:
                World.Send(transfer, new LookAgain("Look."), who);
                break;
            default:
                World.Send(purchase, new LookAgain("Look."), who);
                break;
        }
    }

    private void Silence()
    {
        if (Next(2) == 0)
        {
            World.Hold<SettleStock>();
        }
        else if (Next(2) == 0)
        {
            World.Hold<PostGoodsReceipt>();
        }
        else
        {
            World.Hold<SendPurchase>();
        }

        World.Run();
        foreach (var sku in Skus)
        {
            World.SellAtTill(sku, Given.Dc, Next(1 + Math.Max(0, Ledger.AsOf(World.Ledgers[sku], World.Now).At(Given.Dc).Available)));
        }
    }

    private Message? Refused(Effect effect) => !_calm && Next(7) == 0 ? effect.Refused("Not today.") : null;

    private PurchaseProposed Proposal(string number) => Given.Bought(number) with
    {
        Lines = [.. Skus.Take(1 + Next(2)).Select((sku, n) =>
            new PurchaseLine(
                n + 1, sku, $"Thing {sku}", Next(12) == 0 ? 0 : 1 + Next(40), 1 + Next(4) * Next(4) * 250m,
                Next(3) == 0 ? null : new AgreedTax(Next(20) == 0 ? "X" : "S", 20m)))],
        Freight = Next(3) == 0 ? null : new FreightTerms(Next(40), Next(2) == 0 ? null : 1_000m),
    };

    private TransferAsked Request(string number) => Given.Moved(number, 1) with
    {
        Lines = [.. Skus.Take(1 + Next(2)).Select((sku, n) => new TransferLine(n + 1, sku, $"Thing {sku}", 1 + Next(12)))],
    };

    private (CaseId Id, T State) Any<T>(IEnumerable<(CaseId Id, T State)> cases)
        where T : class, new()
    {
        var all = cases.ToList();
        var first = typeof(T) == typeof(Purchase) ? Given.PurchaseId("P-1") : Given.TransferId("T-1");
        return all.Count > 0 ? all[Next(all.Count)] : (first, new T());
    }

    /// <summary>xorshift: the same seed, the same life.</summary>
    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return below <= 1 ? 0 : (int)(_state % (uint)below);
    }
}
