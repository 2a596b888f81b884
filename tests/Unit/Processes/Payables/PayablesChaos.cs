using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.InvoiceToReconciliation;

namespace Crossdock.Unit.Tests.Processes.Payables;

/// <summary>
/// Weeks of a supplier on which nothing goes in order: orders, receipts, invoices, copies and credit notes come at any time, people
/// decide anything by any right, banks pay anything, words are repeated, lost and late, systems refuse. The seed says all of it.
/// </summary>
public sealed class PayablesChaos
{
    private static readonly string[] Orders = ["P-1", "P-2"];
    private static readonly string[] Numbers = ["N-1", "N-2", "N 1"];
    private static readonly Actor[] People =
    [
        World.Payables, World.Finance, World.Controller, World.Buyer, World.Head, new("Nia", "finance"), new("Aylin", "staff"),
        new("Pia", "payables"),
    ];

    private uint _state;
    private int _papers;
    private bool _calm;

    public PayablesChaos(uint seed)
    {
        _state = seed | 1;
        World.Pick = Next;
        World.Answers<PostPayable>(Refused).Answers<SchedulePayment>(Refused).Answers<DisputeInvoice>(Refused)
            .Answers<FindPayments>(Refused).Answers<TellRefusal>(Refused);
        if (Next(4) > 0)
        {
            World.SendBook(new AccountCleared(Bills.Account, "Cleo"));
        }

        for (var n = 0; n < 2; n++)
        {
            World.SendBook(Bills.Order(Orders[n], 10 + Next(400) * Next(2), 10m + Next(3)));
            Deliver();
            Bill();
        }
    }

    public World World { get; } = new();

    public List<InvoiceDocument> Sent { get; } = [];

    public IEnumerable<(CaseId Id, PayableInvoice Invoice)> Invoices =>
        World.Cases.Where(run => run.Id.Kind == "invoice").Select(run => (run.Id, (PayableInvoice)run.State));

