using System.Collections.Immutable;

namespace Crossdock.Contracts.Messages;

/// <summary>Where a policy's value holds, as it goes over the wire. What is null narrows nothing.</summary>
public sealed record PolicyScope(
    string? Region = null, string? Channel = null, string? Node = null, string? Category = null, string? Supplier = null)
{
    public static readonly PolicyScope Everywhere = new();

    /// <summary>For people: <c>region UK, node ST-1</c>.</summary>
    public override string ToString()
    {
        var parts = new (string Name, string? Value)[]
        {
            ("region", Region), ("channel", Channel), ("node", Node), ("category", Category), ("supplier", Supplier),
        };
        return string.Join(", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {part.Value}"))
            is { Length: > 0 } said ? said : "everywhere";
    }
}

/// <summary>Somebody wants a policy to be another one, somewhere, from some time on.</summary>
/// <param name="Version">the number that transitions name it by, never the same twice for one policy</param>
/// <param name="Value">in the words of its kind; null to have no value of its own there any more</param>
/// <param name="From">when it takes hold; null for as soon as it is approved</param>
/// <param name="RollsBack">the version that is taken back by this one</param>
/// <param name="Others">open changes of the same policy and scope that were there before, by version</param>
public sealed record PolicyProposed(
    string Policy,
    int Version,
    PolicyScope Scope,
    string? Value,
    DateTimeOffset? From,
    string Reason,
    int? RollsBack,
    ImmutableArray<int> Others) : Message;

public sealed record PolicyApproved(string Note, StandsFor? For = null) : Message;

public sealed record PolicyRejected(string Reason) : Message;

/// <summary>It is wanted no longer, before it has taken hold.</summary>
public sealed record PolicyWithdrawn(string Reason) : Message;

/// <summary>Another change of the same policy and scope has taken hold.</summary>
/// <param name="From">since when it holds; of two the later one does</param>
public sealed record PolicyTookHold(int Version, DateTimeOffset From, int? RollsBack) : Message;
