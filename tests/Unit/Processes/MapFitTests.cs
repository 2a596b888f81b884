using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Effects;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A case written by one version of a map, met by another.</summary>
public class MapFitTests
{
    private static readonly CaseId Id = new("thing", "T-1");

    private enum Old { Asking, Waiting, Ended }

    private enum New { Checking, Waiting, Parked, Ended }

    private static Decision<TState> Go<TState>(TState to) where TState : struct, Enum => Decide.To(to, "On.");

    private static MappedProcess<object, TState> Process<TState>(ProcessMap<object, TState> map) where TState : struct, Enum =>
        new(map, new object(), (@case, _, _) => @case, (_, at) => new CaseCard($"{at}"), []);

    private static MappedProcess<object, Old> First => Process(new ProcessMap<object, Old>("things", "thing", 1, OwnerGroup.Integration)
        .Begins<LookAgain>((_, _, _) => Go(Old.Asking).Ask(new CheckOrder("T-1", "C", "GBP", Given.Now, [])))
            .To(Old.Asking).Asks<CheckOrder>()
        .In(Old.Asking, Waits.OnSystem)
            .On<OrderChecked>((_, _, _) => Go(Old.Waiting)).To(Old.Waiting)
            .On<OrderCheckRefused>((_, _, _) => Go(Old.Ended)).To(Old.Ended)
        .In(Old.Waiting, Waits.OnSystem).On<CancelRequested>((_, _, _) => Go(Old.Ended)).To(Old.Ended)
        .Ends(Old.Ended));

    private static ProcessMap<object, New> Second(bool hears = true)
    {
        var map = new ProcessMap<object, New>("things", "thing", 2, OwnerGroup.Integration)
            .Begins<LookAgain>((_, _, _) => Go(New.Checking)).To(New.Checking).Asks<CheckOrder>()
            .In(New.Checking, Waits.OnSystem).On<OrderChecked>((_, _, _) => Go(New.Waiting)).To(New.Waiting);
        if (hears)
        {
            map.On<OrderCheckRefused>((_, _, _) => Go(New.Parked)).To(New.Parked);
        }

        return map
            .In(New.Waiting, Waits.OnSystem).On<CancelRequested>((_, _, _) => Go(New.Ended)).To(New.Ended)
            .In(New.Parked, Waits.OnSystem).On<CancelRequested>((_, _, _) => Go(New.Ended)).To(New.Ended)
            .Ends(New.Ended);
    }

    [Theory]
    [InlineData("Waiting", 1, null, true, false, Fit.Safe, "Waiting")]
    [InlineData("Asking", 1, "check-order", true, false, Fit.NeedsMapping, "Checking")]
    [InlineData("Asking", 1, "check-order", true, true, Fit.Mapped, "Checking")]
    [InlineData("Asking", 1, "check-order", false, true, Fit.Blocked, null)]
    [InlineData("Asking", 1, "check-order", false, false, Fit.Blocked, null)]
    [InlineData("Asking", 1, "post-delivery", true, false, Fit.Blocked, null)]
    [InlineData("Waiting", 1, "check-order", true, false, Fit.NeedsMapping, "Checking")]
    [InlineData("Waiting", 1, "tell-case", true, false, Fit.Safe, "Waiting")]
    [InlineData("Ended", 1, null, true, false, Fit.NeedsMapping, "Parked")]
    [InlineData("Waiting", 3, null, true, false, Fit.Blocked, null)]
    public void A_case_is_safe_mapped_in_need_of_a_mapping_or_blocked(
        string state, int version, string? inFlight, bool hears, bool declared, Fit fit, string? to)
    {
        var map = Second(hears);
        var process = Process(declared ? map.Migrates(1, "Asking", to: New.Checking) : map);

        var found = process.FitOf(state, version, inFlight is null ? [] : [inFlight]);

        (found.Fit, found.To).ShouldBe((fit, to), found.Why);
        found.Why.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_mapping_that_says_nothing_true_does_not_start()
    {
        Process(Second().Migrates(2, "Asking", to: New.Checking)).Check()
            .ShouldContain("things: a mapping from version 2 is declared in version 2.");
        Process(Second().Migrates(1, "Asking", to: New.Ended)).Check()
            .ShouldContain("things: Asking is mapped to Ended, which is no open state.");
        Process(Second().Migrates(1, "Asking", to: New.Checking).Migrates(1, "Asking", to: New.Waiting)).Check()
            .ShouldContain("things: Asking of version 1 is mapped twice.");
        Process(Second().Migrates(1, "Asking", to: New.Checking)).Check().ShouldBeEmpty();
    }

    [Fact]
    public void A_case_that_the_map_does_not_know_waits_as_an_incident_keeps_its_version_and_is_migrated_by_a_later_map()
    {
        var rows = new List<Transition>();
        var run = Tell(First, rows, new LookAgain("begin"));
        (run.At, rows[^1].MapVersion).ShouldBe(("Asking", 1));

        run = Tell(Process(Second()), rows, new MapAdopted("start-up"));
        var row = rows[^1];
        (row.Outcome, row.To, row.MapVersion, row.Waits, row.Final).ShouldBe((Outcome.Incident, "Asking", 1, Waits.OnSystem, false));
        row.Because.ShouldBe("MapMisfitException: Map 2 has no open state Asking.");

        var effect = rows[0].Effects.Single().Key;
        run = Tell(Process(Second()), rows, new OrderChecked([], [], false, null), answers: effect);
        rows[^1].Outcome.ShouldBe(Outcome.Deferred);

        var mended = Process(Second().Migrates(1, "Asking", to: New.Checking));
        run = Tell(mended, rows, new IncidentRetried("start-up"));
        (rows[^1].Outcome, rows[^1].From, rows[^1].To, rows[^1].MapVersion).ShouldBe((Outcome.Applied, "Asking", "Checking", 2));
        run.Incident.ShouldBeNull();
        run.TakeDeferred().ShouldHaveSingleItem().Data.ShouldBeOfType<OrderChecked>();
    }

    [Fact]
    public void A_mapped_case_runs_on_with_its_next_message_and_the_row_says_so()
    {
        var rows = new List<Transition>();
        Tell(First, rows, new LookAgain("begin"));
        var effect = rows[0].Effects.Single().Key;

        Tell(Process(Second().Migrates(1, "Asking", to: New.Checking)), rows, new OrderChecked([], [], false, null), answers: effect);

        (rows[^1].From, rows[^1].To, rows[^1].MapVersion).ShouldBe(("Asking", "Waiting", 2));
        rows[^1].Because.ShouldBe("Map 2 declares Asking to be Checking. On.");
    }

    [Fact]
    public void A_case_of_a_newer_map_is_left_to_the_newer_program()
    {
        var rows = new List<Transition>();
        Tell(First, rows, new LookAgain("begin"));
        Tell(Process(Second().Migrates(1, "Asking", to: New.Checking)), rows, new MapAdopted("bulk"));

        Should.Throw<Crossdock.Contracts.Ports.StoreUnavailableException>(() => Tell(First, rows, new CancelRequested("x", [])))
            .Message.ShouldContain("runs by map 2 and this program knows map 1");
        rows.Count.ShouldBe(2);
    }

    private static CaseRun Tell(IProcess process, List<Transition> rows, Message data, string? answers = null)
    {
        var run = new CaseRun(process, Id, Rulebook.Of(Given.Network));
        rows.ForEach(run.Apply);
        var row = run.Next(
            new Envelope($"m{rows.Count}", "test", Id, Given.Now, new Actor("Ida", "operator"), data, answers), Given.Now);
        run.Apply(row);
        rows.Add(row);
        return run;
    }
}
