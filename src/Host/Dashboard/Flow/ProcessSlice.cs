using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Logs;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Flow;

/// <summary>What the process screen shows, as it stands in the URL, so that a copied link shows the same.</summary>
/// <param name="Rows">steps that fewer than so many percent of the cases took are hidden and counted</param>
/// <param name="Against">what the slice is compared with: <c>before</c>, <c>region:uk</c>, <c>channel:web</c>; null for nothing</param>
/// <param name="Time">which time stands on the map: <c>p90</c>, or null for the median</param>
/// <param name="Table">the chart whose table is open: map, variants or time</param>
public sealed record ProcessSlice(
    string Process, string? Region = null, string? Channel = null, string? Node = null, string? Supplier = null, string? Category = null,
    int Days = PerformanceSlice.UsualDays, double Rows = ProcessSlice.UsualRows, string? Against = null, string? Time = null,
    string? Table = null)
{
    public const double UsualRows = 0.25;

    /// <summary>The path its page lies under: that of our own processes, or of an imported log.</summary>
    public string Under { get; init; } = ProcessEndpoints.Screen;

    /// <summary>Of an imported log: which of its cases and events are shown. What our own are cut by has no part in it then.</summary>
    public LogPart? Part { get; init; }

    /// <summary>A log of another system: nothing of it waits now, and the cases behind its figures are on a page of its own.</summary>
    public bool IsLog => Part is not null;

    public const string Before = "before";

    public static readonly ImmutableArray<double> RowChoices = [0, UsualRows, 1, 5];

    public string Period => PerformanceSlice.Periods.First(period => period.Days == Days).Words;

    public bool IsP90 => Time == "p90";

    public static ProcessSlice Of(string process, IQueryCollection query)
    {
        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 100 } text ? text : null;
        string? OneOf(string name, params ReadOnlySpan<string> known) => Word(name) is { } word && known.Contains(word) ? word : null;
        var days = int.TryParse(Word("days"), CultureInfo.InvariantCulture, out var given)
            && PerformanceSlice.Periods.Any(period => period.Days == given) ? given : PerformanceSlice.UsualDays;
        var rows = double.TryParse(Word("rows"), CultureInfo.InvariantCulture, out var share) && RowChoices.Contains(share)
            ? share : UsualRows;
        return new ProcessSlice(
            process, Word("region"), Word("channel"), Word("node"), Word("supplier"), Word("category"), days, rows, Word("against"),
            OneOf("time", "p90"), OneOf("table", "map", "variants", "time"));
    }

    public string Url() => Url("");

    /// <param name="under">a path under that of the process, such as <c>/cases</c></param>
    public string Url(string under, params ReadOnlySpan<(string Name, string? Value)> also)
    {
        var query = new List<KeyValuePair<string, string?>>();
        foreach (var (name, value) in also)
        {
            query.Add(new(name, value));
        }

        query.AddRange(Part?.Query ??
        [
            new("region", Region), new("channel", Channel), new("node", Node), new("supplier", Supplier), new("category", Category),
            new("days", Days == PerformanceSlice.UsualDays ? null : Days.ToString(CultureInfo.InvariantCulture)),
        ]);
        query.AddRange(
        [
            new("rows", Rows == UsualRows ? null : Rows.ToString(CultureInfo.InvariantCulture)),
            new("against", Against), new("time", Time), new("table", Table),
        ]);
        return QueryHelpers.AddQueryString(
            $"{Under}/{Uri.EscapeDataString(Process)}{under}", query.Where(pair => pair.Value is not null));
    }

    /// <summary>The cases that a figure counts, of the same slice and period; of a log under the address of its page.</summary>
    public string Door(FlowSubject subject) => (this with { Rows = UsualRows, Against = null, Time = null, Table = null })
        .Url(IsLog ? "" : "/cases", ("of", subject.ToString()));

    /// <summary>The cases that a figure of the other slice counts; null where it is not asked for here.</summary>
    public string? OtherDoor(FlowSubject subject) => Part?.Beside(Against) is { } other ? (this with { Part = other }).Door(subject) : null;

    /// <summary>The open cases as they stand now, in the list.</summary>
    public string? Standing(MapPicture map, string? state = null, string? clock = null, string? waits = null) => IsLog ? null : new Slice(
        Kind: map.Kind, Text: Supplier ?? Category, State: state, Waits: waits, Region: Region, Channel: Channel, Node: Node, Clock: clock,
        Open: Supplier is null && Category is null ? null : "yes").Url();

    /// <summary>What was closed in the period, and what is open now.</summary>
    public FigureSlice At(DateTimeOffset now) =>
        new(Process, Region, Channel, Node, now.AddDays(-Days)) { Supplier = Supplier, Category = Category };

    /// <summary>
    /// The two that are compared, of closed cases only, since those that go on are in the newer of two periods and not in the older.
    /// </summary>
    public (FigureSlice One, FigureSlice Other)? Compared(DateTimeOffset now)
    {
        var one = At(now) with { To = now };
        return Against?.Split(':') switch
        {
            [Before] => (one, one with { From = one.From!.Value.AddDays(-Days), To = one.From }),
            ["region", { Length: > 0 } region] => (one, one with { Region = region }),
            ["channel", { Length: > 0 } channel] => (one, one with { Channel = channel }),
            ["node", { Length: > 0 } node] => (one, one with { Node = node }),
            _ => null,
        };
    }
}
