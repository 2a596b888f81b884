using System.Globalization;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// How many random lives a law is held against. What goes wrong in one of fifty thousand is not found in the minutes that everybody
/// waits for; CROSSDOCK_LAWS_TIMES looks so many times as long.
/// </summary>
internal static class Often
{
    public static readonly int Times =
        int.TryParse(Environment.GetEnvironmentVariable("CROSSDOCK_LAWS_TIMES"), CultureInfo.InvariantCulture, out var times)
            ? Math.Clamp(times, 1, 10_000) : 1;

    public static int Of(int usual) => usual * Times;
}
