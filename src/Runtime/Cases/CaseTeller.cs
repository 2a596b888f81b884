using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Watching;

namespace Crossdock.Runtime.Cases;

/// <summary>The way in. A stale activation is asked again, fresh; a store that is down is said within seconds.</summary>
public sealed class CaseTeller(IActivations activations, GroupCommit writer, TimeProvider wall) : ITellCases
{
    private const int Tries = 5;

    /// <summary>How long a caller waits for the disk. What was decided stays decided, and a repeat is answered as such.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel) =>
        Measures.TellsAreWatched ? Watched(envelope, cancel) : Patiently(envelope, cancel);

    private async Task<TellReceipt> Watched(Envelope envelope, CancellationToken cancel)
    {
        using var activity = Measures.StartTell(envelope);
        var (began, receipt) = (wall.GetTimestamp(), (TellReceipt?)null);
        try
        {
            // What begins a trace here, such as a deadline, hands it on.
            return receipt = await Patiently(envelope.Trace is null ? envelope with { Trace = activity?.Id } : envelope, cancel);
        }
        finally
        {
            Measures.Told(activity, envelope, receipt, wall.GetElapsedTime(began));
        }
    }

    private async Task<TellReceipt> Patiently(Envelope envelope, CancellationToken cancel)
    {
        var begun = wall.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var left = Patience - wall.GetElapsedTime(begun);
                return await Ask(envelope).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, wall, cancel);
            }
            catch (Exception moved) when (moved is FenceLostException or NewerMapException && attempt < Tries)
            {
                await Task.Yield();
            }
            catch (FenceLostException contested)
            {
                throw new StoreUnavailableException("Two activations contest the case; try again.", contested);
            }
            catch (NewerMapException newer)
            {
                throw new StoreUnavailableException("Only a newer Crossdock can go on with the case; none is in reach.", newer);
            }
            catch (TimeoutException late)
            {
                throw new StoreUnavailableException(
                    writer.StoreDown ? "The store is down." : "The case did not answer in time.", late);
            }
        }
    }

    /// <summary>A SKU's ledger is hosted apart: it answers what each instruction got, and never ends.</summary>
    private async Task<TellReceipt> Ask(Envelope envelope)
    {
        if (envelope.Subject.Kind != "stock")
        {
            return await activations.Tell(envelope);
        }

        var answer = await activations.Instruct(envelope);
        return answer.Receipt with { Reason = string.Join(" ", answer.Reasons) };
    }
}
