using System.Collections.Immutable;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Contracts;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Work;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence;

public sealed class WorkReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 42, 0, TimeSpan.Zero);
    private static readonly CaseId Purchase = new("purchase", "PO-1");

    private readonly FakeHeads _heads = new();
    private PolicyBook _policies = PolicyBook.Defaults;
    private int _no;

    [Fact]
    public async Task A_case_and_the_task_about_the_same_problem_are_one_row_and_another_problem_is_another()
    {
        Case(Purchase, "procure-to-replenish", "Silent", ExceptionCategory.SupplierSilent, OwnerGroup.Buying);
        TaskAbout(Purchase, "BUY-1", ExceptionCategory.SupplierSilent, TaskKind.Contact);
        TaskAbout(Purchase, "BUY-2", ExceptionCategory.SupplierSilent, TaskKind.Resolve);
        TaskAbout(Purchase, "BUY-3", ExceptionCategory.StockVariance, TaskKind.Count);

        var queue = await Read();

        queue.Rows.Select(row => (row.Head.Case.Key, row.Task?.Case.Key, row.Category)).ShouldBe(
        [
            ("PO-1", "BUY-1", ExceptionCategory.SupplierSilent), ("BUY-2", "BUY-2", ExceptionCategory.SupplierSilent),
            ("BUY-3", "BUY-3", ExceptionCategory.StockVariance),
        ], ignoreOrder: true);
        queue.Rows.Select(row => row.Key).Distinct().Count().ShouldBe(3);
        queue.Rows.ShouldAllBe(row => row.About == Purchase && row.Process == "procure-to-replenish");
    }

    [Fact]
    public async Task Of_two_cases_with_one_problem_neither_hides_the_other_and_an_incident_stands_beside_its_cases_own()
    {
        Case(Purchase, "procure-to-replenish", "Unsent", ExceptionCategory.IntegrationFailed, OwnerGroup.Buying, incident: "503");
        Case(new("purchase", "PO-2"), "procure-to-replenish", "Unsent", ExceptionCategory.IntegrationFailed, OwnerGroup.Buying);

        var queue = await Read();

        queue.Rows.Select(row => (row.Key, row.Owner)).ShouldBe(
        [
            ("purchase/PO-1#integration-failed", OwnerGroup.Buying), ("purchase/PO-1#incident", OwnerGroup.Integration),
            ("purchase/PO-2#integration-failed", OwnerGroup.Buying),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task How_bad_it_is_whose_it_is_and_who_stands_above_are_read_of_the_policies_in_force()
    {
        Case(Purchase, "procure-to-replenish", "Silent", ExceptionCategory.SupplierSilent, null, due: Now.AddHours(1), step: 2);
        var before = (await Read()).Rows.Single();
        _policies = new PolicyBook(
        [
            Set("exception-severity-supplier-silent", 5), Set("exception-owner-supplier-silent", OwnerGroup.SupplyChain),
            Set("exception-ladder-supply-chain", "night-planner"),
        ]);
        var after = (await Read()).Rows.Single();

        (before.Severity, before.Priority.Gravity, before.Owner, before.Above).ShouldBe((3, 6, OwnerGroup.Buying, "head-of-buying"));
        (after.Severity, after.Priority.Gravity, after.Owner, after.Above).ShouldBe((5, 10, OwnerGroup.SupplyChain, "night-planner"));
    }

    [Fact]
    public async Task An_approval_is_in_the_list_from_the_first_moment_and_an_exception_once_it_is_late()
    {
        var change = new CaseId("policy-change", "pick-time:2");
        Case(change, "policy-change", "AwaitingApproval", null, OwnerGroup.StoreOperations, due: Now.AddHours(2));
        Case(Purchase, "procure-to-replenish", "AwaitingApproval", null, OwnerGroup.Buying, due: Now.AddHours(-1), step: 2);
        TaskAbout(Purchase, "BUY-1", ExceptionCategory.ApprovalLate, TaskKind.Approve);
        // A value that holds is looked at again one day; nobody approves anything there.
        Case(new("policy-change", "pick-time:1"), "policy-change", "InForce", null, OwnerGroup.StoreOperations);

        var queue = await Read();

        queue.Rows.Select(row => (row.Head.Case, row.Kind, row.IsException, row.Step)).ShouldBe(
            [(Purchase, WorkKind.Approval, true, LadderStep.Lead), (change, WorkKind.Approval, false, LadderStep.Owner)]);
        queue.Rows[0].Task!.Case.Key.ShouldBe("BUY-1");
    }

    [Fact]
    public async Task Whatever_names_no_owner_belongs_to_its_categorys()
    {
        foreach (var category in Enum.GetValues<ExceptionCategory>())
        {
            Case(CaseId.Order($"WEB-{category}"), "order-to-fulfilment", "Fulfilling", category, owner: null);
        }

        var queue = await Read();

        queue.Rows.Count.ShouldBe(25);
        queue.Rows.ShouldAllBe(row => row.Owner == ExceptionRules.Of(row.Category).Owner);
    }

    [Fact]
    public async Task A_promise_that_breaks_first_stands_first_and_says_why()
    {
        Case(CaseId.Order("A"), "order-to-fulfilment", "Held", ExceptionCategory.FraudSuspected, null, promise: Now.AddHours(30));
        Case(CaseId.Order("B"), "order-to-fulfilment", "Held", ExceptionCategory.FraudSuspected, null, promise: Now.AddMinutes(-34),
            value: 612.4m);

        var first = (await Read()).Rows[0];

        first.Head.Case.Key.ShouldBe("B");
        (first.Priority.Promise, first.Priority.Value, first.Priority.Gravity).ShouldBe((50, 8, 10));
        first.Priority.Why.ShouldBe(
            "Promised for 2026-11-24 10:08:00Z, over by 34 min; 612.40 EUR at stake; fraud suspected is grave (5 of 5); waits 1 h 00 min");
        first.Clock.ShouldBe(Clock.Late);
    }

    [Theory]
    [InlineData(-5, 0, 1, 40, 0)]
    [InlineData(0, 25, 6, 40, 1)]
    [InlineData(10, 499, 60, 30, 8)]
    [InlineData(10, 10_000, 60, 30, 15)]
    [InlineData(10, -40, 60, 30, 0)]
    [InlineData(500, 1_000_000, 6_000, 0, 20)]
    public void Without_a_promise_a_deadline_counts_for_less(int hoursLeft, int value, int hoursWaited, int promise, int worth)
    {
        var points = WorkPriority.Of(
            null, Now.AddHours(hoursLeft), value, "GBP", ExceptionRules.Of(ExceptionCategory.Duplicate),
            WorkPriority.Hit.Anybody, Now.AddHours(-hoursWaited), Now);

        (points.Promise, points.Value, points.Gravity, points.Age).ShouldBe((promise, worth, 4, Math.Min(10, hoursWaited / 6)));
        points.Total.ShouldBeInRange(0, 100);
    }

    [Fact]
    public async Task Whom_it_hits_stands_before_others_and_is_told()
    {
        Case(CaseId.Order("PLAIN"), "order-to-fulfilment", "Held", ExceptionCategory.FraudSuspected, null, due: Now.AddHours(3));
        Case(CaseId.Order("GOLD"), "order-to-fulfilment", "Held", ExceptionCategory.FraudSuspected, null, due: Now.AddHours(3),
            terms: ["customer:C-1", "tier:gold"]);
        Case(new CaseId("purchase", "P-1"), "procure-to-replenish", "Silent", ExceptionCategory.SupplierSilent, null, due: Now.AddHours(3),
            terms: ["supplier:ACME"]);
        Case(new CaseId("purchase", "P-2"), "procure-to-replenish", "Silent", ExceptionCategory.SupplierSilent, null, due: Now.AddHours(3),
            terms: ["supplier:OTHER"]);
        _policies = _policies.With(Set(Policy.PurchaseSupplierRank.Name, 7) with { Scope = new Scope(Supplier: "ACME") });

        var queue = await Read();

        queue.Rows.Select(row => row.Head.Case.Key).ShouldBe(["GOLD", "P-1", "PLAIN", "P-2"]);
        queue.Rows[0].Priority.Why.ShouldContain("a gold customer (10 of 10)");
        queue.Rows[1].Priority.Why.ShouldContain("supplier ACME (7 of 10)");
        queue.Rows[2].Priority.Why.ShouldNotContain("of 10");
    }

    [Theory]
    [InlineData(2, 20, "its discount lapses then", 2)]
    [InlineData(-1, 20, "it is to be paid then", 20)]
    [InlineData(-1, -3, "it is to be paid then", -3)]
    public async Task An_invoice_is_due_when_money_is_lost_by_waiting(int discountDays, int payDays, string why, int due)
    {
        Case(new CaseId("invoice", "ACME:1"), "invoice-to-reconciliation", "Discrepant", ExceptionCategory.PriceMismatch, null,
            due: Now.AddDays(30),
            terms: [$"discount-until:{Now.AddDays(discountDays):yyyy-MM-dd}", $"pay-by:{Now.AddDays(payDays):yyyy-MM-dd}"]);

        var row = (await Read()).Rows.ShouldHaveSingleItem();

        row.Due.ShouldBe(new DateTimeOffset(Now.Date.AddDays(due + 1), TimeSpan.Zero));
        row.Priority.Why.ShouldContain(why);
    }

    private static PolicyValue Set(string policy, object value) =>
        new(policy, Scope.Everywhere, value, 2, Now.AddDays(-1), "Head", "Ours.");

    private Task<WorkQueue> Read()
    {
        var (json, clock) = (ProcessCatalogue.Retail.Json(), BusinessClock.Wall(new FakeTimeProvider(Now)));
        return new WorkReader(
            _heads, new TaskReader(_heads, new FakeJournal(json), json), ProcessCatalogue.Retail, clock,
            new ExceptionTerms(new PolicyShelf(_policies), clock)).Read(new Place(), TestContext.Current.CancellationToken);
    }

    private void TaskAbout(CaseId about, string key, ExceptionCategory category, TaskKind kind) => _heads.All.Add(new CaseHead(
        ++_no, CaseId.Task(key), "store-task", 1, 1, "Open", Waits.OnPerson, Now, Now, null, Now, null, null, 0,
        new CaseCard(key, Owner: OwnerGroup.Buying, Exception: category, Parent: about, Kind: kind.ToString())));

    private void Case(
        CaseId id, string process, string state, ExceptionCategory? exception, OwnerGroup? owner, DateTimeOffset? due = null, int step = 1,
        DateTimeOffset? promise = null, decimal? value = null, string? incident = null,
        ImmutableArray<string> terms = default) => _heads.All.Add(new CaseHead(
            ++_no, id, process, 1, 3, state, Waits.OnPerson, Now.AddHours(-1), Now.AddHours(-2), null, Now,
            due is { } at ? new Deadline(state, TimeSpan.FromHours(4), "always", Now.AddHours(-2), at, step) : null, incident, 0,
            new CaseCard(id.Key, Owner: owner, Exception: exception, Promise: promise, Value: value, Currency: "EUR", Terms: terms)));
}
