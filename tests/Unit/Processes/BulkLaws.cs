using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.BulkOperations;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// Bulk operations with people who start, pause, resume and cancel, and with runs that make progress, stop, fail, come back and tell the
/// same twice, in any order: none fails, none waits for a run that is not under way, and what is counted is never counted back.
/// </summary>
public class BulkLaws
{
    private static readonly int Runs = Often.Of(300);
    private const int Items = 40;

    private static readonly CaseId Bulk = new("bulk", "B-1");
    private static readonly Actor Ida = new("Ida", "operator");

    private static readonly Gen<(int Act, int Which)[]> Lives = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000]).Array[3, 60];

    [Fact]
    public void An_operation_ends_or_waits_for_a_run_or_a_person_whatever_it_hears() => Lives.Sample(
        life =>
        {
            var set = new Set();
            foreach (var (act, which) in life)
            {
                set.Do(act, which);
            }

            set.World.FindLost();
            set.World.Run();
            set.World.Incidents
                .Select(row => $"{row.To} on {row.Message.Data.GetType().Name}: {row.Because}").ShouldBeEmpty();
            if (!set.World.Knows(Bulk))
            {
                return;
            }

            var latest = set.World.Latest(Bulk);
            (latest.Final || latest.Deadline is not null || set.UnderWay).ShouldBeTrue($"in {latest.To} with no run under way");
            set.CountsOnlyOnwards();
            set.World.Effects<RunBulk>().Select(run => run.Run).ShouldBe(Enumerable.Range(1, set.World.Effects<RunBulk>().Count()));
            set.World.Effects<RunBulk>().ShouldAllBe(run => run.For == Ida);
            set.World.FoldsBack(set.World.Cases.Where(run => run.Id == Bulk), new BulkPaused("Next."));
        },
        iter: Runs, threads: 1);

    [Fact]
    public void The_lives_tried_reach_every_state()
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= 60; seed++)
        {
            // Always the same lives, so that this says something about the lives and nothing about luck.
            var (set, dice) = (new Set(), new Random(seed));
            for (var step = 0; step < 50; step++)
            {
                set.Do(dice.Next(12), dice.Next(1_000));
            }

            seen.UnionWith(set.World.Journal.Select(row => row.To));
        }

        Enum.GetNames<BulkState>().Except(seen).ShouldBeEmpty();
    }

    /// <summary>A world with one operation, and its items as the store keeps them.</summary>
    private sealed class Set
    {
        private int _ended;

        /// <summary>What the run that stops now says; nothing while it is still at work.</summary>
        private Func<RunBulk, Message> _stops = _ => new BulkFailed("Not asked yet.");

        public Set()
        {
            World.Hold<RunBulk>();
            World.Answers<RunBulk>(run =>
            {
                // One stops; the next, asked for because of it, is at work until it is told to stop.
                World.Hold<RunBulk>();
                return _stops(run);
            });
        }

        public World World { get; } = new();

        /// <summary>The run that the case waits for is at work: asked for, and not over.</summary>
        public bool UnderWay => Asked() > World.Effects<RunBulk>().Count();

        private int Latest => World.Knows(Bulk) ? ((BulkOperation)World.Cases.Single(run => run.Id == Bulk).State).Run : 0;

        private BulkCounts Counts => new(Items - _ended, _ended, 0, 0, 0);

        public void Do(int act, int which)
        {
            var late = Math.Max(0, Latest - (which % 3));
            switch (act)
            {
                case 0 or 1:
                    World.Send(Bulk, new BulkFrozen(BulkAct.RetryIncidents, "mended", "all", Items, Items, "digest"), Ida);
                    break;
                case 2:
                    World.Send(Bulk, new BulkStarted("read", 5), Ida);
                    break;
                case 3:
                    World.Send(Bulk, new BulkResumed("fine", 9), Ida);
                    break;
                case 4:
                    World.Send(Bulk, new BulkPaused("look"), Ida);
                    break;
                case 5 when which % 4 == 0:
                    World.Send(Bulk, new BulkCancelled("no"), Ida);
                    break;
                case 6 when UnderWay:
                    _ended = Math.Min(Items, _ended + (which % 10));
                    World.Send(Bulk, new BulkProgressed(late, Counts), Actor.Crossdock);
                    break;
                case 7 when UnderWay:
                    Stop(which);
                    break;
                case 8:
                    World.Lose(which % 3);
                    break;
                case 9 when World.Heard.Count > 0:
                    World.Repeat(World.Heard[which % World.Heard.Count]);
                    break;
                case 10 when which % 3 == 0:
                    World.Pass(TimeSpan.FromHours(which % 200));
                    break;
                default:
                    World.Run();
                    break;
            }
        }

        public void CountsOnlyOnwards()
        {
            var counted = World.RowsOf(Bulk).SelectMany(row => row.Facts).OfType<BulkCounted>().Select(fact => fact.Counts).ToList();
            counted.ShouldAllBe(counts => counts.Ended + counts.Waiting == Items);
            counted.Select(counts => counts.Ended).ShouldBeInOrder();
            if (World.StateOf(Bulk) == nameof(BulkState.Done))
            {
                counted[^1].Waiting.ShouldBe(0);
            }
        }

        private int Asked() => World.RowsOf(Bulk).SelectMany(row => row.Effects).Count(asked => asked.Effect is RunBulk);

        // Its answer stands when it stops, and may be on its way while the next run is already at work.
        private void Stop(int which)
        {
            _ended = which % 2 == 0 ? Items : _ended;
            var counts = Counts;
            _stops = run => which % 5 == 1 ? run.Refused("The store is away.") : new BulkRan(run.Run, counts.Waiting == 0, counts);
            World.LetGo<RunBulk>();
        }
    }
}
