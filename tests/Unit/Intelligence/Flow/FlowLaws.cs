using CsCheck;
using Crossdock.Intelligence.Flow;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Flow;

/// <summary>What holds of the figures whatever the log.</summary>
public sealed class FlowLaws
{
    private const double Near = 1e-6;

    private static readonly Gen<MadeUpEvent> Event = Gen.Select(
        Gen.Int[0, 12], Gen.Int[0, 5], Gen.Long[0, 40], Gen.Int[0, 2], Gen.Int[0, 3],
        (c, a, second, channel, resource) =>
            new MadeUpEvent($"c{c}", $"{(char)('a' + a)}", second, $"ch{(c + channel) % 2}", resource == 0 ? null : $"r{resource}"));

    private static readonly Gen<MadeUpEvent[]> Log = Event.Array[0, 120];

    [Fact]
    public void the_fast_figures_are_those_of_pencil_and_paper() => Log.Sample(events =>
    {
        var (fast, naive) = (FlowFold.Of(Built(events)), new NaiveFlow(events));
        (fast.Events, fast.Cases, fast.Variants).ShouldBe((naive.Events, naive.Cases, naive.Variants.Count));
        Of(fast, a => a.Starts).ShouldBe(naive.Starts, ignoreOrder: true);
        Of(fast, a => a.Ends).ShouldBe(naive.Ends, ignoreOrder: true);
        Of(fast, a => a.Rework).ShouldBe(naive.Rework, ignoreOrder: true);
        fast.TopVariants.ToDictionary(v => string.Join('>', v.Activities), v => v.Cases).ShouldBe(naive.Variants, ignoreOrder: true);
        fast.Arcs.Select(arc => $"{arc.From}>{arc.To}").ShouldBe(naive.Steps.Keys, ignoreOrder: true);
        foreach (var arc in fast.Arcs)
        {
            ShouldSpread(arc.Times.ShouldNotBeNull(), naive.Steps[$"{arc.From}>{arc.To}"]);
            arc.Count.ShouldBe(arc.Times!.Count);
        }

        if (naive.Cases > 0)
        {
            ShouldSpread(fast.CaseDuration.ShouldNotBeNull(), naive.Durations);
        }
        else
        {
            fast.CaseDuration.ShouldBeNull();
        }
    });

    [Fact]
    public void it_does_not_matter_in_which_order_the_cases_stand() =>
        Gen.Select(Log, Gen.Int[0, 1_000]).Sample((events, seed) =>
        {
            // Cases change places; within a case the order stays, for it decides among equal times.
            var cases = events.GroupBy(e => e.Case).ToList();
            var turned = cases.Index().OrderBy(one => ((one.Index * 7) + seed) % 13).SelectMany(one => one.Item);
            Said(FlowFold.Of(Built(turned))).ShouldBe(Said(FlowFold.Of(Built(events))));
        });

    [Fact]
    public void slices_by_what_a_case_says_add_up_to_the_whole() => Log.Sample(events =>
    {
        // What a case says is the same on each of its events.
        var whole = Built(events.GroupBy(e => e.Case).SelectMany(group => group.Select(e => e with { Channel = group.First().Channel })));
        var parts = new[] { "ch0", "ch1" }.Select(channel => FlowFold.Of(whole.Cut(new LogSlice("case:channel", channel)))).ToList();
        ShouldAddUp(FlowFold.Of(whole), parts);
    });

    [Fact]
    public void slices_by_period_add_up_to_the_whole() => Gen.Select(Log, Gen.Long[0, 40]).Sample((events, second) =>
    {
        var whole = Built(events);
        var instant = DateTimeOffset.UnixEpoch.AddSeconds(second);
        ShouldAddUp(
            FlowFold.Of(whole),
            [FlowFold.Of(whole.Cut(new LogSlice(Until: instant))), FlowFold.Of(whole.Cut(new LogSlice(From: instant)))]);
    });

    [Fact]
    public void a_slice_by_resource_is_the_log_of_its_events() => Gen.Select(Log, Gen.Int[1, 4]).Sample((events, resource) =>
    {
        var slice = Built(events).Cut(new LogSlice(LogNames.Resource, $"r{resource}"));
        Said(FlowFold.Of(slice)).ShouldBe(Said(FlowFold.Of(Built(events.Where(e => e.Resource == $"r{resource}")))));
    });

