using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Integrations;
using Crossdock.Host.Dashboard.Prices;
using Crossdock.Host.Dashboard.Reconciliation;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Host.Dashboard.Stock;
using Crossdock.Host.Dashboard.Work;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Stays;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Figures;

/// <summary>The slice and the figure as they stand in the URL.</summary>
/// <param name="Figure">null for all of them</param>
public sealed record FiguresSlice(PerformanceSlice Place, string? Figure = null)
{
    public string Url() => Url(Figure is null ? FiguresEndpoints.Screen : $"{FiguresEndpoints.Screen}/{Figure}");

    public string Csv() => Url($"{FiguresEndpoints.Screen}/{Figure}/csv");

    private string Url(string path) => QueryHelpers.AddQueryString(
        path,
        new Dictionary<string, string?>
        {
            ["process"] = Place.Process, ["region"] = Place.Region, ["channel"] = Place.Channel, ["node"] = Place.Node,
            ["supplier"] = Place.Supplier, ["category"] = Place.Category,
            ["days"] = Place.Days == PerformanceSlice.UsualDays ? null : $"{Place.Days}",
        }.Where(pair => pair.Value is not null));
}

/// <summary>One value and what it was in the period before.</summary>
public sealed record FigureCell(FigureRow Row, double? Before)
{
    public string Text => FiguresView.Value(Row.Value, Row.Unit);

    /// <summary>What compares with the period before, where that is not the value itself.</summary>
    public double? Like { get; init; } = Row.Value;

    public double Moved => (Like, Before) is ({ } now, { } was) ? Math.Abs(now - was) : 0;

    /// <summary>In the figure's own unit; empty where one of the two is not known.</summary>
    public string Change => (Like, Before) is ({ } now, { } was)
        ? Row.Unit switch
        {
            _ when now == was => "±0",
            "s" => (now > was ? "+" : "−") + Words.Duration(TimeSpan.FromSeconds(Math.Abs(now - was))),
            "%" => Words.Signed(now - was) + " points",
            _ => Words.Signed(now - was),
        }
        : "";
}

/// <summary>The values of one process, state, category or whatever a figure is told by.</summary>
/// <param name="Base">out of how many; the largest of its values</param>
public sealed record FigureLine(string? Process, string? Of, ImmutableDictionary<string, FigureCell> Cells, long Base);

