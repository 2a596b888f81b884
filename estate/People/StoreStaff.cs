using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// The people of the stores and halls, each with a phone. One loop asks for all of them, kind by kind, and hands each task to
/// somebody of its node while that is open. Lines come up short at the given share; one task in fifty is done hours late.
/// </summary>
public sealed class StoreStaff(
    RetailNetwork network,
    TaskList tasks,
    BusinessClock clock,
    TimeProvider wall,
    Seeded chance,
    Customers customers,
    TaskHands hands,
    TaskCounter counter,
    Lorries lorries,
    double shortShare)
{
    private static readonly string[] Kinds =
    [
        Words.Pick, Words.Pack, Words.Stage, Words.HandOver, Words.Count, Words.Inspect, Words.PutBack, Words.ShelfLabel, Words.TransferOut,
        Words.TransferIn,
    ];

    private static readonly string[] Racks = ["A", "B", "C", "D"];

    private static readonly string[] Names = ["Amara", "Bill", "Chloe", "Dina", "Emre", "Fay", "Gus", "Hana", "Ivo", "Joy"];

    // People look every few minutes of their own time, as far as that makes sense on the wall.
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AtMost = TimeSpan.FromMilliseconds(2500);
    // When nothing was there to do they do not ask as often: most of a quiet retailer's calls would be these.
    private static readonly TimeSpan AtLeastWhenIdle = TimeSpan.FromMilliseconds(1000);

    private readonly OpeningTimes _open = new();
    private readonly ConcurrentDictionary<Task, bool> _working = new();

    public async Task Work(CancellationToken cancel)
    {
        var looks = clock.ToWall(LooksEvery);
        looks = looks < AtLeast ? AtLeast : looks > AtMost ? AtMost : looks;
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                var begun = 0;
                foreach (var kind in Kinds)
                {
                    begun += await tasks.Begin(kind, task => Begin(task, cancel), cancel);
                }

                await Task.Delay(begun > 0 || looks > AtLeastWhenIdle ? looks : AtLeastWhenIdle, wall, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Task.WhenAll(_working.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Taken Begin(TaskItem task, CancellationToken cancel)
    {
        // Work without a node, or at a supplier's, is done by whoever is there at any hour.
        var node = network.Find(task.Node);
        var closed = node is not null && node.Kind != NodeKind.Supplier && !_open.IsOpen(node, clock.GetUtcNow());
        var isHere = task.Kind switch
        {
            Words.HandOver => customers.HasCome(task),
            Words.TransferIn => lorries.HasArrived(task.About ?? task.Key),
            _ => true,
        };
        if (closed || !isHere)
        {
            return Taken.Later;
        }

        if (!counter.Take(task.Key))
        {
            return Taken.No;
        }

        var person = $"{chance.Pick(Names, "does", task.Key)}, {task.Node ?? "stores"}";
        var working = hands.Do(task, person, WorkOn(task), () => Outcome(task), cancel);
        _working[working] = true;
        _ = working.ContinueWith(done => _working.TryRemove(done, out _), TaskScheduler.Default);
        return Taken.Begun;
    }

    private TimeSpan WorkOn(TaskItem task)
    {
        var lines = task.Lines?.Count ?? 0;
        var work = task.Kind switch
        {
            Words.Pick or Words.TransferOut => chance.Between(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(30), "walk",
                task.Key) + TimeSpan.FromSeconds(30 * lines),
            Words.Pack => chance.Between(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(20), "pack", task.Key),
            Words.HandOver or Words.Stage => TimeSpan.FromMinutes(5),
            _ => chance.Between(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(80), "errand", task.Key),
        };
        return chance.Chance(0.02, "late", task.Key) ? work + TimeSpan.FromHours(3) : work;
    }

    private TaskDone Outcome(TaskItem task)
    {
        var lines = (task.Lines ?? []).Select(line => new PickedItem(line.Line, line.Sku, Found(task, line)))
            .DistinctBy(line => (line.Line, line.Sku)).ToArray();
        var note = task.Kind switch
        {
            Words.Count => "counted twice",
            Words.Inspect => "looked over at the counter",
            Words.Stage => $"rack {chance.Pick(Racks, "rack", task.Key)}, {1 + chance.Below(6, "board", task.Key)}",
            _ => null,
        };
        var sorted = task.Kind == Words.Inspect ? Sorted(task, lines) : null;
        return new TaskDone(lines, sorted is null && task.Choices is { Count: > 0 } choices ? choices[0].Code : null, note, sorted);
    }

    /// <summary>What becomes of pieces that cannot be sold as new, line by line; one time in twenty they were not in the parcel.</summary>
    private DispositionItem[] Sorted(TaskItem task, PickedItem[] sound) =>
        [.. (task.Lines ?? []).DistinctBy(line => (line.Line, line.Sku)).Zip(sound)
            .SelectMany(pair => Sorted(task, pair.First, pair.Second.Picked))];

    /// <summary>Mostly all of a line goes one way; one time in three the last piece goes another.</summary>
    private IEnumerable<DispositionItem> Sorted(TaskItem task, TaskLineItem line, int sound)
    {
        var (who, rest) = ($"{task.Key}/{line.Line}", line.Quantity - sound);
        var apart = rest > 1 && chance.Chance(0.33, "two-ways", who) ? 1 : 0;
        if (rest > 0)
        {
            yield return new DispositionItem(line.Line, rest - apart, Fate("disposition", who));
        }

        if (apart > 0)
        {
            yield return new DispositionItem(line.Line, apart, Fate("disposition-of-the-last", who));
        }
    }

    private string Fate(string what, string who) =>
        chance.Weighted([("scrap", 45), ("refurbish", 25), ("supplier", 10), ("liquidate", 15), ("missing", 5)], what, who);

    private int Found(TaskItem task, TaskLineItem line)
    {
        var who = $"{task.Key}/{line.Line}";
        return task.Kind switch
        {
            Words.Pick or Words.TransferOut when line.Quantity > 0 && chance.Chance(shortShare, "short", who) =>
                chance.Below(line.Quantity, "found", who),
            Words.TransferIn => lorries.Pieces(task.About ?? task.Key, line.Sku ?? "", line.Quantity),
            Words.Inspect when line.Quantity > 0 && chance.Chance(0.15, "worn", who) => chance.Below(line.Quantity, "sellable", who),
            _ => line.Quantity,
        };
    }
}
