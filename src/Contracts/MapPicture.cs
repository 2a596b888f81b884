using System.Collections.Immutable;

namespace Crossdock.Contracts;

/// <summary>A state of a process as people see it.</summary>
/// <param name="Within">the budget's policy in words, such as <c>2 business hours, calendar of the node</c>; null without one</param>
public sealed record MapState(
    string Name, string Title, Waits Waits, OwnerGroup? Owner, ExceptionCategory? Exception, string? Within, bool Final)
{
    /// <summary>Names of the policies that set its budget: one, or one of these by the case.</summary>
    public ImmutableArray<string> Budgets { get; init; } = [];
}

/// <summary>A row of a map: in this state, on this message, this handler decides and may go there, asking for that.</summary>
/// <param name="From">null for the row that begins a case</param>
/// <param name="Act">the words of the button where a person may send the message by hand; null otherwise</param>
/// <param name="Danger">whether the act undoes things</param>
public sealed record MapRow(
    string? From, string Message, string Handler, ImmutableArray<string> To, ImmutableArray<string> Asks, string? Act, bool Danger);

/// <summary>A process's map as data: what screens draw, documents print and conformance is measured against.</summary>
public sealed record MapPicture(
    string Process, string Kind, int Version, OwnerGroup Owner, ImmutableArray<MapState> States, ImmutableArray<MapRow> Rows)
{
    public MapState? Find(string state) => States.FirstOrDefault(s => s.Name == state);
}

public interface IMaps
{
    IReadOnlyList<MapPicture> All { get; }
}
