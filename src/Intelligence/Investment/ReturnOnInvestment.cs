using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.Investment;

/// <summary>What a return is told by: nothing, or places and processes one by one.</summary>
public enum ReturnBy { Whole, Process, Region, Channel, Node }

/// <summary>An assumption as it was read: a policy that can be changed, with the values that places have of it.</summary>
/// <param name="Versions">of the policy, one a value</param>
public sealed record Assumption(string Policy, ImmutableArray<(decimal Value, int Version)> Values)
{
    /// <summary><c>0.4</c>, or <c>0.4 to 0.6</c> where places differ.</summary>
    public string Text
    {
        get
        {
            var (least, most) = (Values.Min(one => one.Value), Values.Max(one => one.Value));
            return least == most ? Plain(least) : $"{Plain(least)} to {Plain(most)}";
        }
    }

    private static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>One step of the reckoning: what comes out, and the sum that it comes from with its numbers.</summary>
public sealed record ReturnLine(string Name, double Value, string Unit, string Formula, ImmutableArray<Assumption> Assumptions);

/// <summary>What Crossdock gave back over the cases of one currency.</summary>
/// <param name="Of">the process or place; null for all</param>
/// <param name="Currency">null for cases of which no currency is known</param>
public sealed record InvestmentReturn(string? Of, string? Currency, long Cases, ImmutableArray<ReturnLine> Lines)
{
    public double Value(string line) => Lines.First(one => one.Name == line).Value;
}

/// <summary>Work and leakage saved against what running costs, each step a formula over closed cases and policies.</summary>
public static class ReturnOnInvestment
{
    /// <summary>What cases without such a place are told under.</summary>
    public const string Nowhere = "none";

    public const string TouchesAvoided = "touches avoided", HoursSaved = "hours saved", WorkSaved = "work saved",
        DuplicatesStopped = "duplicates stopped", Cost = "cost of running", Net = "net benefit", Return = "return";

    // The names are those of the policies' catalogue and of the maps; a test holds them against both.
    public const string MinutesPolicy = "roi-touch-minutes", HourPolicy = "roi-hour-cost", CasePolicy = "roi-case-cost",
        DuplicatePolicy = "roi-duplicate-paid", EndedDuplicate = "Duplicate";

    /// <summary>The processes that people did by hand before, each with what is assumed of it.</summary>
    public static readonly ImmutableArray<(string Process, string Policy)> Processes =
    [
        (OutcomeFigures.Orders, "roi-touches-order"), ("procure-to-replenish", "roi-touches-purchase"),
        (OutcomeFigures.Returns, "roi-touches-return"), ("promotion-to-pricing", "roi-touches-promotion"),
        (OutcomeFigures.Invoices, "roi-touches-invoice"),
    ];

    public static ImmutableArray<InvestmentReturn> Of(
        IEnumerable<MeasuredCase> closed, ReturnBy by, RetailNetwork network, ReadPolicyNumber read)
    {
        var groups = new SortedDictionary<(string Of, string Currency), Sums>();
        var known = new Dictionary<(string, string?, string?, string?), PolicyNumber>();
        PolicyNumber Read(string policy, MeasuredCase one) =>
            known.TryGetValue((policy, one.Region, one.Channel, one.Node), out var number) ? number
            : known[(policy, one.Region, one.Channel, one.Node)] = read(policy, one.Region, one.Channel, one.Node);
        foreach (var one in closed)
        {
            if (Processes.FirstOrDefault(process => process.Process == one.Process).Policy is { } touches)
            {
                var currency = one.Marks.Currency ?? network.Regions.FirstOrDefault(region => region.Id == one.Region)?.Currency;
                var key = (Named(one, by) ?? "", currency ?? "");
                if (!groups.TryGetValue(key, out var sums))
                {
                    groups[key] = sums = new Sums();
                }

                sums.Add(one, touches, policy => Read(policy, one));
            }
        }

        return
        [
            .. groups.Select(group => new InvestmentReturn(
                by == ReturnBy.Whole ? null : group.Key.Of.Length > 0 ? group.Key.Of : Nowhere,
                group.Key.Currency.Length > 0 ? group.Key.Currency : null, group.Value.Cases, group.Value.Lines(group.Key.Currency))),
        ];
    }

