using Crossdock.Contracts;
using Crossdock.Processes.Running;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Processes;

public sealed class ExceptionOwnerTests
{
    private static readonly ProcessCatalogue Catalogue = ProcessCatalogue.Retail;

    public static TheoryData<string> Maps => [.. Catalogue.All.Select(map => map.Process)];

    [Theory]
    [MemberData(nameof(Maps))]
    public void Every_state_that_can_be_an_exception_has_an_owner_and_a_time(string process)
    {
        var map = Catalogue.All.Single(one => one.Process == process);
        foreach (var state in map.States.Where(state => state.Exception is not null))
        {
            state.Owner.ShouldNotBeNull($"{process}: {state.Name}");
            state.Budgets.ShouldNotBeEmpty($"{process}: {state.Name}");
            ExceptionRules.All.ContainsKey(state.Exception!.Value).ShouldBeTrue($"{process}: {state.Name}");
        }

        // A state that waits for somebody and can never be late would be where cases are forgotten.
        map.States.Where(state => state.Waits is Waits.OnPerson or Waits.OnPartner && state.Exception is null)
            .Select(state => $"{process}: {state.Name}").ShouldBeEmpty();
    }

    [Fact]
    public void The_list_of_categories_is_whole_and_each_has_owner_gravity_budget_and_a_code_of_its_own()
    {
        var rules = Enum.GetValues<ExceptionCategory>().Select(ExceptionRules.Of).ToArray();

        rules.Length.ShouldBe(25);
        rules.ShouldAllBe(rule => Enum.IsDefined(rule.Owner) && rule.Severity >= 1 && rule.Severity <= 5 && rule.Budget > TimeSpan.Zero);
        rules.Select(rule => rule.Code).Distinct().Count().ShouldBe(rules.Length);
        Catalogue.All.SelectMany(map => map.States).Count(state => state.Exception is not null).ShouldBeGreaterThan(50);
    }
}
