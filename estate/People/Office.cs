using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// Those who decide: customer service, merchandising, supply chain, finance and the rest, at work from 7 to 21 UTC. They take
/// one of a task's choices, mostly the one that lets things go on. By design they leave lying: five in six returns without an
/// order, what the bank shows otherwise than owed, and one in 300 of everything else.
/// </summary>
public sealed class Office(
    TaskList tasks, BusinessClock clock, TimeProvider wall, Seeded chance, TaskHands hands, TaskCounter counter)
{
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(1500);
    private static readonly string[] Kinds = [Words.Resolve, Words.Approve, Words.Contact];
    private static readonly string[] Names = ["Ada", "Bruno", "Celia", "Dieter", "Esra", "Flora", "Gareth", "Heidi"];

    // The first word that a choice's code or text holds gives its weight. Nobody here finds the order behind a return.
    private static readonly (string Word, double Weight)[] Leanings =
    [
        ("match", 0), ("refuse", 12), ("reject", 12), ("cancel", 8), ("release", 88), ("approve", 88), ("accept", 88), ("retry", 60),
        ("settled", 70), ("ship", 45), ("other", 30), ("substitute", 25), ("wait", 20), ("refund", 20), ("close", 40),
    ];

    private const int MostTries = 2;

    private const string Adjustment = "adjustment/";

    private readonly ConcurrentDictionary<Task, bool> _working = new();

    /// <summary>The tasks that were decided about one case.</summary>
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _decided = new(StringComparer.Ordinal);

    public async Task Work(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                var begun = 0;
                foreach (var kind in Kinds)
                {
                    begun += await tasks.Begin(kind, task => Begin(task, cancel), cancel);
                }

                await Task.Delay(begun > 0 ? Busy : Idle, wall, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Task.WhenAll(_working.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The choice that is taken, by leaning and seed; null where the task offers none.</summary>
    public static string? Choose(TaskItem task, Seeded chance)
    {
        if (task.Choices is not { Count: > 0 } choices)
        {
            return null;
        }

        // Its period is open again by then, and the books of both agree only when it is booked.
        if (task.About?.StartsWith(Adjustment, StringComparison.Ordinal) == true)
        {
            return choices[0].Code;
        }

        return chance.Weighted([.. choices.Select(choice => (choice.Code, WeightOf(choice)))], "chooses", task.Key);
    }

    private TaskDone Outcome(TaskItem task, bool buys, bool pays)
    {
        var choice = Decide(
            task, buys ? BuyingChoices.Choose(task, chance) : pays ? PayableChoices.Choose(task) : Choose(task, chance));
        return new TaskDone(null, choice, buys ? BuyingChoices.NoteFor(choice, task) : "looked into it");
    }

    /// <summary>Who has tried twice in vain does not try a third time.</summary>
    private string? Decide(TaskItem task, string? choice)
    {
        var decided = _decided.GetOrAdd(task.About ?? task.Key, _ => new ConcurrentDictionary<string, bool>(StringComparer.Ordinal));
        decided[task.Key] = true;
        return choice == "retry" && decided.Count > MostTries ? task.Choices![^1].Code : choice;
    }

    private static double WeightOf(TaskChoiceItem choice)
    {
        var words = $"{choice.Code} {choice.Text}";
        foreach (var (word, weight) in Leanings)
        {
            if (words.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return weight;
            }
        }

        return 10;
    }

    private static bool AtWork(DateTimeOffset now) => now.Hour is >= 7 and < 21;

    private Taken Begin(TaskItem task, CancellationToken cancel)
    {
        if (counter.Left.ContainsKey(task.Key))
        {
            return Taken.No;
        }

        var unmatched = task.Choices?.Any(choice => choice.Code == "match") ?? false;
        var pays = PayableChoices.Concerns(task);
        var books = task.About?.StartsWith(Adjustment, StringComparison.Ordinal) == true;
        if ((pays && PayableChoices.StaysOpen(task)) || (!books && chance.Chance(unmatched ? 5.0 / 6 : 1.0 / 300, "leaves", task.Key)))
        {
            counter.Leave(task);
            return Taken.No;
        }

        if (!AtWork(clock.GetUtcNow()))
        {
            // A run does not wait for the morning because of an invoice: what is open then is counted as such.
            return pays ? Taken.No : Taken.Later;
        }

        if (!counter.Take(task.Key))
        {
            return Taken.No;
        }

        var work = chance.Between(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(150), "decides", task.Key);
        var buys = BuyingChoices.Concerns(task);
        var person = buys ? BuyingChoices.PersonFor(task, chance)
            : pays ? PayableChoices.PersonFor(task, chance)
            : $"{chance.Pick(Names, "decides", task.Key)}, {task.Owner ?? "office"}";
        var working = hands.Do(task, person, work, () => Outcome(task, buys, pays), cancel);
        _working[working] = true;
        _ = working.ContinueWith(done => _working.TryRemove(done, out _), TaskScheduler.Default);
        return Taken.Begun;
    }
}
