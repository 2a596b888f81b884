using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Host.Dashboard.Flow;

/// <summary>What the process screen shows, of one reading.</summary>
/// <param name="Compared">the two slices beside each other; null where nothing is compared</param>
/// <param name="Lag">how far the figures are behind the journal</param>
public sealed record FlowGlance(FlowAnswer Answer, TimeWent Went, (FlowAnswer One, FlowAnswer Other)? Compared, TimeSpan Lag)
{
    /// <summary>Nothing of it was read yet: it is being counted.</summary>
    public bool IsCounting { get; init; }
}

/// <summary>Reads the process screen's figures, once for all who look at the same slice.</summary>
public sealed class FlowLook(
    FlowReader flows, FigureReader figures, LagReader lag, DashboardSettings settings, BusinessClock clock, TimeProvider wall)
{
    /// <summary>More losses than a process has states, nodes and causes that a person would look at.</summary>
    private const int Losses = 500;

    private readonly Latest<ProcessSlice, FlowGlance> _latest = new(wall, settings.Patience, rest: 10);

    // How it is shown changes no figure, so that it does not make a reading of its own.
    public async Task<FlowGlance> Read(MapPicture map, ProcessSlice slice) =>
        await _latest.Get(
            slice with { Time = null, Table = null, Rows = ProcessSlice.UsualRows }, cancel => ReadNow(map, slice, cancel))
        ?? new FlowGlance(
            FlowReader.Nothing(map, slice.At(clock.GetUtcNow()), clock.GetUtcNow()), TimeWent.Nothing, null, TimeSpan.Zero)
        {
            IsCounting = true,
        };

    private async Task<FlowGlance> ReadNow(MapPicture map, ProcessSlice slice, CancellationToken cancel)
    {
        var asked = slice.At(clock.GetUtcNow());
        var answer = await flows.Read(map, asked, FlowReader.UsualVariants, cancel);
        var went = await figures.ReadTime(asked, Losses, cancel);
        (FlowAnswer, FlowAnswer)? compared = slice.Compared(answer.At) is { } two
            ? (await flows.Read(map, two.One, FlowReader.UsualVariants, cancel),
                await flows.Read(map, two.Other, FlowReader.UsualVariants, cancel))
            : null;
        return new FlowGlance(answer, went, compared, await lag.Read(answer.Reached, answer.At, cancel));
    }
}
