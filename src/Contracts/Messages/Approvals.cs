namespace Crossdock.Contracts.Messages;

/// <summary>Whom somebody stands in for while that person is away, and by which recorded absence.</summary>
/// <param name="Role">of the one who is away: a stand-in may do what that role may</param>
public sealed record StandsFor(string Person, string Role, string Absence);

/// <summary>
/// A person's yes or no to whatever a case asks approval for now. The case's own map turns it into the process's own word for it; where
/// the case has gone on since it was looked at, nothing is done.
/// </summary>
/// <param name="Seen">the case's row as it was on the screen</param>
public sealed record ApprovalGiven(bool Yes, string Note, int Seen, StandsFor? For = null) : Message, IAboutAnyCase;

/// <summary>A person is away, and another stands in: for what the first may approve, and for nothing else.</summary>
/// <param name="Role">of the one who is away</param>
public sealed record AbsenceRecorded(
    string Person, string Role, string StandIn, DateTimeOffset From, DateTimeOffset Until, string Why) : Message;

/// <summary>The person is back before the time, or never went.</summary>
public sealed record AbsenceEnded(string Reason) : Message;
