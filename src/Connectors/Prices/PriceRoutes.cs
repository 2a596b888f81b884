using System.Collections.Immutable;
using Crossdock.Connectors.Http;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Prices;

/// <summary>
/// The price contract: tills, web shop, app, marketplaces and ERP all speak it, each at its own address. The target's name is in the
/// path, so that one address serves the tills of every store.
/// </summary>
internal static class PriceRoutes
{
    public static readonly ImmutableArray<Route> All =
    [
        Route.For<StagePrices, StageRequest, ReceiptAnswer>(
            "stage-prices", "/prices/{target}/staged", segment: effect => effect.Target.Id,
            request: PriceJson.Default.StageRequest, ask: effect => new(
                effect.Number, effect.Currency, effect.From.ToUniversalTime(), effect.Until.ToUniversalTime(), LinesOf(effect.Lines)),
            answer: PriceJson.Default.ReceiptAnswer,
            hear: (_, answer) => new PricesStaged(Check.Reference(answer.Receipt, "receipt"))),
        Route.For<ReadPrices, ReadRequest, ReadAnswer>(
            "read-prices", "/prices/{target}/read", segment: effect => effect.Target.Id,
            request: PriceJson.Default.ReadRequest, ask: effect => new(effect.Number, effect.Skus),
            answer: PriceJson.Default.ReadAnswer, hear: (_, answer) => new PricesRead(
                [.. Check.NoNulls(answer.Prices, "prices").Select(held => new HeldPrice(
                    Check.Reference(held.Sku, "sku"), Check.Amount(held.Price, "price"),
                    held.Promotion is { } promotion ? Check.Reference(promotion, "promotion") : null,
                    held.Planned is { } planned ? Check.Amount(planned, "planned") : null))])),
        Route.For<ActivatePrices, ActivateRequest, ReceiptAnswer>(
            "activate-prices", "/prices/{target}/live", segment: effect => effect.Target.Id,
            request: PriceJson.Default.ActivateRequest, ask: effect => new(effect.Number, effect.Currency, LinesOf(effect.Lines)),
            answer: PriceJson.Default.ReceiptAnswer,
            hear: (_, answer) => new PricesActivated(Check.Reference(answer.Receipt, "receipt"))),
        Route.For<RevertPrices, RevertRequest, ReceiptAnswer>(
            "revert-prices", "/prices/{target}/reverted", segment: effect => effect.Target.Id,
            request: PriceJson.Default.RevertRequest, ask: effect => new(effect.Number),
            answer: PriceJson.Default.ReceiptAnswer,
            hear: (_, answer) => new PricesReverted(Check.Reference(answer.Receipt, "receipt"))),
    ];

    private static ImmutableArray<WirePrice> LinesOf(ImmutableArray<PriceLine> lines) =>
        [.. lines.Select(line => new WirePrice(line.Sku, line.Price, line.ShownBefore))];
}
