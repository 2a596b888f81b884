using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Bank;
using Crossdock.Runtime.Bulk;
using Crossdock.Runtime.Calendars;
using Crossdock.Runtime.Replenishment;
using Crossdock.Runtime.Stock;
using Crossdock.Runtime.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Effects;

/// <summary>
/// Takes what a durable decision asks for to whoever can do it, and sees to it that the answer is told. Nothing is kept here:
/// what is in flight when a process dies is read from the journal and dispatched again under the same key.
/// </summary>
public sealed partial class EffectDispatcher(
    IServiceProvider services, TimeProvider wall, BusinessClock clock, ILogger<EffectDispatcher> log)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    /// <summary>Longer than a sweep takes to carry out again what begins the case.</summary>
    private static readonly TimeSpan PatienceWithNobody = TimeSpan.FromSeconds(45);

    private static readonly Actor LedgerActor = Actor.System("Stock ledger");
    private static readonly Actor AdviceActor = Actor.System("Advice");

    private readonly ConcurrentDictionary<string, bool> _running = new();
    private readonly InOrder _inOrder = new();
    private ITellCases? _tell;
    private IOutbound? _outbound;
    private StockDesk? _stock;

    // Resolved late: each of these leads back here.
    private ITellCases Teller => _tell ??= services.GetRequiredService<ITellCases>();

    private IOutbound Outbound => _outbound ??= services.GetRequiredService<IOutbound>();

    private StockDesk Stock => _stock ??= services.GetRequiredService<StockDesk>();

    /// <summary>What carries effects out: the pool, and not the grain or the writer that happens to ask.</summary>
    public TaskScheduler Workers { get; init; } = TaskScheduler.Default;

    public int Running => _running.Count;

    /// <summary>The keys of what this process is about, here or on the way to an outside system.</summary>
    public IReadOnlyCollection<string> UnderWay => [.. _running.Keys, .. Outbound.OnTheWay];

    /// <summary>Starts an effect unless it is under way here already.</summary>
    public void Dispatch(CaseId from, RequestedEffect requested, string? trace)
    {
        var (key, effect) = requested;
        switch (effect)
        {
            case TellCase tell:
                Start(key, () => Deliver(from, new Envelope(
                    key, from.ToString(), tell.To, clock.GetUtcNow(), Actor.Crossdock, tell.Data, Answers: null, trace)));
                break;
            case FindStock find:
                Start(key, () => Answer(from, key, trace, LedgerActor, () => Stock.Find(find)));
                break;
            case ReserveStock reserve:
                StartInOrder(from, key, () => Answer(from, key, trace, LedgerActor, () => Stock.Reserve(key, reserve, trace)));
                break;
            case SettleStock settle:
                StartInOrder(from, key, () => Answer(from, key, trace, LedgerActor, () => Stock.Settle(key, settle, trace)));
                break;
            case ReadBooks read:
                Start(key, () => Answer(from, key, trace, LedgerActor, () => Stock.Books(key, read, trace)));
                break;
            case FindWaiting find:
                var waiting = services.GetRequiredService<WaitingOrders>();
                Start(key, () => Answer(from, key, trace, Actor.Crossdock, () => waiting.Find(find, CancellationToken.None)));
                break;
            case HashLedger hash:
                var books = services.GetRequiredService<LedgerBooks>();
                Start(key, () => Answer(from, key, trace, LedgerActor, () => books.Hash(hash)));
                break;
            case HoldLedgerAgainst hold:
                var held = services.GetRequiredService<LedgerBooks>();
                Start(key, () => Answer(from, key, trace, LedgerActor, () => held.Hold(hold)));
                break;
            case FindPayments find:
                var payments = services.GetRequiredService<OpenPayments>();
                Start(key, () => Answer(from, key, trace, Actor.Crossdock, () => payments.Find(find)));
                break;
            case AskReroute ask:
                var advice = services.GetRequiredService<IAdvise>();
                Start(key, () => Answer(from, key, trace, AdviceActor, () => advice.Advise(ask, CancellationToken.None).AsTask()));
                break;
            case RunBulk run:
                var bulk = services.GetRequiredService<BulkRunner>();
                Start(key, () => Answer(from, key, trace, Actor.Crossdock, () => bulk.Run(from, key, run)));
                break;
            case RederiveDeadlines rederive:
                var hours = services.GetRequiredService<HoursRunner>();
                Start(key, () => Answer(from, key, trace, Actor.Crossdock, () => hours.Run(key, rederive)));
                break;
            default:
                Outbound.Send(new OutboundEffect(key, from, effect, trace));
                break;
        }
    }

    /// <summary>Starts an effect, or has it tried at once where it waits between two attempts.</summary>
    public void SendNow(CaseId from, RequestedEffect requested, string? trace)
    {
        Dispatch(from, requested, trace);
        Outbound.Hurry(requested.Key);
    }

    /// <summary>Tries no longer what an operator stated the answer to.</summary>
    public void Drop(string key) => Outbound.Drop(key);

    /// <summary>Tells a case the messages that waited behind an incident or a hold, one after the other.</summary>
    public void TellInOrder(IReadOnlyList<Envelope> messages)
    {
        if (messages.Count > 0)
        {
            Start(messages[0].Id, () => TellAll(messages));
        }
    }

    private void Start(string key, Func<Task> work)
    {
        if (_running.TryAdd(key, true))
        {
            _ = Task.Factory.StartNew(
                () => Persist(key, work), CancellationToken.None, TaskCreationOptions.DenyChildAttach, Workers);
        }
    }

    private void StartInOrder(CaseId from, string key, Func<Task> work)
    {
        if (_running.TryAdd(key, true))
        {
            _inOrder.Run(from, () => Persist(key, work), () => _running.TryRemove(key, out _), Workers);
        }
    }

    /// <summary>Until it is done: a store that is down or a case that moves elsewhere are waited out.</summary>
    /// <returns>whether it is; anything else that goes wrong is left to the sweeper</returns>
    private async Task<bool> Persist(string key, Func<Task> work)
    {
        try
        {
            for (var wait = FirstRetry; ; wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry)
            {
                try
                {
                    await work();
                    return true;
                }
                catch (StoreUnavailableException)
                {
                    await Task.Delay(wait, wall);
                }
            }
        }
        catch (Exception failure)
        {
            // Still in flight on the books: the sweeper takes it up again.
            LogFailed(key, failure);
            return false;
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private async Task TellAll(IReadOnlyList<Envelope> messages)
    {
        foreach (var message in messages)
        {
            await Teller.Tell(message, CancellationToken.None);
        }
    }

    /// <summary>
    /// What is told may overtake what begins the case it is told to; so it is told again for a while. Then nobody there is an
    /// answer, too: the case that told decides what it means.
    /// </summary>
    private async Task Deliver(CaseId from, Envelope message)
    {
        if (message.Data is StockInstructed found)
        {
            await Stock.Foretell(message.Id, found, message.Trace);
        }

        var (began, wait) = (wall.GetTimestamp(), FirstRetry);
        while (await Teller.Tell(message, CancellationToken.None) is { Seq: 0 } nobody)
        {
            if (wall.GetElapsedTime(began) > PatienceWithNobody)
            {
                await Teller.Tell(
                    new Envelope(
                        $"{message.Id}/answer", "runtime/cases", from, clock.GetUtcNow(), Actor.Crossdock,
                        new CaseNotThere(message.Subject, nobody.Reason), message.Id, message.Trace),
                    CancellationToken.None);
                return;
            }

            await Task.Delay(wait, wall);
            wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
        }
    }

    private async Task Answer(CaseId to, string key, string? trace, Actor who, Func<Task<Message>> work)
    {
        using var activity = Measures.StartEffect(key, to, trace);
        var answer = await work();
        await Teller.Tell(
            new Envelope($"{key}/answer", $"runtime/{who.Name}", to, clock.GetUtcNow(), who, answer, key, trace), CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Effect {Key} failed here and stays in flight")]
    private partial void LogFailed(string key, Exception failure);
}
