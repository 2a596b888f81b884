using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// In place of buyers and suppliers, in runs that are about other things: twice a business day more lies where there was nothing left, at
/// most three times a place. That is what back-orders and short picks live on.
/// </summary>
public sealed class Refill(CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, ChannelRun channels)
{
    private const int MostTimes = 3;

    private readonly Dictionary<(string Sku, string Node), int> _sent = [];

    public async Task Work(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                await Task.Delay(Rounds.PauseAt(clock), wall, cancel);
                await Review(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    public async Task Review(CancellationToken cancel)
    {
        await foreach (var position in Rounds.Positions(crossdock, cancel))
        {
            await Fill(position, cancel);
        }
    }

    private async Task Fill(PositionItem position, CancellationToken cancel)
    {
        var place = (position.Sku, position.Node);
        var times = _sent.GetValueOrDefault(place);
        if (position.Available > 0 || times >= MostTimes)
        {
            return;
        }

        _sent[place] = times + 1;
        var pieces = -position.Available + Math.Max(12, (position.Reserved + position.Sold) / 3);
        var id = $"BUY-{position.Sku}-{position.Node}-{times + 1}";
        await channels.Receive(new MovementDocument(id, position.Sku, position.Node, "receive", pieces, "bought again"), cancel);
    }
}
