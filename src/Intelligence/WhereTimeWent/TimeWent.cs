using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Intelligence.WhereTimeWent;

/// <summary>Where the time of a process's cases went. The parts are all of it.</summary>
public sealed record ProcessTime(string Process, TimeParts Parts);

/// <summary>Time lost in one state at one node for one cause.</summary>
/// <param name="Stays">how many stays it was lost in</param>
/// <param name="Standing">how many of them go on</param>
public sealed record Bottleneck(string Process, string State, string? Node, Cause Cause, TimeSpan Lost, long Stays, long Standing);

/// <summary>
/// Where the time of a slice went: that of the stays that were left in the period, whole, and of those that go on, until now.
/// </summary>
public sealed record TimeWent(ImmutableArray<ProcessTime> Processes, ImmutableArray<Bottleneck> Bottlenecks)
{
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

    /// <param name="take">so many bottlenecks at most, the greatest loss first</param>
    public static TimeWent Of(FigureSource source, OpenTime hours, int take)
    {
        var processes = new SortedDictionary<string, TimeParts>(StringComparer.Ordinal);
        var losses = new Dictionary<(string Process, string State, string? Node, Cause Cause), (long Ticks, long Stays, long Standing)>();
        foreach (var stay in source.Left.Concat(source.Standing))
        {
            var parts = stay.PartsAt(source.Now, hours);
            if (!processes.TryGetValue(stay.Process, out var sum))
            {
                processes[stay.Process] = sum = new TimeParts();
            }

            sum.Add(parts);
            foreach (var cause in TimeParts.Causes.Where(cause => IsLoss(stay.State, stay.Waits, cause) && parts[cause] > 0))
            {
                ref var lost = ref CollectionsMarshal.GetValueRefOrAddDefault(
                    losses, (stay.Process, stay.State, stay.Node, cause), out _);
                lost = (lost.Ticks + parts[cause], lost.Stays + 1, lost.Standing + (stay.Left is null ? 1 : 0));
            }
        }

        return new TimeWent(
            [.. processes.Select(process => new ProcessTime(process.Key, process.Value))],
            [
                .. losses.OrderByDescending(loss => loss.Value.Ticks).ThenBy(loss => $"{loss.Key}", StringComparer.Ordinal).Take(take)
                    .Select(loss => new Bottleneck(
                        loss.Key.Process, loss.Key.State, loss.Key.Node, loss.Key.Cause, new TimeSpan(loss.Value.Ticks),
                        loss.Value.Stays, loss.Value.Standing)),
            ]);
    }
}
