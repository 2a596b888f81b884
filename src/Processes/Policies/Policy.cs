using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Policies;

/// <summary>A policy whatever its kind of value: what a list shows, and what a proposed value is held against.</summary>
public abstract record PolicyRule(string Name, string Unit, string Means, string Reason)
{
    /// <summary>Why nobody may set it; null where it may be set.</summary>
    public string? WhyFixed { get; init; }

    public abstract Type Kind { get; }

    /// <summary>The default, as a text that <see cref="Parse"/> reads.</summary>
    public abstract string DefaultText { get; }

    public abstract object DefaultValue { get; }

    /// <summary>What it may be, for people; null where its kind says it all.</summary>
    public abstract string? Limits { get; }

    /// <summary>A value as somebody wrote it; or why it cannot be one.</summary>
    public abstract (object? Value, string? WhyNot) Parse(string text);
}

/// <summary>A threshold that a retailer would argue about: its default, its unit, and the reason in a sentence.</summary>
/// <param name="Means">what it decides, in words</param>
/// <param name="Reason">why the default is what it is</param>
public sealed record Policy<T>(string Name, T Default, string Unit, string Means, string Reason) : PolicyRule(Name, Unit, Means, Reason)
    where T : notnull
{
    /// <summary>The least and the most it may be set to; null where every value of its kind makes sense.</summary>
    public (T Least, T Most)? Bounds { get; init; }

    /// <summary>A time that runs around the clock, also in a state where others run in somebody's hours.</summary>
    public bool IsAroundTheClock { get; init; }

    public override Type Kind => typeof(T);

    public override object DefaultValue => Default;

    public override string DefaultText => PolicyText.Of(Default);

    public override string? Limits =>
        Bounds is var (least, most) ? $"{PolicyText.Of(least)} to {PolicyText.Of(most)}" : PolicyText.LimitsOf(typeof(T));

    public override (object? Value, string? WhyNot) Parse(string text)
    {
        var (value, whyNot) = PolicyText.Read(text, typeof(T), Unit);
        return value is not T read ? (null, whyNot)
            : IsWithin(read) ? (read, null)
            : (null, $"must be {Limits}; got {PolicyText.Of(read)}");
    }

    /// <summary>The value itself, where it may be one. A value nobody meant must not decide.</summary>
    /// <exception cref="PolicyOutOfBoundsException">it lies outside of the bounds</exception>
    public T Checked(T value) =>
        IsWithin(value) ? value
            : throw new PolicyOutOfBoundsException($"{Name} is set to {PolicyText.Of(value)}; it may be {Limits}.");

    private bool IsWithin(T value) =>
        value is Tolerance tolerance ? tolerance.IsUsable
        : Bounds is not var (least, most)
            || (Comparer<T>.Default.Compare(value, least) >= 0 && Comparer<T>.Default.Compare(value, most) <= 0);
}

/// <summary>A policy was set to what it may not be. The decision that reads it becomes an incident.</summary>
public sealed class PolicyOutOfBoundsException(string message) : Exception(message);

