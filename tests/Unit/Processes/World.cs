using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.Map;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PriceTargets;
using Crossdock.Processes.PromotionToPricing;
using Crossdock.Processes.ReturnToRefund;
using Crossdock.Processes.Running;
using Crossdock.Processes.StoreTasks;
using Order = Crossdock.Processes.OrderToFulfilment.Order;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// The whole business in one thread: every case as a <see cref="CaseRun"/>, the real ledger, an outside that answers as it is
/// scripted, and a clock that only moves when told. What is pending is taken first in, first out, unless <see cref="Pick"/>
/// says otherwise.
/// </summary>
public sealed partial class World
{
    private const int MostSteps = 20_000;

    private readonly ProcessCatalogue _catalogue;
    private readonly Rulebook _rules;
    private readonly Dictionary<CaseId, CaseRun> _cases = [];
    private readonly Dictionary<CaseId, Transition> _latest = [];
    private readonly Dictionary<CaseId, CaseCard> _cards = [];
    private readonly List<Errand> _pending = [];
    private readonly List<Errand> _lost = [];
    private readonly List<Envelope> _early = [];
    private readonly HashSet<Type> _holding = [];
    private readonly List<Errand> _held = [];
    private int _told;

    public World(
        RetailNetwork? network = null, PolicyBook? policies = null, ProcessCatalogue? catalogue = null, PolicyShelf? shelf = null)
    {
        var places = network ?? Given.Network;
        _catalogue = catalogue ?? ProcessCatalogue.Retail;
        // What never changes is drawn up once: a law lives thousands of times.
        var calendars = ReferenceEquals(places, Given.Network) ? Given.Calendars : new CalendarBook(places);
        _rules = new Rulebook(places, calendars, shelf ?? new PolicyShelf(policies ?? PolicyBook.Defaults));
    }

    private abstract record Errand;

    private sealed record Telling(Envelope Message) : Errand;

    private sealed record Carrying(CaseId From, RequestedEffect Asked) : Errand;

    public DateTimeOffset Now { get; private set; } = Given.Now;

    public Func<int, int> Pick { get; set; } = _ => 0;

    /// <summary>What the payment provider thinks of whoever pays.</summary>
    public double FraudScore { get; set; } = 0.1;

    /// <summary>Every row of every case, in the order of writing.</summary>
    public List<Transition> Journal { get; } = [];

    /// <summary>Every effect that left a case for the outside, the ledger or advice.</summary>
    public List<(CaseId From, Effect Effect)> Asked { get; } = [];

    public List<Envelope> Heard { get; } = [];

    public int Pending => _pending.Count;

    public IEnumerable<CaseRun> Cases => _cases.Values;

    public IEnumerable<Transition> Incidents => Journal.Where(row => row.Outcome == Outcome.Incident);

    public IEnumerable<T> Effects<T>() where T : Effect => Asked.Select(asked => asked.Effect).OfType<T>();

    public IEnumerable<T> Messages<T>() where T : Message => Journal.Select(row => row.Message.Data).OfType<T>();

    public IEnumerable<Transition> RowsOf(CaseId id) => Journal.Where(row => row.Case == id);

    public Transition Latest(CaseId id) => _latest[id];

    public bool Knows(CaseId id) => _latest.ContainsKey(id);

    public string StateOf(CaseId id) => _latest[id].To;

    public Order OrderOf(string number) => (Order)_cases[CaseId.Order(number)].State;

    public OrderState At(string number) => Enum.Parse<OrderState>(StateOf(CaseId.Order(number)));

    public FulfilmentPart PartOf(string key) => (FulfilmentPart)_cases[Given.Part(key)].State;

    public PartState PartAt(string key) => Enum.Parse<PartState>(StateOf(Given.Part(key)));

    public Promotion PromotionOf(string number) => (Promotion)_cases[Promotions.Id(number)].State;

    public PromotionState PromotionAt(string number) => Enum.Parse<PromotionState>(StateOf(Promotions.Id(number)));

    public PriceTargetCase TargetOf(string number, string target) => (PriceTargetCase)_cases[Promotions.Target(number, target)].State;

    public TargetState TargetAt(string number, string target) => Enum.Parse<TargetState>(StateOf(Promotions.Target(number, target)));

    public CustomerReturn ReturnOf(string number) => (CustomerReturn)_cases[Given.Return(number)].State;

    public ReturnState ReturnAt(string number) => Enum.Parse<ReturnState>(StateOf(new CaseId("return", number)));

    public IReadOnlyList<(CaseId Id, TaskOpened Task)> OpenTasks =>
        [.. _cases.Values.Where(run => run is { Final: false, Id.Kind: "task", Seq: > 0 })
            .Select(run => (run.Id, ((StoreTask)run.State).Needs))];

    public (CaseId Id, TaskOpened Task) TaskOf(TaskKind kind) => OpenTasks.Single(open => open.Task.Kind == kind);

    /// <summary>Puts a message on its way; nothing happens until <see cref="Run"/>.</summary>
    public Envelope Send(CaseId to, Message message, Actor? who = null)
    {
        var envelope = new Envelope($"told-{++_told}", "test", to, Now, who ?? new Actor("Aylin", "staff"), message);
        _pending.Add(new Telling(envelope));
        return envelope;
    }

    public void Repeat(Envelope envelope) => _pending.Add(new Telling(envelope));

    /// <summary>Tells a message and lets everything it leads to happen.</summary>
    public Envelope Tell(CaseId to, Message message)
    {
        var envelope = Send(to, message);
        Run();
        return envelope;
    }

    public World Place(OrderReceived order)
    {
        Tell(CaseId.Order(order.Number), order);
        return this;
    }

