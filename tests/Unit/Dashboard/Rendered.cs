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

    public static DeskFrame Frame(string role) => new(
        "Made up", "/", "/", new Person("Ida Lindahl", role, null), null, MadeUpRetailer.Now, TimeZoneInfo.Utc, TimeSpan.Zero);

    public static IQueryCollection Query(string text) =>
        new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(text) ?? new Dictionary<string, StringValues>());

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
