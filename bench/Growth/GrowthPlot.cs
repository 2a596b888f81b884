using System.Globalization;
using System.Text;

namespace Crossdock.Bench.Growth;

/// <summary>The curve as SVG: four small charts over the rows, each from zero, so that a slope is what it looks like.</summary>
public static class GrowthPlot
{
    private const int Width = 860;
    private const int PanelWidth = 380;
    private const int PanelHeight = 150;
    private const int Left = 30;
    private const int Top = 60;
    private const int Gap = 60;

    private sealed record Panel(string Title, string Unit, double? Limit, Func<GrowthSize, double> Value);

    private static readonly Panel[] Panels =
    [
        new("Minimal cases a second", "", null, size => size.Probe.CasesPerSecond),
        new("An idle case answers, 99 of 100 within", "ms", 100, size => size.Probe.AnswerP99Milliseconds),
        new("Start of the host", "s", 10, size => size.Probe.StartSeconds),
        new("Resident memory at rest", "MB", null, size => size.Probe.IdleMegabytes),
    ];

    public static string Draw(GrowthResult result)
    {
        var svg = new StringBuilder();
        var height = Top + (2 * (PanelHeight + Gap)) + 20;
        var under = Text($"{result.Machine}; commit {result.Commit}; {result.At:yyyy-MM-dd}; {result.InFlight:N0} in flight");
        svg.Append(Text($"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <text x="{Left}" y="24" font-size="15">Growth on {result.Store}: speed, answers, start and memory by rows of the journal</text>
            <text x="{Left}" y="42" fill="#555">{under}</text>

            """));
        for (var place = 0; place < Panels.Length; place++)
        {
            Draw(svg, Panels[place], result.Sizes, Left + (place % 2 * (PanelWidth + 50)), Top + (place / 2 * (PanelHeight + Gap)));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, Panel panel, IReadOnlyList<GrowthSize> sizes, int x, int y)
    {
        var most = Math.Max(sizes.Max(panel.Value), panel.Limit ?? 0) * 1.15;
        most = most > 0 ? most : 1;
        var (low, high) = (Math.Log10(sizes[0].Rows), Math.Log10(Math.Max(sizes[^1].Rows, sizes[0].Rows + 1)));
        double Across(GrowthSize size) => x + 30 + ((PanelWidth - 80) * (high > low ? (Math.Log10(size.Rows) - low) / (high - low) : 0));
        double Up(double value) => y + 20 + (PanelHeight * (1 - (value / most)));
        svg.Append(Text($"""
            <text x="{x}" y="{y + 8}" font-weight="bold">{panel.Title}</text>
            <line x1="{x}" y1="{Up(0):F1}" x2="{x + PanelWidth - 20}" y2="{Up(0):F1}" stroke="#999"/>

            """));
        if (panel.Limit is { } limit)
        {
            svg.Append(Text($"""
                <line x1="{x}" y1="{Up(limit):F1}" x2="{x + PanelWidth - 20}" y2="{Up(limit):F1}" stroke="#c33" stroke-dasharray="4 3"/>
                <text x="{x + PanelWidth - 20}" y="{Up(limit) - 4:F1}" fill="#c33" text-anchor="end">at most {limit:N0} {panel.Unit}</text>

                """));
        }

        var line = string.Join(' ', sizes.Select(size => Text($"{Across(size):F1},{Up(panel.Value(size)):F1}")));
        svg.Append(Text($"<polyline points=\"{line}\" fill=\"none\" stroke=\"#06c\" stroke-width=\"2\"/>\n"));
        foreach (var size in sizes)
        {
            var (across, up) = (Across(size), Up(panel.Value(size)));
            svg.Append(Text($"""
                <circle cx="{across:F1}" cy="{up:F1}" r="3" fill="#06c"/>
                <text x="{across:F1}" y="{up - 8:F1}" text-anchor="middle">{panel.Value(size):#,0.##} {panel.Unit}</text>
                <text x="{across:F1}" y="{Up(0) + 16:F1}" text-anchor="middle" fill="#555">{size.Rows:N0}</text>

                """));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
