using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Causes;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Investment;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Figures;

/// <summary>How each process performs over a period, where its time goes, and what holds it up.</summary>
public static class PerformanceEndpoints
{
    public const string Screen = "/performance";

    public static void Map(RouteGroupBuilder screens)
    {
        screens.MapGet(Screen, Page).RequireAuthorization(DashboardSetup.Readers);
        screens.MapGet(Screen + "/fragment", Fragment).RequireAuthorization(DashboardSetup.Readers);
    }

    private static async Task<RazorComponentResult> Page(
        HttpContext context, PerformanceLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<PerformancePage>(new { View = await Read(context, look, goods, maps, network, settings, clock) });

    private static async Task<RazorComponentResult> Fragment(
        HttpContext context, PerformanceLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock) =>
        new RazorComponentResult<PerformanceLive>(new
        {
            View = await Read(context, look, goods, maps, network, settings, clock), WithStatus = true,
        });

    private static async Task<PerformanceView> Read(
        HttpContext context, PerformanceLook look, GoodsLook goods, IMaps maps, RetailNetwork network, DashboardSettings settings,
        BusinessClock clock)
    {
        var slice = PerformanceSlice.Of(context.Request.Query);
        var glance = await look.Read(slice);
        var frame = DeskFrame.Of(context, settings, clock, "Performance", Screen) with
        {
            Lag = glance?.Lag, LiveFrom = $"{Screen}/fragment{context.Request.QueryString}",
        };
        return new PerformanceView(glance is null ? frame : frame with { Now = glance.At }, slice, glance, maps.All, network)
        {
            Goods = await goods.Read(),
        };
    }
}

/// <summary>What the screen shows, of one reading.</summary>
/// <param name="Lag">how far the figures are behind the journal</param>
public sealed record PerformanceGlance(ImmutableArray<FigureAnswer> Answers, TimeWent Went, TimeSpan Lag, DateTimeOffset At);

/// <summary>Read once for all who look at the same slice, and seldom enough that reading takes a tenth of the time at most.</summary>
public sealed class PerformanceLook(
    FigureReader reader, LagReader lag, DashboardSettings settings, BusinessClock clock, TimeProvider wall)
{
    private static readonly string[] Shown = ["throughput", "cycle-time", "sla-adherence", "touchless"];

    private readonly Latest<PerformanceSlice, PerformanceGlance> _latest = new(wall, settings.Patience, rest: 10);

    public Task<PerformanceGlance?> Read(PerformanceSlice slice) => _latest.Get(slice, async cancel =>
    {
        var now = clock.GetUtcNow();
        var asked = slice.At(now);
        return new PerformanceGlance(
            await reader.Read([.. Shown.Select(name => FigureCatalogue.Find(name)!)], asked, cancel),
            await reader.ReadTime(asked, PerformanceView.Bottlenecks, cancel, slice.Currency), await lag.ReadOf(reader, now, cancel), now);
    });
}

/// <summary>The slice and the period as they stand in the URL, so that a copied link shows the same.</summary>
public sealed record PerformanceSlice(
    string? Process = null, string? Region = null, string? Channel = null, string? Node = null, int Days = PerformanceSlice.UsualDays)
{
    public const int UsualDays = 7;

    public string? Supplier { get; init; }

    /// <summary>The category of goods.</summary>
    public string? Category { get; init; }

    /// <summary>Bottlenecks by the money that was held up in this currency; null: by the time that was lost.</summary>
    public string? Currency { get; init; }

    public static readonly ImmutableArray<(int Days, string Words)> Periods =
        [(1, "last 24 hours"), (7, "last 7 days"), (30, "last 30 days"), (90, "last 90 days")];

    public string Period => Periods.First(period => period.Days == Days).Words;

    public static PerformanceSlice Of(IQueryCollection query)
    {
        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 100 } text ? text : null;
        var days = int.TryParse(Word("days"), out var given) && Periods.Any(period => period.Days == given) ? given : UsualDays;
        return new PerformanceSlice(Word("process"), Word("region"), Word("channel"), Word("node"), days)
        {
            Supplier = Word("supplier"), Category = Word("category"),
            Currency = Word("money") is { Length: 3 } money && money.All(char.IsAsciiLetterUpper) ? money : null,
        };
    }

