using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Crossdock.Estate.People;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How the run stands, seen from outside every few seconds.</summary>
/// <param name="Ended">orders that were seen open and are not any more; what the lists have not shown yet is none of them</param>
public sealed record Glance(
    int OrdersIn, int Refused, int Open, int Ended, int WaitingOnPerson, int Late, bool Settled, DateTimeOffset Business);

/// <summary>
/// Decides when a run is settled: all is sent and answered, no callback is on its way, nobody has anything in hand, and every
/// order that is still open waits for a person who, by design, will not act; twice in a row. People who are left out, and tasks
/// that nobody in the estate understands, count as such once nothing has moved for a while.
/// </summary>
public sealed class Situation(
    ChannelRun channels, OutsideWorld world, Staffing? people, Inspection inspection, BusinessClock clock, TimeProvider wall)
{
    private static readonly TimeSpan LongestStill = TimeSpan.FromSeconds(25);

    /// <summary>Two rounds of the buyers, who are the slowest to look at what waits.</summary>
    private readonly TimeSpan _stillFor = Rounds.PauseAt(clock) * 2 is var twice && twice < LongestStill ? twice : LongestStill;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string _last = "";
    private DateTimeOffset _lastMoved = wall.GetUtcNow();
    private int _settledInARow;

    public async Task<Glance> Look(CancellationToken cancel)
    {
        // While orders still come in, only their number is of interest: the rest is not worth the host's time.
        var open = channels.Done ? await inspection.ReadAllOpen(cancel) : await inspection.ReadOpen("order", cancel);
        var orders = open.Where(item => item.Case.StartsWith("order/", StringComparison.Ordinal)).ToList();
        var waiting = Inspection.WaitingOnPeople(open);
        var held = people is null ? [] : Accounting.HeldByLeftTasks(people.Tasks, open);
        NoteMovement(open);

        var quiet = channels.Done && world.PendingCallbacks == 0 && (people?.Idle ?? true);
        var still = wall.GetUtcNow() - _lastMoved > _stillFor;
        var resting = orders.TrueForAll(order => held.Contains(order.Case) || (still && waiting.Contains(order.Case)));
        _settledInARow = quiet && resting && NothingElseMoves(open, waiting) ? _settledInARow + 1 : 0;
        var (now, taken, refused) = (clock.GetUtcNow(), channels.Orders.Count, channels.Orders.CountOf(OrderAnswer.Refused));
        _seen.UnionWith(orders.Select(order => order.Case));
        return new Glance(
            taken, refused, orders.Count, _settledInARow > 0 ? taken - refused - orders.Count : _seen.Count - orders.Count,
            orders.Count(order => waiting.Contains(order.Case)), orders.Count(order => order.Due < now), _settledInARow >= 2, now);
    }

    // Parts and returns still have to reach their end, be it with a person, before the books are compared.
    private static bool NothingElseMoves(List<CaseItem> open, HashSet<string> waiting) =>
        open.TrueForAll(item => item.InFlight == 0 || waiting.Contains(item.Case));

    private void NoteMovement(List<CaseItem> open)
    {
        var fingerprint = new HashCode();
        foreach (var item in open)
        {
            fingerprint.Add(item.Case);
            fingerprint.Add(item.State);
        }

        var seen = $"{open.Count}/{fingerprint.ToHashCode()}";
        if (seen != _last)
        {
            _last = seen;
            _lastMoved = wall.GetUtcNow();
        }
    }
}
