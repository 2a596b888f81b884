using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Operations;

/// <summary>Open incidents as a test sets them.</summary>
internal sealed class InMemoryIncidents : IIncidents
{
    public List<OpenIncident> All { get; } = [];

    public Task<IReadOnlyList<OpenIncident>> Search(IncidentFilter filter, int skip, int take, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<OpenIncident>>(
            [.. All.Where(one => Fits(one, filter)).OrderByDescending(one => one.Latest).Skip(skip).Take(take)]);

    public Task<int> Count(IncidentFilter filter, CancellationToken cancel) => Task.FromResult(All.Count(one => Fits(one, filter)));

    public Task<IReadOnlyList<IncidentGroup>> CountByCause(IncidentFilter filter, int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<IncidentGroup>>(
        [
            .. All.Where(one => Fits(one, filter)).GroupBy(one => one.Cause)
                .Select(group => new IncidentGroup(
                    IncidentCause.IdOf(group.Key), group.Key, group.First().System, group.Count(),
                    group.Select(one => one.Case).Distinct().Count(), group.Min(one => one.Since), group.Max(one => one.Latest)))
                .OrderByDescending(group => group.Count).Take(max),
        ]);

    private static bool Fits(OpenIncident one, IncidentFilter filter) =>
        (filter.CauseId is null || filter.CauseId == IncidentCause.IdOf(one.Cause))
        && (filter.Kind is null || filter.Kind == one.Case.Kind)
        && (filter.System is null || filter.System == one.System)
        && (filter.Case is null || filter.Case == one.Case);
}

internal sealed class InMemoryBulkItems : IBulkItems
{
    private readonly ConcurrentDictionary<string, List<BulkItem>> _sets = [];

    public Task<bool> Freeze(string operation, IReadOnlyList<BulkItem> items, CancellationToken cancel) =>
        Task.FromResult(_sets.TryAdd(operation, [.. items]));

    public Task Record(string operation, IReadOnlyList<BulkItem> ended, CancellationToken cancel)
    {
        var set = _sets[operation];
        foreach (var item in ended)
        {
            set[item.Place - 1] = item;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<BulkItem>> Read(
        string operation, BulkOutcome? outcome, int afterPlace, int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<BulkItem>>(
        [
            .. _sets.GetValueOrDefault(operation, [])
                .Where(item => item.Place > afterPlace && (outcome is null || item.Outcome == outcome)).Take(max),
        ]);

    public Task<BulkCounts> Count(string operation, CancellationToken cancel)
    {
        int Of(BulkOutcome outcome) => _sets.GetValueOrDefault(operation, []).Count(item => item.Outcome == outcome);
        return Task.FromResult(new BulkCounts(
            Of(BulkOutcome.Waiting), Of(BulkOutcome.Done), Of(BulkOutcome.MovedOn), Of(BulkOutcome.NotAllowed), Of(BulkOutcome.Failed)));
    }
}
