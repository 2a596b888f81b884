using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StockAdjustments;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockDiscrepancies;
using Crossdock.Unit.Tests.Processes.Synchronisation;
using CsCheck;
using Dealt = Crossdock.Processes.StockComparison.Places;
using Handlers = Crossdock.Processes.StockComparison.Handlers;

namespace Crossdock.Unit.Tests.Processes.StockBooks;

/// <summary>
/// What holds of the ledger and another system's books whatever is sold, told late, lost, refused, repeated, stolen and counted, while
/// looks are under way.
/// </summary>
public class ComparisonLaws
{
    private static readonly int Runs = Often.Of(100);

    private static readonly Gen<(uint Seed, (int, int)[] Acts)> Lives = Gen.Select(
        Gen.UInt, Gen.Select(Gen.Int[0, BooksChaos.Acts - 1], Gen.Int[0, 1_000_000]).Array[10, 120]);

    [Fact]
    public void What_is_on_its_way_is_never_believed_to_be_a_difference_and_what_is_believed_is_just_what_was_lost() => Lives.Sample(
        life =>
        {
            var chaos = new BooksChaos(life.Seed);
            chaos.Live(life.Acts);
            chaos.Quiet();
            chaos.Misjudged.ShouldBeEmpty();
        },
        iter: Runs, threads: 1);

    [Fact]
    public void After_quiet_the_two_say_the_same_of_every_place_and_every_piece_is_conserved() => Lives.Sample(
        life =>
        {
            var chaos = new BooksChaos(life.Seed);
            chaos.Live(life.Acts);
            chaos.Quiet();

            chaos.Differences().ShouldBeEmpty();
            chaos.World.Ledgers.Values.SelectMany(item => item.Nodes.Values).ShouldAllBe(at => at.Sum == 0);
            chaos.World.OpenTasks.ShouldBeEmpty();
            chaos.World.Cases.Where(run => run is { Final: false, Id.Kind: DiscrepancyMap.Kind }).ShouldBeEmpty();
            var known = (Comparison)chaos.World.Cases.Single(run => run is { Final: false, Id.Kind: ComparisonMap.Kind }).State;
            known.Agreed.ShouldNotBeNull().ShouldBeGreaterThan(chaos.World.Now.AddHours(-9), "it was looked at, and agreed");
        },
        iter: Runs, threads: 1);

    [Fact]
    public void Each_difference_heals_once_or_is_counted_once_and_says_so() => Lives.Sample(
        life =>
        {
            var chaos = new BooksChaos(life.Seed);
            chaos.Live(life.Acts);
            chaos.Quiet();
            foreach (var run in chaos.World.Cases.Where(run => run.Id.Kind == DiscrepancyMap.Kind))
            {
                var rows = chaos.World.RowsOf(run.Id).ToList();
                var asked = rows.SelectMany(row => row.Effects).Select(one => one.Effect).ToList();
                asked.Count(effect => effect is SettleStock).ShouldBeLessThanOrEqualTo(1);
                asked.Count(effect => effect is TellCase { Data: VarianceFound }).ShouldBeLessThanOrEqualTo(1);
                ((Discrepancy)run.State).Left.ShouldBe(0, run.Id.ToString());
                rows.SelectMany(row => row.Facts).Any(fact => fact is HealingChosen or CountChosen).ShouldBeTrue();
            }
        },
        iter: Runs, threads: 1);

    [Fact]
    public void Nothing_that_can_be_heard_makes_a_case_fail_and_each_waits_with_a_deadline() => Lives.Sample(
        life =>
        {
            var chaos = new BooksChaos(life.Seed, forges: true);
            chaos.Live(life.Acts);
            chaos.World.Incidents.Select(row => $"{row.Case} in {row.To} on {row.Message.Data.GetType().Name}: {row.Because}")
                .ShouldBeEmpty();
            foreach (var run in chaos.World.Cases.Where(run => run is { Final: false, Id.Kind: ComparisonMap.Kind or DiscrepancyMap.Kind }))
            {
                var latest = chaos.World.Latest(run.Id);
                (latest.Waits == Waits.OnSystem || latest.Deadline is not null).ShouldBeTrue($"{run.Id} stands in {run.At}");
            }
        },
        iter: Runs, threads: 1);

    [Fact]
    public void Folding_what_the_journal_keeps_gives_the_same_case_and_the_same_next_decision() => Lives.Sample(
        life =>
        {
            var chaos = new BooksChaos(life.Seed, forges: true);
            chaos.Live(life.Acts);
            chaos.World.FoldsBack(
                chaos.World.Cases.Where(run => run.Id.Kind is ComparisonMap.Kind or DiscrepancyMap.Kind), new LookAgain("Next."));
        },
        iter: Runs, threads: 1);

