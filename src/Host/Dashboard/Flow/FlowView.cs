using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Host.Dashboard.Flow;

/// <summary>The state that lost most time, as <see cref="TimeWent.IsLoss"/> has it.</summary>
public sealed record WorstState(string State, TimeSpan Lost);

public sealed record FlowView(
    DeskFrame Frame, ProcessSlice Slice, FlowGlance Glance, IReadOnlyList<MapPicture> Maps, RetailNetwork Network)
{
    /// <summary>Steps shown of a comparison; what differs least is not looked at.</summary>
    public const int ComparedRows = 12;

    public KnownGoods Goods { get; init; } = KnownGoods.None;

    public FlowAnswer Answer => Glance.Answer;

    public ProcessFlow Flow => Glance.Answer.Flow;

    public MapPicture Map => Glance.Answer.Map;

    /// <summary>Made once a page: what is drawn and what the sentence is about come from the same reading.</summary>
    public FlowPicture Picture { get; } = FlowPicture.Of(Glance.Answer, Slice.Rows);

    public WorstState? Worst { get; } = Glance.Went.Bottlenecks.GroupBy(loss => loss.State)
        .Select(state => new WorstState(state.Key, state.Aggregate(TimeSpan.Zero, (sum, loss) => sum + loss.Lost)))
        .OrderByDescending(state => state.Lost).ThenBy(state => state.State, StringComparer.Ordinal).FirstOrDefault();

    public string Name => Words.Sentence(Map.Process);

    public Load Now(string state) => Answer.Now.GetValueOrDefault(state);

    public Load NowFor(Waits waits) =>
        Answer.Now.Where(here => Map.Find(here.Key)?.Waits == waits).Aggregate(default(Load), (sum, here) => sum + here.Value);

    public StateFlow? Of(string state) => Flow.States.FirstOrDefault(known => known.State == state);

    /// <summary>Activities of a log are called what they are called there.</summary>
    public string Title(string? state) => state is null ? "the beginning" : Slice.IsLog ? state : Words.Title(Map.Find(state), state);

    public Waits WaitsIn(string state) => Map.Find(state)?.Waits ?? Waits.OnSystem;

    public double? SecondsOf(Times? times) => Slice.IsP90 ? times?.P90Seconds : times?.MedianSeconds;

    public string? TimeOf(Times? times) => SecondsOf(times) is { } seconds ? Words.MapDuration(TimeSpan.FromSeconds(seconds)) : null;

    public long DroppedOut => Flow.DroppedOut.Sum(one => one.Cases);

    public ImmutableArray<Phrase> Headline => [.. FlowHeadline.Of(this)];

    public ImmutableArray<ComparedArc> Compared =>
        Glance.Compared is { } two ? FlowDifference.Of(two.One.Flow, two.Other.Flow) : [];

    /// <summary>What the slice is set beside, in words.</summary>
    public string AgainstWords => Slice.Part is { } part ? part.BesideSaid(Slice.Against) : Slice.Against?.Split(':') switch
    {
        [ProcessSlice.Before] => $"the {Slice.Days switch { 1 => "24 hours", _ => $"{Slice.Days} days" }} before",
        ["region", var region] => Network.Regions.FirstOrDefault(known => known.Id == region)?.Name ?? region,
        ["channel", var channel] => Network.Channels.FirstOrDefault(known => known.Id == channel)?.Name ?? channel,
        ["node", var node] => Network.Find(node)?.Name ?? node,
        _ => "nothing",
    };

    public static string Duration(double? seconds) => seconds is { } known ? Words.Duration(TimeSpan.FromSeconds(known)) : Words.NotKnown;
}

/// <summary>One sentence by rule: where cases wait most, how many of them are late, and how long half of them stay.</summary>
public static class FlowHeadline
{
    public static IEnumerable<Phrase> Of(FlowView view)
    {
        var (flow, slice, now) = (view.Flow, view.Slice, view.Answer.Now);
        if (flow.Cases == 0)
        {
            return
            [
                new Phrase($"No case of {view.Name.ToLowerInvariant()} was closed in the {slice.Period}, and none is open in this slice."),
            ];
        }

        if (view.Worst is { } worst && now.GetValueOrDefault(worst.State) is { Open: > 0 } load)
        {
            return Waiting(view, worst, load);
        }

        return
        [
            new Phrase(Words.Count(flow.Closed, "case", "cases"), slice.Door(new FlowSubject.Closed())),
            new Phrase(flow.Closed == 1 ? " was closed" : " were closed"),
            new Phrase($" in the {slice.Period}. " + (view.Worst is { } lost
                ? $"Most time was lost in {view.Title(lost.State)}, where nobody waits now." : "Nothing held them up.")),
        ];
    }

    private static IEnumerable<Phrase> Waiting(FlowView view, WorstState worst, Load load)
    {
        var who = view.WaitsIn(worst.State) switch { Waits.OnTime => "for its time", var waits => $"for a {Words.Of(waits)}" };
        yield return new Phrase(Words.Count(load.Open, "case", "cases"), view.Slice.Standing(view.Map, worst.State));
        yield return new Phrase($" {(load.Open == 1 ? "waits" : "wait")} {who} in {view.Title(worst.State)}, ");
        yield return load.Late == 0 ? new Phrase("none") : new Phrase(
            Words.Count(load.Late), view.Slice.Standing(view.Map, worst.State, "late"));
        yield return new Phrase(load.Open == 1 && load.Late == 1 ? " late." : " of them late.");
        if (view.Of(worst.State)?.Stay is { } stay)
        {
            yield return new Phrase(" Half of the stays there are longer than ");
            yield return new Phrase(
                Words.Duration(TimeSpan.FromSeconds(stay.MedianSeconds)), view.Slice.Door(new FlowSubject.CameInto(worst.State)));
            yield return new Phrase(".");
        }
    }
}
