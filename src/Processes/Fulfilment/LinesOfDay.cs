using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Fulfilment;

/// <summary>
/// What counts to a node's capacity: every line of a part, on the day of the node on which the part was begun, whatever became of it. What
/// is picked, packed or gone has been the day's work as much as what still waits; ten lines are ten, and pieces sent on to another node
/// count there too. Only what was taken back before anybody picked it was no work, and its lines are free again for that day.
/// </summary>
public static class LinesOfDay
{
    /// <summary>Lines that a row asks of the part's node; less than nothing where it gives lines back.</summary>
    public static int Of(Transition row) => row.Facts.Sum(fact => fact switch
    {
        PartAccepted when row.Message.Data is FulfilmentAsked asked => asked.Lines.Length,
        PartLinesFreed freed => -freed.Lines,
        _ => 0,
    });
}
