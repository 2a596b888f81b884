using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Channels;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems.Mail;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>Everybody who works for the retailer or buys from it, at work together.</summary>
public sealed class Staffing
{
    private readonly StoreStaff _staff;
    private readonly Office _office;
    private readonly Buyers _buyers;

    public Staffing(
        RetailNetwork network, CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance,
        ChannelRun channels, MailBooks mail, double shortShare, Book? book = null)
    {
        var hands = new TaskHands(crossdock, clock, wall, chance, Tasks);
        Customers = new Customers(crossdock, clock, wall, chance, channels.Orders, mail);
        var tasks = new TaskList(crossdock, Tasks);
        _staff = new StoreStaff(network, tasks, clock, wall, chance, Customers, hands, Tasks, shortShare);
        _office = new Office(tasks, clock, wall, chance, hands, Tasks);
        _buyers = new Buyers(crossdock, clock, wall, channels);
        Merchandisers = book is null ? null : new Merchandisers(crossdock, clock, wall, book);
    }

    public TaskCounter Tasks { get; } = new();

    public Customers Customers { get; }

    /// <summary>Null where nobody proposes prices.</summary>
    public Merchandisers? Merchandisers { get; }

    /// <summary>Nobody has anything in hand, in mind or before them.</summary>
    public bool Idle => Tasks.InHand == 0 && Tasks.Later == 0 && Customers.Thinking == 0;

    public Task Work(CancellationToken cancel) => Task.WhenAll(
        _staff.Work(cancel), _office.Work(cancel), _buyers.Work(cancel), Customers.Live(cancel),
        Merchandisers?.Work(cancel) ?? Task.CompletedTask);
}
