using Crossdock.Contracts;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// One person doing one task: claims it, works for its business time, says that it is done. One in forty clicks twice; a 409 means
/// that the task went another way meanwhile, which is nobody's fault.
/// </summary>
public sealed class TaskHands(CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance, TaskCounter counter)
{
    public async Task Do(TaskItem task, string person, TimeSpan work, Func<TaskDone> outcome, CancellationToken cancel)
    {
        try
        {
            var path = $"/v1/tasks/{Uri.EscapeDataString(KeyOf(task))}";
            var claimed = await crossdock.Post($"{path}/claim", "{}"u8.ToArray(), null, cancel, person);
            if (!claimed.Done)
            {
                counter.NoteTooLate();
                return;
            }

            await Task.Delay(clock.ToWall(work), wall, cancel);
            var body = WireJson.Write(outcome());
            var twice = chance.Chance(0.025, "double-click", task.Key);
            var second = twice ? crossdock.Post($"{path}/done", body, null, cancel, person) : null;
            var done = await crossdock.Post($"{path}/done", body, null, cancel, person);
            if (second is not null)
            {
                counter.NoteDoubleClick();
                var other = await second;
                done = done.Done ? done : other;
            }

            if (done.Done)
            {
                counter.NoteDone();
            }
            else
            {
                counter.NoteTooLate();
            }
        }
        finally
        {
            counter.PutDown(task.Key);
        }
    }

    private static string KeyOf(TaskItem task) =>
        task.Key.StartsWith("task/", StringComparison.Ordinal) ? task.Key["task/".Length..] : task.Key;
}
