using Crossdock.Contracts;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation.Hosts;

/// <summary>What befalls whole hosts. It strikes a moment after some row became durable, for that is when much is under way.</summary>
internal sealed class Calamities(HostParts parts, Cluster cluster)
{
    private const int RowsOfALife = 260;

    private static readonly (FaultKind Kind, int Times, int OfThousand)[] Plan =
    [
        (FaultKind.Crash, 4, 350), (FaultKind.Freeze, 2, 300), (FaultKind.ClockAhead, 1, 250), (FaultKind.ClockBehind, 1, 250),
        (FaultKind.TwoActivations, 2, 350), (FaultKind.Forgotten, 6, 400),
    ];

    private readonly Dictionary<int, List<(FaultKind Kind, string Place)>> _after = [];
    private readonly Dictionary<FaultKind, int> _ofThousand = [];
    private int _rows;

    public void Begin()
    {
        foreach (var (kind, times, ofThousand) in Plan)
        {
            for (var n = 1; n <= times; n++)
            {
                var place = $"{kind} {n}";
                var row = 1 + parts.Dice.Of(place).Below(RowsOfALife);
                if (!_after.TryGetValue(row, out var there))
                {
                    _after[row] = there = [];
                }

                there.Add((kind, place));
                _ofThousand[kind] = ofThousand;
            }
        }

        parts.Chronicle.Heard += Heard;
    }

    private void Heard(Transition row)
    {
        foreach (var (kind, place) in _after.GetValueOrDefault(++_rows) ?? [])
        {
            var wait = parts.Dice.Of(place).Of("moment").Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(6));
            parts.Time.After(wait, () =>
            {
                if (parts.Faults.Strikes(kind, place, _ofThousand[kind]))
                {
                    Befall(kind, parts.Dice.Of(place), row.Case);
                }
            });
        }
    }

    private void Befall(FaultKind kind, Dice dice, CaseId about)
    {
        var alive = cluster.Hosts.Where(host => host is { Alive: true, Worker.Frozen: false }).ToList();
        if (alive.Count == 0)
        {
            return;
        }

        var host = dice.Of("host").Any(alive);
        switch (kind)
        {
            case FaultKind.Crash:
                cluster.Crash(host);
                break;
            case FaultKind.Freeze:
                cluster.Freeze(host, dice.Of("for").Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(25)));
                break;
            case FaultKind.ClockAhead:
                host.Wall.Wrong = dice.Of("by").Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(8));
                break;
            case FaultKind.ClockBehind:
                host.Wall.Wrong = -dice.Of("by").Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(8));
                break;
            case FaultKind.TwoActivations:
                cluster.Split = true;
                var split = dice.Of("for").Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(9));
                parts.Time.After(split, () => cluster.Split = false);
                break;
            default:
                host.Forget(about);
                break;
        }
    }
}