/// <summary>Where a value holds. Null means everywhere; the more that is named, the nearer it is.</summary>
public sealed record Scope(
    string? Region = null, string? Channel = null, string? Node = null, string? Category = null, string? Supplier = null)
{
    public static readonly Scope Everywhere = new();

    public int Nearness => new[] { Region, Channel, Node, Category, Supplier }.Count(part => part is not null);

    public static Scope Of(PolicyScope scope) => new(scope.Region, scope.Channel, scope.Node, scope.Category, scope.Supplier);

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
/// <param name="Value">null where a scope has no value of its own any more, and the next wider one holds</param>
/// <param name="ApprovedBy">who let it take hold</param>
public sealed record PolicyValue(
    string Policy, Scope Scope, object? Value, int Version, DateTimeOffset From, string ApprovedBy, string Reason);

/// <summary>All values in force. Immutable: a change is a new book.</summary>
public sealed class PolicyBook(IEnumerable<PolicyValue> values)
{
    public static readonly PolicyBook Defaults = new([]);

    private readonly ILookup<string, PolicyValue> _values = values.ToLookup(value => value.Policy);

    /// <summary>This book with values that stand before all of its own: how it would read after a change.</summary>
    public PolicyBook With(IEnumerable<PolicyValue> changed) => new(All.Concat(changed));

    /// <summary>Every value there is, of every scope and time.</summary>
    public IEnumerable<PolicyValue> All => _values.SelectMany(values => values);

    /// <summary>The nearest value that covers the case and has taken hold; of equally near ones the newest version.</summary>
    public (T Value, int Version) Read<T>(Policy<T> policy, Scope scope, DateTimeOffset now)
        where T : notnull
    {
        var nearest = Find(policy.Name, scope, now);
        return nearest is null ? (policy.Default, PolicyRegister.DefaultVersion) : (policy.Checked((T)nearest.Value!), nearest.Version);
    }

    /// <summary>
    /// The value that holds for a case; null for the default. Of one scope the latest to take hold counts, and where that one says that
    /// the scope has no value of its own, the next nearest scope does.
    /// </summary>
    public PolicyValue? Find(string policy, Scope scope, DateTimeOffset now) =>
        !_values.Contains(policy) ? null
            : _values[policy]
                .Where(value => value.From <= now && value.Scope.Covers(scope))
                .GroupBy(value => value.Scope)
                .Select(Latest)
                .Where(value => value.Value is not null)
                .OrderByDescending(value => value.Scope.Nearness)
                .ThenByDescending(value => value.Version)
                .FirstOrDefault();

    /// <summary>The value that this very scope has of its own at a time; null when it has none.</summary>
    public PolicyValue? Own(string policy, Scope scope, DateTimeOffset now) =>
        _values[policy].Where(value => value.Scope == scope && value.From <= now).OrderBy(value => value.From)
            .ThenBy(value => value.Version).LastOrDefault() is { Value: not null } own ? own : null;

    /// <summary>The same book with one more value.</summary>
    public PolicyBook With(PolicyValue value) => With([value]);

    private static PolicyValue Latest(IEnumerable<PolicyValue> values) =>
        values.OrderBy(value => value.From).ThenBy(value => value.Version).Last();
}

/// <summary>Reads policies for one decision and remembers which, so that the journal can say so.</summary>
public sealed class PolicyReader(PolicyBook book, Scope scope, DateTimeOffset now)
{
    private readonly SortedSet<string> _read = [];

    /// <summary>What was read, as <c>name@version</c>.</summary>
    public IReadOnlyCollection<string> Used => _read;

    /// <summary>For a look that decides nothing: what it reads is not noted.</summary>
    public PolicyReader Aside() => new(book, scope, now);

    public T Read<T>(Policy<T> policy)
        where T : notnull => Read(policy, scope);

    /// <summary>Of one region of a case that is of several.</summary>
    public T ReadIn<T>(Policy<T> policy, string region)
        where T : notnull => Read(policy, scope with { Region = region });

    /// <summary>Of a place that is not the case's own: its node, within the channel and whatever else the case is of.</summary>
    public T ReadAt<T>(Policy<T> policy, string node, string? region)
        where T : notnull => Read(policy, scope with { Node = node, Region = region });

    /// <summary>
    /// Whose an exception of a category is, here: as the retailer has set it; where nothing is set, whose it is by the map, and where
    /// that names nobody, the category's own. An approval is of the seat that has to give it, and no policy moves that.
    /// </summary>
    public OwnerGroup OwnerOf(ExceptionCategory category, OwnerGroup? byMap = null)
    {
        if (category == ExceptionCategory.ApprovalLate && byMap is { } seat)
        {
            return seat;
        }

        var (owner, version) = Noted(Policy.Exceptions[category].Owner, scope);
        return version == PolicyRegister.DefaultVersion ? byMap ?? owner : owner;
    }

    /// <summary>How long an exception of a category may take, here.</summary>
    public TimeSpan BudgetOf(ExceptionCategory category) => Read(Policy.Exceptions[category].Budget);

    private T Read<T>(Policy<T> policy, Scope scope)
        where T : notnull => Noted(policy, scope).Value;

    private (T Value, int Version) Noted<T>(Policy<T> policy, Scope scope)
        where T : notnull
    {
        var read = book.Read(policy, scope, now);
        _read.Add($"{policy.Name}@{read.Version}");
        return read;
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
