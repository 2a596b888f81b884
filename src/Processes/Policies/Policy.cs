using System.Globalization;

namespace Crossdock.Processes.Policies;

/// <summary>A threshold that a retailer would argue about: its default, its unit, and the reason in a sentence.</summary>
/// <param name="Means">what it decides, in words</param>
/// <param name="Reason">why the default is what it is</param>
public sealed record Policy<T>(string Name, T Default, string Unit, string Means, string Reason)
    where T : notnull
{
    /// <summary>The least and the most it may be set to; null where every value of its kind makes sense.</summary>
    public (T Least, T Most)? Bounds { get; init; }

    /// <summary>The value itself, where it may be one. A value nobody meant must not decide.</summary>
    /// <exception cref="PolicyOutOfBoundsException">it lies outside of the bounds</exception>
    public T Checked(T value) =>
        Bounds is not var (least, most) || (Comparer<T>.Default.Compare(value, least) >= 0 && Comparer<T>.Default.Compare(value, most) <= 0)
            ? value
            : throw new PolicyOutOfBoundsException(
                $"{Name} is set to {PolicyWords.Of(value)}; it may be {PolicyWords.Of(least)} to {PolicyWords.Of(most)}.");
}

/// <summary>A policy was set to what it may not be. The decision that reads it becomes an incident.</summary>
public sealed class PolicyOutOfBoundsException(string message) : Exception(message);

/// <summary>Where a value holds. Null means everywhere; the more that is named, the nearer it is.</summary>
public sealed record Scope(
    string? Region = null, string? Channel = null, string? Node = null, string? Category = null, string? Supplier = null)
{
    public static readonly Scope Everywhere = new();

    public int Nearness => new[] { Region, Channel, Node, Category, Supplier }.Count(part => part is not null);

    /// <summary>Whether a value of this scope holds for a case of that scope.</summary>
    public bool Covers(Scope @case) =>
        (Region is null || Region == @case.Region)
        && (Channel is null || Channel == @case.Channel)
        && (Node is null || Node == @case.Node)
        && (Category is null || Category == @case.Category)
        && (Supplier is null || Supplier == @case.Supplier);
}

/// <summary>A case that knows its own scope, where what lists show of it says less.</summary>
public interface IScoped
{
    Scope? Scope { get; }
}

/// <summary>A value that differs from the default, somewhere, from some time on.</summary>
/// <param name="ApprovedBy">who let it take hold</param>
public sealed record PolicyValue(
    string Policy, Scope Scope, object Value, int Version, DateTimeOffset From, string ApprovedBy, string Reason);

/// <summary>All values in force. Immutable: a change is a new book.</summary>
public sealed class PolicyBook(IEnumerable<PolicyValue> values)
{
    public static readonly PolicyBook Defaults = new([]);

    private readonly ILookup<string, PolicyValue> _values = values.ToLookup(value => value.Policy);

    /// <summary>This book with values that stand before all of its own: how it would read after a change.</summary>
    public PolicyBook With(IEnumerable<PolicyValue> changed) => new(_values.SelectMany(values => values).Concat(changed));

    /// <summary>The nearest value that covers the case and has taken hold; of equally near ones the newest version.</summary>
    public (T Value, int Version) Read<T>(Policy<T> policy, Scope scope, DateTimeOffset now)
        where T : notnull
    {
        var nearest = _values[policy.Name]
            .Where(value => value.From <= now && value.Scope.Covers(scope))
            .OrderByDescending(value => value.Scope.Nearness)
            .ThenByDescending(value => value.Version)
            .FirstOrDefault();
        return nearest is null ? (policy.Default, 1) : (policy.Checked((T)nearest.Value), nearest.Version);
    }
}

/// <summary>Reads policies for one decision and remembers which, so that the journal can say so.</summary>
public sealed class PolicyReader(PolicyBook book, Scope scope, DateTimeOffset now)
{
    private readonly SortedSet<string> _read = [];

    /// <summary>What was read, as <c>name@version</c>.</summary>
    public IReadOnlyCollection<string> Used => _read;

    public T Read<T>(Policy<T> policy)
        where T : notnull
    {
        var (value, version) = book.Read(policy, scope, now);
        _read.Add($"{policy.Name}@{version}");
        return value;
    }
}

public static class PolicyWords
{
    public static string Of(object value) => value switch
    {
        TimeSpan { TotalDays: >= 2 } time => $"{time.TotalDays:0.#} d",
        TimeSpan { TotalHours: >= 1 } time => $"{time.TotalHours:0.#} h",
        TimeSpan time => $"{time.TotalMinutes:0.#} min",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
