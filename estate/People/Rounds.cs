using System.Runtime.CompilerServices;
using Crossdock.Contracts;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>How those who look after stock go round.</summary>
public static class Rounds
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(12);
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(6);

    /// <summary>Twice a business day, as far as that makes sense on the wall.</summary>
    public static TimeSpan PauseAt(BusinessClock clock) => clock.ToWall(Every) is var pause && pause < AtLeast ? AtLeast : pause;

    public static async IAsyncEnumerable<PositionItem> Positions(
        CrossdockClient crossdock, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? after = null;
        do
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = (await crossdock.Get($"/v1/stock/positions?max=500{cursor}", cancel)).Read<PositionPage>();
            foreach (var position in page?.Positions ?? [])
            {
                yield return position;
            }

            after = page?.Next;
        }
        while (after is not null);
    }
}