    private static string? Named(MeasuredCase one, ReturnBy by) => by switch
    {
        ReturnBy.Whole => null,
        ReturnBy.Process => one.Process,
        ReturnBy.Region => one.Region,
        ReturnBy.Channel => one.Channel,
        ReturnBy.Node => one.Node,
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "is nothing to tell a return by"),
    };

    /// <summary>Added up case by case, so that the parts are the whole whatever they assume.</summary>
    private sealed class Sums
    {
        private readonly SortedDictionary<string, SortedSet<(decimal, int)>> _assumed = new(StringComparer.Ordinal);
        private long _touches;
        private decimal _before, _minutes, _work, _duplicates, _leakage, _cost;

        public long Cases { get; private set; }

        public void Add(MeasuredCase one, string touches, Func<string, PolicyNumber> read)
        {
            var (before, minutes) = (Assume(touches, read), Assume(MinutesPolicy, read));
            var spared = (before - one.Touches) * minutes;
            Cases++;
            _touches += one.Touches;
            _before += before;
            _minutes += spared;
            _work += spared / 60 * Assume(HourPolicy, read);
            _cost += Assume(CasePolicy, read);
            if (one.Marks is { EndedIn: EndedDuplicate, Value: > 0 and var value } && one.Process == OutcomeFigures.Invoices)
            {
                _duplicates += value;
                _leakage += value * Assume(DuplicatePolicy, read);
            }
        }

        public ImmutableArray<ReturnLine> Lines(string currency)
        {
            var net = _work + _leakage - _cost;
            return
            [
                Line(
                    TouchesAvoided, _before - _touches, "touches",
                    $"{N(_before)} expected of {N(Cases)} cases at {Said(TouchPolicies)} each, less {N(_touches)} made",
                    [.. TouchPolicies]),
                Line(
                    HoursSaved, _minutes / 60, "h", $"{N(_before - _touches)} touches × {Said(MinutesPolicy)} min / 60", MinutesPolicy),
                Line(WorkSaved, _work, currency, $"{N(_minutes / 60)} h × {Said(HourPolicy)} {currency}", HourPolicy),
                Line(
                    DuplicatesStopped, _leakage, currency,
                    $"{N(_duplicates)} {currency} of invoices that ended as duplicates × {Said(DuplicatePolicy)}", DuplicatePolicy),
                Line(Cost, _cost, currency, $"{N(Cases)} cases × {Said(CasePolicy)} {currency}", CasePolicy),
                Line(Net, net, currency, $"{N(_work)} + {N(_leakage)} − {N(_cost)}"),
                .. _cost > 0
                    ? [Line(Return, 100 * net / _cost, "%", $"100 × {N(net)} / {N(_cost)}")] : ImmutableArray<ReturnLine>.Empty,
            ];
        }

        private IEnumerable<string> TouchPolicies => Processes.Select(process => process.Policy).Where(_assumed.ContainsKey);

        private decimal Assume(string policy, Func<string, PolicyNumber> read)
        {
            var number = read(policy);
            (_assumed.TryGetValue(policy, out var values) ? values : _assumed[policy] = []).Add((number.Value, number.Version));
            return number.Value;
        }

        private ReturnLine Line(string name, decimal value, string unit, string formula, params ImmutableArray<string> policies) => new(
            name, (double)value, unit, formula,
            [.. policies.Where(_assumed.ContainsKey).Select(policy => new Assumption(policy, [.. _assumed[policy]]))]);

        private string Said(params IEnumerable<string> policies)
        {
            var values = policies.Where(_assumed.ContainsKey).SelectMany(policy => _assumed[policy]).ToImmutableArray();
            return values.IsEmpty ? "0" : new Assumption("", values).Text;
        }

        private static string N(decimal value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture).Replace('-', '−');
    }
}
