using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// The buyers: twice a business day they look at what can be promised, and have more sent where there is nothing left, at most
/// three times a place. That is what back-orders and short picks live on.
/// </summary>
public sealed class Buyers(CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, ChannelRun channels)
{
    private const int MostTimes = 3;
    private static readonly TimeSpan Every = TimeSpan.FromHours(12);
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(6);

    private readonly Dictionary<(string Sku, string Node), int> _sent = [];

    public async Task Work(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                await Task.Delay(PauseAt(clock), wall, cancel);
                await Review(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>How long they wait between two looks, on the wall.</summary>
    public static TimeSpan PauseAt(BusinessClock clock) => clock.ToWall(Every) is var pause && pause < AtLeast ? AtLeast : pause;

    public async Task Review(CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = (await crossdock.Get($"/v1/stock/positions?max=500{cursor}", cancel)).Read<PositionPage>();
            foreach (var position in page?.Positions ?? [])
            {
                await Refill(position, cancel);
            }

            after = page?.Next;
        }
        while (after is not null);
    }

    private async Task Refill(PositionItem position, CancellationToken cancel)
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
