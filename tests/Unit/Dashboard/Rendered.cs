using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Crossdock.Host.Dashboard;
using Crossdock.Host.Dashboard.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>A part of a screen as the server makes it, without a server.</summary>
internal static partial class Rendered
{
    public static async Task<string> Html<TComponent>(object view)
        where TComponent : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(
                new Dictionary<string, object?> { ["View"] = view }))).ToHtmlString());
        return html;
    }

    /// <summary>As a person reads it: without tags, one space between words.</summary>
    public static string Text(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ");

    /// <summary>Links of a page below a path whose text begins with a number, or is the dot that stands for none.</summary>
    public static List<(string Path, int Number)> Doors(string page, string below) =>
    [
        .. Link().Matches(page)
            .Select(link => (Path: WebUtility.HtmlDecode(link.Groups[1].Value), Text: Text(link.Groups[2].Value).Trim()))
            .Where(link => link.Path.StartsWith(below, StringComparison.Ordinal) && (link.Text == "·" || char.IsAsciiDigit(link.Text[0])))
            .Select(link => (link.Path, link.Text == "·" ? 0 : NumberIn(link.Text))),
    ];

    /// <summary>How many cases the headline of a list says it has.</summary>
    public static int Listed(string page) =>
        Text(Headline().Match(page).Groups[1].Value).Trim() is var said && said.StartsWith("No ", StringComparison.Ordinal)
            ? 0 : NumberIn(said);

    private static int NumberIn(string text) =>
        int.Parse(Number().Match(text).Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    public static DeskFrame Frame(string role) => new(
        "Made up", "/", "/", new Person("Ida Lindahl", role, null), null, MadeUpRetailer.Now, TimeZoneInfo.Utc, TimeSpan.Zero);

    public static IQueryCollection Query(string text) =>
        new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(text) ?? new Dictionary<string, StringValues>());

    [GeneratedRegex("<a [^>]*href=\"([^\"]*)\"[^>]*>(.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex Link();

    [GeneratedRegex("<h1 class=\"headline\">(.*?)</h1>", RegexOptions.Singleline)]
    private static partial Regex Headline();

    [GeneratedRegex("^[0-9][0-9,]*")]
    private static partial Regex Number();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
