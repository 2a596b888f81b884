using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>Reads the open tasks of a kind that nobody has in hand, page by page.</summary>
public sealed class TaskList(CrossdockClient crossdock)
{
    private const int PageSize = 100;

    // What is left lying, and what waits for its customer, stays in the list; look past it, but not without end.
    private const int MostPages = 20;

    /// <param name="begin">begins a task; true when it did</param>
    /// <returns>how many were begun</returns>
    public async Task<int> Begin(string kind, Func<TaskItem, bool> begin, CancellationToken cancel)
    {
        var begun = 0;
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var answer = await crossdock.Get($"/v1/tasks?kind={kind}&state=open&take={PageSize}{cursor}", cancel);
            if (answer.Read<TaskPage>() is not { Tasks: { } tasks } found || !answer.Done)
            {
                throw new InvalidOperationException($"Crossdock did not show its tasks: {answer.Why()}");
            }

            begun += tasks.Count(begin);
            after = found.Next;
            if (after is null)
            {
                break;
            }
        }

        return begun;
    }
}