    public void Run()
    {
        for (var step = 0; _pending.Count > 0; step++)
        {
            step.ShouldBeLessThan(MostSteps, "the cases keep each other busy for ever");
            Step();
        }
    }

    public void Step()
    {
        var at = Math.Abs(Pick(_pending.Count)) % _pending.Count;
        var errand = _pending[at];
        _pending.RemoveAt(at);
        switch (errand)
        {
            case Telling telling:
                Deliver(telling.Message);
                break;
            case Carrying carrying:
                Carry(carrying);
                break;
            default:
                throw new InvalidOperationException($"No way to run {errand}.");
        }
    }

    /// <summary>Lets time go by: every deadline on the way fires at its instant.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        Run();
        GiveUpOnNobody();
        while (NextDeadline() is { Deadline: { } deadline } row && deadline.Due <= until)
        {
            Now = deadline.Due > Now ? deadline.Due : Now;
            Fire(row);
            Run();
        }

        Now = until;
    }

    /// <summary>Lets time go by without a single deadline being told: they come late, all at once.</summary>
    public void PassUnwatched(TimeSpan time)
    {
        Now += time;
        foreach (var row in _latest.Values.Where(row => row.Deadline is { } deadline && deadline.Due <= Now).ToList())
        {
            Fire(row);
        }
    }

    /// <summary>From now on effects of this kind wait outside until they are let go.</summary>
    public void Hold<TEffect>() where TEffect : Effect => _holding.Add(typeof(TEffect));

    public void LetGo<TEffect>() where TEffect : Effect
    {
        _holding.Remove(typeof(TEffect));
        _pending.AddRange(_held.Where(errand => ((Carrying)errand).Asked.Effect is TEffect));
        _held.RemoveAll(errand => ((Carrying)errand).Asked.Effect is TEffect);
        Run();
    }

    /// <summary>Takes something off its way; it comes again only with <see cref="FindLost"/>.</summary>
    public void Lose(int at)
    {
        if (_pending.Count > 0)
        {
            _lost.Add(_pending[at % _pending.Count]);
            _pending.RemoveAt(at % _pending.Count);
        }
    }

    public void FindLost()
    {
        _pending.AddRange(_lost);
        _lost.Clear();
    }

    /// <summary>What nobody came for is answered to the case that told it.</summary>
    private void GiveUpOnNobody()
    {
        foreach (var early in _early.Where(early => CaseId.TryParse(early.Source, null, out _)).ToList())
        {
            _early.Remove(early);
            _pending.Add(new Telling(new Envelope(
                $"{early.Id}/answer", "runtime/cases", CaseId.Parse(early.Source), Now, Actor.Crossdock,
                new CaseNotThere(early.Subject, "No such case."), Answers: early.Id)));
        }

        Run();
    }

    // A case behind an incident defers its deadline, which would be due again at once and for ever; the laws look for incidents.
    private Transition? NextDeadline() =>
        _latest.Values.Where(row => row.Deadline is not null && _cases[row.Case].Incident is null).OrderBy(row => row.Deadline!.Due)
            .ThenBy(row => row.Case.ToString(), StringComparer.Ordinal).FirstOrDefault();

    private void Fire(Transition row) => _pending.Add(new Telling(new Envelope(
        $"deadline/{row.Case}/{row.Deadline!.Since.UtcTicks}/{row.Deadline.Step}", "clock", row.Case, Now, Actor.Crossdock,
        new DeadlinePassed(row.Deadline.Name, row.Deadline.Since))));

    private void Deliver(Envelope message)
    {
        Heard.Add(message);
        if (message.Subject.Kind == "stock")
        {
            Instruct(message);
            return;
        }

        if (!_cases.TryGetValue(message.Subject, out var run))
        {
            run = new CaseRun(_catalogue.Find(message.Subject.Kind)!, message.Subject, _rules);
        }

        if (run.AnswerWithoutRow(message) is not null)
        {
            return;
        }

        Transition row;
        try
        {
            row = run.Next(message, Now);
        }
        catch (OffTheMapException) when (run.Seq == 0)
        {
            // Nobody is there yet: still in flight on the sender's books, and told again.
            _early.Add(message);
            return;
        }

        run.Apply(row);
        Write(run, row);
    }

    private void Write(CaseRun run, Transition row)
    {
        _cases[row.Case] = run;
        _latest[row.Case] = row;
        _cards[row.Case] = row.Card ?? _cards[row.Case];
        Journal.Add(row);
        _pending.AddRange(row.Effects.Select(effect => new Carrying(row.Case, effect)));
        _pending.AddRange(run.TakeDeferred().Select(again => new Telling(again)));
        if (row.Seq == 1)
        {
            _pending.AddRange(_early.Where(early => early.Subject == row.Case).Select(early => new Telling(early)));
            _early.RemoveAll(early => early.Subject == row.Case);
        }
    }

    private void Carry(Carrying carrying)
    {
        var (from, (key, effect)) = (carrying.From, carrying.Asked);
        if (effect is TellCase tell)
        {
            if (tell.Data is TaskOpened { Exception: { } category, Kind: not TaskKind.Inspect } task)
            {
                task.Choices.Select(choice => choice.Code.Split(':')[0])
                    .ShouldBeSubsetOf(ExceptionRules.Of(category).Resolutions, $"{task.Title} ({category})");
            }

            _pending.Add(new Telling(new Envelope(key, from.ToString(), tell.To, Now, Actor.Crossdock, tell.Data)));
            return;
        }

        if (_holding.Contains(effect.GetType()))
        {
            _held.Add(carrying);
            return;
        }

        Asked.Add((from, effect));
        _pending.Add(new Telling(new Envelope(
            $"{key}/answer", "outside", from, Now, Actor.System("Outside"), AnswerTo(key, effect), Answers: key)));
    }
}
