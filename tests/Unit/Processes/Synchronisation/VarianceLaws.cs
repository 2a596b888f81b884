using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockVariances;
using CsCheck;

namespace Crossdock.Unit.Tests.Processes.Synchronisation;

/// <summary>
/// What holds of doubts about the books, whatever is counted, sold, stolen, lost, late or repeated. What really lies on the shelf is kept
/// beside the ledger: a sale takes a piece of both, a thief of the shelf only, and what nobody booked comes to the shelf only.
/// </summary>
public class VarianceLaws
{
    private static readonly int Runs = Often.Of(200);

    private static readonly string[] People = ["Aylin", "Bill", "Cem"];

    private static readonly Gen<(int Act, int Which)[]> Lives = Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000]).Array[3, 50];

    /// <summary>A shelf, its books, and doubts about them, each with a number of its own.</summary>
    private sealed class Shelf
    {
        public World World { get; } = new();

        public int There { get; set; } = 20;

        /// <summary>What changed on the shelf and is in no book.</summary>
        public List<(DateTimeOffset At, int Pieces)> Unbooked { get; } = [];

        public List<CaseId> Doubts { get; } = [];

        /// <summary>Up to when the books know what lay there.</summary>
        public DateTimeOffset KnownUntil => Doubts.SelectMany(World.RowsOf).SelectMany(row => row.Facts).OfType<CountBelieved>()
            .Select(count => count.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max();

        public int OnBooks => World.Stock("A", Given.Leeds) is var at ? at.Available + at.Reserved : 0;

        /// <summary>One at a time for a place, as whoever hears of the tills sees to it.</summary>
        public void Doubt()
        {
            if (Doubts.Any(doubt => !World.Knows(doubt) || !World.Latest(doubt).Final))
            {
                return;
            }

            Doubts.Add(Handlers.IdOf("A", Given.Leeds, Doubts.Count + 1));
            World.Send(Doubts[^1], new VarianceFound("A", Given.Leeds, "UK", OnBooks, OnBooks, Doubts.Count, "A till sold too many."));
            World.Run();
        }

        /// <summary>Somebody counts what lies there now.</summary>
        public void Count(int which, bool run)
        {
            foreach (var (id, _) in World.OpenTasks.Skip(which % Math.Max(1, World.OpenTasks.Count)).Take(1))
            {
                World.Send(id, new TaskCompleted(
                    new TaskResult([new PickedLine(1, "A", There)], null, "", World.Now)), Given.Person(People[which % 3]));
            }

            if (run)
            {
                World.Run();
            }
        }
    }

    [Fact]
    public void With_counts_in_any_order_no_movement_is_lost_and_none_is_booked_twice() => Lives.Sample(
        life =>
        {
            var shelf = Live(life);
            var world = shelf.World;
            world.Incidents.Select(row => $"{row.Message.Data.GetType().Name} in {row.To}: {row.Because}").ShouldBeEmpty();
            // The books differ from the shelf by what was stolen or brought since the last count that was believed, and by nothing else.
            // A correction that would take more than is free is made as far as it may be, and says so.
            if (!world.Messages<StockSettleRefused>().Any())
            {
                shelf.OnBooks.ShouldBe(
                    shelf.There - shelf.Unbooked.Where(change => change.At > shelf.KnownUntil).Sum(change => change.Pieces));
            }

            world.Ledgers["A"].Nodes.Values.ShouldAllBe(at => at.Sum == 0);
            world.FoldsBack(world.Cases.Where(run => run.Id.Kind == VarianceMap.Kind), new LookAgain("Next."));

            CountAll(shelf);
            shelf.Doubt();
            CountAll(shelf);
            shelf.OnBooks.ShouldBe(shelf.There, "the last count had nothing to overtake it");
            world.Messages<StockCorrected>().SelectMany(told => told.Lines).Sum(line => line.Pieces)
                .ShouldBe(-world.Stock("A", Given.Leeds).Adjusted, "the ERP is told what the ledger moved");
        },
        iter: Runs, threads: 1);

    [Fact]
    public void Each_doubt_ends_corrected_once_or_waits_for_a_person_with_a_deadline() => Lives.Sample(
        life =>
        {
            var shelf = Live(life);
            foreach (var rows in shelf.Doubts.Select(doubt => shelf.World.RowsOf(doubt).ToList()))
            {
                (rows[^1].Final || rows[^1] is { Waits: Waits.OnPerson, Deadline: not null }).ShouldBeTrue(rows[^1].To);
                rows.SelectMany(row => row.Facts).OfType<CountBelieved>().Count().ShouldBe(rows[^1].Final ? 1 : 0);
                rows.SelectMany(row => row.Effects).Count(asked => asked.Effect is SettleStock).ShouldBeLessThanOrEqualTo(1);
            }
        },
        iter: Runs, threads: 1);

    [Fact]
    public void A_count_far_from_the_books_is_believed_only_of_two_people() => Lives.Sample(
        life =>
        {
            var shelf = Live(life);
            foreach (var rows in shelf.Doubts.Select(doubt => shelf.World.RowsOf(doubt).ToList()))
            {
                var counts = rows.Where(row => row.Outcome == Outcome.Applied).Select(row => row.Message.Data).OfType<ShelfCounted>()
                    .Select(count => count.By).ToList();
                foreach (var _ in rows.SelectMany(row => row.Facts).OfType<CountBelieved>()
                    .Where(fact => Math.Abs(fact.Pieces - fact.OnBooks) >= 12))
                {
                    counts.Distinct().Count().ShouldBeGreaterThan(1);
                }
            }
        },
        iter: Runs, threads: 1);

    private static void CountAll(Shelf shelf)
    {
        for (var turn = 0; shelf.World.OpenTasks.Count > 0; turn++)
        {
            turn.ShouldBeLessThan(20, "it does not end");
            shelf.World.PassUnwatched(TimeSpan.FromMinutes(1));
            shelf.World.Run();
            shelf.Count(turn, run: true);
        }
    }

    private static Shelf Live((int Act, int Which)[] life)
    {
        var shelf = new Shelf();
        shelf.World.Receive("A", Given.Leeds, 20);
        shelf.Doubt();
        foreach (var (act, which) in life)
        {
            shelf.World.Pick = below => which % below;
            // No two things happen at the same instant: which came first, the count or the sale, is never in question.
            shelf.World.PassUnwatched(TimeSpan.FromSeconds(1));
            Do(shelf, act, which);
        }

        shelf.World.FindLost();
        shelf.World.LetGo<ReadBooks>();
        shelf.World.LetGo<SettleStock>();
        shelf.World.Run();
        return shelf;
    }

    private static void Do(Shelf shelf, int act, int which)
    {
        var world = shelf.World;
        switch (act)
        {
            case 0 or 1:
                shelf.Count(which, run: act == 0);
                break;
            case 2 when world.OpenTasks is [var (id, _), ..]:
                world.Send(id, new TaskCompleted(new TaskResult([], null, "Forgot to count.")), Given.Person(People[which % 3]));
                break;
            case 3:
                world.PassUnwatched(TimeSpan.FromHours(which % 30));
                break;
            case 4:
                world.Lose(which);
                break;
            case 5 when world.Heard.Count > 0:
                world.Repeat(world.Heard[which % world.Heard.Count]);
                break;
            case 6:
                world.Hold<ReadBooks>();
                break;
            case 7:
                world.Hold<SettleStock>();
                break;
            case 8:
                world.LetGo<ReadBooks>();
                world.LetGo<SettleStock>();
                break;
            case 9:
                var change = which % 2 == 0 ? -Math.Min(shelf.There, which % 20) : which % 20;
                shelf.There += change;
                shelf.Unbooked.Add((world.Now, change));
                break;
            case 10:
                shelf.Doubt();
                break;
            default:
                // A till sells what really lies there, whatever the books say of it.
                var pieces = Math.Min(shelf.There, 1 + (which % 3));
                if (pieces > 0)
                {
                    shelf.There -= pieces;
                    world.SellAtTill("A", Given.Leeds, pieces);
                }

                break;
        }
    }
}
