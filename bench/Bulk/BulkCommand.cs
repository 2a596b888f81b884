using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Bulk;

/// <summary><c>bench bulk</c>: one operation on many cases.</summary>
public static class BulkCommand
{
    public static Command Create()
    {
        var items = new Option<int>("--items") { Description = "orders that are cancelled at once", DefaultValueFactory = _ => 50_000 };
        var command = new Command("bulk", "Many waiting orders are cancelled as one operation, and the host is stopped in the middle.")
        {
            items,
        };
        var options = new BenchOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var asked = options.Read(parsed);
            var result = await BulkBench.Run(asked, Math.Clamp(parsed.GetValue(items), 10, 100_000), cancel);
            Console.WriteLine(asked.Json ? JsonSerializer.Serialize(result, BulkResultJson.Default.BulkResult) : Words(result));
            return result.Faults == 0 && result.Done == result.Items && result.Cancelled == result.Items ? 0 : 1;
        });
        return command;
    }

    private static string Words(BulkResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {r.Store}, {r.Items:N0} orders
          frozen and previewed {r.FreezeSeconds:N1} s
          items a second       {r.ItemsPerSecond:N0}   ({r.RatioToOneByOne:N2} of {r.OneByOnePerSecond:N0}, told one by one)
          stopped              when {r.DoneBeforeRestart:N0} were done, for {r.RestartSeconds:N1} s
          {r.Done:N0} done, {r.MovedOn:N0} moved on, {r.NotAllowed:N0} not allowed, {r.Failed:N0} failed; {r.Cancelled:N0} are cancelled
          verification found {r.Faults:N0} faults
        """);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BulkResult))]
internal sealed partial class BulkResultJson : JsonSerializerContext;
