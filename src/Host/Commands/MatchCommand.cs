using System.CommandLine;
using System.Text.Json;
using Crossdock.Connectors.Formats.Purchasing;
using Crossdock.Host.Settings;

namespace Crossdock.Host.Commands;

/// <summary>Matches the purchase orders of a folder with what was received, as if each supplier billed what was ordered.</summary>
internal static class MatchCommand
{
    public static Command Create()
    {
        var orders = new Option<string>("--orders")
        {
            Description = "the folder with PurchaseOrderHeader.tsv and PurchaseOrderDetail.tsv; see docs/formats/purchasing.md",
            Required = true,
        };
        var currency = new Option<string>("--currency")
        {
            Description = "the currency of all prices, which the files do not say", DefaultValueFactory = _ => "USD",
        };
        var tax = new Option<decimal>("--tax-percent")
        {
            Description = "the usual tax; orders with another are listed", DefaultValueFactory = _ => 8m,
        };
        var freight = new Option<decimal>("--freight-percent")
        {
            Description = "the usual freight; orders with another are listed", DefaultValueFactory = _ => 2.5m,
        };
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of sentences and tables" };
        var command = new Command("match", "Match orders, receipts and bills, and list what is billed and was not kept.")
        {
            orders, currency, tax, freight, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(orders)!, parsed.GetValue(currency)!,
            new UsualRates(parsed.GetValue(tax), parsed.GetValue(freight)), parsed.GetValue(json), Console.Out, Console.Error));
        return command;
    }

    internal static int Run(string folder, string currency, UsualRates rates, bool asJson, TextWriter output, TextWriter errors)
    {
        try
        {
            var report = BilledAsOrdered.Match(PurchasingFolder.Read(folder, currency, rates), currency);
            output.WriteLine(asJson ? JsonSerializer.Serialize(report, MatchJson.Default.MatchReport) : MatchTable.Of(report));
            return ExitCodes.Fine;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            errors.WriteLine($"Cannot match: {fault.Message}");
            return ExitCodes.BadSettings;
        }
    }
}
