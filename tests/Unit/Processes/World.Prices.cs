using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Merchandisers at work, in words a test can read.</summary>
public sealed partial class World
{
    public World Propose(PromotionProposed proposal, string by = Promotions.Buyer)
    {
        Send(Promotions.Id(proposal.Number), proposal, Promotions.Person(by));
        Run();
        return this;
    }

    public (CaseId Id, TaskOpened Task) ApprovalOf(string number) =>
        OpenTasks.Single(open => open.Task.Kind == TaskKind.Approve && open.Task.About == Promotions.Id(number));

    /// <summary>The open task to approve is done by this person.</summary>
    public World Approve(string number, string by = Promotions.Lead, string choice = "approve-price")
    {
        Send(ApprovalOf(number).Id, new TaskCompleted(new TaskResult([], choice, "As planned.")), Promotions.Person(by));
        Run();
        return this;
    }

    /// <summary>Lets time go by until so long after a local time of the westernmost or any other zone.</summary>
    public void PassUntil(DateTimeOffset at) => Pass(at - Now);

    public void Retry(string target)
    {
        var (id, _) = OpenTasks.Single(open => open.Task.Choices.Any(choice => choice.Code == "retry")
            && open.Task.About.Key.EndsWith($":{target}", StringComparison.Ordinal));
        Finish(id, "retry", "Cable back in.");
    }
}
