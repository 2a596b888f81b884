using System.Net;
using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Unit.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Whoever signs in may what the key may, at the places that it is for, and for as long as it is good.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private readonly InMemoryKeys _keys = new();
    private readonly FakeTimeProvider _clock = new(MadeUpRetailer.Now);
    private KeyCheck _check = null!;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _check = new KeyCheck(_keys, _clock);
        _house = await DashboardHouse.Open(instead: (services, _) => services
            .AddSingleton<SignInCheck>((key, cancel) => _check.Check(key, "key", cancel))
            .AddSingleton<SessionCheck>(_check.IsGood));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        _check.Dispose();
    }

    [Fact]
    public async Task A_stores_key_opens_its_own_store_and_no_other()
    {
        using var browser = await SignedIn("phone", Roles.Store, "S101");

        (await browser.GetAsync("/store/S101", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync("/store/S102", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.GetAsync("/stores/S102/tasks", Cancel)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_ends_with_its_key()
    {
        using var browser = await SignedIn("ops", Roles.Operator, null);
        (await browser.GetAsync("/policies", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await _keys.Revoke("ops", Cancel);
        _clock.Advance(KeyCheck.Refresh + TimeSpan.FromSeconds(1));

        using var answer = await browser.GetAsync("/policies", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldContain("/sign-in");
    }

    [Fact]
    public async Task A_decision_of_another_group_is_not_a_stores_because_it_is_about_its_place()
    {
        _house.Journal.Add(
            Opened("BOOKS-1", TaskKind.Resolve, OwnerGroup.SupplyChain), Opened("COUNT-1", TaskKind.Count, OwnerGroup.SupplyChain));
        using var browser = await SignedIn("phone", Roles.Store, "S101");

        (await Done(browser, "BOOKS-1", "see-to-each")).ShouldBe(HttpStatusCode.Forbidden);
        (await Done(browser, "COUNT-1", "")).ShouldBe(HttpStatusCode.Redirect, "it is done by hand there, whoever's it is");
    }

    private static async Task<HttpStatusCode> Done(HttpClient browser, string task, string choice)
    {
        using var answer = await DashboardHouse.Post(
            browser, "/store/S101", $"/store/S101/tasks/{task}/done", [("token", Acts.NewToken()), ("choice", choice), ("note", "x")]);
        return answer.StatusCode;
    }

    private static Transition Opened(string key, TaskKind kind, OwnerGroup owner) => MadeUpRetailer.TaskStep(
        CaseId.Task(key), 1, -5, Actor.Crossdock, new TaskOpened(
            kind, "Look", "Why", new CaseId("stock-comparison", "wms"), null, owner, "S101", null, null, null, null, null, null, 1,
            TimeSpan.FromHours(2), [], [new TaskChoice("see-to-each", "See to each")]), null, "Open");

    private async Task<HttpClient> SignedIn(string id, string role, string? scope)
    {
        var (key, text) = KeyText.Mint(id, id, role, scope, MadeUpRetailer.Now);
        await _keys.Add(key, Cancel);
        _clock.Advance(TimeSpan.FromSeconds(2));
        return await _house.SignedIn(text);
    }
}
