using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StockComparison;

public enum ComparisonState { Resting, Hashing, HashingLedger, Reading, Holding, Lagging, PassedOn }

/// <summary>A difference that was seen once and may be a delay.</summary>
/// <param name="Seen">the first look that found it just so</param>
/// <param name="Again">when the latest that did began: what it saw is no older</param>
public sealed record Suspect(PlaceDiffers Place, DateTimeOffset Seen, DateTimeOffset Again)
{
    /// <summary>Whether another look sees the same with nothing moved on either side.</summary>
    public bool StandsAs(PlaceDiffers seen) =>
        (Place.Theirs, Place.Mark, Place.Ours, Place.Row) == (seen.Theirs, seen.Mark, seen.Ours, seen.Row);
}

/// <summary>One system's books of stock beside the ledger, in one run.</summary>
public sealed record Comparison
{
    public static readonly Comparison Empty = new();

    public ComparisonBegun? Begun { get; init; }

    /// <summary>What its own books said of each bucket, while the ledger is asked the same.</summary>
    public ImmutableArray<string> Hashes { get; init; } = [];

    /// <summary>Buckets of this look that differ and are still to be read.</summary>
    public ImmutableArray<int> ToRead { get; init; } = [];

    /// <summary>What its own books said of the buckets that were read last, while the ledger is held against it.</summary>
    public ImmutableArray<HeldStock> Held { get; init; } = [];

    /// <summary>By <see cref="Places.NameOf"/>.</summary>
    public ImmutableSortedDictionary<string, Suspect> Suspects { get; init; } =
        ImmutableSortedDictionary.Create<string, Suspect>(StringComparer.Ordinal);

    /// <summary>Differences of the latest look that open cases explain.</summary>
    public int Explained { get; init; }

    /// <summary>Buckets that differed at the latest look.</summary>
    public int Differing { get; init; }

    /// <summary>When a look last began, or the run did.</summary>
    public DateTimeOffset Looked { get; init; }

    /// <summary>When a look last ended.</summary>
    public DateTimeOffset? Compared { get; init; }

    /// <summary>When a look last found nothing that differed.</summary>
    public DateTimeOffset? Agreed { get; init; }

    /// <summary>Looks that ended in this run.</summary>
    public int Looks { get; init; }

    /// <summary>Differences that were believed and handed on in this run.</summary>
    public int Found { get; init; }

    /// <summary>Until the next look, from the decision that set it.</summary>
    public TimeSpan Pace { get; init; }

    public int Tries { get; init; }

    /// <summary>Whoever looked has said that a great many differences are each a loss; holds until a look has ended.</summary>
    public bool ManyAllowed { get; init; }

    /// <summary>The task of whoever sees to it while it cannot be compared.</summary>
    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    public ComparisonBegun Needs => Begun ?? throw new InvalidOperationException("The comparison has not begun.");
}

public sealed record ComparisonStarted(DateTimeOffset At) : Fact;

public sealed record LookBegun(DateTimeOffset At) : Fact;

/// <summary>The system has said what the hashes of its books are.</summary>
public sealed record BooksHashed : Fact;

/// <param name="Differing">buckets in which its books and the ledger differ</param>
/// <param name="Settled">suspects in buckets that agree by now</param>
public sealed record BucketsHeld(ImmutableArray<int> Differing, ImmutableArray<string> Settled) : Fact;

/// <summary>The system has said what its books have in some buckets.</summary>
public sealed record BucketsRead : Fact;

/// <summary>What the ledger was held against, of the buckets that were read.</summary>
/// <param name="Buckets">that are done with</param>
/// <param name="Suspects">differences that may be a delay</param>
/// <param name="Settled">suspects that are none any more: they agree, or are explained</param>
/// <param name="Explained">differences that open cases explain</param>
public sealed record PlacesWeighed(
    ImmutableArray<int> Buckets, ImmutableArray<Suspect> Suspects, ImmutableArray<string> Settled, int Explained) : Fact;

/// <param name="Found">suspects that are believed from now on, and each have a case of their own</param>
public sealed record LookEnded(DateTimeOffset At, ImmutableArray<string> Found) : Fact;

