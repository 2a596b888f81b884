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
        _line.Run(One, () => Wait(shipped.Task, "ship", first), TaskScheduler.Default);
        _line.Run(One, () => Wait(Task.CompletedTask, "deliver", second), TaskScheduler.Default);
        _line.Run(Other, () => Wait(Task.CompletedTask, "other", elsewhere), TaskScheduler.Default);
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
            _line.Run(One, () => Wait(Task.CompletedTask, $"{n}", over), TaskScheduler.Default);
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
            _line.Run(One, () => Wait(Task.CompletedTask, name, over), TaskScheduler.Default);
        }

        await last.Task;
        _done.ShouldBe(Enumerable.Range(1, 500).Select(n => $"{n}"));
    }

    private async Task Wait(Task until, string name, TaskCompletionSource over)
    {
        await until;
        lock (_done)
        {
            _done.Add(name);
        }

        over.SetResult();
    }
}
