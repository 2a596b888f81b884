using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>What somebody does about a task in the list.</summary>
public enum Taken
{
    Begun,
    /// <summary>Not now: the shop is closed, or the customer has not come yet.</summary>
    Later,
    /// <summary>In hand already, or left lying for good.</summary>
    No,
}

/// <summary>Reads the open tasks of a kind that nobody has in hand, page by page.</summary>
public sealed class TaskList(CrossdockClient crossdock, TaskCounter counter)
{
    private const int PageSize = 100;

    // What is left lying, and what waits for its customer, stays in the list; look past it, but not without end.
    private const int MostPages = 20;

    /// <param name="begin">begins a task, or says why not</param>
    /// <returns>how many were begun</returns>
    public async Task<int> Begin(string kind, Func<TaskItem, Taken> begin, CancellationToken cancel)
    {
        var (begun, later) = (0, 0);
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var answer = await crossdock.Get($"/v1/tasks?kind={kind}&state=open&take={PageSize}{cursor}", cancel);
            if (answer.Read<TaskPage>() is not { Tasks: { } tasks } found || !answer.Done)
            {
                throw new InvalidOperationException($"Crossdock did not show its tasks: {answer.Why()}");
            }

            foreach (var taken in tasks.Select(begin))
            {
                begun += taken == Taken.Begun ? 1 : 0;
                later += taken == Taken.Later ? 1 : 0;
            }

            after = found.Next;
            if (after is null)
            {
                break;
            }
        }

        counter.Expect(kind, later);
        return begun;
    }
}