/// <param name="Glance">null while it is counted for the first time</param>
public sealed record FiguresView(
    DeskFrame Frame, FiguresSlice Slice, ImmutableArray<Figure> Figures, FiguresGlance? Glance, IReadOnlyList<MapPicture> Maps,
    RetailNetwork Network)
{
    private const int MostLines = 200;

    public KnownGoods Goods { get; init; } = KnownGoods.None;

    public IEnumerable<MapPicture> Measured => Maps.Where(map => !Books.Is(map));

    public string Before => $"the {Words.Count(Slice.Place.Days, "day", "days")} before";

    public FigureAnswer? AnswerOf(Figure figure) => Glance?.Answers.First(answer => answer.Figure == figure);

    public string UrlOf(Figure figure) => (Slice with { Figure = figure.Name }).Url();

    /// <summary>
    /// The value to tell where there is room for one: of the whole before that of a part, of the first process before others, tasks last,
    /// and then of the most cases.
    /// </summary>
    public FigureCell? Told(Figure figure) => AnswerOf(figure)?.Rows
        .Where(row => row.Value is not null).OrderBy(row => row.Of is not null).ThenBy(Place).ThenByDescending(row => row.Base)
        .Select(row => Cell(figure, row)).FirstOrDefault();

    /// <summary>The share that moved most against the period before; null where none did, or nothing is known of before.</summary>
    public (Figure Figure, FigureCell Cell)? ChangedMost =>
        Figures.Select(figure => (Figure: figure, Cell: Told(figure))).Where(one => one.Cell is { Row.Unit: "%", Moved: > 0 })
            .OrderByDescending(one => one.Cell!.Moved).Select(one => ((Figure, FigureCell)?)(one.Figure, one.Cell!)).FirstOrDefault();

    public string Whose(FigureRow row) => string.Join(
        ", ", new[] { row.Process is { } process ? Words.Sentence(process) : null, row.Of is not null ? Named(row) : null }
            .Where(word => word is not null));

    /// <summary>Those of the most cases first; what is left out is in the CSV.</summary>
    public (ImmutableArray<FigureLine> Lines, int More) LinesOf(Figure figure)
    {
        var lines = (AnswerOf(figure)?.Rows ?? []).GroupBy(row => (row.Process, row.Of)).Select(group => new FigureLine(
            group.Key.Process, group.Key.Of,
            group.DistinctBy(row => row.Measure).ToImmutableDictionary(row => row.Measure, row => Cell(figure, row)),
            group.Max(row => row.Base))).ToList();
        var ordered = figure.By == "day" ? lines : lines.OrderByDescending(line => line.Base).ToList();
        return ([.. ordered.Take(MostLines)], Math.Max(0, lines.Count - MostLines));
    }

    public ImmutableArray<(string Measure, string Unit)> ColumnsOf(Figure figure) =>
        [.. (AnswerOf(figure)?.Rows ?? []).Select(row => (row.Measure, row.Unit)).DistinctBy(column => column.Measure)];

    /// <summary>Where the cases behind a line are; null where nothing lists them.</summary>
    public string? Door(Figure figure, FigureLine line)
    {
        var place = Slice.Place;
        return (figure.By, line) switch
        {
            ("system", { Of: { } system }) => IntegrationsView.UrlOf(system),
            // What was closed with it, and what stands open with it, are other cases; of how long it lasted nothing lists them.
            ("category", { Process: { } process }) when figure.Name == "exception-rate" =>
                place.Flow(process).Door(new FlowSubject.Closed()),
            ("category", { Of: { } code }) when figure.Name == "exceptions" => Work(category: code, process: Worked(line.Process)),
            ("category", _) => null,
            ("owner", { Of: { } owner }) => Work(owner: owner),
            ("state", { Process: { } process, Of: { } state }) => place.Flow(process).Door(new FlowSubject.CameInto(state)),
            ("open matter", { Process: "invoice-to-reconciliation" or "bank-entry" or "provider-payout" }) =>
                ReconciliationEndpoints.Screen,
            ("open matter", { Process: { } process, Of: { } state }) => MapOf(process) is { } map
                ? place.Flow(process).Standing(map, state) : null,
            ("node", { Process: { } process, Of: { } node }) => (place with { Node = node }).Flow(process).Door(new FlowSubject.Closed()),
            ("supplier", { Process: { } process, Of: { } supplier }) =>
                (place with { Supplier = supplier }).Flow(process).Door(new FlowSubject.Closed()),
            ("channel", { Process: { } process }) when figure.Name == "intake" =>
                (place with { Channel = line.Of ?? place.Channel }).Flow(process).Door(new FlowSubject.Began()),
            ("channel", { Of: not null }) => figure.Name == "price-parity" ? PricesEndpoints.Screen : StockEndpoints.Screen,
            (_, { Process: { } process }) => place.Flow(process).Door(new FlowSubject.Closed()),
            _ => null,
        };
    }

    public string Named(FigureRow row) => Named(row.Process, row.Of!);

    public string Named(string? process, string of) =>
        Maps.FirstOrDefault(map => map.Process == process)?.Find(of)?.Title
        ?? Network.Find(of)?.Name
        ?? Network.Channels.FirstOrDefault(channel => channel.Id == of)?.Name
        ?? (of.All(letter => char.IsAsciiLetterLower(letter) || letter == '-') && of.Length > 3 ? Words.Sentence(of) : of);

    public static string Title(string measure) => measure switch
    {
        "p50" => "median",
        _ => measure.Replace('-', ' '),
    };

    public static string Value(double? value, string unit) => (value, unit) switch
    {
        (null, _) => Words.NotKnown,
        ({ } seconds, "s") => seconds < 0
            ? "−" + Words.Duration(TimeSpan.FromSeconds(-seconds)) : Words.Duration(TimeSpan.FromSeconds(seconds)),
        ({ } share, "%") => Words.Figure(share) + " %",
        ({ } count, _) when count == Math.Floor(count) => Words.Count((long)count),
        ({ } other, _) => Words.Figure(other),
    };

    private int Place(FigureRow row)
    {
        var place = Maps.Select(map => map.Process).TakeWhile(process => process != row.Process).Count();
        return Maps.FirstOrDefault(map => map.Process == row.Process) is { Kind: "task" } ? int.MaxValue : place;
    }

    private FigureCell Cell(Figure figure, FigureRow row)
    {
        var cell = new FigureCell(row, Same(Glance!.Before, figure, row));
        return figure.CountsStanding ? cell with { Like = Same(Glance.MovedOn, figure, row) } : cell;
    }

    private static double? Same(ImmutableArray<FigureAnswer> answers, Figure figure, FigureRow row) =>
        answers.First(answer => answer.Figure == figure).Rows
            .FirstOrDefault(other => (other.Process, other.Of, other.Measure) == (row.Process, row.Of, row.Measure))?.Value;

    /// <summary>A task stands in the work list under the process of the case that it is about.</summary>
    private string? Worked(string? process) => MapOf(process) is { Kind: "task" } ? null : process;

    private MapPicture? MapOf(string? process) => Maps.FirstOrDefault(map => map.Process == process);

    private string Work(string? category = null, string? owner = null, string? process = null) => QueryHelpers.AddQueryString(
        WorkEndpoints.Path,
        new Dictionary<string, string?>
        {
            ["category"] = category, ["owner"] = owner, ["process"] = process, ["region"] = Slice.Place.Region,
            ["channel"] = Slice.Place.Channel, ["node"] = Slice.Place.Node,
        }.Where(pair => pair.Value is not null));
}
