using System.Collections.Immutable;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>A review: SKU after SKU is planned on its own, so that what is wrong with one stops no other.</summary>
public sealed class ReplenishmentReview(PolicyBook policies, RetailNetwork network, DateTimeOffset now)
{
    private readonly PlanWriter _plan = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<Scope, ReplenishmentRules> _rules = [];
    private readonly DateOnly _today = DateOnly.FromDateTime(now.UtcDateTime);

    public ReplenishmentPlan Plan => _plan.Written(_today);

    public static ReplenishmentPlan Of(IEnumerable<SkuSituation> skus, PolicyBook policies, RetailNetwork network, DateTimeOffset now)
    {
        var review = new ReplenishmentReview(policies, network, now);
        foreach (var sku in skus)
        {
            review.Look(sku);
        }

        return review.Plan;
    }

    public void Look(SkuSituation sku)
    {
        if (SituationCheck.Of(sku) is { } fault)
        {
            _plan.Fault(sku.Sku, null, fault);
        }
        else if (!_seen.Add(sku.Sku))
        {
            _plan.Fault(sku.Sku, null, "It stands there twice; the first was planned, and one need is not ordered twice.");
        }
        else
        {
            Planned(sku);
        }
    }

    private void Planned(SkuSituation sku)
    {
        var one = new PlanWriter();
        try
        {
            new SkuReview(sku, network, _today, RulesOf, one).Plan();
            _plan.Add(one);
        }
        catch (PolicyOutOfBoundsException wrong)
        {
            // Half a plan of a SKU is none: transfers between its nodes hang together.
            _plan.Fault(sku.Sku, null, wrong.Message);
        }
    }

    private ReplenishmentRules RulesOf(Scope scope) =>
        _rules.TryGetValue(scope, out var rules) ? rules : _rules[scope] = ReplenishmentRules.Read(policies, scope, now);
}

/// <summary>Gathers a plan.</summary>
internal sealed class PlanWriter
{
    private readonly List<PlannedBuy> _buys = [];
    private readonly List<PlannedMove> _moves = [];
    private readonly List<PlannedWait> _waits = [];
    private readonly List<PlanFault> _faults = [];
    private int _reviewed;
    private int _covered;

    public void Look() => _reviewed++;

    public void Cover() => _covered++;

    public void Buy(PlannedBuy buy) => _buys.Add(buy);

    public void Move(PlannedMove move) => _moves.Add(move);

    public void Wait(PlannedWait wait) => _waits.Add(wait);

    public void Fault(string sku, string? node, string what) => _faults.Add(new PlanFault(sku, node, what));

    public void Add(PlanWriter other)
    {
        _buys.AddRange(other._buys);
        _moves.AddRange(other._moves);
        _waits.AddRange(other._waits);
        _faults.AddRange(other._faults);
        (_reviewed, _covered) = (_reviewed + other._reviewed, _covered + other._covered);
    }

    public ReplenishmentPlan Written(DateOnly day) => new(day, [.. _buys], [.. _moves], [.. _waits], [.. _faults], _reviewed, _covered);
}
