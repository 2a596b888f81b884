using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Runtime.Synchronisation;

namespace Crossdock.Host.Settings;

/// <summary>
/// Which systems' books of stock are held against the ledger: those that are named, because only whoever runs them knows that they can
/// be asked. The ERP has one book of all places that are ours, a warehouse system one of each distribution centre; where a system keeps
/// only some places, these are named, and each has a book.
/// </summary>
internal static class StockBooksReading
{
    private const string Setting = "Crossdock:StockBooks:Systems";
    private const string NodesSetting = "Crossdock:StockBooks:Nodes";

    /// <exception cref="InvalidOperationException">
    /// a name is of no system that keeps books of stock, or of one without address; or of no place that can be in them
    /// </exception>
    public static ComparedBooks Of(IConfiguration configuration, RetailNetwork network)
    {
        var systems = Names(configuration[Setting]);
        var unread = configuration.GetSection(NodesSetting).GetChildren().FirstOrDefault(given => !systems.Contains(given.Key));
        return unread is not null
            ? throw new InvalidOperationException($"{NodesSetting}:{unread.Key} is set, and {Setting} does not name '{unread.Key}'.")
            : new([.. systems.SelectMany(system => BooksOf(WithAddress(system, configuration), configuration, network))]);
    }

    private static IEnumerable<BooksOfStock> BooksOf(string system, IConfiguration configuration, RetailNetwork network)
    {
        var nodes = Names(configuration[$"{NodesSetting}:{system}"]).Select(node => Kept(system, node, network)).ToList();
        return system switch
        {
            "erp" when nodes.Count == 0 => [new BooksOfStock(system, StockMeasure.Owned, null)],
            "erp" => nodes.Select(node => new BooksOfStock(system, StockMeasure.Owned, node)),
            "wms" when nodes.Count == 0 => network.Nodes.Where(node => node.Kind == NodeKind.Dc)
                .Select(node => new BooksOfStock(system, StockMeasure.Lying, node.Id)),
            "wms" => nodes.Select(node => new BooksOfStock(system, StockMeasure.Lying, node)),
            _ => throw new InvalidOperationException($"{Setting} names '{system}'; erp and wms keep books of stock."),
        };
    }

    private static string Kept(string system, string node, RetailNetwork network)
    {
        var (kept, what) = system == "wms"
            ? (network.Find(node) is { Kind: NodeKind.Dc }, "distribution centre")
            : (network.Find(node) is { Kind: not NodeKind.Supplier }, "place of the retailer's");
        return kept ? node : throw new InvalidOperationException($"{NodesSetting}:{system} names '{node}', which is no {what}.");
    }

    private static List<string> Names(string? given) =>
        [.. (given ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal)];

    private static string WithAddress(string system, IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(configuration[$"Crossdock:Systems:{system}:Address"])
            ? throw new InvalidOperationException($"{Setting} names '{system}', and Crossdock:Systems:{system}:Address is not set.")
            : system;
}
