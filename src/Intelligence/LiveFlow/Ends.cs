using System.Collections.Frozen;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>
/// In which final states a case has dropped out: what it was begun for did not come about. A map says that a state is final and not
/// whether that is good, so it stands here; a test wants every final state of every map in one of the two lists.
/// </summary>
public static class Ends
{
    public static readonly FrozenSet<string> DroppedOut = new[]
    {
        "Cancelled", "Refused", "Rejected", "Withdrawn", "Lapsed", "Expired", "Duplicate", "RolledBack", "Returned", "Unfilled",
    }.ToFrozenSet();

    public static readonly FrozenSet<string> Kept = new[]
    {
        "Closed", "Done", "Delivered", "Collected", "Matched", "Cleared", "Ended", "Superseded", "PassedOn", "Corrected", "Posted",
        "Forgotten", "Healed", "Counted", "LeftToKeeper",
    }.ToFrozenSet();
}
