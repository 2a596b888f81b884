using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Cases;

/// <summary>A task with what was asked: its head moves, its first message never does.</summary>
public sealed record TaskStory(CaseHead Head, TaskOpened Opened);

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

        var rows = await journal.ReadCase(task, 0, cancel);
        if (rows.Count == 0 || json.Read(rows[0].Body).Message.Data is not TaskOpened opened)
        {
            return null;
        }

        if (_opened.Count >= Remembered)
        {
            _opened.Clear();
        }

        return _opened[task] = opened;
    }
}