    public void Live(IEnumerable<(int Act, int Which)> acts)
    {
        foreach (var (act, which) in acts)
        {
            _state = (_state * 2_654_435_761u) ^ (uint)which | 1;
            Do(act);
        }

        _calm = true;
        World.FindLost();
        LetGo();
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
                World.Pass(TimeSpan.FromHours(Next(200)));
                break;
            case 5:
                World.PassUnwatched(TimeSpan.FromHours(Next(400)));
                break;
            case 6 or 7 or 8 or 9 or 10:
                DoATask();
                break;
            case 11:
                Deliver();
                break;
            case 12 or 13:
                Bill();
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
                Bank();
                break;
            default:
                Silence();
                break;
        }
    }

    private void DoATask()
    {
        var open = World.OpenTasks;
        if (open.Count > 0)
        {
            var (id, task) = open[Next(open.Count)];
            var choice = task.Choices[Next(Next(3) == 0 ? task.Choices.Length : 1)].Code;
            World.Send(
                id, new TaskCompleted(new TaskResult([], choice, Next(2) == 0 ? "" : Any().Id.ToString())), People[Next(People.Length)]);
        }
    }

    private void Deliver()
    {
        var order = Orders[Next(2)];
        World.SendBook(Next(8) switch
        {
            0 => Bills.End(order),
            1 => Bills.Order(order, 10 + Next(300), 10m + Next(3), revision: 1 + Next(4)),
            _ => Bills.Receipt($"R-{Next(6)}", order, 1 + Next(Next(2) == 0 ? 300 : 12), Next(3)),
        });
    }

    private void Bill()
    {
        var order = Orders[Next(2)];
        var pieces = 1 + Next(Next(2) == 0 ? 300 : 12);
        var document = Next(5) == 0
            ? Bills.Credit($"C-{++_papers}", pieces, Next(2) == 0 ? null : Numbers[Next(3)], 10m + Next(3))
            : Bills.Of(
                $"I-{++_papers}", pieces, 10m + Next(3), Numbers[Next(3)] + (Next(2) == 0 ? "" : $"-{_papers}"), order,
                Next(6) == 0 ? "LT12" : Bills.Account, days: Next(5) - 2);
        document = Next(5) == 0 && Sent.Count > 0 ? CopyOf(Sent[Next(Sent.Count)]) : document;
        Sent.Add(document);
        World.Send(Bills.Id(document.Billed.Id), new InvoiceReceived(document));
    }

    private InvoiceDocument CopyOf(InvoiceDocument sent) => sent with
    {
        Billed = sent.Billed with { Id = $"K-{++_papers}", Date = sent.Billed.Date.AddDays(Next(3) - 1) },
        Findings = Next(3) == 0 ? [new("BR-02", "/Invoice", "No number.")] : [],
    };

    private void Wish()
    {
        var (id, invoice) = Any();
        if (invoice.Document is null)
        {
            return;
        }

        World.Send(id, Next(14) switch
        {
            0 => new InvoiceApproved("Fay", "finance", ""),
            1 => new InvoiceRefused("Fay", "finance", "No."),
            2 => new InvoiceVarianceAccepted("Fay", "finance", ""),
            3 => new InvoiceDisputed("Fay", "finance", ""),
            4 => new InvoiceAwaited("Fay", "finance", ""),
            5 => new InvoiceAccountApproved("Fay", "finance", ""),
            6 => new InvoiceIsOriginal("Fay", "finance", ""),
            7 => new InvoiceIsDuplicate("Fay", "finance", ""),
            8 => new InvoiceSettled("Fay", "finance", ""),
            9 => new InvoiceFindingsAccepted("Fay", "finance", ""),
            10 => new InvoiceInsisted("We are right."),
            11 => new InvoiceMended("Fay", "finance", invoice.Needs with { Findings = [] }, ""),
            _ => new LookAgain("Look."),
        }, People[Next(People.Length)]);
    }

    private void Bank()
    {
        var (id, invoice) = Any();
        var (owed, name) = (invoice.Plan?.Amount ?? 10m, $"B-{Next(40)}");
        var amount = Next(3) == 0 ? Next(200) - 50 : owed - invoice.Paid;
        if (Next(4) == 0)
        {
            World.Send(id, new PayablePaid(name, owed, "GBP", Bills.Day));
        }
        else if (amount != 0m)
        {
            var entry = Bills.Entry(
                name, amount, Next(3) == 0 ? null : $"PAY-{id.Key}", World.Now, Next(2) == 0 ? null : Bills.Account,
                Next(12) == 0 ? "EUR" : "GBP", Next(12) - 6, Next(5) == 0 ? "AC04" : null);
            World.Send(World.Entry(name), new BankEntryBooked(Next(3) == 0 ? ForSeveral(entry) : entry));
        }
    }

    /// <summary>One payment for a few invoices, whose remittance says right or wrong what of it is for each.</summary>
    private BankEntry ForSeveral(BankEntry entry)
    {
        var paid = Invoices.Where(one => one.Invoice is { Plan: not null }).OrderBy(_ => Next(100)).Take(1 + Next(3))
            .Select(one => one.Invoice).ToList();
        var sum = paid.Sum(invoice => invoice.Plan!.Amount) + (Next(4) == 0 ? Next(30) : 0);
        return entry with
        {
            EndToEnd = Next(2) == 0 ? null : $"RUN-{Next(9)}", Amount = sum > 0m ? sum : entry.Amount, Counterparty = Bills.Account,
            Documents =
            [
                .. paid.Select(invoice => new RemittedDocument(
                    invoice.Billed.Number, false, Next(4) == 0 ? null : invoice.Plan!.Amount + (Next(6) == 0 ? 1m : 0m))),
                .. Next(3) == 0 ? [new RemittedDocument("N-9", false, 7m)] : Array.Empty<RemittedDocument>(),
            ],
        };
    }

    private void Silence()
    {
        switch (Next(5))
        {
            case 0:
                World.Hold<PostPayable>();
                break;
            case 1:
                World.Hold<SchedulePayment>();
                break;
            case 2:
                World.Hold<FindPayments>();
                break;
            default:
                LetGo();
                break;
        }
    }

    private void LetGo()
    {
        World.LetGo<PostPayable>();
        World.LetGo<SchedulePayment>();
        World.LetGo<FindPayments>();
    }

    private Message? Refused(Effect effect) => !_calm && Next(7) == 0 ? effect.Refused("Not today.") : null;

    private (CaseId Id, PayableInvoice Invoice) Any()
    {
        var all = Invoices.ToList();
        return all.Count > 0 ? all[Next(all.Count)] : (Bills.Id("I-1"), PayableInvoice.Empty);
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
