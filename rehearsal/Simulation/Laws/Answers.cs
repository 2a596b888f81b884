using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Rehearsal.Simulation.History;
using Crossdock.Rehearsal.Simulation.Retail;

namespace Crossdock.Rehearsal.Simulation.Laws;

/// <summary>Whether the answers that clients got, of all hosts together, are those of one thing at a time.</summary>
internal sealed class Answers(Chronicle chronicle, IReadOnlyList<Seen> seen)
{
    public void Judge()
    {
        var byMessage = seen.Where(one => one.Message.Data is not StockInstructed && !IsRepeatInMeaning(one.Message));
        foreach (var about in byMessage.GroupBy(one => one.Message.Id).Where(about => about.Skip(1).Any()))
        {
            Judge(about.First().Message.Subject, about.ToList().ConvertAll(AsAccept), new AcceptedOnce());
        }

        foreach (var about in seen.Where(one => one.Message.Data is TaskClaimed or TaskCompleted).GroupBy(one => one.Message.Subject))
        {
            Judge(about.Key, [.. Withdrawn(about.Key), .. about.Select(AsClaim)], new ClaimedByOne());
        }
    }

    private void Judge<TState>(CaseId id, List<Call> calls, IModel<TState> model) where TState : notnull
    {
        if (OneAtATime.Order(calls, model) is null)
        {
            chronicle.Harmed(
                Law.History, id, $"gave answers that fit no order of events: {string.Join("; ", calls.OrderBy(call => call.Began))}");
        }
    }

    /// <summary>What the case that asked may have done in between, unseen by clients.</summary>
    private IEnumerable<Call> Withdrawn(CaseId task) =>
        chronicle.RowsOf(task).Any(row => row.Message.Data is TaskWithdrawn)
            ? [new Call(task.ToString(), "the case that asked", new End("withdrawn", Withdrawn: true), 0, null, null)]
            : [];

    private Call AsAccept(Seen one) => Made(one, new Accept(one.Message.Id), AnswerOf(one));

    private Call AsClaim(Seen one) => Made(
        one,
        one.Message.Data is TaskClaimed claimed ? new Claim(one.Message.Id, claimed.Assignee)
            : new End(one.Message.Id, AlsoAfter: chronicle.RowsOf(one.Message.Subject)
                is [{ Message.Data: TaskOpened { Kind: TaskKind.HandOver } }, ..]),
        AnswerOf(one));

    private static Call Made(Seen one, Ask ask, Answer? answer) => new(
        one.Message.Subject.ToString(), one.Message.Who.Name, ask, one.Began, answer is null ? null : one.Ended, answer);

    private Answer? AnswerOf(Seen one) => one.Receipt?.Result switch
    {
        TellResult.Applied => new Done(),
        TellResult.Duplicate => new Known(),
        TellResult.Ignored when one.Receipt.Seq > 0 => new NotNow(),
        _ => null,
    };

    private bool IsRepeatInMeaning(Envelope message) =>
        chronicle.RowsOf(message.Subject).Any(row => row.Message.Id == message.Id && row.Outcome == Outcome.IgnoredDuplicate);
}
