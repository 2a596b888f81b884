using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.StockComparison;
using Crossdock.Runtime.Recovery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Synchronisation;

/// <summary>A system that keeps books of stock, and those of one place where it keeps them place by place.</summary>
public sealed record BooksOfStock(string System, StockMeasure Measure, string? Node);

/// <summary>The books that are held against the ledger.</summary>
public sealed record ComparedBooks(ImmutableArray<BooksOfStock> All);

/// <summary>
/// Begins the comparison of each system's books where none is open. From then on its case keeps its own time, and hands over to the next
/// run: there is nothing else to watch.
/// </summary>
public sealed partial class BooksStarter(
    ComparedBooks books, Projector projector, IHeads heads, ITellCases tell, BusinessClock clock, TimeProvider wall,
    ILogger<BooksStarter> log) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly Actor Runtime = Actor.System("Stock comparison");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await projector.CaughtUp.WaitAsync(stoppingToken);
        foreach (var one in books.All)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await Begin(one, stoppingToken);
                    break;
                }
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(one.System, failure);
                    await Task.Delay(PauseAfterFailure, wall, stoppingToken);
                }
            }
        }
    }

    /// <summary>Several hosts may begin it at once: the message's id is the same, so it is heard once.</summary>
    public async Task Begin(BooksOfStock one, CancellationToken cancel)
    {
        var first = Handlers.IdOf(one.System, one.Node, 1);
        var name = first.Key[..(first.Key.LastIndexOf('-') + 1)];
        var runs = (await heads.Search(new HeadFilter(Text: name, Kind: ComparisonMap.Kind), HeadOrder.Newest, 0, 100, cancel))
            .Where(head => RunOf(head.Case, name) > 0).ToList();
        if (runs.Any(head => head.Closed is null))
        {
            return;
        }

        var run = runs.Select(head => RunOf(head.Case, name)).DefaultIfEmpty(0).Max() + 1;
        var id = Handlers.IdOf(one.System, one.Node, run);
        await tell.Tell(
            new Envelope(
                $"stock-books/{id}/begin", "runtime/stock-comparison", id, clock.GetUtcNow(), Runtime,
                new ComparisonBegun(one.System, one.Measure, one.Node, run, null)),
            cancel);
    }

    private static int RunOf(CaseId id, string name) =>
        id.Key.StartsWith(name, StringComparison.Ordinal)
        && int.TryParse(id.Key.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var run) ? run : 0;

    [LoggerMessage(Level = LogLevel.Error, Message = "The comparison of {System} cannot be begun now; it is tried again")]
    private partial void LogFailed(string system, Exception failure);
}
