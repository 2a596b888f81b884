using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Effects;

namespace Crossdock.Contracts;

[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
public enum Outcome
{
    Applied,
    /// <summary>A repeat in meaning: the same thing was already done.</summary>
    IgnoredDuplicate,
    /// <summary>It no longer matters in this state.</summary>
    IgnoredLate,
    /// <summary>Nobody expected it here; an exception goes to the owner.</summary>
    IgnoredUnexpected,
    Incident,
    Deferred,
}

/// <summary>An effect with the key under which the world may see it once: <c>case#seq.n</c>.</summary>
public sealed record RequestedEffect(string Key, Effect Effect)
{
    public static string KeyOf(CaseId id, int seq, int n) => $"{id}#{seq}.{n}";

    /// <summary>The row that asked and the place in it: the order in which a case asks.</summary>
    [JsonIgnore]
    public (int Row, int Number) Place => PlaceOf(Key);

    public static (int Row, int Number) PlaceOf(string key)
    {
        var place = key.AsSpan(key.LastIndexOf('#') + 1);
        var point = place.IndexOf('.');
        return (int.Parse(place[..point], CultureInfo.InvariantCulture), int.Parse(place[(point + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>The case that asked, out of a key; false for anything else.</summary>
    public static bool TryCaseOf(string key, out CaseId id)
    {
        id = default;
        var hash = key.IndexOf('#', StringComparison.Ordinal);
        return hash > 0 && CaseId.TryParse(key[..hash], null, out id);
    }
}

/// <summary>
/// A budget of business time that runs while a case stands in a state. <paramref name="Due"/> is derived from the calendar at
/// the time of writing, and derived anew when opening hours change.
/// </summary>
/// <param name="Calendar">a node's id, a team's name, or <c>always</c> for time around the clock</param>
/// <param name="Used">what of the budget was used up before <paramref name="Since"/>, where the case was held in between</param>
public sealed record Deadline(
    string Name, TimeSpan Budget, string Calendar, DateTimeOffset Since, DateTimeOffset Due, int Step,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] TimeSpan Used = default);

/// <summary>What a list shows of a case without folding it. Given by the process, kept in the heads projection.</summary>
/// <param name="Terms">what the case can be found by, as <c>kind:value</c>: <c>customer:C-20931</c>, <c>sku:85123A</c></param>
public sealed record CaseCard(
    string Title,
    string? Region = null,
    string? Channel = null,
    string? Node = null,
    OwnerGroup? Owner = null,
    ExceptionCategory? Exception = null,
    DateTimeOffset? Promise = null,
    decimal? Value = null,
    string? Currency = null,
    CaseId? Parent = null,
    string? With = null,
    string? Kind = null,
    int Priority = 0,
    string? Why = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<string> Terms = default)
{
    public bool Equals(CaseCard? other) =>
        other is not null
        && (Title, Region, Channel, Node, Owner, Exception, Promise) ==
            (other.Title, other.Region, other.Channel, other.Node, other.Owner, other.Exception, other.Promise)
        && (Value, Currency, Parent, With, Kind, Priority, Why) ==
            (other.Value, other.Currency, other.Parent, other.With, other.Kind, other.Priority, other.Why)
        && SameTerms(Terms, other.Terms);

    public bool HasTermsOf(CaseCard other) => SameTerms(Terms, other.Terms);

    public override int GetHashCode() => HashCode.Combine(Title, Node, Owner, Exception, Value, With, Why);

    private static bool SameTerms(ImmutableArray<string> a, ImmutableArray<string> b) =>
        a.IsDefaultOrEmpty ? b.IsDefaultOrEmpty : !b.IsDefaultOrEmpty && a.AsSpan().SequenceEqual(b.AsSpan());
}

/// <summary>One row of the journal: what came in, what was decided, what is asked of the world.</summary>
/// <param name="Facts">the process's own facts, in its own shape; folding them gives the state</param>
/// <param name="Because">the decision's reason in one sentence, for people</param>
/// <param name="Policies">the policies that the decision read, as <c>name@version</c></param>
/// <param name="Card">present when what lists show has changed</param>
public sealed record Transition(
    CaseId Case,
    int Seq,
    DateTimeOffset At,
    string Process,
    int MapVersion,
    Envelope Message,
    Outcome Outcome,
    string? From,
    string To,
    bool Final,
    Waits Waits,
    ImmutableArray<Fact> Facts,
    ImmutableArray<RequestedEffect> Effects,
    Deadline? Deadline,
    CaseCard? Card,
    string Because,
    ImmutableArray<string> Policies);

/// <summary>A change of a case's state. The derived facts belong to the processes, which name them in their catalogue.</summary>
public abstract record Fact;
