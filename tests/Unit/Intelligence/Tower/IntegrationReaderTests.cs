using Crossdock.Connectors;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Integrations;
using Crossdock.Storage;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Operations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Tower;

/// <summary>Over the attempts of a real store, so that the log's own order counts.</summary>
public sealed class IntegrationReaderTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 42, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("integrations-").FullName;
    private readonly FakeHeads _heads = new();
    private readonly InMemoryIncidents _incidents = new();
    private Store _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = Store.Open($"sqlite:{Path.Combine(_folder, "store.db")}", NullLoggerFactory.Instance);
        await _store.Prepare(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_system_has_its_rate_latency_and_failures_of_the_window_and_its_queue_and_circuit()
    {
        await _store.Attempts.Record(
        [
            Attempt("W-0", "erp", minutesAgo: 16, 9_000, AttemptOutcome.Transient),
            .. Enumerable.Range(1, 19).Select(i => Attempt($"W-{i}", "erp", minutesAgo: 5, i * 10, AttemptOutcome.Succeeded)),
            Attempt("W-20", "erp", minutesAgo: 1, 5_000, AttemptOutcome.Rejected),
            Attempt("W-21", "gone", minutesAgo: 1, 5, AttemptOutcome.Succeeded),
        ], Cancel);
        _incidents.All.Add(Incident("W-9", "erp"));

        var figures = await Read(null);

        var erp = figures.Systems.Single(one => one.System.System == "erp");
        (erp.Answers.Attempts, erp.Answers.Failures).ShouldBe((20, 1), "what is older than the window is no figure of now");
        (erp.Answers.Median, erp.Answers.P95).ShouldBe((TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(190)));
        erp.PerMinute.ShouldBe(20 / 15.0, 0.001);
        (erp.Circuit, erp.Waiting, erp.Retrying, erp.GivenUp).ShouldBe(("half-open", 14, 3, 1));
        figures.Systems.Select(one => one.System.System).ShouldBe(
            [.. new ConnectorCatalogue().Cards.Select(card => card.System), "gone"], "what no connector knows any more is not hidden");
        var mail = figures.Systems.Single(one => one.System.System == "mail");
        (mail.Answers.Median, mail.PerMinute, mail.Circuit, mail.IsTroubled).ShouldBe((null, 0, "closed", false));
        figures.Chosen.ShouldBeNull();
    }

    [Fact]
    public async Task Of_one_system_the_story_names_operations_what_waits_longest_failures_and_causes()
    {
        await _store.Attempts.Record(
        [
            Attempt("W-1", "erp", 9, 10, AttemptOutcome.Transient), Attempt("W-1", "erp", 8, 10, AttemptOutcome.Transient, tries: 2),
            Attempt("W-2", "erp", 7, 10, AttemptOutcome.Succeeded), Attempt("W-3", "payment", 7, 10, AttemptOutcome.Transient),
        ], Cancel);
        Flies("order/W-1#4.0", "post-sales-order", 9);
        Flies("order/W-7#1.0", "authorise-payment", 60);
        Flies("price-target/P:till.LEEDS#1.0", "stage-prices", 50, "tills");
        Flies("price-target/P:erp.UK#1.0", "stage-prices", 40, "erp");
        _incidents.All.AddRange([Incident("W-1", "erp"), Incident("W-4", "payment")]);

        var story = (await Read("erp")).Chosen!;

        story.Waiting.Select(one => (one.Case.ToString(), one.Operation, one.Tries, one.Reason)).ShouldBe(
            [("price-target/P:erp.UK", "stage-prices", 0, null), ("order/W-1", "post-sales-order", 2, "503 try 2")],
            "what the tills are asked is not the ERP's, although both speak one contract");
        story.Failures.Select(one => (one.EffectKey, one.Attempt)).ShouldBe([("order/W-1#4.0", 2), ("order/W-1#4.0", 1)]);
        story.Operations.Select(one => (one.Operation, one.Answers.Attempts, one.Answers.Failures)).ShouldBe([("post-sales-order", 3, 2)]);
        story.Causes.Single().Count.ShouldBe(1);
        (await Read("tills")).Chosen!.Waiting.Single().Case.Key.ShouldBe("P:till.LEEDS");
        foreach (var hostile in new[] { "ERP", "nobody", "<b>", "" })
        {
            (await Read(hostile)).Chosen.ShouldBeNull(hostile);
        }
    }

    [Fact]
    public async Task When_more_was_tried_than_is_looked_at_the_window_is_as_much_shorter()
    {
        await _store.Attempts.Record(
            [.. Enumerable.Range(0, IntegrationReader.MostAttempts + 500).Select(i =>
                Attempt($"W-{i}", "erp", minutesAgo: 5 - (4.0 * i / (IntegrationReader.MostAttempts + 500)), 1, AttemptOutcome.Succeeded))],
            Cancel);

        var figures = await Read(null);

        figures.Window.TotalMinutes.ShouldBe(5 - (4.0 * 500 / 5_500), 0.01);
        figures.Systems.Single(one => one.System.System == "erp").PerMinute.ShouldBe(5_000 / figures.Window.TotalMinutes, 0.01);
    }

    private Task<IntegrationFigures> Read(string? system) => new IntegrationReader(
        SystemCards.Of(new ConnectorCatalogue()), _store.RecentAttempts, new FakeOutbound(), _incidents, _heads,
        BusinessClock.Wall(new FakeTimeProvider(Now)),
        new InboundWatch([], TimeProvider.System, BusinessClock.Wall(new FakeTimeProvider(Now)))).Read(system, Cancel);

    private void Flies(string key, string kind, int minutesAgo, string? system = null)
    {
        RequestedEffect.TryCaseOf(key, out var id).ShouldBeTrue();
        _heads.InFlight.Add(new InFlightEffect(key, id, kind, Now.AddMinutes(-minutesAgo)));
        _heads.All.Add(new CaseHead(
            _heads.All.Count + 1, id, id.Kind, 1, 1, "Staging", Waits.OnSystem, Now, Now, null, Now, null, null, 0,
            new CaseCard(id.Key, Kind: system)));
    }

    private static EffectAttempt Attempt(
        string order, string system, double minutesAgo, int milliseconds, AttemptOutcome outcome, int tries = 1) => new(
            $"order/{order}#4.0", CaseId.Order(order), system, "post-sales-order", tries, Now.AddMinutes(-minutesAgo),
            TimeSpan.FromMilliseconds(milliseconds), outcome, outcome == AttemptOutcome.Succeeded ? "" : $"503 try {tries}");

    private static OpenIncident Incident(string order, string system) => new(
        1, CaseId.Order(order), $"order/{order}#4.0", 4, "post-sales-order", system, "503", Now.AddMinutes(-9), Now);
}
