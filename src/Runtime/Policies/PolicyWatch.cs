using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;
using Crossdock.Processes.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Policies;

/// <summary>
/// Keeps this process's book of policies: read from the journal at the start, before anything is decided, and from then on after the
/// heads, within a second or two of the commit. Changes are numbered without a gap, so the journal can be asked for each by its name.
/// </summary>
public sealed partial class PolicyWatch(
    IJournal journal, IHeads heads, JournalJson json, ProcessCatalogue processes, PolicyShelf shelf, TimeProvider wall,
    ILogger<PolicyWatch> log) : BackgroundService
{
    private const int Page = 1_000;

    /// <summary>Enough to hear of a change that began and ended between two looks.</summary>
    private const int Newest = 50;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ImmutableDictionary<CaseId, PolicyStory> _stories = ImmutableDictionary<CaseId, PolicyStory>.Empty;

    /// <summary>Every change that is known here.</summary>
    public IEnumerable<PolicyStory> Stories => _stories.Values;

    /// <summary>The changes of one policy, the newest first.</summary>
    public ImmutableArray<PolicyStory> Of(string policy) =>
        [.. _stories.Values.Where(story => story.Policy == policy).OrderByDescending(story => story.Version)];

    public PolicyStory? Find(string policy, int version) => _stories.GetValueOrDefault(PolicyChange.IdOf(policy, version));

    /// <summary>Reads one change anew, so that whoever just acted on it sees what came of it here and now.</summary>
    /// <returns>whether there is, or was, a change of that name</returns>
    public async Task<bool> Look(CaseId id, CancellationToken cancel)
    {
        try
        {
            var rows = await journal.ReadCase(id, 0, cancel);
            if (rows.Count == 0)
            {
                return false;
            }

            Take(PolicyStory.Of([.. rows.Select(row => json.Read(row.Body))]));
        }
        catch (CaseArchivedException)
        {
            // It has ended long ago; its number stays taken.
            Forget(id);
        }
        catch (Exception unreadable) when (
            unreadable is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            // A newer program wrote it. What was known of it before goes on holding here.
            LogUnreadable(unreadable, id);
        }

        return true;
    }

    /// <summary>Every change of every policy, straight from the journal.</summary>
    public async Task ReadAll(CancellationToken cancel)
    {
        if (processes.Find(PolicyChange.Kind) is not null)
        {
            foreach (var rule in PolicyRegister.All)
            {
                var version = PolicyRegister.DefaultVersion + 1;
                while (await Look(PolicyChange.IdOf(rule.Name, version), cancel))
                {
                    version++;
                }
            }
        }

        Rebuild();
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAll(cancellationToken);
        }
        catch (StoreUnavailableException away)
        {
            // Until they are read, whatever is to be decided is answered with "not now".
            LogFailed(away);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && processes.Find(PolicyChange.Kind) is not null)
        {
            try
            {
                await (shelf.IsRead ? Follow(stoppingToken) : ReadAll(stoppingToken));
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failure);
            }

            await Task.Delay(Every, wall, stoppingToken);
        }
    }

    /// <summary>What the heads say has moved since it was read here.</summary>
    private async Task Follow(CancellationToken cancel)
    {
        var open = new HashSet<CaseId>();
        var moved = (await heads.Search(new HeadFilter(Kind: PolicyChange.Kind), HeadOrder.Newest, 0, Newest, cancel)).Where(IsNews)
            .Select(head => head.Case).ToHashSet();
        for (var (skip, more) = (0, true); more; skip += Page)
        {
            var page = await heads.Search(new HeadFilter(Kind: PolicyChange.Kind, Open: true), HeadOrder.Oldest, skip, Page, cancel);
            open.UnionWith(page.Select(head => head.Case));
            moved.UnionWith(page.Where(IsNews).Select(head => head.Case));
            more = page.Count == Page;
        }

        moved.UnionWith(Stories.Where(story => !story.Final && !open.Contains(story.Case)).Select(story => story.Case));
        foreach (var id in moved)
        {
            await Look(id, cancel);
        }
    }

    private bool IsNews(CaseHead head) => !_stories.TryGetValue(head.Case, out var known) || known.Seq < head.Seq;

    private void Take(PolicyStory story)
    {
        lock (_gate)
        {
            if (_stories.TryGetValue(story.Case, out var known) && known.Seq >= story.Seq)
            {
                return;
            }

            _stories = _stories.SetItem(story.Case, story);
        }

        if (shelf.IsRead)
        {
            Rebuild();
        }
    }

    private void Forget(CaseId id)
    {
        lock (_gate)
        {
            _stories = _stories.Remove(id);
        }
    }

    private void Rebuild()
    {
        lock (_gate)
        {
            var values = new List<PolicyValue>();
            foreach (var story in _stories.Values.Where(story => story.IsOnTheBook))
            {
                if (story.Change.ToValue() is { } value)
                {
                    values.Add(value);
                }
                else
                {
                    LogNoValue(story.Case);
                }
            }

            shelf.Put(new PolicyBook(values));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The policies in force cannot be read now; what was read before holds")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rows of {Change} cannot be read by this program")]
    private partial void LogUnreadable(Exception failure, CaseId change);

    [LoggerMessage(Level = LogLevel.Error, Message = "What {Change} sets is no value of its policy in this program; it is left out")]
    private partial void LogNoValue(CaseId change);
}
