using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.StoreTasks;

/// <summary>How cases ask people for work, and how urgent it is.</summary>
public static class Tasks
{
    /// <summary>What becomes of what came back and is not as new, as whoever looks at it may say.</summary>
    public static readonly ImmutableArray<TaskChoice> Dispositions =
    [
        new("scrap", "What cannot be sold as new is scrapped"), new("refurbish", "It is refurbished"),
        new("supplier", "It goes back to the supplier"), new("liquidate", "It is sold off"), new("missing", "It was not there"),
    ];

    public static string WordOf(Disposition to) => to switch
    {
        Disposition.Scrap => "scrapped",
        Disposition.Refurbish => "to be refurbished",
        Disposition.Supplier => "back to the supplier",
        Disposition.Liquidate => "sold off",
        Disposition.Missing => "not there",
        _ => throw new InvalidOperationException($"No word for {to}."),
    };

    /// <summary>
    /// Promise at risk 50, value 20, customer 20; the 10 for age are added where a list is read, since age goes on.
    /// </summary>
    public static int Priority(DateTimeOffset now, DateTimeOffset? promise, decimal value, string tier)
    {
        var byPromise = promise is { } due ? 50 - (int)Math.Clamp((due - now).TotalHours, 0, 48) : 10;
        var byValue = (int)Math.Clamp(value / 25m, 0, 20);
        var byCustomer = tier.ToUpperInvariant() switch { "GOLD" => 20, "SILVER" => 10, _ => 0 };
        return Math.Clamp(byPromise, 0, 50) + byValue + byCustomer;
    }

    /// <summary>Empty where nobody said where the node keeps it.</summary>
    public static string Shelf(Context context, string? node, string sku) => context.Network.Shelves.PlaceOf(node, sku);

    public static ImmutableArray<TaskLine> LinesOf(Context context, string? node, IEnumerable<PartLine> lines) =>
        [.. lines.Select(line => new TaskLine(line.Line, line.Sku, line.Description, Shelf(context, node, line.Sku), line.Quantity))];
}
