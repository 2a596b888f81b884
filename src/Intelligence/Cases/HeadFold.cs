using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Cases;

/// <summary>A head out of the journal's rows, for the moment in which the projection is behind them.</summary>
internal static class HeadFold
{
    public static CaseHead Of(CaseHead? behind, long caseNo, IReadOnlyList<Transition> rows)
    {
        var head = behind;
        foreach (var row in rows.Where(row => behind is null || row.Seq > behind.Seq))
        {
            head = head is null ? First(caseNo, row) : Next(head, row);
        }

        return head ?? throw new InvalidOperationException("A case without a row has no head.");
    }

    private static CaseHead First(long caseNo, Transition row) => new(
        caseNo,
        row.Case,
        row.Process,
        row.MapVersion,
        row.Seq,
        row.To,
        row.Waits,
        row.At,
        row.At,
        row.Final ? row.At : null,
        row.At,
        row.Deadline,
        row.Outcome == Outcome.Incident ? row.Because : null,
        Touch(row),
        row.Card ?? new CaseCard(row.Case.ToString()));

    private static CaseHead Next(CaseHead head, Transition row) => head with
    {
        MapVersion = row.MapVersion,
        Seq = row.Seq,
        State = row.To,
        Waits = row.Waits,
        Since = row.To == head.State ? head.Since : row.At,
        Closed = row.Final ? head.Closed ?? row.At : null,
        Updated = row.At,
        Deadline = row.Outcome == Outcome.Applied ? row.Deadline : head.Deadline,
        Incident = row.Outcome == Outcome.Incident ? row.Because
            : row.Message.Data is IncidentRetried or IncidentSkipped ? null
            : head.Incident,
        Touches = head.Touches + Touch(row),
        Card = row.Card ?? head.Card,
    };

    private static int Touch(Transition row) => row.Message.Who.Role == "system" ? 0 : 1;
}
