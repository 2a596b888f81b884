using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Host.Dashboard.Acting;

public static class TaskActs
{
    /// <summary>
    /// Completes a task. Where its map wants it claimed first, it is claimed by the same person with a token made of the same
    /// form's, so that a repeat of both changes nothing.
    /// </summary>
    public static async Task<TellReceipt> Complete(
        Acts acts, CaseStory task, TaskCompleted done, Person person, string token, CancellationToken cancel)
    {
        if (!Hears(task, "TaskCompleted", "task.completed") && Hears(task, "TaskClaimed", "task.claimed"))
        {
            await acts.Tell(task.Id, new TaskClaimed(person.Name), person, token + "-claim", cancel);
        }

        return await acts.Tell(task.Id, done, person, token, cancel);
    }

    private static bool Hears(CaseStory task, string name, string type) =>
        task.AllowedNow.Any(row => row.Message == name || row.Message == type);
}
