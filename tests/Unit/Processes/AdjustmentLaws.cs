using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockAdjustments;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What holds of adjustments whatever the ERP and people say, in whatever order it is heard, lost, late or repeated.</summary>
public class AdjustmentLaws
{
    private static readonly int Runs = Often.Of(200);

    private static readonly Gen<(int Act, int Which)[]> Lives = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000]).Array[3, 50];

    [Fact]
    public void Each_is_posted_once_or_booked_by_a_person_or_waits_for_one_with_a_task() => Lives.Sample(
        life =>
        {
            var world = Lived(life);
            world.Incidents.Select(row => $"{row.Message.Data.GetType().Name} in {row.To}: {row.Because}").ShouldBeEmpty();
            foreach (var run in world.Cases.Where(run => run.Id.Kind == AdjustmentMap.Kind && world.Knows(run.Id)).ToList())
            {
                var rows = world.RowsOf(run.Id).ToList();
                rows.Count(row => row is { Outcome: Outcome.Applied, Message.Data: StockAdjustmentPosted }).ShouldBeLessThanOrEqualTo(1);
                if (rows[^1].Final)
                {
                    rows.Any(row => row is { Outcome: Outcome.Applied, Message.Data: StockAdjustmentPosted or HoldReleased })
                        .ShouldBeTrue();
                    world.OpenTasks.ShouldNotContain(open => open.Task.About == run.Id, "nobody is asked about what is done");
                    continue;
                }

                (rows[^1].Waits, rows[^1].Deadline is null).ShouldBe((Waits.OnPerson, false), rows[^1].To);
                world.OpenTasks.Count(open => open.Task.About == run.Id).ShouldBe(1);
            }

            world.FoldsBack(world.Cases.Where(run => run.Id.Kind == AdjustmentMap.Kind), new LookAgain("Next."));
        },
        iter: Runs, threads: 1);

    private static World Lived((int Act, int Which)[] life)
    {
        var world = new World();
        var (refusals, calm) = (0, false);
        world.Answers<PostStockAdjustment>(
            told => !calm && (refusals = ((refusals * 31) + 7) % 97) % 3 == 0 ? told.Refused("The period is closed.") : null);
        foreach (var (act, which) in life)
        {
            Do(world, act, which);
        }

        // A task that was done while its word was lost is found again.
        calm = true;
        world.FindLost();
        world.Run();
        return world;
    }

    private static void Do(World world, int act, int which)
    {
        var id = Handlers.IdOf("short", Given.Part($"W-{which % 3}"));
        switch (act)
        {
            case 0 or 1:
                world.Send(id, new StockCorrected(Given.Leeds, "UK", [new AdjustedPieces("A", -1 - (which % 3))], "Not found.", id));
                break;
            case 2:
                world.Send(id, new LookAgain("Again."));
                break;
            case 3 when which % 5 == 0:
                world.Send(id, new HoldReleased(HoldKind.Erp, "Booked."));
                break;
            case 4:
                world.Lose(which % 3);
                break;
            case 5 when world.Heard.Count > 0:
                world.Repeat(world.Heard[which % world.Heard.Count]);
                break;
            case 6:
                world.Pass(TimeSpan.FromHours(which % 60));
                break;
            case 7 when world.OpenTasks is { Count: > 0 } open:
                var (task, asked) = open[which % open.Count];
                world.Send(task, new TaskCompleted(new TaskResult([], asked.Choices[which % asked.Choices.Length].Code, "")));
                break;
            default:
                world.Run();
                break;
        }
    }
}
