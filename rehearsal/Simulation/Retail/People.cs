using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Hosts;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>Customers, staff, tills and partners: everybody who tells the retailer something of their own accord.</summary>
internal sealed class People(HostParts parts, Messenger messenger, IReadOnlyList<PlannedOrder> orders)
{
    private static readonly Actor Customer = new("Maria", "customer");
    private static readonly Actor Till = Actor.System("Till");
    private static readonly Actor Partner = Actor.System("Partner");

    private readonly Dictionary<string, PlannedOrder> _byNumber = orders.ToDictionary(order => order.Order.Number);
    private readonly HashSet<string> _brought = [];

    private SimTime Time => parts.Time;

    public void Begin()
    {
        parts.Outside.Tells += (to, name, what) => messenger.Send($"{to}/{name}", "partner", to, what, Partner);
        parts.Outside.Notified += Letter;
        parts.Chronicle.Heard += Hear;
        foreach (var (sku, n) in Town.Skus.Select((sku, n) => (sku, n)))
        {
            Instruct(sku, "opening", [.. Town.Nodes.Select(node => (Node: node, Pieces: Town.Stock(parts.Dice, sku, node)))
                .Where(at => at.Pieces > 0)
                .Select(at => new StockInstruction(StockAct.Receive, at.Node, at.Pieces, null, "Opening stock."))]);
            var later = parts.Dice.Of(sku).Of("delivery").Between(TimeSpan.FromHours(6), TimeSpan.FromDays(2));
            Time.In(later, () => Deliver(sku, n));
            Time.In(parts.Dice.Of(sku).Of("till").Between(TimeSpan.FromHours(1), TimeSpan.FromDays(1)), () => Instruct(
                sku, "till", [new StockInstruction(StockAct.SellAtTill, Town.Leeds, 1, null, "Sold at a till.")]));
        }

        foreach (var order in orders)
        {
            Time.In(order.At, () => Place(order));
        }
    }

    private void Place(PlannedOrder order)
    {
        messenger.Send($"{order.Order.Number}/placed", "channel/web", order.Id, order.Order, Customer);
        if (order.Cancels is { } after)
        {
            ImmutableArray<int> lines = order.CancelledLine > 0 ? [order.CancelledLine] : [];
            Time.In(after, () => messenger.Send(
                $"{order.Order.Number}/cancel", "channel/web", order.Id, new CancelRequested("Changed my mind.", lines), Customer));
        }

        WantFewer(order);
    }

