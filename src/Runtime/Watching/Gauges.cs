using System.Diagnostics.Metrics;
using Crossdock.Contracts;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Hosting;

namespace Crossdock.Runtime.Watching;

/// <summary>How the runtime stands at the moment somebody asks, and how far the lists are behind.</summary>
internal sealed class Gauges(
    IMeterFactory meters, GroupCommit writer, EffectDispatcher effects, LocalActivations local, Sweeper sweeper, Projector projector,
    BusinessClock clock) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Watch(meters.Create(Measures.Name), () => new Standing(
            writer.Backlog, writer.StoreDown, effects.Running, sweeper.InFlight, sweeper.Lingering, sweeper.OldestAge, local.Cases,
            local.Ledgers));
        projector.Projected += Shown;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        projector.Projected -= Shown;
        return Task.CompletedTask;
    }

    internal static void Watch(Meter meter, Func<Standing> now)
    {
        meter.CreateObservableGauge("crossdock.commit.backlog", () => now().Backlog, "{row}", "Decisions that wait to be written");
        meter.CreateObservableGauge("crossdock.store.down", () => now().StoreDown ? 1 : 0, "1", "1 while the journal cannot be written");
        meter.CreateObservableGauge("crossdock.effects.running", () => now().Running, "{effect}", "Effects carried out in this process");
        meter.CreateObservableGauge("crossdock.effects.in_flight", () => now().InFlight, "{effect}", "Effects in flight on the books");
        meter.CreateObservableGauge(
            "crossdock.effects.lingering", () => now().Lingering, "{effect}", "Effects in flight for longer than one sweep");
        meter.CreateObservableGauge(
            "crossdock.effects.oldest_age", () => now().OldestAge.TotalSeconds, "s", "Age of the oldest in flight, in business time");
        meter.CreateObservableGauge(
            "crossdock.activations",
            () => new Measurement<int>[]
            {
                new(now().Cases, new KeyValuePair<string, object?>("crossdock.activation", "case")),
                new(now().Ledgers, new KeyValuePair<string, object?>("crossdock.activation", "ledger")),
            },
            "{activation}",
            "Cases and ledgers alive in this process");
    }

    private void Shown(IReadOnlyList<Transition> rows)
    {
        if (Measures.LagIsWatched)
        {
            Measures.Shown(rows.Count, clock.GetUtcNow() - rows[^1].At);
        }
    }
}

internal sealed record Standing(
    int Backlog, bool StoreDown, int Running, int InFlight, int Lingering, TimeSpan OldestAge, int Cases, int Ledgers);