    public FigureSlice At(DateTimeOffset now) =>
        new(Process, Region, Channel, Node, now.AddDays(-Days)) { Supplier = Supplier, Category = Category };

    /// <summary>One process of the slice over the same period.</summary>
    public ProcessSlice Flow(string process) => new(process, Region, Channel, Node, Supplier, Category, Days);

    public string Url() => QueryHelpers.AddQueryString(
        PerformanceEndpoints.Screen,
        new Dictionary<string, string?>
        {
            ["process"] = Process, ["region"] = Region, ["channel"] = Channel, ["node"] = Node, ["supplier"] = Supplier,
            ["category"] = Category, ["money"] = Currency,
            ["days"] = Days == UsualDays ? null : $"{Days}",
        }.Where(pair => pair.Value is not null));
}

/// <summary>A process's row of figures; null is not known.</summary>
public sealed record ProcessFigures(
    string Process, long Closed, TimeSpan? Median, TimeSpan? P90, TimeSpan? P99, double? Kept, double? Touchless);

/// <param name="Glance">null while it is counted for the first time</param>
public sealed record PerformanceView(
    DeskFrame Frame, PerformanceSlice Slice, PerformanceGlance? Glance, IReadOnlyList<MapPicture> Maps, RetailNetwork Network)
{
    public const int Bottlenecks = 15;

    public KnownGoods Goods { get; init; } = KnownGoods.None;

    public bool IsCounting => Glance is null;

    public TimeWent Went => Glance?.Went ?? TimeWent.Nothing;

    public IEnumerable<MapPicture> Measured => Maps.Where(map => !Books.Is(map));

    public ImmutableArray<ProcessFigures> Processes =>
    [
        .. Measured.Select(map => map.Process)
            .Where(process => Value(process, "throughput", "closed") > 0 || Went.Processes.Any(time => time.Process == process))
            .Select(process => new ProcessFigures(
                process, (long)(Value(process, "throughput", "closed") ?? 0), Length(process, "p50"), Length(process, "p90"),
                Length(process, "p99"), Value(process, "sla-adherence", "kept"), Value(process, "touchless", "share"))),
    ];

    /// <summary>The cases of a process and a state as they stand now, in the list; null where no map knows the process.</summary>
    public string? Door(string process, string state, string? node) =>
        Maps.FirstOrDefault(map => map.Process == process) is { } map
            ? (Slice.Flow(process) with { Node = node ?? Slice.Node }).Standing(map, state)
            : null;

    /// <summary>The cases of a process that were closed in the period.</summary>
    public string? Closed(string process) => Slice.Flow(process).Door(new FlowSubject.Closed());

    /// <summary>What goes with slow cases of this slice, or of one state in it.</summary>
    public string Causes(string? process = null, string? state = null) =>
        new CausesSlice(Slice with { Process = process ?? Slice.Process ?? Went.Bottlenecks.FirstOrDefault()?.Process }, state).Url();

    public string Figures() => new FiguresSlice(Slice).Url();

    public string Investment() => new InvestmentSlice(Slice).Url();

    public string StateTitle(string process, string state) =>
        Words.Title(Maps.FirstOrDefault(map => map.Process == process)?.Find(state), state);

    /// <summary>Whole percents that add up to 100.</summary>
    public static int[] Percents(TimeParts parts) => Shares.InPercent([.. TimeParts.Causes.Select(cause => parts[cause])]);

    /// <summary>Whose time it was has the shade that it has everywhere.</summary>
    public static string Shade(Cause cause) => cause switch
    {
        Cause.Working => "w-system",
        Cause.WaitingOnPerson => "w-person",
        Cause.Queueing => "w-queue",
        Cause.IntegrationRetry => "bar-late",
        Cause.WaitingOnPartner => "w-partner",
        Cause.HeldByPolicy => "w-time",
        Cause.OutsideBusinessHours => "w-closed",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "is no cause"),
    };

    private TimeSpan? Length(string process, string measure) =>
        Value(process, "cycle-time", measure) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private double? Value(string process, string figure, string measure) =>
        Glance?.Answers.First(answer => answer.Figure.Name == figure).Rows
            .FirstOrDefault(row => row.Process == process && row.Measure == measure)?.Value;
}