    [Fact]
    public void The_lives_tried_reach_every_state()
    {
        var (reached, believed) = (new HashSet<string>(), 0);
        for (var seed = 1u; seed <= 60; seed++)
        {
            // Always the same lives, so that this says something about the lives and nothing about luck.
            var chaos = new BooksChaos(seed * 2_654_435_761u);
            chaos.Live(Enumerable.Range(1, 60).Select(n => ((int)((seed * 31) + (uint)(n * n * 7)) % BooksChaos.Acts, (int)seed * n)));
            chaos.Quiet();
            believed += chaos.Believed;
            reached.UnionWith(chaos.World.Journal.Where(row => row.Case.Kind is ComparisonMap.Kind or DiscrepancyMap.Kind)
                .Select(row => row.To));
        }

        believed.ShouldBeGreaterThan(60, "else the law of what is believed says nothing");
        // Who else keeps the place is asked where two systems keep books of it: TwoBooksTests.
        Enum.GetNames<ComparisonState>().Concat(Enum.GetNames<DiscrepancyState>()).Except(reached)
            .ShouldBe([nameof(DiscrepancyState.Asking), nameof(DiscrepancyState.LeftToKeeper)], ignoreOrder: true);
    }
}

/// <summary>
/// Some days of a ledger and an ERP's books in which nothing goes in order. Pieces are sold here and told there later, or sold there and
/// told here later, or the word is lost; looks are cut in pieces, answers are lost and found, and people count whatever they see.
/// </summary>
public sealed class BooksChaos
{
    public const int Acts = 18;

    private const string System = "erp";

    private static readonly (string Sku, string Node)[] Places =
        [("A", Given.Leeds), ("B", Given.Leeds), ("A", Given.Dc), ("C", Given.York)];

    /// <summary>Less than a difference has to stand: so long the word of a sale is on its way at most.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(100);

    private readonly List<(string Sku, string Node, int Pieces)> _toThem = [];
    private readonly List<(string Sku, string Node, int Pieces, DateTimeOffset Due)> _toUs = [];
    private readonly List<(int Row, string Sku, string Node, int Lost)> _read = [];
    private readonly bool _forges;
    private int _judged;
    private uint _state;
    private bool _calm;

    public BooksChaos(uint seed, bool forges = false)
    {
        (_state, _forges) = (seed | 1, forges);
        World = new World(policies: PolicyBook.Defaults.With(SyncTests.Set("books-run-length", 4)))
        {
            Pick = Next,
            StillToTell = (sku, node) => _toThem.Any(told => (told.Sku, told.Node) == (sku, node)),
        };
        World.Answers<HashStock>(Refused).Answers<ReadStock>(Read).Answers<PostStockAdjustment>(Refused)
            .Answers<HashLedger>(Refused).Answers<HoldLedgerAgainst>(Refused);
        foreach (var (sku, node) in Places)
        {
            World.Receive(sku, node, 30);
            World.Books.Move(System, node, sku, 30);
        }

        World.Tell(Handlers.IdOf(System, null, 1), new ComparisonBegun(System, StockMeasure.Owned, null, 1, null));
    }

    public World World { get; }

    public int Believed { get; private set; }

    /// <summary>Differences that were believed and are not what was lost just then.</summary>
    public List<string> Misjudged { get; } = [];

    public void Live(IEnumerable<(int Act, int Which)> acts)
    {
        foreach (var (act, which) in acts)
        {
            _state = (_state * 2_654_435_761u) ^ (uint)which | 1;
            Do(act);
            Judge();
        }
    }

    /// <summary>What is on its way arrives, the outside works, and people do their tasks.</summary>
    public void Quiet()
    {
        _calm = true;
        while (_toThem.Count > 0)
        {
            Arrive(lost: false);
        }

        Hear(all: true);
        for (var round = 0; round < 6; round++)
        {
            World.FindLost();
            World.LetGo<HashStock>();
            World.LetGo<ReadStock>();
            World.Run();
            Judge();
            while (World.OpenTasks is [var (id, task), ..])
            {
                Finish(id, task);
                World.Run();
            }

            Pass(TimeSpan.FromHours(5));
        }
    }

    public IEnumerable<string> Differences() => Places.Where(at => Ours(at) != Theirs(at))
        .Select(at => $"{at.Sku} at {at.Node}: they have {Theirs(at)}, the ledger {Ours(at)}");

    private void Do(int act)
    {
        var at = Places[Next(Places.Length)];
        switch (act)
        {
            case 0:
                Run();
                break;
            case 1 or 2 or 3:
                for (var steps = Next(8); steps > 0 && World.Pending > 0; steps--)
                {
                    World.Step();
                    Judge();
                }

                break;
            case 4 or 5:
                Pass(TimeSpan.FromMinutes(Next(150)));
                break;
            case 6:
                Pass(TimeSpan.FromHours(Next(9)));
                break;
            case 7 or 8:
                var sold = 1 + Next(3);
                World.SellAtTill(at.Sku, at.Node, sold);
                _toThem.Add((at.Sku, at.Node, -sold));
                break;
            case 9 or 10 when _toThem.Count > 0:
                Arrive(lost: Next(4) == 0);
                break;
            case 11 or 12:
                var gone = Next(8) == 0 ? 9 : 1 + Next(2);
                World.Books.Move(System, at.Node, at.Sku, -gone);
                if (Next(5) > 0)
                {
                    _toUs.Add((at.Sku, at.Node, gone, World.Now.AddMinutes(Next((int)LongestWay.TotalMinutes))));
                }

                break;
            case 13:
                World.Books.Move(System, at.Node, at.Sku, Next(6) == 0 ? 7 : 1);
                break;
            case 14:
                World.Lose(Next(9));
                break;
            case 15 when World.Heard.Count > 0:
                World.Repeat(World.Heard[Next(World.Heard.Count)]);
                break;
            case 16 when World.OpenTasks is { Count: > 0 } open:
                var (id, task) = open[Next(open.Count)];
                Finish(id, task);
                break;
            case 17 when _forges:
                World.Send(Handlers.IdOf(System, null, 1), Forged());
                break;
            default:
                World.Send(Handlers.IdOf(System, null, 1), new LookAgain("Now."));
                break;
        }
    }

