using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Cases;

/// <summary>A task with what was asked: its head moves, its first message never does.</summary>
public sealed record TaskStory(CaseHead Head, TaskOpened Opened);

/// <param name="Since">when it came into the hands it is in</param>
public sealed record ClaimedTask(CaseHead Head, TaskOpened Opened, DateTimeOffset? Since);

/// <summary>Reads work lists: heads by priority, each with the lines and choices of its opening message.</summary>
public sealed class TaskReader(IHeads heads, IJournal journal, JournalJson json)
{
    // A work list is asked for every few seconds by every phone; opening messages never change and are small.
    private const int Remembered = 20_000;

    private readonly ConcurrentDictionary<CaseId, TaskOpened> _opened = new();

    public async Task<ImmutableArray<TaskStory>> Read(HeadFilter filter, HeadOrder order, int skip, int take, CancellationToken cancel)
    {
        var found = await heads.Search(filter with { Kind = "task" }, order, skip, take, cancel);
        var stories = ImmutableArray.CreateBuilder<TaskStory>(found.Count);
        foreach (var head in found)
        {
            if (await Opened(head.Case, cancel) is { } opened)
            {
                stories.Add(new TaskStory(head, opened));
            }
        }

        return stories.ToImmutable();
    }

    /// <summary>What the task asks; null when there is no such task.</summary>
    public async Task<TaskOpened?> Opened(CaseId task, CancellationToken cancel)
    {
        if (_opened.TryGetValue(task, out var known))
        {
            return known;
        }

        return await journal.ReadCase(task, 0, cancel) is [var first, ..] && json.Read(first.Body).Message.Data is TaskOpened opened
            ? Remember(task, opened) : null;
    }

    /// <summary>A task that somebody has in hand, with when it was claimed or given to them; null when there is none, or it is
    /// done.</summary>
    public async Task<ClaimedTask?> ReadClaimed(CaseHead head, CancellationToken cancel)
    {
        var rows = (await journal.ReadCase(head.Case, 0, cancel)).Select(row => json.Read(row.Body)).ToArray();
        // The list is written behind the journal: what was just done must not stand there as if it were still to do.
        if (rows is not [{ Message.Data: TaskOpened opened }, ..] || rows[^1].Final)
        {
            return null;
        }

        var claim = rows.LastOrDefault(row => row.Outcome == Outcome.Applied && row.Message.Data is TaskClaimed or TaskReassigned);
        return new ClaimedTask(head, opened, claim?.At);
    }

    private TaskOpened Remember(CaseId task, TaskOpened opened)
    {
        if (_opened.Count >= Remembered)
        {
            _opened.Clear();
        }

        return _opened[task] = opened;
    }
}
