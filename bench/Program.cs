using System.CommandLine;
using Crossdock.Bench.Availability;
using Crossdock.Bench.Bulk;
using Crossdock.Bench.Growth;
using Crossdock.Bench.Intelligence;
using Crossdock.Bench.Invoices;
using Crossdock.Bench.Orders;
using Crossdock.Bench.Replenish;
using Crossdock.Bench.Runtime;
using Crossdock.Bench.Screens;
using Crossdock.Bench.Stock;

var root = new RootCommand("Measures Crossdock beside a baseline of the same run.")
{
    RuntimeCommand.Create(),
    OrdersCommand.Create(),
    StockCommand.Create(),
    AvailabilityCommand.Create(),
    BulkCommand.Create(),
    ScreensCommand.Create(),
    ReplenishCommand.Create(),
    InvoicesCommand.Create(),
    IntelligenceCommand.Create(),
    GrowthCommand.Create(),
    GrowthCommand.CreateProbe(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
