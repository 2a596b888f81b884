using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>Whoever a problem falls to can work it off with a key of their own, and nobody else's key can.</summary>
public sealed class TaskRightsTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public void No_group_is_without_somebody_who_works_off_what_falls_to_it()
    {
        foreach (var group in Enum.GetValues<OwnerGroup>())
        {
            Roles.Of(group).ShouldNotBeEmpty(group.ToString());
            Roles.Of(group).ShouldBeSubsetOf(Roles.All);
        }
    }

    [Theory]
    [InlineData(Roles.Buyer, null, OwnerGroup.Buying, TaskKind.Resolve, null, true)]
    [InlineData(Roles.Buyer, null, OwnerGroup.FinanceControl, TaskKind.Resolve, null, false)]
    [InlineData(Roles.Finance, null, OwnerGroup.FinanceControl, TaskKind.Resolve, null, true)]
    [InlineData(Roles.Finance, null, OwnerGroup.AccountsPayable, TaskKind.Approve, null, true)]
    [InlineData(Roles.Payables, null, OwnerGroup.FinanceControl, TaskKind.Resolve, null, false)]
    [InlineData(Roles.Service, null, OwnerGroup.CustomerService, TaskKind.Contact, null, true)]
    [InlineData(Roles.Service, null, OwnerGroup.StoreOperations, TaskKind.Pick, "LEEDS", false)]
    [InlineData(Roles.Merchandiser, null, OwnerGroup.Merchandising, TaskKind.Resolve, null, true)]
    [InlineData(Roles.Store, "LEEDS", OwnerGroup.StoreOperations, TaskKind.Pick, "LEEDS", true)]
    [InlineData(Roles.Store, "LEEDS", OwnerGroup.StoreOperations, TaskKind.Pick, "YORK", false)]
    [InlineData(Roles.Store, "LEEDS", OwnerGroup.SupplyChain, TaskKind.Count, "LEEDS", true)]
    [InlineData(Roles.Store, "LEEDS", OwnerGroup.SupplyChain, TaskKind.Resolve, "LEEDS", false)]
    [InlineData(Roles.Store, null, OwnerGroup.CustomerService, TaskKind.Resolve, null, false)]
    [InlineData(Roles.Store, null, OwnerGroup.StoreOperations, TaskKind.Resolve, "LEEDS", true)]
    [InlineData(Roles.Operator, null, OwnerGroup.Integration, TaskKind.Resolve, null, true)]
    [InlineData(Roles.Operator, null, OwnerGroup.FinanceControl, TaskKind.Resolve, null, false)]
    [InlineData(Roles.Reader, null, OwnerGroup.Integration, TaskKind.Resolve, null, false)]
    [InlineData(Roles.Admin, null, OwnerGroup.FinanceControl, TaskKind.Resolve, null, true)]
    public void A_key_works_the_tasks_of_its_own_group(
        string role, string? scope, OwnerGroup owner, TaskKind kind, string? node, bool may) =>
        Roles.MayWork(role, scope, Opened(owner, kind, node)).ShouldBe(may);

    [Fact]
    public async Task A_buyer_decides_a_supplier_s_change_and_a_key_of_another_group_is_told_whose_it_is()
    {
        await Open("T-BUY", OwnerGroup.Buying);
        var denied = await house.As("pat").PostText("/v1/tasks/T-BUY/done", """{ "choice": "accept-change" }""");

        denied.Status.ShouldBe(403);
        ((string)denied.Body["detail"]!).ShouldBe("This task is one of buying; the key's role is payables.");
        (await house.As("buyer").PostText("/v1/tasks/T-BUY/done", """{ "choice": "accept-change" }""")).Status.ShouldBe(200);
        house.Cases.RowsOf(CaseId.Task("T-BUY"))[^1].Message.Who.ShouldBe(new Actor("buyer", "buyer"));
    }

    [Fact]
    public async Task An_office_lists_its_own_groups_and_says_which_where_it_has_several()
    {
        (await house.As("buyer").Get("/v1/tasks")).Errors.ShouldHaveSingleItem().Reason
            .ShouldBe("must be buying or supply-chain, whose tasks a buyer works");
        (await house.As("buyer").Get("/v1/tasks?owner=supply-chain")).Status.ShouldBe(200);
        (await house.As("buyer").Get("/v1/tasks?owner=finance-control")).Status.ShouldBe(400);
        (await house.As("bea").Get("/v1/tasks")).Status.ShouldBe(200, "merchandising is one group");
        (await house.As("reader").Get("/v1/tasks?owner=buying")).Status.ShouldBe(403);
    }

    private Task Open(string key, OwnerGroup owner) => house.Cases.Tell(
        new Envelope(
            key, "test", CaseId.Task(key), ApiHouse.Now, Actor.Crossdock, Opened(owner, TaskKind.Resolve, null)),
        TestContext.Current.CancellationToken);

    private static TaskOpened Opened(OwnerGroup owner, TaskKind kind, string? node) => new(
        kind, "Decide", "It changed.", CaseId.Parse("purchase/P-1"), null, owner, node, null, null, ExceptionCategory.SupplierChanged, null,
        600m, "GBP", 30, TimeSpan.FromHours(2), [], [new TaskChoice("accept-change", "Take it")]);
}
