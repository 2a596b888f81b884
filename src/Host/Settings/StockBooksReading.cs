using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Runtime.Synchronisation;

namespace Crossdock.Host.Settings;

/// <summary>
/// Which systems' books of stock are held against the ledger: those that are named, because only whoever runs them knows that they can
/// be asked. The ERP has one book of all places that are ours, a warehouse system one of each distribution centre.
/// </summary>
internal static class StockBooksReading
{
    private const string Setting = "Crossdock:StockBooks:Systems";

    /// <exception cref="InvalidOperationException">a name is of no system that keeps books of stock, or of one without address</exception>
    public static ComparedBooks Of(IConfiguration configuration, RetailNetwork network) => new(
    [
        .. (configuration[Setting] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal).SelectMany(system => BooksOf(WithAddress(system, configuration), network)),
    ]);

    private static IEnumerable<BooksOfStock> BooksOf(string system, RetailNetwork network) => system switch
    {
        "erp" => [new BooksOfStock(system, StockMeasure.Owned, null)],
        "wms" => network.Nodes.Where(node => node.Kind == NodeKind.Dc)
            .Select(node => new BooksOfStock(system, StockMeasure.Lying, node.Id)),
        _ => throw new InvalidOperationException($"{Setting} names '{system}'; erp and wms keep books of stock."),
    };

    private static string WithAddress(string system, IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration[$"Crossdock:Systems:{system}:Address"])
            ? throw new InvalidOperationException($"{Setting} names '{system}', and Crossdock:Systems:{system}:Address is not set.")
            : system;
}