    /// <summary>One in four wants fewer of a line, or none, sooner or later.</summary>
    private void WantFewer(PlannedOrder order)
    {
        var dice = parts.Dice.Of(order.Order.Number).Of("fewer");
        if (dice.Of("wants").Below(4) == 0)
        {
            var line = order.Order.Lines[dice.Of("line").Below(order.Order.Lines.Length)];
            var left = new LineChange(line.Line, dice.Of("left").Below(line.Quantity));
            Time.In(dice.Of("when").Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(8)), () => messenger.Send(
                $"{order.Order.Number}/fewer", "channel/web", order.Id, new ChangeRequested([left], null), Customer));
        }
    }

    private void Deliver(string sku, int n)
    {
        var node = parts.Dice.Of(sku).Of("delivered to").Any(Town.Nodes);
        Instruct(sku, "delivery", [new StockInstruction(StockAct.Receive, node, 2 + n, null, "Delivered by a supplier.")]);
        foreach (var order in orders)
        {
            if (parts.Chronicle.RowsOf(order.Id) is [.., { To: "WaitingForStock" }])
            {
                messenger.Send($"{order.Order.Number}/arrived {sku}", "wms", order.Id, new StockArrived(sku, node, 2 + n), Partner);
            }
        }
    }

    private void Instruct(string sku, string name, ImmutableArray<StockInstruction> instructions)
    {
        if (instructions.Length > 0)
        {
            messenger.Send($"{sku}/{name}", "stock", CaseId.Stock(sku), new StockInstructed(sku, instructions, null), Till);
        }
    }

    private void Hear(Transition row)
    {
        if (row is { Seq: 1, Message.Data: TaskOpened task })
        {
            TakeUp(row.Case, task);
        }
        else if (row is { Case.Kind: "return", To: "Awaited" } && row.From != row.To)
        {
            Bring(row.Case);
        }
        else if (row.Message.Data is PartDelivered && row.Outcome == Outcome.Applied && _byNumber[row.Case.Key] is { Returns: > 0 } order)
        {
            var tried = parts.Dice.Of(row.Case.ToString()).Of("return").Between(TimeSpan.FromHours(1), TimeSpan.FromDays(3));
            Time.In(tried, () => BringBack(order));
        }
    }

    /// <summary>Most come within days, some when it is too late, one in eight never.</summary>
    private void Bring(CaseId back)
    {
        var dice = parts.Dice.Of(back.ToString());
        if (dice.Of("comes").Below(8) > 0)
        {
            var days = TimeSpan.FromDays(dice.Of("late").Below(10) == 0 ? 16 : 3);
            Time.In(dice.Of("road").Between(TimeSpan.FromHours(1), days), () => messenger.Send(
                $"{back.Key}/arrived", "store/leeds", back, new ReturnArrived(Town.Leeds, null), Customer));
        }
    }

    private void BringBack(PlannedOrder order)
    {
        if (_brought.Add(order.Order.Number))
        {
            var (line, number) = (order.Order.Lines[0], $"R-{order.Number}");
            messenger.Send($"{number}/asked", "channel/web", new CaseId("return", number), new ReturnAsked(
                number, "web", "UK", Town.Leeds, Time.Now, "GBP", "C-1", order.NamesOrder ? order.Id : null,
                [new ReturnLine(line.Sku, line.Description, order.Returns, line.UnitPrice)], "Does not fit.",
                parts.Dice.Of(number).Of("way").Any(Enum.GetValues<ReturnWay>())), Customer);
        }
    }

    private void Letter(NotifyCustomer letter, string key)
    {
        if (letter.Template == "please-decide" && parts.Dice.Of(key).Below(3) > 0)
        {
            var answer = parts.Dice.Of(key).Of("answer").Any(Enum.GetValues<CustomerAnswer>());
            Time.In(parts.Dice.Of(key).Of("reads").Between(TimeSpan.FromMinutes(2), TimeSpan.FromHours(30)), () => messenger.Send(
                $"{key}/decided", "customer", CaseId.Order(letter.Number), new CustomerAnswered(answer, letter.Facts[1]), Customer));
        }
    }

    /// <summary>Two see it, one gets it, and does it in time or late.</summary>
    private void TakeUp(CaseId id, TaskOpened task)
    {
        var dice = parts.Dice.Of(id.ToString());
        var forgotten = task.Kind == TaskKind.HandOver && _byNumber.TryGetValue(task.Root?.Key ?? "", out var order) && order.Forgets;
        var seen = dice.Of("seen").Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(dice.Of("slow").Below(4) == 0 ? 12 : 2));
        Time.In(seen, () =>
        {
            Claim(id, "Aylin");
            if (dice.Of("two").Below(3) == 0)
            {
                Claim(id, "Ben");
            }
        });
        if (!forgotten)
        {
            Time.In(seen + dice.Of("done").Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(3)), () => messenger.Send(
                $"{id}/done", "staff", id, new TaskCompleted(ResultOf(id, task, dice)), new Actor("Aylin", "staff")));
        }
    }

    private void Claim(CaseId id, string who) =>
        messenger.Send($"{id}/claim {who}", "staff", id, new TaskClaimed(who), new Actor(who, "staff"));

    private TaskResult ResultOf(CaseId id, TaskOpened task, Dice dice)
    {
        var lines = task.Lines.Select(line => new PickedLine(line.Line, line.Sku, Found(id, task, line, dice))).ToImmutableArray();
        var choice = task.Choices.Length == 0 ? null : Choose(task, dice);
        var note = choice == "match" && orders.FirstOrDefault(order => task.About.Key == $"R-{order.Number}") is { } order
            ? order.Id.ToString()
            : choice == "settled" ? "The provider has shown it."
            : task.Kind == TaskKind.Stage ? $"rack {dice.Of("rack").Below(9)}" : "";
        return new TaskResult(lines, choice, note, Sorted: task.Kind == TaskKind.Inspect ? Sorted(task, lines, dice) : default);
    }

    /// <summary>Of what is not as new some say it piece by piece; the others leave it to their choice.</summary>
    private static ImmutableArray<SortedLine> Sorted(TaskOpened task, ImmutableArray<PickedLine> found, Dice dice) =>
        [.. task.Lines.Zip(found, (line, sound) => (line.Line, Left: line.Quantity - sound.Picked))
            .Where(line => line.Left > 0 && dice.Of("sorted").Of(line.Line).Below(2) == 0)
            .Select(line => new SortedLine(
                line.Line, 1 + dice.Of("pieces").Of(line.Line).Below(line.Left), dice.Of("fate").Of(line.Line).Any(Fates)))];

    private static readonly List<Disposition> Fates = [.. Enum.GetValues<Disposition>()];

    private int Found(CaseId id, TaskOpened task, TaskLine line, Dice dice) => task.Kind switch
    {
        TaskKind.Pick when parts.Faults.Strikes(FaultKind.Refused, $"{id} line {line.Line} missing", 120) =>
            dice.Of(line.Line).Below(line.Quantity),
        // What was written off is sometimes found after all.
        TaskKind.Count => dice.Of(line.Line).Below(3) == 0 ? 1 : 0,
        TaskKind.Inspect => dice.Of(line.Line).Below(4) == 0 ? 0 : line.Quantity,
        _ => line.Quantity,
    };

    /// <summary>While it storms anything; afterwards what brings things to an end.</summary>
    private string Choose(TaskOpened task, Dice dice)
    {
        var codes = task.Choices.Select(choice => choice.Code).ToList();
        if (!parts.Faults.Calm)
        {
            return dice.Of("choice").Any(codes);
        }

        string[] best = ["done", "retry", "reroute:Refund", "answer:Agree"];
        var refuses = codes.Find(code => code == "refuse-return") is { } refuse && dice.Of("refuses").Below(2) == 0 ? refuse : null;
        return refuses ?? best.Append("release").Select(good => codes.Find(code => code.StartsWith(good, StringComparison.Ordinal)))
            .FirstOrDefault(code => code is not null) ?? codes[0];
    }
}
