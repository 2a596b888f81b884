using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard.Shell;

/// <summary>What every desk screen has round its content.</summary>
/// <param name="Screen">the path of the screen the person is on, for the menu</param>
/// <param name="Path">where this very page is, so that switching the light comes back to it</param>
/// <param name="Lag">how far the figures are behind the journal; null where nothing is counted</param>
/// <param name="LiveFrom">where the page asks for its fresh parts; null when it does not live</param>
public sealed record DeskFrame(
    string Title,
    string Screen,
    string Path,
    Person Person,
    string? Theme,
    DateTimeOffset Now,
    TimeZoneInfo Zone,
    TimeSpan? Lag = null,
    int? OpenTasks = null,
    string? LiveFrom = null)
{
    public static DeskFrame Of(HttpContext context, DashboardSettings settings, BusinessClock clock, string title, string screen) => new(
        title,
        screen,
        context.Request.Path + context.Request.QueryString,
        Person.Of(context.User),
        ThemeOf(context.Request),
        clock.GetUtcNow(),
        settings.Zone);

    public static string? ThemeOf(HttpRequest request) => request.Cookies["theme"] is "light" or "dark" ? request.Cookies["theme"] : null;
}
