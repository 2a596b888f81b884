using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.WhereTimeWent;

/// <summary>Where the time of a process's cases went. The parts are all of it.</summary>
public sealed record ProcessTime(string Process, TimeParts Parts);

/// <summary>What a case is worth, as it last said.</summary>
public readonly record struct Worth(decimal Value, string Currency);

/// <summary>A stay, and what its case is worth where that is known.</summary>
public readonly record struct ValuedStay(MeasuredStay Stay, Worth? Worth);

/// <summary>Money that was held up with the time, in one currency: what cannot be added is not.</summary>
/// <param name="Value">of the cases that lost time there, each once</param>
/// <param name="Standing">of those among them that stand there now</param>
/// <param name="ValueHours">what each case is worth times the hours that it lost there: the measure that money is ranked by</param>
public sealed record MoneyAtStake(string Currency, decimal Value, decimal Standing, decimal ValueHours);

/// <summary>Time lost in one state at one node for one cause.</summary>
/// <param name="Stays">how many stays it was lost in</param>
/// <param name="Standing">how many of them go on</param>
public sealed record Bottleneck(string Process, string State, string? Node, Cause Cause, TimeSpan Lost, long Stays, long Standing)
{
    /// <summary>By currency, the most held up first; empty where no case said what it is worth.</summary>
    public ImmutableArray<MoneyAtStake> AtStake { get; init; } = [];

    public decimal ValueHoursIn(string currency) => AtStake.FirstOrDefault(money => money.Currency == currency)?.ValueHours ?? 0;
}

/// <summary>
/// Where the time of a slice went: that of the stays that were left in the period, whole, and of those that go on, until now.
/// </summary>
public sealed record TimeWent(ImmutableArray<ProcessTime> Processes, ImmutableArray<Bottleneck> Bottlenecks)
{
    public static readonly TimeWent Nothing = new([], []);

    /// <summary>
    /// States that look again from time to time for what should be there: their time is no plan, and a customer waits for the end of it.
    /// </summary>
    public static readonly FrozenSet<string> Wants = FrozenSet.ToFrozenSet(["WaitingForStock"]);

    /// <summary>
    /// Work is no loss, and while a place is closed nobody could have gained. A state that waits for a time is left when that has come,
    /// as it should be; what else keeps a case there, a failure or an incident, is a loss like everywhere.
    /// </summary>
    public static bool IsLoss(string state, Waits waits, Cause cause) => cause switch
    {
        Cause.Working or Cause.OutsideBusinessHours => false,
        Cause.HeldByPolicy => waits != Waits.OnTime || Wants.Contains(state),
        _ => true,
    };

    public TimeParts All
    {
        get
        {
            var all = new TimeParts();
            foreach (var process in Processes)
            {
                all.Add(process.Parts);
            }

            return all;
        }
    }

    /// <summary>In which currencies cases of the slice that lost time said what they are worth, the most of them first.</summary>
    public ImmutableArray<string> Currencies { get; init; } = [];

    /// <param name="take">so many bottlenecks at most</param>
    /// <param name="currency">the greatest money times hours in it first; null: the greatest loss of time</param>
    public static TimeWent Of(FigureSource source, OpenTime hours, int take, string? currency = null)
    {
        var processes = new SortedDictionary<string, TimeParts>(StringComparer.Ordinal);
        var losses = new Dictionary<(string Process, string State, string? Node, Cause Cause), Loss>();
        foreach (var (stay, worth) in source.Valued ?? source.Left.Concat(source.Standing).Select(stay => new ValuedStay(stay, null)))
        {
            var parts = stay.PartsAt(source.Now, hours);
            if (!processes.TryGetValue(stay.Process, out var sum))
            {
                processes[stay.Process] = sum = new TimeParts();
            }

            sum.Add(parts);
            foreach (var cause in TimeParts.Causes.Where(cause => IsLoss(stay.State, stay.Waits, cause) && parts[cause] > 0))
            {
                ref var loss = ref CollectionsMarshal.GetValueRefOrAddDefault(losses, (stay.Process, stay.State, stay.Node, cause), out _);
                (loss ??= new Loss()).Add(stay, parts[cause], worth);
            }
        }

        var all = losses.Select(loss => new Bottleneck(
            loss.Key.Process, loss.Key.State, loss.Key.Node, loss.Key.Cause, loss.Value.Lost, loss.Value.Stays, loss.Value.Standing)
        {
            AtStake = loss.Value.AtStake(),
        });
        return new TimeWent(
            [.. processes.Select(process => new ProcessTime(process.Key, process.Value))],
            [
                .. all.Where(one => currency is null || one.ValueHoursIn(currency) > 0)
                    .OrderByDescending(one => currency is null ? 0 : one.ValueHoursIn(currency)).ThenByDescending(one => one.Lost.Ticks)
                    .ThenBy(one => $"{(one.Process, one.State, one.Node, one.Cause)}", StringComparer.Ordinal).Take(take),
            ])
        {
            Currencies =
            [
                .. losses.Values.SelectMany(loss => loss.Currencies).GroupBy(one => one.Currency, one => one.Cases)
                    .OrderByDescending(one => one.Sum()).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Key),
            ],
        };
    }

    private sealed class Loss
    {
        private readonly SortedDictionary<string, Held> _money = new(StringComparer.Ordinal);
        private long _ticks;

        public TimeSpan Lost => new(_ticks);

        public long Stays { get; private set; }

        public long Standing { get; private set; }

        public IEnumerable<(string Currency, int Cases)> Currencies => _money.Select(money => (money.Key, money.Value.Cases.Count));

        public void Add(MeasuredStay stay, long ticks, Worth? worth)
        {
            (_ticks, Stays, Standing) = (_ticks + ticks, Stays + 1, Standing + (stay.Left is null ? 1 : 0));
            if (worth is { Value: > 0 } known)
            {
                if (!_money.TryGetValue(known.Currency, out var held))
                {
                    _money[known.Currency] = held = new Held();
                }

                held.Add(stay, known.Value, ticks);
            }
        }

        public ImmutableArray<MoneyAtStake> AtStake() => _money.Count == 0 ? [] :
        [
            .. _money.Select(money => new MoneyAtStake(money.Key, money.Value.Value, money.Value.Standing, money.Value.ValueHours))
                .OrderByDescending(money => money.ValueHours),
        ];
    }

    private sealed class Held
    {
        public HashSet<long> Cases { get; } = [];

        public decimal Value { get; private set; }

        public decimal Standing { get; private set; }

        public decimal ValueHours { get; private set; }

        public void Add(MeasuredStay stay, decimal value, long ticks)
        {
            Value += Cases.Add(stay.CaseNo) ? value : 0;
            // A case stands in one state at a time, so that it is in here once.
            Standing += stay.Left is null ? value : 0;
            ValueHours += value * ticks / TimeSpan.TicksPerHour;
        }
    }
}
