using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Channels;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Mail;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// Everybody who works for the retailer or buys from it, at work together. Prices are proposed where a book of them is given, and
/// goods are bought where there are suppliers to buy from.
/// </summary>
public sealed class Staffing
{
    private readonly StoreStaff _staff;
    private readonly Office _office;
    private readonly Refill? _refill;

    public Staffing(
        RetailNetwork network, CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance,
        ChannelRun channels, MailBooks mail, double shortShare, Book? priced = null, (Book Book, OutsideWorld World)? supplied = null,
        bool billed = false)
    {
        var hands = new TaskHands(crossdock, clock, wall, chance, Tasks);
        Customers = new Customers(crossdock, clock, wall, chance, channels.Orders, mail);
        var tasks = new TaskList(crossdock, Tasks);
        var lorries = new Lorries(clock, chance);
        _staff = new StoreStaff(network, tasks, clock, wall, chance, Customers, hands, Tasks, lorries, shortShare);
        _office = new Office(tasks, clock, wall, chance, hands, Tasks);
        _refill = supplied is null ? new Refill(crossdock, clock, wall, channels) : null;
        Merchandisers = priced is null ? null : new Merchandisers(crossdock, clock, wall, priced);
        if (supplied is var (book, world))
        {
            Buyers = new Buyers(crossdock, clock, wall, chance, channels, book.Prices);
            Receivers = new Receivers(network, crossdock, clock, wall, chance, world.Yards, lorries);
            Correspondents = billed ? new Correspondents(crossdock, clock, wall, chance, world) : null;
        }
    }

    public TaskCounter Tasks { get; } = new();

    public Customers Customers { get; }

    /// <summary>Null where nobody proposes prices.</summary>
    public Merchandisers? Merchandisers { get; }

    /// <summary>Null where nobody buys, and shelves are filled up instead.</summary>
    public Buyers? Buyers { get; }

    public Receivers? Receivers { get; }

    /// <summary>Null where nobody bills what is delivered.</summary>
    public Correspondents? Correspondents { get; }

    /// <summary>Nobody has anything in hand, in mind or before them.</summary>
    public bool Idle => Tasks.InHand == 0 && Tasks.Later == 0 && Customers.Thinking == 0
        && (Receivers is null || Receivers.Idle);

    public Task Work(CancellationToken cancel) => Task.WhenAll(
        _staff.Work(cancel), _office.Work(cancel), Customers.Live(cancel), _refill?.Work(cancel) ?? Task.CompletedTask,
        Buyers?.Work(cancel) ?? Task.CompletedTask, Receivers?.Work(cancel) ?? Task.CompletedTask,
        Correspondents?.Work(cancel) ?? Task.CompletedTask,
        Merchandisers?.Work(cancel) ?? Task.CompletedTask);
}
