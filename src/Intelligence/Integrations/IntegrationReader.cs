using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Integrations;

/// <summary>
/// How each outside system answers, from the attempts of a moment ago, what waits for it, what is given up, and what it sends. Queue,
/// circuit and what was sent are those of the host that is asked; attempts, waiting effects and incidents are the cluster's.
/// </summary>
public sealed class IntegrationReader(
    KnownSystems known, IRecentAttempts attempts, IOutbound outbound, IIncidents incidents, IHeads heads, BusinessClock clock,
    InboundWatch inbound)
{
    /// <summary>Long enough to tell a bad minute from a bad day.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromMinutes(15);

    /// <summary>When more were made in the window, it is as much shorter.</summary>
    public const int MostAttempts = 5_000;

    /// <summary>Effects in flight that are looked at for those that wait longest for one system.</summary>
    private const int MostInFlight = 1_000;

    private const int Shown = 20;
    private const int CausesShown = 8;

    /// <param name="system">whose story is told; null for none</param>
    public async Task<IntegrationFigures> Read(string? system, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var latest = await attempts.ReadRecent(MostAttempts, cancel);
        var recent = latest.Where(attempt => clock.ToWall(now - attempt.At) <= LongestWindow).ToArray();
        var window = latest.Count < MostAttempts || recent.Length < latest.Count ? LongestWindow : clock.ToWall(now - latest[^1].At);
        var bySystem = recent.ToLookup(attempt => attempt.System, StringComparer.Ordinal);
        var queues = outbound.Queues.ToDictionary(queue => queue.System, StringComparer.Ordinal);
        var standings = ImmutableArray.CreateBuilder<SystemStanding>();
        foreach (var one in All(queues.Keys.Concat(bySystem.Select(group => group.Key))))
        {
            var queue = queues.GetValueOrDefault(one.System);
            var answers = Answers.Of(bySystem[one.System]);
            standings.Add(new SystemStanding(
                one, answers, window > TimeSpan.Zero ? answers.Attempts / window.TotalMinutes : 0, queue?.Circuit ?? "closed",
                queue?.Waiting ?? 0, queue?.Retrying ?? 0, queue?.OldestSince, queue?.LatestReason,
                await incidents.Count(new IncidentFilter(System: one.System), cancel)));
        }

        var chosen = standings.FirstOrDefault(standing => standing.System.System == system);
        return new IntegrationFigures(
            standings.ToImmutable(), chosen is null ? null : await Story(chosen, bySystem[chosen.System.System].ToArray(), cancel), window,
            now)
        {
            Inbound = inbound.Read(),
        };
    }

    /// <summary>Those with a connector in its order; one that only the log or a queue still knows stands behind them.</summary>
    private IEnumerable<KnownSystem> All(IEnumerable<string> seen) => known.All.Concat(
        seen.Distinct().Where(name => known.All.All(one => one.System != name)).Order(StringComparer.Ordinal)
            .Select(name => new KnownSystem(name, name, OwnerGroup.Integration, "not known", [])));

    private async Task<SystemStory> Story(SystemStanding chosen, EffectAttempt[] recent, CancellationToken cancel) => new(
        chosen,
        [
            .. recent.GroupBy(attempt => attempt.Operation).Select(group => new OperationAnswers(group.Key, Answers.Of(group)))
                .OrderByDescending(operation => operation.Answers.Failures).ThenByDescending(operation => operation.Answers.Attempts)
                .ThenBy(operation => operation.Operation, StringComparer.Ordinal),
        ],
        await Waiting(chosen.System, recent, cancel),
        [.. recent.Where(attempt => attempt.Outcome != AttemptOutcome.Succeeded).Take(Shown)],
        [.. await incidents.CountByCause(new IncidentFilter(System: chosen.System.System), CausesShown, cancel)]);

    private async Task<ImmutableArray<WaitingEffect>> Waiting(KnownSystem system, EffectAttempt[] recent, CancellationToken cancel)
    {
        var asked = (await heads.ReadInFlight(null, MostInFlight, cancel))
            .Where(effect => system.Operations.Contains(effect.Kind)).ToArray();
        // Where several systems speak one contract, the case says which of them it is about.
        var shared = system.Operations.Where(operation => known.All.Count(one => one.Operations.Contains(operation)) > 1).ToHashSet();
        var cases = asked.Where(effect => shared.Contains(effect.Kind)).Select(effect => effect.Case).Distinct().ToArray();
        var about = (cases.Length == 0 ? [] : await heads.ReadMany(cases, cancel)).ToDictionary(head => head.Case, head => head.Card.Kind);
        var tried = recent.GroupBy(attempt => attempt.EffectKey)
            .ToDictionary(group => group.Key, group => group.MaxBy(one => one.Attempt)!);
        return
        [
            .. asked.Where(effect => !shared.Contains(effect.Kind) || about.GetValueOrDefault(effect.Case) == system.System)
                .Take(Shown)
                .Select(effect => (effect, Latest: tried.GetValueOrDefault(effect.Key)))
                .Select(one => new WaitingEffect(
                    one.effect.Key, one.effect.Case, one.effect.Kind, one.effect.Since, one.Latest?.Attempt ?? 0, one.Latest?.Detail)),
        ];
    }
}
