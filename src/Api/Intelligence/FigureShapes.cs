using System.Collections.Immutable;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.WhereTimeWent;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Intelligence;

internal enum FigureFormat { Json, Csv }

internal static class FigureQuery
{
    public const int Bottlenecks = 20;

    private static readonly Field<string> Process = Optional("process", Kinds.Key, "Such as order-to-fulfilment.");

    public static readonly SliceFields Part = new("", "The first instant of the period.",
        "The first instant after the period; until now, with what is open, when left out.");

    public static readonly Field<FigureFormat> Format = Optional("format", Kinds.Word<FigureFormat>(),
        "json when left out; csv answers text/csv with the columns process, of, measure, unit, value, base.");

    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 500), $"How many bottlenecks; {Bottlenecks} when left out.");

    public static readonly Field<string> Currency = Optional("currency", Kinds.Currency,
        "Ranks the bottlenecks by the money that was held up in it times the hours; by the time lost when left out.");

    /// <summary>The part of the retailer and the period, which every question of this service takes.</summary>
    public static readonly ImmutableArray<Field> Place = [Process, .. Part.All];

    public static readonly Shape OfFigure = new("FigureQuery", [.. Place, Format]);

    public static readonly Shape OfTime = new("TimeQuery", [.. Place, Take, Currency]);

    public static FigureSlice Slice(Given asked, IMaps maps, RetailNetwork network, Faults faults)
    {
        SliceFields.Known(asked, Process, maps.All.Select(map => map.Process), faults);
        return Part.Read(asked, new FigureSlice(asked.Get(Process)), network, faults);
    }
}

/// <param name="Formula">in words</param>
/// <param name="Grain">what is counted one by one</param>
public sealed record FigureDefinition(
    string Name, string Title, string Unit, string Formula, string Grain, string Counts, string CountsNot, string Owner)
{
    internal static FigureDefinition Of(Figure figure) => new(
        figure.Name, figure.Title, figure.Unit, figure.Formula, figure.Grain, figure.Counts, figure.CountsNot,
        Words<OwnerGroup>.Of(figure.Owner));
}

public sealed record FigureList(ImmutableArray<FigureDefinition> Figures);

/// <param name="At">business time at which it was read</param>
public sealed record FigureView(
    FigureDefinition Figure, DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset At, ImmutableArray<FigureRow> Rows);

/// <param name="Current">false while the figures are made anew or fall behind: what is read then is a part of the truth</param>
/// <param name="Reached">the place in the journal up to which they are made, as epoch and number</param>
/// <param name="At">business time at which it was read</param>
public sealed record FigureStandingView(bool Current, string Reached, DateTimeOffset At);

/// <param name="Cause">working, waiting-on-person, queueing, integration-retry, waiting-on-partner, held-by-policy or
/// outside-business-hours</param>
public sealed record CauseView(string Cause, double Seconds);

/// <param name="Seconds">the sum of the causes</param>
public sealed record ProcessTimeView(string? Process, double Seconds, ImmutableArray<CauseView> Causes)
{
    internal static ProcessTimeView Of(string? process, TimeParts parts) => new(
        process, InSeconds(parts.Whole),
        [.. TimeParts.Causes.Select(cause => new CauseView(Words<Cause>.Of(cause), InSeconds(parts[cause])))]);

    private static double InSeconds(long ticks) => (double)ticks / TimeSpan.TicksPerSecond;
}

/// <param name="Stays">how many stays the time was lost in</param>
/// <param name="Standing">how many of them go on</param>
public sealed record BottleneckView(
    string Process, string State, string? Node, string Cause, double LostSeconds, long Stays, long Standing,
    ImmutableArray<MoneyAtStake> AtStake)
{
    internal static BottleneckView Of(Bottleneck one) => new(
        one.Process, one.State, one.Node, Words<Cause>.Of(one.Cause), one.Lost.TotalSeconds, one.Stays, one.Standing,
        one.AtStake);
}

/// <param name="All">over all processes of the slice</param>
public sealed record TimeWentView(
    ProcessTimeView All, ImmutableArray<ProcessTimeView> Processes, ImmutableArray<BottleneckView> Bottlenecks);
