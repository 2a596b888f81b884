using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Screens;

/// <summary><c>bench screens</c>: the control tower over many cases.</summary>
public static class ScreensCommand
{
    public static Command Create()
    {
        var cases = new Option<long>("--cases") { Description = "how many cases there are", DefaultValueFactory = _ => 1_000_000 };
        var open = new Option<long>("--open") { Description = "how many of them are open", DefaultValueFactory = _ => 30_000 };
        var days = new Option<int>("--days") { Description = "over how many days they are spread", DefaultValueFactory = _ => 60 };
        var command = new Command("screens", "Every screen over many cases: first content, renewals, and how soon an order shows.")
        {
            cases, open, days,
        };
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var result = await ScreensBench.Run(
                asked, Math.Clamp(parsed.GetValue(cases), 100, 100_000_000), Math.Max(0, parsed.GetValue(open)),
                Math.Clamp(parsed.GetValue(days), 1, 400), asked.Json ? Console.Error : Console.Out, cancel);
            Console.WriteLine(asked.Json ? JsonSerializer.Serialize(result, ScreensJson.Default.ScreensResult) : Words(result));
            return 0;
        });
        return command;
    }

    private static string Words(ScreensResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Store}: {r.Cases:N0} cases over {r.Days} days, {r.Open:N0} of them open; {r.Rows:N0} rows, {r.StoreMegabytes:N0} MB
          start                {r.StartSeconds:N2} s
          figures made anew in {r.FollowSeconds:N1} s, {r.RowsPerSecondFollowed:N0} rows a second
          an order shows after {r.OrderShownMilliseconds:N0} ms, every screen open
          meanwhile            {r.HostCpuShare:P0} of the processors, {r.HostMegabytes:N0} MB

          {"screen",-52}{"first",9}{"again",9}{"worst",9}{"renewed",9}{"worst",9}   ms
        {string.Join('\n', r.Screens.Select(Words))}
        """);

    private static string Words(ScreenTime screen) => string.Create(
        CultureInfo.InvariantCulture, $"  {screen.Path,-52}{screen.FirstMilliseconds,9:N0}{screen.P50Milliseconds,9:N0}")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{screen.WorstMilliseconds,9:N0}{screen.RenewedP50Milliseconds,9:N0}{screen.RenewedWorstMilliseconds,9:N0}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScreensResult))]
internal sealed partial class ScreensJson : JsonSerializerContext;
