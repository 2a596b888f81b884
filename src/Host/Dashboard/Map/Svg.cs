using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Components;

namespace Crossdock.Host.Dashboard.Map;

/// <summary>What maps are written with.</summary>
public static class Svg
{
    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A Razor text element is markup of its own, so SVG's is written out here, encoded.</summary>
    public static MarkupString Text(string? look, double x, double y, string text, string? anchor = null) => new(
        $"<text{(look is null ? "" : $" class=\"{look}\"")}{(anchor is null ? "" : $" text-anchor=\"{anchor}\"")} "
        + $"x=\"{N(x)}\" y=\"{N(y)}\">{WebUtility.HtmlEncode(text)}</text>");
}
