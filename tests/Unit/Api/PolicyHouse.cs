using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Policies;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>The services over real cases: what is told is decided by the process itself, and the lists follow.</summary>
public sealed class PolicyHouse : IAsyncLifetime
{
    private readonly ApiHouse _house;

    public PolicyHouse()
    {
        var catalogue = ProcessCatalogue.Retail;
        var network = ApiHouse.Network();
        var rules = new Rulebook(network, new CalendarBook(network), Shelf);
        Cases = new DecidingCases(catalogue, rules, Heads);
        _house = new ApiHouse
        {
            Instead = services => services.AddSingleton<ITellCases>(Cases).AddSingleton<IJournal>(Cases).AddSingleton<IHeads>(Heads)
                .AddSingleton(rules).AddSingleton(Shelf).AddSingleton(catalogue.Json()).AddSingleton(catalogue),
        };
    }

    internal PolicyShelf Shelf { get; } = new(PolicyBook.Defaults);

    internal FakeHeads Heads { get; } = new();

    internal DecidingCases Cases { get; }

    internal DateTimeOffset Now => _house.Clock.GetUtcNow();

    internal IServiceProvider Services => _house.Services;

    internal HttpClient As(string name) => _house.As(name);

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();
}

/// <summary>Runs cases by their processes in memory; what one tells another is told at once.</summary>
internal sealed class DecidingCases(ProcessCatalogue catalogue, Rulebook rules, FakeHeads heads) : ITellCases, IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CaseId, (CaseRun Run, List<Transition> Rows)> _cases = [];
    private readonly JournalJson _json = catalogue.Json();

    public IReadOnlyList<Transition> RowsOf(CaseId id)
    {
        lock (_gate)
        {
            return _cases.TryGetValue(id, out var found) ? [.. found.Rows] : [];
        }
    }

    public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(Decide(envelope));
        }
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<JournalRow>>([.. RowsOf(id).Where(row => row.Seq > afterSeq)
            .Select(row => new JournalRow(1, id, row.Seq, row.At, _json.Write(row), new byte[SHA256.HashSizeInBytes]))]);

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FeedRow>>([]);

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> CountRows(CancellationToken cancel) => throw new NotSupportedException();

    private TellReceipt Decide(Envelope envelope)
    {
        var id = envelope.Subject;
        var (run, rows) = _cases.TryGetValue(id, out var found)
            ? found : (new CaseRun(catalogue.Find(id.Kind)!, id, rules), []);
        if (run.AnswerWithoutRow(envelope) is { } known)
        {
            return known;
        }

        var row = run.Next(envelope, envelope.Time);
        run.Apply(row);
        rows.Add(row);
        _cases[id] = (run, rows);
        var head = heads.All.Find(head => head.Case == id);
        heads.All.RemoveAll(head => head.Case == id);
        heads.All.Add(HeadFold.Next(head, row, heads.All.Count + 1));
        foreach (var effect in row.Effects.Where(effect => effect.Effect is TellCase))
        {
            var tell = (TellCase)effect.Effect;
            Decide(new Envelope(effect.Key, id.ToString(), tell.To, envelope.Time, Actor.Crossdock, tell.Data));
        }

        return run.Receipt(row.Outcome == Outcome.Applied ? TellResult.Applied : TellResult.Ignored, row.Because);
    }
}
