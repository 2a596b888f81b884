using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Orders;

/// <summary><c>bench orders</c>: whole orders a second.</summary>
public static class OrdersCommand
{
    public static Command Create()
    {
        var inFlight = new Option<int>("--in-flight") { Description = "orders open at once", DefaultValueFactory = _ => 512 };
        var lines = new Option<int>("--lines") { Description = "lines an order", DefaultValueFactory = _ => 2 };
        var command = new Command("orders", "Whole orders, half collected in a store, half shipped from a distribution centre.")
        {
            inFlight, lines,
        };
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var result = await OrdersBench.Run(
                asked, Math.Clamp(parsed.GetValue(inFlight), 1, 20_000), Math.Clamp(parsed.GetValue(lines), 1, 500), cancel);
            Console.WriteLine(asked.Json ? JsonSerializer.Serialize(result, OrdersResultJson.Default.OrdersResult) : Words(result));
            return result.Faults == 0 && result.EndedTogether == result.Begun ? 0 : 1;
        });
        return command;
    }

    private static string Words(OrdersResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Store}, {r.InFlight:N0} in flight, {r.LinesPerOrder:N0} lines an order, {r.Seconds} s
          orders a second      {r.OrdersPerSecond:N0}   ({r.Orders:N0} orders of {r.RowsPerOrder:N1} rows and {r.BytesPerOrder:N0} bytes)
          transitions a second {r.TransitionsPerSecond:N0}
          accept               p50 {r.AcceptP50Milliseconds:N1} ms, p99 {r.AcceptP99Milliseconds:N1} ms
          a step               p50 {r.StepP50Milliseconds:N1} ms, p99 {r.StepP99Milliseconds:N1} ms
          CPU, 1,000 orders    host {r.HostCpuSecondsPerThousandOrders:N2} s, database {(r.DatabaseCpuSecondsPerThousandOrders is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"{known:N2} s") : "not known")}
          {r.EndedTogether:N0} of {r.Begun:N0} orders ended; verification found {r.Faults:N0} faults
        """);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrdersResult))]
internal sealed partial class OrdersResultJson : JsonSerializerContext;
