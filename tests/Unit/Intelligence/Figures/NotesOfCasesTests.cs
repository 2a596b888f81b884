using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Processes;
using static Crossdock.Unit.Tests.Processes.Given;
using Sync = Crossdock.Processes.StockSynchronisation.Handlers;

namespace Crossdock.Unit.Tests.Intelligence.Figures;

/// <summary>What is noted of cases that the real processes have run.</summary>
public sealed class NotesOfCasesTests
{
    private static readonly ProcessCatalogue Catalogue = ProcessCatalogue.Retail;
    private static readonly JournalJson Json = Catalogue.Json();

    private readonly World _world = new World().Receive("A", Dc, 9).Receive("A", Leeds, 9);

    [Fact]
    public void An_order_in_full_and_by_its_first_promise_is_perfect()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromHours(3));
        _world.DcDelivers("W-1-1");

        _world.StateOf(CaseId.Order("W-1")).ShouldBe("Closed");
        var notes = NotesOf(CaseId.Order("W-1"));
        notes.Select(note => (note.Name, Sign(note))).ShouldBe(
            [(Noted.Split, 0), (Noted.Promise, -1), (Noted.InFull, 1), (Noted.Perfect, 1)]);
        var promised = _world.RowsOf(CaseId.Order("W-1")).Select(row => row.Card?.Promise).OfType<DateTimeOffset>().First();
        notes[1].Value.ShouldBe((_world.Now - promised).TotalSeconds, "kept when it was delivered");
        (notes[0].Region, notes[0].Channel).ShouldBe(("UK", "web"));
    }

    [Fact]
    public void An_order_that_came_late_is_in_full_and_not_perfect()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.Pass(TimeSpan.FromDays(9));
        _world.CarrierDelivers("W-1-1");

        NotesOf(CaseId.Order("W-1")).Where(note => note.Name != Noted.Exception).Select(note => (note.Name, Sign(note)))
            .ShouldBe([(Noted.Split, 0), (Noted.Promise, 1), (Noted.InFull, 1), (Noted.Perfect, 0)]);
    }

    [Fact]
    public void An_order_that_its_customer_cancelled_is_neither_perfect_nor_imperfect()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Cancel("W-1");
        _world.Tell(Part("W-1-1"), new WarehouseRecalled("R"));

        _world.StateOf(CaseId.Order("W-1")).ShouldBe("Cancelled");
        NotesOf(CaseId.Order("W-1")).ShouldBeEmpty();
        MarksOf(CaseId.Order("W-1")).EndedIn.ShouldBe("Cancelled");
    }

    [Theory]
    [InlineData("policy", 0.9, 1)]
    [InlineData("person", 0.6, 1)]
    [InlineData("person", 0.6, 0)]
    public void Advice_is_taken_by_policy_or_by_a_person_and_right_when_the_order_comes_by_what_it_promised(
        string by, double confidence, int taken)
    {
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, Leeds, confidence), Option(RerouteKind.Refund, null, 0.2));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1", 1);
        if (by == "person")
        {
            _world.Finish(_world.TaskOf(TaskKind.Approve).Id, taken == 1 ? "reroute:Ship@ST-1" : "reroute:Refund");
        }

        _world.CarrierCollects("W-1-1");
        _world.CarrierDelivers("W-1-1");
        if (taken == 1)
        {
            _world.Do(TaskKind.Pick);
            _world.Do(TaskKind.Pack);
            _world.CarrierCollects("W-1-2");
            _world.CarrierDelivers("W-1-2");
        }

        _world.StateOf(CaseId.Order("W-1")).ShouldBe("Closed");
        var notes = NotesOf(CaseId.Order("W-1"));
        notes.Where(note => note.Name == Noted.Advice).Select(note => (note.Of, note.By, (int)note.Value))
            .ShouldBe([("rules", by, taken)]);
        notes.Where(note => note.Name == Noted.AdviceRight).Select(note => (note.By, (int)note.Value))
            .ShouldBe(taken == 1 ? [(by, 1)] : []);
        notes.Single(note => note.Name == Noted.InFull).Value.ShouldBe(taken);
        notes.Single(note => note.Name == Noted.Perfect).Value.ShouldBe(0, "it was an exception");
        notes.ShouldContain(note => note.Name == Noted.Exception && note.Of == "stock-shortage");
        MarksOf(CaseId.Order("W-1")).Troubles.ShouldBe("stock-shortage");
    }

    [Theory]
    [InlineData(5, 100, 0, 1, 1, 1)]
    [InlineData(8, 100, 0, 0, 1, 0)]
    [InlineData(5, 100, 10, 1, 0, 0)]
    public void A_supplier_is_held_to_pieces_and_day_as_they_were_ordered(int days, int pieces, int damaged, int onTime, int full, int both)
    {
        _world.Propose(Bought("P-1"));
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        _world.Pass(TimeSpan.FromHours(5));
        _world.Confirms("P-1", new ConfirmedLine("A", 100, 10m));
        _world.Pass(TimeSpan.FromDays(days));
        _world.Arrives("P-1", "R-1", "A", pieces, damaged);
        if (damaged > 0)
        {
            _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Enough."));
        }

        _world.StateOf(PurchaseId("P-1")).ShouldBe("Closed");
        var notes = NotesOf(PurchaseId("P-1")).Where(note => note.Name != Noted.Exception).ToList();
        notes.Select(note => (note.Name, note.Of, note.Value)).ShouldBe(
        [
            (Noted.Confirmation, "SUP-A", 5 * 3_600), (Noted.OnTime, "SUP-A", onTime), (Noted.Full, "SUP-A", full),
            (Noted.OnTimeInFull, "SUP-A", both),
        ]);
        var marks = MarksOf(PurchaseId("P-1"));
        (marks.Supplier, marks.Goods).ShouldBe(("SUP-A", "toys"));
        marks.Staff.ShouldBe("Aylin");
        CaseMarks.Each(marks.Policies).ShouldContain(policy => policy.StartsWith("purchase-confirm-time@"));
    }

    [Fact]
    public void An_order_that_came_from_two_places_was_split()
    {
        _world.Receive("B", York, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        _world.DcDelivers("W-1-1");
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects("W-1-2");
        _world.CarrierDelivers("W-1-2");

        NotesOf(CaseId.Order("W-1")).Single(note => note.Name == Noted.Split).Value.ShouldBe(1);
    }

    [Theory]
    [InlineData(2, 1, 0, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 5, 0, 0)]
    public void A_pick_is_short_once_and_a_pickup_ready_by_its_promise_or_not(int found, int hours, int shortPick, int ready)
    {
        _world.Advice = _ => found < 2 ? Advised(Option(RerouteKind.Refund)) : new AdviceUnavailable("Switched off.");
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromHours(hours));
        _world.PickShort(found);
        _world.Stage();

        NotesOf(Part("W-1-1")).Where(note => note.Name is Noted.ShortPick or Noted.Ready)
            .Select(note => (note.Name, note.Of, (int)note.Value)).Order()
            .ShouldBe([(Noted.Ready, Leeds, ready), (Noted.ShortPick, Leeds, shortPick)]);
    }

    [Fact]
    public void A_pickup_that_was_never_ready_was_not_ready_in_time_and_one_that_was_taken_back_before_says_nothing()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 1))).Place(Collected("W-2", Leeds, Line(1, "A", 1)));
        _world.Tell(CaseId.Order("W-1"), new CancelRequested("Changed my mind.", []));
        _world.Pass(TimeSpan.FromHours(9));
        _world.Tell(CaseId.Order("W-2"), new CancelRequested("It never comes.", []));

        NotesOf(Part("W-1-1")).ShouldNotContain(note => note.Name == Noted.Ready);
        NotesOf(Part("W-2-1")).Single(note => note.Name == Noted.Ready).Value.ShouldBe(0);
    }

    [Fact]
    public void A_price_has_parity_from_its_start_until_the_target_sells_at_it()
    {
        var world = new World(Promotions.Small);
        world.Propose(Promotions.Proposed("P-1")).Approve("P-1");
        world.Pass(TimeSpan.FromDays(40));

        var notes = world.Journal.Select(row => row.Case).Distinct().Where(id => id.Kind == "price-target")
            .SelectMany(id => NotesOf(world, id)).Where(note => note.Name == Noted.Parity).ToList();
        notes.Count.ShouldBe(world.Prices.WentLive.Count);
        notes.ShouldAllBe(note => note.Value >= 0 && note.Value < 3_600 && note.Channel != null);
    }

    [Fact]
    public void A_channel_lags_by_what_waited_longest()
    {
        var web = Sync.IdOf("web", 1);
        _world.Tell(web, new PublicationBegun("web", "shop", 1, 0, [], null));
        _world.Tell(web, new AvailabilityMoved(
            [new MovedSku("A", 10, 1, 1, _world.Now.AddSeconds(-7)), new MovedSku("B", 10, 1, 1, _world.Now.AddSeconds(-2))]));

        NotesOf(web).Where(note => note.Name == Noted.Latency).Select(note => (note.Of, note.Value)).ShouldBe([("web", 7)]);
    }

    [Fact]
    public void Every_name_that_is_listened_for_is_one_of_the_processes()
    {
        CaseNotes.Heard.ShouldBeSubsetOf(MessageNames.Read(typeof(Message)).Values);
        var facts = Catalogue.Processes.SelectMany(process => process.Facts).Select(fact => (string)fact.TypeDiscriminator!).ToList();
        foreach (var name in new[]
        {
            CaseNotes.FiguresAgreed, CaseNotes.OptionsKnown, CaseNotes.ShortageDecided, CaseNotes.CustomerAsked,
        })
        {
            facts.ShouldContain(name);
        }

        MapPicture Map(string process) => Catalogue.All.Single(map => map.Process == process);
        foreach (var (kind, state) in new[]
        {
            (CaseNotes.PartKind, CaseNotes.PartShort), (CaseNotes.PartKind, CaseNotes.PartReady),
            (CaseNotes.OrderKind, CaseNotes.OrderClosed), (CaseNotes.OrderKind, CaseNotes.OrderRefused),
            (CaseNotes.PurchaseKind, CaseNotes.PurchaseClosed), (CaseNotes.TargetKind, CaseNotes.PriceLive),
            (CaseNotes.ChannelKind, "Current"), ("task", OutcomeFigures.TaskIsFree),
        })
        {
            Catalogue.All.Single(map => map.Kind == kind).Find(state).ShouldNotBeNull($"{kind} {state}");
        }

        var part = Catalogue.All.Single(map => map.Kind == CaseNotes.PartKind);
        CaseNotes.Picking.Concat(CaseNotes.Picked).ShouldAllBe(state => part.Find(state) != null);
        Map(OutcomeFigures.Orders).Kind.ShouldBe(CaseNotes.OrderKind);
        TimeWent.Wants.Select(state => Map(OutcomeFigures.Orders).Find(state)?.Waits).ShouldBe([Waits.OnTime]);
        var invoices = Map(OutcomeFigures.Invoices);
        OutcomeFigures.Unmatched.ShouldAllBe(state => invoices.Find(state) != null);
        invoices.Find(OutcomeFigures.InvoiceClosed).ShouldNotBeNull();
        OutcomeFigures.RefundStages.Select(stage => stage.State).Append("Inspecting").ShouldBe(
            Map(OutcomeFigures.Returns).States.Where(state => !state.Final).Select(state => state.Name), ignoreOrder: true);
    }

    private static int Sign(MeasuredNote note) => Math.Sign(note.Value);

    private List<MeasuredNote> NotesOf(CaseId id) => NotesOf(_world, id);

    private static List<MeasuredNote> NotesOf(World world, CaseId id) => [.. LifeOf(world, id).TakeNotes()];

    private CaseMarks MarksOf(CaseId id) => LifeOf(_world, id).Whole.Marks;

    private static CaseLife LifeOf(World world, CaseId id)
    {
        var life = new CaseLife(1, id, MadeUpLives.Hours);
        foreach (var row in world.RowsOf(id))
        {
            life.Take(JournalLine.Read(new JournalRow(1, row.Case, row.Seq, row.At, Json.Write(row), [])));
        }

        return life;
    }
}