/// <summary>The look came to nothing.</summary>
public sealed record LookFailed(int Tries) : Fact;

/// <summary>The next look that ends hands on as many differences as it believes.</summary>
public sealed record ManyAllowed : Fact;

public sealed record ComparisonPaced(TimeSpan Pace) : Fact;

/// <param name="Task">null: it is open no longer</param>
public sealed record ComparisonTask(CaseId? Task) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ComparisonStarted)), JsonSerializable(typeof(LookBegun)), JsonSerializable(typeof(BooksHashed))]
[JsonSerializable(typeof(BucketsHeld)), JsonSerializable(typeof(BucketsRead)), JsonSerializable(typeof(PlacesWeighed))]
[JsonSerializable(typeof(LookEnded)), JsonSerializable(typeof(LookFailed)), JsonSerializable(typeof(ComparisonPaced))]
[JsonSerializable(typeof(ComparisonTask)), JsonSerializable(typeof(ManyAllowed))]
public sealed partial class ComparisonFactsJson : JsonSerializerContext;

public static class ComparisonFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(ComparisonStarted), "stock-books.started"), new(typeof(LookBegun), "stock-books.look-begun"),
        new(typeof(BooksHashed), "stock-books.books-hashed"), new(typeof(BucketsHeld), "stock-books.buckets-held"),
        new(typeof(BucketsRead), "stock-books.buckets-read"), new(typeof(PlacesWeighed), "stock-books.places-weighed"),
        new(typeof(LookEnded), "stock-books.look-ended"), new(typeof(LookFailed), "stock-books.look-failed"),
        new(typeof(ComparisonPaced), "stock-books.paced"), new(typeof(ComparisonTask), "stock-books.task"),
        new(typeof(ManyAllowed), "stock-books.many-allowed"),
    ];

    public static Comparison Fold(Comparison books, Fact fact, Message message) => fact switch
    {
        ComparisonStarted started when message is ComparisonBegun begun => books with
        {
            Begun = begun, Looked = started.At, Agreed = begun.Agreed,
        },
        BooksHashed when message is StockHashed hashed => books with { Hashes = hashed.Hashes },
        BucketsRead when message is StockRead read => books with { Held = read.Places },
        _ => Apply(books, fact),
    };

    /// <summary>Every fact but those whose contents stand in their message.</summary>
    public static Comparison Apply(Comparison books, Fact fact) => fact switch
    {
        LookBegun begun => books with { Looked = begun.At, Explained = 0, ToRead = [], Hashes = [], Held = [] },
        BucketsHeld held => books with
        {
            Hashes = [], ToRead = held.Differing, Differing = held.Differing.Length,
            Suspects = books.Suspects.RemoveRange(held.Settled),
        },
        PlacesWeighed weighed => books with
        {
            Held = [], ToRead = books.ToRead.RemoveRange(weighed.Buckets), Explained = books.Explained + weighed.Explained,
            Suspects = books.Suspects.RemoveRange(weighed.Settled).SetItems(weighed.Suspects.Select(suspect =>
                KeyValuePair.Create(Places.NameOf(suspect.Place.Sku, suspect.Place.Node), suspect))),
        },
        LookEnded ended => books with
        {
            Compared = ended.At, Looks = books.Looks + 1, Tries = 0, ManyAllowed = false,
            Agreed = books.Differing == 0 ? ended.At : books.Agreed,
            Suspects = books.Suspects.RemoveRange(ended.Found), Found = books.Found + ended.Found.Length,
        },
        LookFailed failed => books with { Tries = failed.Tries, Hashes = [], Held = [], ToRead = [] },
        StockComparison.ManyAllowed => books with { ManyAllowed = true },
        ComparisonPaced paced => books with { Pace = paced.Pace },
        ComparisonTask task => books with { Task = task.Task, Tasks = books.Tasks + (task.Task is null ? 0 : 1) },
        _ => throw new InvalidOperationException($"A comparison of stock knows no fact {fact.GetType().Name}."),
    };
}
