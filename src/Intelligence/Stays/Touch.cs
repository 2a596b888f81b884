using System.Collections.Frozen;
using Crossdock.Contracts;

namespace Crossdock.Intelligence.Stays;

/// <summary>
/// What counts as a person's touch of a case: what a person told it, and what a person decided about it in a task, which tells the
/// outcome in the system's name. Handling goods is the work itself, and no touch of the case it is done for.
/// </summary>
internal static class Touch
{
    private const string ByTask = "task/";

    /// <summary>Names of messages are never changed once released.</summary>
    internal static readonly FrozenSet<string> Handling = new[]
    {
        "fulfilment.pick-reported", "fulfilment.pack-reported", "fulfilment.handed-over", "fulfilment.put-back", "fulfilment.staged",
        "return.inspected", "variance.shelf-counted",
    }.ToFrozenSet();

    /// <summary>The message that began a case is how work comes in, whoever told it.</summary>
    public static bool Is(JournalLine row) =>
        row is { Seq: > 1, Outcome: Outcome.Applied } && (!CaseLife.SystemRoles.Contains(row.Message.Who.Role) || IsDecided(row));

    private static bool IsDecided(JournalLine row) =>
        row.Message.Source?.StartsWith(ByTask, StringComparison.Ordinal) == true && row.Case.Kind != "task"
        && !Handling.Contains(row.Message.Data.Type);
}