    private void Run()
    {
        while (World.Pending > 0)
        {
            World.Step();
            Judge();
        }
    }

    /// <summary>In short steps, so that each word that is due is heard before anything later.</summary>
    private void Pass(TimeSpan time)
    {
        for (var until = World.Now + time; World.Now < until;)
        {
            var step = TimeSpan.FromMinutes(10);
            World.Pass(until - World.Now < step ? until - World.Now : step);
            Judge();
            Hear(all: false);
        }
    }

    private void Hear(bool all)
    {
        foreach (var told in _toUs.Where(told => all || told.Due <= World.Now).ToList())
        {
            _toUs.Remove(told);
            World.SellAtTill(told.Sku, told.Node, told.Pieces);
        }
    }

    private void Arrive(bool lost)
    {
        var (sku, node, pieces) = _toThem[0];
        _toThem.RemoveAt(0);
        if (!lost)
        {
            World.Books.Move(System, node, sku, pieces);
        }
    }

    /// <summary>
    /// What was believed, against what had been lost of the place when the system's books were read for it last: what is lost after, while
    /// their answer is on its way, no look can know.
    /// </summary>
    private void Judge()
    {
        for (; _judged < World.Journal.Count; _judged++)
        {
            foreach (var found in World.Journal[_judged].Effects.Select(asked => asked.Effect).OfType<TellCase>()
                .Select(told => told.Data).OfType<DiscrepancyFound>())
            {
                Believed++;
                var lost = _read.Last(read => read.Row <= _judged && (read.Sku, read.Node) == (found.Sku, found.Node)).Lost;
                if (lost != found.Difference)
                {
                    Misjudged.Add($"{found.Sku} at {found.Node}: {found.Difference} was believed and {lost} lost");
                }
            }
        }
    }

    private Message? Read(ReadStock read)
    {
        _read.AddRange(Places.Where(at => read.Asked.Contains(Dealt.BucketOf(at.Sku, at.Node, read.Buckets)))
            .Select(at => (World.Journal.Count, at.Sku, at.Node, Lost(at))));
        return Refused(read);
    }

    /// <summary>Pieces that they would have more than the ledger once all that is on its way has come.</summary>
    private int Lost((string Sku, string Node) at) => Theirs(at) - Ours(at)
        + _toThem.Where(told => (told.Sku, told.Node) == at).Sum(told => told.Pieces)
        + _toUs.Where(told => (told.Sku, told.Node) == at).Sum(told => told.Pieces)
        + World.Cases.Where(run => run is { Id.Kind: AdjustmentMap.Kind, Final: false }).Select(run => ((Adjustment)run.State).Needs)
            .Where(needs => needs.Node == at.Node).SelectMany(needs => needs.Lines).Where(line => line.Sku == at.Sku)
            .Sum(line => line.Pieces);

    private void Finish(CaseId id, TaskOpened task)
    {
        var lies = Math.Max(0, task.Lines.IsDefaultOrEmpty ? 0 : task.Lines[0].Quantity - Next(2));
        World.Send(
            id,
            new TaskCompleted(new TaskResult(
                [.. task.Lines.Select(line => new PickedLine(line.Line, line.Sku, lies))],
                task.Choices.IsDefaultOrEmpty ? null : task.Choices[0].Code, "Seen to.", World.Now)),
            Given.Person(((string[])["Aylin", "Bill", "Cem"])[Next(3)]));
    }

    private Message Forged() => Next(5) switch
    {
        0 => new StockHashed([.. Enumerable.Repeat("00", Dealt.Buckets)]),
        1 => new StockRead([new HeldStock("A", Given.Leeds, 5, 3)]),
        2 => new LedgerHashed([.. Enumerable.Repeat("ff", Dealt.Buckets)]),
        3 => new LedgerHeld([new PlaceDiffers("A", Given.Leeds, "UK", 4, 2, 30, 1, 30, 30, [])]),
        _ => new StockNotCompared("Who asks?"),
    };

    private Message? Refused(Effect effect) => !_calm && Next(9) == 0 ? effect.Refused("Not now.") : null;

    private int Ours((string Sku, string Node) at) => World.Stock(at.Sku, at.Node) is var stock
        ? stock.Available + stock.Reserved + stock.InTransit : 0;

    private int Theirs((string Sku, string Node) at) => World.Books.Of(System, at.Node, at.Sku);

    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return below <= 0 ? 0 : (int)(_state % (uint)below);
    }
}
