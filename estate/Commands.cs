using System.CommandLine;
using Crossdock.Contracts;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate;

/// <summary>The estate's command line.</summary>
public static class Commands
{
    private const int CouldNotRun = 2;

    public static RootCommand Root() => new("The simulated retailer that demos and tests run Crossdock against.")
    {
        Network(), Book(), Systems(), DemoCommand.Build(),
    };

    /// <summary>Faults that a person can mend are told in a sentence, not as a stack.</summary>
    public static async Task<int> Told(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is OrderBookException or FileNotFoundException or ArgumentException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"estate: {e.Message}");
            return CouldNotRun;
        }
        catch (OperationCanceledException)
        {
            return DemoRun.Interrupted;
        }
    }

    private static Command Network()
    {
        var output = new Option<FileInfo>("--output") { Description = "the file to write", Required = true };
        var command = new Command("network", "Writes the retailer's regions, channels and nodes as JSON.") { output };
        command.SetAction((parsed, cancel) => Told(async () =>
        {
            var network = RetailMap.Build(Enumerable.Range(2009, 20));
            await File.WriteAllBytesAsync(parsed.GetRequiredValue(output).FullName, RetailMap.Write(network), cancel);
            Console.WriteLine($"{network.Nodes.Length} nodes in {network.Regions.Length} regions, {network.Channels.Length} channels.");
            return 0;
        }));
        return command;
    }

    private static Command Book()
    {
        var input = new Option<FileInfo>("--input") { Description = "an order book in the columns of Online Retail, plain or gzipped",
            Required = true };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "for what the book does not say" };
        var command = new Command("book", "Reads an order book and says what becomes of its rows.") { input, seed };
        command.SetAction((parsed, _) => Told(() =>
        {
            var network = RetailMap.Build(Enumerable.Range(2009, 20));
            var book = BookBuilder.Build(OnlineRetailCsv.ReadFile(parsed.GetRequiredValue(input).FullName), parsed.GetValue(seed), network);
            Console.WriteLine(System.Text.Encoding.UTF8.GetString(WireJson.Write(book.Facts)));
            Console.WriteLine($"{book.Events.Length} events over {book.Span.TotalDays:0} days, {book.OpeningStock.Length} places to fill.");
            return Task.FromResult(0);
        }));
        return command;
    }

    private static Command Systems()
    {
        var host = new Option<Uri>("--host") { Description = "Crossdock's address, for callbacks", Required = true };
        var keyFile = new Option<FileInfo>("--key-file") { Description = "the file with Crossdock's key for partners", Required = true };
        var secretFile = new Option<FileInfo>("--secret-file") { Description = "the file with the key that Crossdock sends",
            Required = true };
        var port = new Option<int>("--port") { DefaultValueFactory = _ => 5090,
            Description = "of the books; the systems take the six after it" };
        var faults = new Option<string>("--faults") { DefaultValueFactory = _ => "none", Description = "none, some or all" };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var factor = new Option<double>("--factor") { DefaultValueFactory = _ => 1, Description = "business seconds a second" };
        var command = new Command("systems", "Runs the outside systems alone: ERP, payment, warehouse, suppliers, carrier, mail.")
        {
            host, keyFile, secretFile, port, faults, seed, factor,
        };
        command.SetAction((parsed, cancel) => Told(async () =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var clock = new BusinessClock(TimeProvider.System, now, now, parsed.GetValue(factor));
            using var crossdock = new CrossdockClient(parsed.GetRequiredValue(host), TimeProvider.System);
            crossdock.UseKey((await File.ReadAllTextAsync(parsed.GetRequiredValue(keyFile).FullName, cancel)).Trim());
            var secret = (await File.ReadAllTextAsync(parsed.GetRequiredValue(secretFile).FullName, cancel)).Trim();
            var prices = new PriceList();
            await using var world = new OutsideWorld(
                parsed.GetValue(seed), prices, secret, clock, TimeProvider.System, DemoRun.Through(crossdock));
            world.SetFaults(FaultSettings.Named(parsed.GetRequiredValue(faults)));
            await world.Start(parsed.GetValue(port), cancel);
            Console.WriteLine($"books    {world.Control}");
            foreach (var (name, address) in world.Addresses)
            {
                Console.WriteLine($"{name,-8} {address}");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return 0;
        }));
        return command;
    }
}
