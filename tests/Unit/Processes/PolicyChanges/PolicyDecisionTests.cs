using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using static Crossdock.Unit.Tests.Processes.PolicyChanges.Changes;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.PolicyChanges;

/// <summary>What a changed value does to decisions, and what it leaves alone.</summary>
public class PolicyDecisionTests
{
    private readonly PolicyShelf _shelf = new(PolicyBook.Defaults);

    [Fact]
    public void A_changed_value_decides_from_then_on_and_the_transition_names_it()
    {
        var world = Retailer();
        world.Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));
        Change(world, "5 h");
        world.Place(Given.Collected("W-2", Given.Leeds, Given.Line(1, "A", 1)));

        var (before, after) = (world.Latest(Given.Part("W-1-1")), world.Latest(Given.Part("W-2-1")));
        (before.Deadline!.Budget, before.Policies.Single(Names)).ShouldBe((TimeSpan.FromHours(2), "pick-time@1"));
        (after.Deadline!.Budget, after.Policies.Single(Names)).ShouldBe((TimeSpan.FromHours(5), "pick-time@2"));
    }

    [Fact]
    public void A_value_of_a_node_decides_there_and_nowhere_else()
    {
        var world = Retailer().Receive("A", Given.York, 9);
        Change(world, "5 h", new PolicyScope(Node: Given.York));
        world.Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));
        world.Place(Given.Collected("W-2", Given.York, Given.Line(1, "A", 1)));

        world.Latest(Given.Part("W-1-1")).Policies.ShouldContain("pick-time@1");
        world.Latest(Given.Part("W-2-1")).Policies.ShouldContain("pick-time@2");
    }

    /// <summary>A message that changes nothing must not start the clock of an open case anew by a value that came meanwhile.</summary>
    [Fact]
    public void A_deadline_that_runs_is_left_as_it_is_until_the_next_one_is_set()
    {
        var world = Retailer();
        world.Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));
        var part = Given.Part("W-1-1");
        var running = world.Latest(part).Deadline;
        world.Pass(TimeSpan.FromMinutes(90));
        Change(world, "5 h");

        world.Tell(part, new PackReported(1, 900));
        world.Latest(part).Deadline.ShouldBe(running);
        world.Pass(TimeSpan.FromHours(1));
        var late = world.RowsOf(part).Single(row => row.Message.Data is DeadlinePassed);
        (late.At, late.Policies.Single(Names)).ShouldBe((running!.Due, "pick-time@2"));
        late.Deadline!.Budget.ShouldBe(TimeSpan.FromHours(5), "the next one is set by what holds then");
    }

    /// <summary>A value that a program knows no more, or knows within other bounds, must not decide.</summary>
    [Fact]
    public void A_book_without_a_usable_value_stops_the_decision_and_an_unread_book_stops_them_all()
    {
        _shelf.Put(new PolicyBook(
            [new PolicyValue("pickup-promise", Scope.Everywhere, TimeSpan.FromDays(99), 2, DateTimeOffset.MinValue, "Omar", "Test.")]));
        var world = Retailer();
        world.Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));
        world.Incidents.ShouldNotBeEmpty();
        world.Incidents.ShouldAllBe(row => row.Because.Contains("pickup-promise is set to 99 d; it may be 5 min to 10 d."));
        Should.Throw<Crossdock.Contracts.Ports.StoreUnavailableException>(
            () => new World(shelf: new PolicyShelf()).Propose(Proposal(2))).Message.ShouldContain("not read from the journal yet");
    }

    [Fact]
    public void Of_one_scope_the_latest_date_holds_and_of_two_at_once_the_newer_version()
    {
        PolicyValue Value(int hours, int version, int day) =>
            new("pick-time", Scope.Everywhere, TimeSpan.FromHours(hours), version, Given.Now.AddDays(day), "Omar", "Test.");
        var book = new PolicyBook([Value(3, 2, 5), Value(4, 3, 1), Value(6, 5, 9), Value(5, 4, 9)]);
        int At(int day) => book.Read(Policy.PickTime, Scope.Everywhere, Given.Now.AddDays(day)).Version;

        (At(0), At(1), At(4), At(5), At(9)).ShouldBe((1, 3, 3, 2, 5));
        book.Own("pick-time", Scope.Everywhere, Given.Now.AddDays(4))!.Version.ShouldBe(3);
        book.Own("pick-time", new Scope("UK"), Given.Now.AddDays(4)).ShouldBeNull();
    }

    private static bool Names(string read) => read.StartsWith("pick-time@", StringComparison.Ordinal);

    private World Retailer() => new World(shelf: _shelf).Receive("A", Given.Leeds, 9);

    /// <summary>Through the whole process, and onto the shelf as a host would put it there.</summary>
    private void Change(World world, string value, PolicyScope? scope = null)
    {
        world.Propose(Proposal(2, value) with { Scope = scope ?? PolicyScope.Everywhere });
        world.Say(2, new PolicyApproved("")).To.ShouldBe("InForce");
        _shelf.Put(world.Book());
    }
}
