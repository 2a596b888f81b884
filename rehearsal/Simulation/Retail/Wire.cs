using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Hosts;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>
/// The way out of one host, over lines that lose, repeat and delay. It tries until there is an answer, and tells it until the case has
/// it: what delivery promises, without the wires of a real one.
/// </summary>
internal sealed class Wire(SimHost host, HostParts parts) : IOutbound
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _onTheWay = [];
    private readonly HashSet<string> _dropped = [];

    public IReadOnlyCollection<string> OnTheWay => [.. _onTheWay];

    public IReadOnlyList<OutboundQueue> Queues => [];

    public bool Handles(Effect effect) => true;

    public void Send(OutboundEffect effect)
    {
        if (_onTheWay.Add(effect.Key))
        {
            _ = host.Worker.Begin(() => CarryOut(effect));
        }
    }

    public void Hurry(string key)
    {
        // Every wait here is short already.
    }

    public void Drop(string key) => _dropped.Add(key);

    private async Task CarryOut(OutboundEffect effect)
    {
        var wait = Retry;
        for (var attempt = 1; !_dropped.Contains(effect.Key); attempt++)
        {
            if (await Attempt(effect, $"{effect.Key} at {host.Name} try {attempt}") is { } answer)
            {
                await Tell(effect, answer);
                break;
            }

            await Task.Delay(wait, host.Wall);
            wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
        }

        _onTheWay.Remove(effect.Key);
    }

    private async Task<Contracts.Messages.Message?> Attempt(OutboundEffect effect, string place)
    {
        await Pause(parts.Dice.Of(place).Between(Quick, Usual));
        if (parts.Faults.Strikes(FaultKind.OutsideDown, place, 40))
        {
            return null;
        }

        if (parts.Faults.Strikes(FaultKind.RequestLost, place, 40))
        {
            await Pause(Patience);
            return null;
        }

        var answer = parts.Outside.Take(effect.Key, effect.Case, effect.Effect);
        if (parts.Faults.Strikes(FaultKind.RequestRepeated, place, 40))
        {
            parts.Time.After(Patience, () => parts.Outside.Take(effect.Key, effect.Case, effect.Effect));
        }

        if (parts.Faults.Strikes(FaultKind.AnswerLost, place, 40))
        {
            await Pause(Patience);
            return null;
        }

        if (parts.Faults.Strikes(FaultKind.AnswerLate, place, 30))
        {
            await Until(parts.Dice.Of(place).Of("late").Between(TimeSpan.FromMinutes(10), TimeSpan.FromHours(30)));
        }

        return answer;
    }

    private async Task Tell(OutboundEffect effect, Contracts.Messages.Message answer)
    {
        var envelope = new Envelope(
            $"{effect.Key}/answer", "connector/outside", effect.Case, host.Wall.GetUtcNow(), Actor.System("Outside"), answer, effect.Key,
            effect.Trace);
        var twice = parts.Faults.Strikes(FaultKind.AnsweredTwice, effect.Key, 40);
        for (var told = 0; told < (twice ? 2 : 1);)
        {
            try
            {
                // The second comes by another way, under a name of its own, as when a partner calls back as well.
                await host.Teller.Tell(told == 0 ? envelope : envelope with { Id = $"{envelope.Id}/again" }, CancellationToken.None);
                told++;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Retry, host.Wall);
            }
        }
    }

    private Task Pause(TimeSpan wait) => Task.Delay(wait, host.Wall);

    private async Task Until(TimeSpan business)
    {
        var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        parts.Chronicle.Late++;
        parts.Time.In(business, () =>
        {
            parts.Chronicle.Late--;
            come.TrySetResult();
        });
        await come.Task;
    }
}
