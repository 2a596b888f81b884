using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Hosts;
using Crossdock.Rehearsal.Simulation.Laws;
using Crossdock.Rehearsal.Simulation.Running;
using Crossdock.Rehearsal.Simulation.Stores;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>
/// Those who tell cases something, over a network that loses, repeats and delays. They try the same message until somebody says that
/// it was taken, hold every answer against the journal at once, and keep what they saw.
/// </summary>
internal sealed class Messenger(Worker world, HostClock clock, Cluster cluster, HostParts parts)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, TellReceipt> _answered = [];

    private MemoryStore Store => parts.Store;

    /// <summary>Messages that are still being tried.</summary>
    public int Trying { get; private set; }

    public List<Seen> Seen { get; } = [];

    public void Send(string id, string source, CaseId to, Message what, Actor who, Action<TellReceipt>? then = null) =>
        _ = world.Begin(() => Deliver(new Envelope(id, source, to, clock.GetUtcNow(), who, what), then));

    private async Task Deliver(Envelope message, Action<TellReceipt>? then)
    {
        if (parts.Faults.Strikes(FaultKind.MessageLate, message.Id, 40))
        {
            var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var late = parts.Dice.Of(message.Id).Of("late").Between(TimeSpan.FromMinutes(5), TimeSpan.FromHours(30));
            parts.Time.In(late, () => come.TrySetResult());
            await come.Task;
        }

        Trying++;
        var receipt = await Try(message, "");
        Trying--;
        then?.Invoke(receipt);
        if (parts.Faults.Strikes(FaultKind.MessageRepeated, message.Id, 60))
        {
            await Task.Delay(parts.Dice.Of(message.Id).Of("repeat").Between(TimeSpan.Zero, TimeSpan.FromSeconds(20)), clock);
            Trying++;
            await Try(message, " again");
            Trying--;
        }
    }

    private async Task<TellReceipt> Try(Envelope message, string again)
    {
        for (var attempt = 1; ; attempt++)
        {
            var place = $"{message.Id}{again} try {attempt}";
            if (await Once(message, place) is { } receipt)
            {
                return receipt;
            }

            await Task.Delay(Retry * Math.Min(attempt, 10), clock);
        }
    }

    private async Task<TellReceipt?> Once(Envelope message, string place)
    {
        var hosts = cluster.Hosts.Where(host => host.Alive).ToList();
        if (hosts.Count == 0 || parts.Faults.Strikes(FaultKind.MessageLost, place, 25))
        {
            return null;
        }

        var host = parts.Dice.Of(place).Of("host").Any(hosts);
        var began = parts.Steps.Taken;
        try
        {
            var receipt = await Within(host.Call(() => host.Teller.Tell(message, CancellationToken.None)));
            if (parts.Faults.Strikes(FaultKind.AcknowledgementLost, place, 30))
            {
                Seen.Add(new Seen(message, began, null, null));
                return null;
            }

            Seen.Add(new Seen(message, began, parts.Steps.Taken, receipt));
            Check(message, receipt);
            return receipt;
        }
        catch (Exception unheard) when (unheard is StoreUnavailableException or TimeoutException)
        {
            Seen.Add(new Seen(message, began, null, null));
            return null;
        }
    }

    private async Task<TellReceipt> Within(Task<TellReceipt> call) => await call.WaitAsync(Patience, clock);

    /// <summary>An answer is a promise: what it says must be in the journal now, and a repeat must not be news.</summary>
    private void Check(Envelope message, TellReceipt receipt)
    {
        var rows = Store.RowsOf(message.Subject);
        var known = parts.Chronicle.RowsOf(message.Subject).Any(row => row.Message.Id == message.Id);
        var what = message.Data.GetType().Name;
        switch (receipt.Result)
        {
            case TellResult.Applied or TellResult.Deferred or TellResult.Incident when !known:
            case TellResult.Ignored when receipt.Seq > 0 && !known:
                parts.Chronicle.Harmed(
                    Law.AcknowledgedIsDurable, message.Subject,
                    $"had {what} ({message.Id}) answered {receipt.Result} as row {receipt.Seq}, "
                    + $"and the journal has {rows.Count} rows without it");
                break;
            case TellResult.Duplicate when !known && message.Data is not (DeadlinePassed or StockInstructed):
                parts.Chronicle.Harmed(
                    Law.AcknowledgedIsDurable, message.Subject,
                    $"had {what} ({message.Id}) answered as known, and the journal does not know it");
                break;
        }

        if (receipt.Result == TellResult.Applied && _answered.TryGetValue(message.Id, out var before) && before.Result == TellResult.Applied
            && before.Seq != receipt.Seq)
        {
            parts.Chronicle.Harmed(
                Law.SeenOnce, message.Subject, $"took {what} ({message.Id}) twice, as rows {before.Seq} and {receipt.Seq}");
        }

        if (receipt.Seq > 0)
        {
            _answered.TryAdd(message.Id, receipt);
        }
    }
}

/// <summary>A call as a client saw it.</summary>
/// <param name="Began">the step before which it was made</param>
/// <param name="Ended">the step by which its answer was there; null when none came, and it may have happened or not</param>
internal sealed record Seen(Envelope Message, long Began, long? Ended, TellReceipt? Receipt);
