using Crossdock.Contracts;
using Crossdock.Runtime.Effects;

namespace Crossdock.Unit.Tests.Runtime;

/// <summary>What a case asks of the ledger is done in the order it was asked, and no case waits for another.</summary>
public class InOrderTests
{
    private static readonly CaseId One = new("fulfilment", "W-1-1"), Other = new("fulfilment", "W-2-1");

    private readonly InOrder _line = new();
    private readonly List<string> _done = [];

    [Fact]
    public async Task What_is_asked_second_begins_when_the_first_is_over_and_another_case_goes_on()
    {
        var (first, second, elsewhere) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var shipped = new TaskCompletionSource();
        Run(One, shipped.Task, "ship", first);
        Run(One, Task.CompletedTask, "deliver", second);
        Run(Other, Task.CompletedTask, "other", elsewhere);
        await elsewhere.Task;
        second.Task.IsCompleted.ShouldBeFalse("it is to come after what was asked before");

        shipped.SetResult();
        await second.Task;

        _done.ShouldBe(["other", "ship", "deliver"]);
    }

    [Fact]
    public async Task A_line_that_came_to_its_end_begins_anew()
    {
        for (var n = 0; n < 100; n++)
        {
            var over = new TaskCompletionSource();
            Run(One, Task.CompletedTask, $"{n}", over);
            await over.Task;
        }

        _done.Count.ShouldBe(100);
    }

    [Fact]
    public async Task However_much_is_asked_at_once_is_done_as_it_was_asked()
    {
        var last = new TaskCompletionSource();
        for (var n = 1; n <= 500; n++)
        {
            var over = n == 500 ? last : new TaskCompletionSource();
            var name = $"{n}";
            Run(One, Task.CompletedTask, name, over);
        }

        await last.Task;
        _done.ShouldBe(Enumerable.Range(1, 500).Select(n => $"{n}"));
    }

    [Fact]
    public async Task What_was_asked_before_and_given_up_is_overtaken_by_nothing()
    {
        var (failed, over, left) = (new TaskCompletionSource<bool>(), new TaskCompletionSource(), new List<string>());
        _line.Run(One, () => failed.Task, () => left.Add("ship"), TaskScheduler.Default);
        _line.Run(One, () => Wait(Task.CompletedTask, "deliver", new()), () => left.Add("deliver"), TaskScheduler.Default);
        _line.Run(One, () => Wait(Task.CompletedTask, "take back", new()), () => Left("take back"), TaskScheduler.Default);
        failed.SetResult(false);
        await over.Task;
        left.ShouldBe(["deliver", "take back"]);

        var (again, after) = (new TaskCompletionSource(), new TaskCompletionSource());
        Run(One, Task.CompletedTask, "ship", again);
        Run(One, Task.CompletedTask, "deliver", after);
        await after.Task;
        _done.ShouldBe(["ship", "deliver"]);

        void Left(string what)
        {
            left.Add(what);
            over.SetResult();
        }
    }

    private void Run(CaseId of, Task until, string name, TaskCompletionSource over) => _line.Run(
        of, () => Wait(until, name, over), () => throw new InvalidOperationException($"{name} was left"), TaskScheduler.Default);

    private async Task<bool> Wait(Task until, string name, TaskCompletionSource over)
    {
        await until;
        lock (_done)
        {
            _done.Add(name);
        }

        over.SetResult();
        return true;
    }
}
