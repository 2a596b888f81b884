using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.PriceBooks;

public enum BookState { Open, Closed }

/// <summary>The planned, running and past prices of one SKU. One book decides one after the other, so no two overlap.</summary>
public sealed record PriceBook
{
    public static readonly PriceBook Empty = new();

    public string Sku { get; init; } = "";

    public ImmutableArray<PriceClaim> Claims { get; init; } = [];

    /// <summary>Prices that ran and ended: later reductions are held against them.</summary>
    public ImmutableArray<PriceClaim> Past { get; init; } = [];

    /// <summary>The latest rounds that were given up, so that a claim which comes late is not taken.</summary>
    public ImmutableArray<GivenUpRound> GivenUp { get; init; } = [];

    /// <summary>Counts what was claimed and given up.</summary>
    public int Turn { get; init; }

    public bool IsGivenUp(CaseId promotion, int round) => GivenUp.Any(gone => gone.Promotion == promotion && gone.Round >= round);
}

public sealed record GivenUpRound(CaseId Promotion, int Round);

public sealed record PriceBookBegun(string Sku) : Fact;

public sealed record PriceClaimed(PriceClaim Claim) : Fact;

public sealed record PriceGivenUp(CaseId Promotion, int Round, bool Ran) : Fact;

/// <param name="Before">local time; prices that ended earlier are of no more use</param>
public sealed record PricesForgotten(DateTime Before) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PriceBookBegun)), JsonSerializable(typeof(PriceClaimed)), JsonSerializable(typeof(PriceGivenUp))]
[JsonSerializable(typeof(PricesForgotten))]
public sealed partial class PriceBookFactsJson : JsonSerializerContext;

public static class PriceBookFacts
{
    /// <summary>Far more than are given up for one SKU before the last late claim has come.</summary>
    private const int GivenUpKept = 256;

    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(PriceBookBegun), "price-book.begun"), new(typeof(PriceClaimed), "price-book.claimed"),
        new(typeof(PriceGivenUp), "price-book.given-up"), new(typeof(PricesForgotten), "price-book.forgotten"),
    ];

    public static PriceBook Fold(PriceBook book, Fact fact, Message message) => fact switch
    {
        PriceBookBegun begun => book with { Sku = begun.Sku },
        PriceClaimed claimed => book with
        {
            Turn = book.Turn + 1,
            Claims = [.. book.Claims.Where(other => other.Promotion != claimed.Claim.Promotion), claimed.Claim],
        },
        PriceGivenUp gone => book with
        {
            Turn = book.Turn + 1,
            Claims = [.. book.Claims.Where(claim => !IsOf(claim, gone))],
            Past = gone.Ran ? [.. book.Past, .. book.Claims.Where(claim => IsOf(claim, gone))] : book.Past,
            GivenUp =
            [
                .. book.GivenUp.Where(other => other.Promotion != gone.Promotion).TakeLast(GivenUpKept - 1),
                new GivenUpRound(gone.Promotion, Math.Max(gone.Round, RoundOf(book, gone.Promotion))),
            ],
        },
        PricesForgotten forgotten => book with { Past = [.. book.Past.Where(past => past.EndsLocal >= forgotten.Before)] },
        _ => throw new InvalidOperationException($"A price book knows no fact {fact.GetType().Name}."),
    };

    private static int RoundOf(PriceBook book, CaseId promotion) =>
        book.GivenUp.FirstOrDefault(other => other.Promotion == promotion)?.Round ?? 0;

    private static bool IsOf(PriceClaim claim, PriceGivenUp gone) => claim.Promotion == gone.Promotion && claim.Round <= gone.Round;
}
