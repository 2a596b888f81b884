using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// Some days of a retailer's prices on which nothing goes in order: people approve, reject, withdraw and mend at any moment, targets
/// refuse what they did or did not do, tills are mistyped, words are repeated, reordered and lost for a while, deadlines come late.
/// </summary>
public sealed class PriceChaos
{
    private static readonly string[] People = [Promotions.Buyer, Promotions.Lead, "Fred", "Gita"];
    private static readonly string[] Skus = ["A", "B"];

    private readonly bool _forges;
    private uint _state;
    private int _promotions;
    private bool _calm;

    /// <param name="forges">whether words that only the cases tell each other come from outside, too</param>
    public PriceChaos(uint seed, bool forges)
    {
        (_state, _forges) = (seed | 1, forges);
        World.Pick = Next;
        World.Answers<CheckPrices>(Refused).Answers<StagePrices>(Refused).Answers<ReadPrices>(Refused)
            .Answers<ActivatePrices>(Refused).Answers<RevertPrices>(Refused);
        Propose();
    }

    public World World { get; } = new(Promotions.NetworkOf(4));

    public IEnumerable<string> Numbers => Enumerable.Range(1, _promotions).Select(n => $"P-{n}").Where(n => World.Knows(Promotions.Id(n)));

    public void Live(IEnumerable<(int Act, int Which)> acts)
    {
        foreach (var (act, which) in acts)
        {
            Mix(which);
            Do(act);
        }

        _calm = true;
        World.FindLost();
        LetAllGo();
    }

    /// <summary>The outside works, nobody does anything, and the days go by.</summary>
    public void GrowOld() => World.Pass(TimeSpan.FromDays(60));

    private void Do(int act)
    {
        switch (act)
        {
            case 0:
                World.Run();
                break;
            case 1:
                for (var steps = Next(9); steps > 0 && World.Pending > 0; steps--)
                {
                    World.Step();
                }

                break;
            case 2 or 3:
                World.Pass(TimeSpan.FromHours(Next(30)));
                break;
            case 4:
                World.PassUnwatched(TimeSpan.FromHours(Next(60)));
                break;
            case 5 or 6 or 7:
                DoATask();
                break;
            case 8:
                World.Lose(Next(9));
                break;
            case 9 when World.Heard.Count > 0:
                World.Repeat(World.Heard[Next(World.Heard.Count)]);
                break;
            case 10:
                Propose();
                break;
            case 11 when Next(3) == 0:
                Silence();
                break;
            case 12:
                LetAllGo();
                break;
            case 13:
                World.Prices.Mistype(AnyTarget, Skus[Next(2)], 1 + Next(12));
                break;
            default:
                Say();
                break;
        }
    }

    private string AnyTarget => (Next(3) switch { 0 => "till.ST-00", 1 => "web.", _ => "erp." }) is "till.ST-00"
        ? $"till.ST-00{1 + Next(4)}" : $"web.{Promotions.Zones[Next(4)].Region}";

    private void DoATask()
    {
        var open = World.OpenTasks;
        if (open.Count > 0)
        {
            var (id, task) = open[Next(open.Count)];
            var choice = task.Choices.Length > 0 ? task.Choices[Next(task.Choices.Length)].Code : null;
            World.Send(id, new TaskCompleted(new TaskResult([], choice, "Done.")), Promotions.Person(People[Next(4)]));
        }
    }

    private void Propose()
    {
        var number = $"P-{++_promotions}";
        World.Send(Promotions.Id(number), RandomProposal(number), Promotions.Person(People[Next(3)]));
    }

    private PromotionProposed RandomProposal(string number)
    {
        var starts = World.Now.UtcDateTime.Date.AddDays(Next(5) == 0 ? -1 : 1 + Next(3));
        return Promotions.Proposed(number, [.. Skus.Take(1 + Next(2)).Select(sku => new PriceLine(sku, Price(), null))]) with
        {
            Kind = (PriceKind)Next(3), StartsLocal = starts, EndsLocal = starts.AddHours(6 + Next(60)),
            Scope = Next(3) switch
            {
                0 => Promotions.Scope("till"), 1 => new PriceScope([], [Promotions.Zones[Next(4)].Region], []), _ => Promotions.Scope(),
            },
        };
    }

    private decimal Price() => Next(6) switch { 0 => 9.5m, 1 => 5.5m, 2 => 4m, _ => 8m };

    /// <summary>Words of people at any moment; where words are forged, also those that cases tell each other.</summary>
    private void Say()
    {
        var number = $"P-{1 + Next(_promotions)}";
        var (promotion, target) = (Promotions.Id(number), Promotions.Target(number, AnyTarget));
        (CaseId To, Message Message) said = Next(_forges ? 18 : 8) switch
        {
            0 => (promotion, new PromotionWithdrawn("Changed my mind.")),
            1 => (promotion, new PromotionApproved("x", "Yes.")),
            2 => (promotion, new PromotionRejected("x", "No.")),
            3 => (promotion, new PromotionGoAhead("x", "Go.")),
            4 => (promotion, new PromotionRevised(RandomProposal(number))),
            5 => (promotion, RandomProposal(number)),
            6 => (promotion, new LookAgain("Look.")),
            7 => (target, new LookAgain("Look.")),
            8 => (promotion, new TargetReported(target.Key, Next(9), (TargetStanding)Next(4), null, null, TimeSpan.Zero, "Word.")),
            9 => (promotion, new PriceAnswered(Skus[Next(2)], Next(3), [], 1m, null)),
            10 => (promotion, new CaseNotThere(target, "Nobody.")),
            11 => (promotion, new PricesKnown(Next(3), [], [])),
            12 => (target, new TargetRecalled("Stop.")),
            13 => (target, new TargetReleased("x")),
            14 => (target, new PricesRead([])),
            15 => (target, new StagingRefused("No.")),
            16 => (new CaseId("price", Skus[Next(2)]), new PriceBookClosed("Delisted.")),
            _ => (new CaseId("price", Skus[Next(2)]), new PriceInstructed(promotion, Next(4), null, Next(2) == 0)),
        };
        if (World.Knows(said.To))
        {
            World.Send(said.To, said.Message, Promotions.Person(People[Next(4)]));
        }
    }

    private void Silence()
    {
        _ = Next(4) switch
        {
            0 => Held<StagePrices>(), 1 => Held<ActivatePrices>(), 2 => Held<RevertPrices>(), _ => Held<ReadPrices>(),
        };
    }

    private bool Held<TEffect>() where TEffect : Effect
    {
        World.Hold<TEffect>();
        return true;
    }

    private void LetAllGo()
    {
        World.LetGo<StagePrices>();
        World.LetGo<ActivatePrices>();
        World.LetGo<RevertPrices>();
        World.LetGo<ReadPrices>();
    }

    /// <summary>A no may come from one who did it all the same.</summary>
    private Message? Refused(Effect effect)
    {
        if (_calm || Next(8) != 0)
        {
            return null;
        }

        if (Next(2) == 0)
        {
            World.Prices.Carry(effect, World.Now);
        }

        return effect.Refused("Not today.");
    }

    private void Mix(int which) => _state = (_state * 2_654_435_761u) ^ (uint)which | 1;

    /// <summary>xorshift: the same seed, the same life.</summary>
    private int Next(int below)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return below <= 1 ? 0 : (int)(_state % (uint)below);
    }
}
