using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// The people of one region's stores and halls, each with a phone. One loop asks for all of them, often where there is work and
/// seldom where there is none. Lines come up short at the given share; one task in fifty is done hours late.
/// </summary>
public sealed class StoreStaff(
    string region,
    ImmutableArray<Node> nodes,
    CrossdockClient crossdock,
    BusinessClock clock,
    TimeProvider wall,
    Seeded chance,
    Customers customers,
    TaskHands hands,
    TaskCounter counter,
    double shortShare)
{
    private const int FirstPage = 50;
    private const int LargestPage = 400;
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(2500);
    private static readonly string[] Kinds = ["Pick", "Pack", "HandOver", "Count", "Inspect", "PutBack"];

    private readonly OpeningTimes _open = new();
    private readonly ConcurrentDictionary<Task, bool> _working = new();
    private readonly Dictionary<string, (DateTimeOffset Next, int Page)> _phones =
        nodes.ToDictionary(node => node.Id, _ => (DateTimeOffset.MinValue, FirstPage));

    public string Region => region;

    public async Task Work(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                foreach (var node in nodes)
                {
                    await Look(node, cancel);
                }

                await Task.Delay(Busy, wall, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Task.WhenAll(_working.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Look(Node node, CancellationToken cancel)
    {
        var (next, page) = _phones[node.Id];
        if (wall.GetUtcNow() < next || !_open.IsOpen(node, clock.GetUtcNow()))
        {
            return;
        }

        var answer = await crossdock.Get($"/v1/tasks?node={Uri.EscapeDataString(node.Id)}&take={page}", cancel);
        var tasks = answer.Read<TaskPage>()?.Tasks ?? [];
        var begun = tasks.Count(task => Kinds.Contains(task.Kind) && Begin(task, cancel));
        // A page full of things that wait for customers would hide the picks behind it.
        var wider = tasks.Count == page && begun < page / 2 ? Math.Min(page * 2, LargestPage) : page;
        _phones[node.Id] = (wall.GetUtcNow() + (begun > 0 ? Busy : Idle), wider);
    }

    private bool Begin(TaskItem task, CancellationToken cancel)
    {
        if (task.Kind == "HandOver" && !customers.HasCome(task))
        {
            return false;
        }

        if (!counter.Take(task.Key))
        {
            return false;
        }

        var working = hands.Do(task, WorkOn(task), () => Outcome(task), cancel);
        _working[working] = true;
        _ = working.ContinueWith(done => _working.TryRemove(done, out _), TaskScheduler.Default);
        return true;
    }

    private TimeSpan WorkOn(TaskItem task)
    {
        var lines = task.Lines?.Count ?? 0;
        var work = task.Kind switch
        {
            "Pick" => chance.Between(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(35), "walk", task.Key) + TimeSpan.FromSeconds(40 * lines),
            "Pack" => chance.Between(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(20), "pack", task.Key),
            "HandOver" => TimeSpan.FromMinutes(5),
            _ => chance.Between(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(80), "errand", task.Key),
        };
        return chance.Chance(0.02, "late", task.Key) ? work + TimeSpan.FromHours(3) : work;
    }

    private TaskDone Outcome(TaskItem task)
    {
        var lines = (task.Lines ?? []).Select(line => new PickedItem(line.Line, line.Sku, Found(task, line))).ToArray();
        var note = task.Kind switch
        {
            "Count" => "counted twice",
            "Inspect" => "looked over at the counter",
            _ => "",
        };
        return new TaskDone(lines, task.Choices is { Count: > 0 } choices ? choices[0].Code : null, note);
    }

    private int Found(TaskItem task, TaskLineItem line)
    {
        var who = $"{task.Key}/{line.Line}";
        return task.Kind switch
        {
            "Pick" when line.Quantity > 0 && chance.Chance(shortShare, "short", who) => chance.Below(line.Quantity, "found", who),
            "Inspect" when line.Quantity > 0 && chance.Chance(0.15, "worn", who) => chance.Below(line.Quantity, "sellable", who),
            _ => line.Quantity,
        };
    }
}
