using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Whose an exception is, how long it may take and who stands above are policies, and read as such.</summary>
public class ExceptionPolicyTests
{
    [Fact]
    public void An_exception_is_of_whom_the_retailer_says_where_it_happens_for_as_long_as_it_says()
    {
        var world = new World(policies: Book(
            Set(Policy.Exceptions[ExceptionCategory.FraudSuspected].Owner, OwnerGroup.FinanceControl, new Scope(Channel: "web")),
            Set(Policy.Exceptions[ExceptionCategory.FraudSuspected].Budget, TimeSpan.FromMinutes(30), Scope.Everywhere)));
        world.FraudScore = 0.99;

        world.Receive("A", Given.Leeds, 9).Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));

        var (id, task) = world.OpenTasks.Single();
        (task.Owner, task.Budget, task.Exception)
            .ShouldBe((OwnerGroup.FinanceControl, TimeSpan.FromMinutes(30), ExceptionCategory.FraudSuspected));
        var held = world.Latest(CaseId.Order("W-1"));
        held.Policies.ShouldContain("exception-owner-fraud-suspected@2");
        held.Policies.ShouldContain("exception-budget-fraud-suspected@2");
        held.Card!.Owner.ShouldBe(OwnerGroup.FinanceControl);
        world.Latest(id).Deadline!.Budget.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public void A_late_task_climbs_the_ladder_of_its_owner_and_stays_at_the_top()
    {
        var world = Asked(PolicyBook.Defaults);

        Told(world, 3).ShouldBe(["Late: with service-lead now.", "Late: with operations-head now.", "Late: with operations-head now."]);
    }

    [Fact]
    public void A_ladder_of_the_retailers_own_is_climbed_and_one_of_nobody_says_so()
    {
        Told(Asked(Book(Set(Policy.Ladders[OwnerGroup.CustomerService], "night-desk", Scope.Everywhere))), 2)
            .ShouldBe(["Late: with night-desk now.", "Late: with night-desk now."]);
        Told(Asked(Book(Set(Policy.Ladders[OwnerGroup.CustomerService], "", Scope.Everywhere))), 1)
            .ShouldBe(["Late: nobody stands above who has it."]);
    }

    [Fact]
    public void Each_category_has_its_three_policies_and_each_owner_a_ladder_that_starts_above_it()
    {
        Policy.Exceptions.Keys.ShouldBe(Enum.GetValues<ExceptionCategory>(), ignoreOrder: true);
        Policy.Ladders.Keys.ShouldBe(Enum.GetValues<OwnerGroup>(), ignoreOrder: true);
        foreach (var (category, policies) in Policy.Exceptions)
        {
            var code = ExceptionRules.CodeOf(category);
            policies.All.Select(rule => rule.Name)
                .ShouldBe([$"exception-owner-{code}", $"exception-severity-{code}", $"exception-budget-{code}"]);
            policies.Severity.Parse("6").WhyNot.ShouldNotBeNull();
            policies.Owner.Parse("nobody").WhyNot.ShouldNotBeNull();
        }

        Policy.Ladders.Values.ShouldAllBe(ladder => Ladder.Of(ladder.Default).Length == 2);
    }

    private static World Asked(PolicyBook book)
    {
        var world = new World(policies: book) { FraudScore = 0.99 };
        return world.Receive("A", Given.Leeds, 9).Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));
    }

    /// <summary>What a task's history says each time its budget has passed.</summary>
    private static string[] Told(World world, int times)
    {
        var id = world.OpenTasks.Single().Id;
        for (var n = 0; n < times; n++)
        {
            world.Pass(world.Latest(id).Deadline!.Due - world.Now);
        }

        return [.. world.RowsOf(id).Where(row => row.Message.Data is DeadlinePassed).Select(row => row.Because)];
    }

    private static PolicyBook Book(params PolicyValue[] values) => new(values);

    private static PolicyValue Set(PolicyRule policy, object value, Scope scope) =>
        new(policy.Name, scope, value, 2, Given.Now.AddDays(-1), "Head", "Ours.");
}
