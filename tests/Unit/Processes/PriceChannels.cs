using System.Collections.Immutable;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// The tills, shops and marketplaces of a test: each keeps its own book of what it sells at, and notes when it began to sell at a
/// promotion's price.
/// </summary>
public sealed class PriceChannels
{
    public const decimal Regular = 10m;

    private readonly Dictionary<(string Target, string Sku), Shelf> _shelves = [];

    private sealed record Shelf(decimal Price, string? Promotion, string? PlannedFor, decimal? Planned);

    /// <summary>What the ERP says of a SKU, where it is not the usual.</summary>
    public Dictionary<string, PriceBasis> Erp { get; } = [];

    public HashSet<string> UnknownSkus { get; } = [];

    /// <summary>Every moment at which a target began to sell at a promotion's price.</summary>
    public List<(string Target, string Number, DateTimeOffset At)> WentLive { get; } = [];

    /// <summary>Every moment at which a target stopped to.</summary>
    public List<(string Target, string Number, DateTimeOffset At)> WentBack { get; } = [];

    public decimal PriceAt(string target, string sku) => ShelfOf(target, sku).Price;

    /// <summary>Targets that have anything of a promotion, live or waiting.</summary>
    public IEnumerable<string> Holding(string number) => _shelves
        .Where(shelf => shelf.Value.Promotion == number || shelf.Value.PlannedFor == number).Select(shelf => shelf.Key.Target).Distinct();

    /// <summary>Somebody at the target types another price.</summary>
    public void Mistype(string target, string sku, decimal price) =>
        _shelves[(target, sku)] = ShelfOf(target, sku) with { Price = price, Promotion = null };

    public static PriceBasis Usual(string sku) => new(sku, Regular, 4m, 2m, 10_000, []);

    public Message Carry(Effect effect, DateTimeOffset now) => effect switch
    {
        CheckPrices check => new PricesKnown(
            check.Round, [.. check.Skus.Except(UnknownSkus).Select(sku => Erp.GetValueOrDefault(sku) ?? Usual(sku))],
            [.. check.Skus.Where(UnknownSkus.Contains)]),
        StagePrices stage => Stage(stage),
        ReadPrices read => new PricesRead([.. read.Skus.Select(sku => Held(read, sku, ShelfOf(read.Target.Id, sku)))]),
        ActivatePrices activate => Activate(activate, now),
        RevertPrices revert => Revert(revert, now),
        _ => throw new InvalidOperationException($"No price channel carries out {effect.GetType().Name}."),
    };

    private static HeldPrice Held(ReadPrices read, string sku, Shelf shelf) =>
        new(sku, shelf.Price, shelf.Promotion, shelf.PlannedFor == read.Number ? shelf.Planned : null);

    private PricesStaged Stage(StagePrices stage)
    {
        foreach (var line in stage.Lines)
        {
            _shelves[(stage.Target.Id, line.Sku)] =
                ShelfOf(stage.Target.Id, line.Sku) with { PlannedFor = stage.Number, Planned = line.Price };
        }

        return new PricesStaged($"S-{stage.Target.Id}");
    }

    private PricesActivated Activate(ActivatePrices activate, DateTimeOffset now)
    {
        var before = activate.Lines.Any(line => ShelfOf(activate.Target.Id, line.Sku).Promotion == activate.Number);
        foreach (var line in activate.Lines)
        {
            _shelves[(activate.Target.Id, line.Sku)] = new Shelf(line.Price, activate.Number, null, null);
        }

        if (!before)
        {
            WentLive.Add((activate.Target.Id, activate.Number, now));
        }

        return new PricesActivated($"A-{activate.Target.Id}");
    }

    private PricesReverted Revert(RevertPrices revert, DateTimeOffset now)
    {
        foreach (var (key, shelf) in _shelves.Where(shelf => shelf.Key.Target == revert.Target.Id).ToList())
        {
            var wasLive = shelf.Promotion == revert.Number;
            _shelves[key] = shelf with
            {
                Price = wasLive ? Regular : shelf.Price, Promotion = wasLive ? null : shelf.Promotion,
                PlannedFor = shelf.PlannedFor == revert.Number ? null : shelf.PlannedFor,
                Planned = shelf.PlannedFor == revert.Number ? null : shelf.Planned,
            };
            if (wasLive)
            {
                WentBack.Add((revert.Target.Id, revert.Number, now));
            }
        }

        return new PricesReverted($"R-{revert.Target.Id}");
    }

    private Shelf ShelfOf(string target, string sku) =>
        _shelves.GetValueOrDefault((target, sku)) ?? new Shelf(Regular, null, null, null);
}