    [Fact]
    public void a_long_log_that_is_shared_out_gives_the_figures_of_its_parts_put_together()
    {
        // Beyond the size from which several processors share the cases.
        var events = Enumerable.Range(0, 120_000)
            .Select(i => new MadeUpEvent($"c{i / 7}", $"{(char)('a' + ((i * 31) + (i / 7)) % 11)}", i % 7 * (1 + (i / 7 % 97)))).ToList();
        var (fast, naive) = (FlowFold.Of(Built(events)), new NaiveFlow(events));
        (fast.Events, fast.Cases, fast.Variants).ShouldBe((naive.Events, naive.Cases, naive.Variants.Count));
        fast.Arcs.Count.ShouldBe(naive.Steps.Count);
        fast.Arcs.ShouldAllBe(arc => arc.Count == naive.Steps[$"{arc.From}>{arc.To}"].Count);
        foreach (var arc in fast.Arcs)
        {
            ShouldSpread(arc.Times!, naive.Steps[$"{arc.From}>{arc.To}"]);
        }
    }

    internal static EventLog Built(IEnumerable<MadeUpEvent> events)
    {
        var builder = new EventLogBuilder([LogNames.Resource, "case:channel"]);
        foreach (var e in events)
        {
            builder.Add(
                builder.CaseOf(e.Case), builder.ActivityOf(e.Activity),
                e.Second is { } second ? DateTimeOffset.UnixEpoch.AddSeconds(second).UtcTicks : EventLog.NoTime,
                [
                    e.Resource is null ? -1 : builder.ValueOf(0, e.Resource),
                    e.Channel is null ? -1 : builder.ValueOf(1, e.Channel),
                ]);
        }

        return builder.Build();
    }

    internal static Dictionary<string, int> Of(FlowFigures figures, Func<ActivityFigures, int> count) =>
        figures.Activities.Where(a => count(a) > 0).ToDictionary(a => a.Name, count);

    private static void ShouldSpread(Spread spread, List<double> sorted)
    {
        var mean = sorted.Average();
        spread.Count.ShouldBe(sorted.Count);
        spread.Min.ShouldBe(sorted[0], Near);
        spread.Max.ShouldBe(sorted[^1], Near);
        spread.Median.ShouldBe(NaiveFlow.Median(sorted), Near);
        spread.Mean.ShouldBe(mean, Near);
        spread.Sum.ShouldBe(sorted.Sum(), Near * sorted.Count);
        var (place, below) = (0.95 * (sorted.Count - 1), (int)(0.95 * (sorted.Count - 1)));
        spread.P95.ShouldBe(
            sorted[below] + ((place - below) * (sorted[Math.Min(below + 1, sorted.Count - 1)] - sorted[below])), Near);
        if (sorted.Count > 1)
        {
            spread.Deviation.ShouldNotBeNull()
                .ShouldBe(Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / (sorted.Count - 1)), Near);
        }
        else
        {
            spread.Deviation.ShouldBeNull();
        }
    }

    private static void ShouldAddUp(FlowFigures whole, IReadOnlyList<FlowFigures> parts)
    {
        (parts.Sum(part => part.Events), parts.Sum(part => part.Cases)).ShouldBe((whole.Events, whole.Cases));
        foreach (var count in new Func<ActivityFigures, int>[] { a => a.Events, a => a.Starts, a => a.Ends, a => a.Rework })
        {
            parts.SelectMany(part => part.Activities).GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.Sum(count))
                .ShouldBe(whole.Activities.ToDictionary(a => a.Name, count), ignoreOrder: true);
        }

        parts.SelectMany(part => part.Arcs).GroupBy(arc => (arc.From, arc.To)).ToDictionary(g => g.Key, g => g.Sum(arc => arc.Count))
            .ShouldBe(whole.Arcs.ToDictionary(arc => (arc.From, arc.To), arc => arc.Count), ignoreOrder: true);
    }

    // The last digits of a deviation depend on the order in which it was summed up.
    private static Spread? Rounded(Spread? spread) =>
        spread is null ? null : spread with { Deviation = spread.Deviation is { } d ? Math.Round(d, 9) : null };

    private static string Said(FlowFigures f) => string.Join(
        " | ", $"{f.Events} {f.Cases} {f.Variants} {f.Resources} {Rounded(f.CaseDuration)} {f.ArrivalSeconds}",
        string.Join(", ", f.Activities), string.Join(", ", f.Arcs.Select(arc => arc with { Times = Rounded(arc.Times) })),
        string.Join(", ", f.TopVariants.Select(v => $"{string.Join('>', v.Activities)} {v.Cases}")));
}
