using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Stays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Causes;

/// <summary>What slow or failing cases of a slice have in common.</summary>
public static class CausesEndpoints
{
    public const string Screen = "/causes";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, CausesLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<CausesPage>(new { View = await Read(context, look, goods, maps, network, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, CausesLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<CausesLive>(new
        {
            View = await Read(context, look, goods, maps, network, settings, clock), WithStatus = true,
        });

    private static async Task<CausesView> Read(
        HttpContext context, CausesLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock)
    {
        ImmutableArray<MapPicture> measured = [.. maps.All.Where(map => !Books.Is(map))];
        var slice = CausesSlice.Of(context.Request.Query, measured);
        var glance = await look.Read(slice);
        var frame = DeskFrame.Of(context, settings, clock, "Causes", PerformanceEndpoints.Screen) with
        {
            Lag = glance?.Lag, LiveFrom = $"{Screen}/fragment{context.Request.QueryString}",
        };
        return new CausesView(glance is null ? frame : frame with { Now = glance.At }, slice, glance?.Answer, measured, network)
        {
            Goods = await goods.Read(),
        };
    }
}

/// <summary>What the screen shows, of one reading.</summary>
/// <param name="Lag">how far the figures are behind the journal</param>
public sealed record CausesGlance(CauseAnswer Answer, TimeSpan Lag, DateTimeOffset At);

/// <summary>Compared once for all who look at the same slice, and seldom enough that comparing takes a tenth of the time at most.</summary>
public sealed class CausesLook(
    CauseReader reader, FigureReader figures, LagReader lag, DashboardSettings settings, BusinessClock clock, TimeProvider wall)
{
    private readonly Latest<CausesSlice, CausesGlance> _latest = new(wall, settings.Patience, rest: 10);

    public Task<CausesGlance?> Read(CausesSlice slice) => _latest.Get(slice, async cancel =>
    {
        var now = clock.GetUtcNow();
        var answer = await reader.Read(slice.Place.At(now), slice.State, slice.Measure, cancel);
        return new CausesGlance(answer, await lag.ReadOf(figures, now, cancel), now);
    });
}

/// <summary>The slice, the state and what is asked, as they stand in the URL.</summary>
/// <param name="Place">always with a process: cases of different processes are not compared</param>
public sealed record CausesSlice(PerformanceSlice Place, string? State = null, CauseMeasure Measure = CauseMeasure.Slow)
{
    public static CausesSlice Of(IQueryCollection query, IReadOnlyList<MapPicture> maps)
    {
        var place = PerformanceSlice.Of(query);
        var map = maps.FirstOrDefault(map => map.Process == place.Process) ?? maps[0];
        var state = map.Find(query["state"].ToString()) is { Final: false } known ? known.Name : null;
        var failing = string.Equals(query["of"], nameof(CauseMeasure.Failing), StringComparison.OrdinalIgnoreCase);
        return new CausesSlice(
            place with { Process = map.Process }, state, failing ? CauseMeasure.Failing : CauseMeasure.Slow);
    }

    public string Url() => QueryHelpers.AddQueryString(
        CausesEndpoints.Screen,
        new Dictionary<string, string?>
        {
            ["process"] = Place.Process, ["state"] = State, ["of"] = Measure == CauseMeasure.Failing ? "failing" : null,
            ["region"] = Place.Region, ["channel"] = Place.Channel, ["node"] = Place.Node, ["supplier"] = Place.Supplier,
            ["category"] = Place.Category,
            ["days"] = Place.Days == PerformanceSlice.UsualDays ? null : $"{Place.Days}",
        }.Where(pair => pair.Value is not null));
}

/// <param name="Known">null while it is compared for the first time</param>
public sealed record CausesView(
    DeskFrame Frame, CausesSlice Slice, CauseAnswer? Known, ImmutableArray<MapPicture> Maps, RetailNetwork Network)
{
    public KnownGoods Goods { get; init; } = KnownGoods.None;

    public bool IsCounting => Known is null;

    public CauseAnswer Answer => Known ?? CauseAnswer.Nothing;

    public MapPicture Map => Maps.First(map => map.Process == Slice.Place.Process);

    public ImmutableArray<CauseClaim> Claims => Answer.Findings.Claims;

    public bool IsShare => Slice.Measure == CauseMeasure.Failing;

    public string Sentence(CauseClaim claim) =>
        ClaimSentence.Of(claim, SliceWords.Of(Map, Slice.State), Slice.Measure, Slice.State is not null, Network);

    /// <summary>What is so where nothing is claimed: too few cases, or nothing that chance does not do too.</summary>
    public string Nothing => Answer.Findings switch
    {
        _ when IsCounting => "These cases are being compared; what they have in common stands here as soon as it is known.",
        { Observed: 0 } => $"No case of {SliceWords.Of(Map, Slice.State)} ended in the {Slice.Place.Period}.",
        { Tested: 0 } found =>
            $"{Words.Count(found.Observed, "case is", "cases are")} too few to say what goes with {Asked} ones: it takes "
            + $"{Answer.Rules.LeastCases} with a trait and as many without it.",
        var found =>
            $"Nothing goes with {Asked} cases more than chance would have it; {Words.Count(found.Tested, "trait was", "traits were")} "
            + "looked at.",
    };

    public string Asked => IsShare ? "failing" : "slow";

    public string Value(double value) =>
        IsShare ? Words.Figure(100 * value) + " %" : Words.Duration(TimeSpan.FromSeconds(value));

    public string Effect(double value) =>
        IsShare ? Words.Figure(100 * value) + " points" : Words.Duration(TimeSpan.FromSeconds(value));

    /// <summary>Of 160 pixels from 0 to the greatest upper end: where the interval begins, how long it is, where the effect is.</summary>
    public (double Low, double Length, double At) Range(CauseClaim claim)
    {
        var scale = 160 / Claims.Max(one => one.Effect.High);
        return (claim.Effect.Low * scale, (claim.Effect.High - claim.Effect.Low) * scale, claim.Effect.Value * scale);
    }

    /// <summary>The cases behind a claim, where they can be told apart like that: those of its period, see <see cref="Wider"/>.</summary>
    public string? Door(TraitValue trait)
    {
        var slice = Slice.Place.Flow(Map.Process);
        ProcessSlice? narrowed = trait.Trait switch
        {
            Trait.Node => slice with { Node = trait.Value },
            Trait.Region => slice with { Region = trait.Value },
            Trait.Channel => slice with { Channel = trait.Value },
            Trait.Supplier => slice with { Supplier = trait.Value },
            Trait.Category => slice with { Category = trait.Value },
            _ => null,
        };
        return narrowed?.Door(Slice.State is { } state ? new FlowSubject.CameInto(state) : new FlowSubject.Closed());
    }

    /// <summary>What else the lists behind the numbers have; null where they have the very cases.</summary>
    public string? Wider => !Claims.Any(claim => Door(claim.Trait) is not null) ? null
        : Slice.State is { } state
            ? $"A number opens the cases with the trait that came into {Words.Title(Map.Find(state), state)} and were closed in the "
                + $"{Slice.Place.Period} or are open. Some of these stand there still or left before, and were not compared; a case is "
                + "listed where it is now."
        : Answer.Capped ? $"A number opens the cases of the whole {Slice.Place.Period}, those too that were not looked at." : null;
}
