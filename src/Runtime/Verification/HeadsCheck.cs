using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Verification;

/// <summary>Holds the lists against a fresh fold, both in the order of case numbers, so that a page of each is enough.</summary>
internal sealed class HeadsCheck(IAudit audit, IHeads heads, Findings findings)
{
    private const int Page = 1_000;

    private readonly Queue<AuditHead> _page = new();
    private long _read;
    private bool _end;

    /// <summary>Cases come in the order of their numbers.</summary>
    public async Task Compare(CaseCheck one, CancellationToken cancel)
    {
        while (await Peek(cancel) is { } stray && stray.Head.CaseNo < one.Number)
        {
            _page.Dequeue();
            OfNoCase(stray);
        }

        var there = await Peek(cancel) is { } next && next.Head.CaseNo == one.Number ? _page.Dequeue() : null;
        if (one.Unread > 0 || one.Head is not { } head)
        {
            return;
        }

        if (there is null)
        {
            findings.Add("projection", one.Id, "has no head");
        }
        else if (there.Head.Seq != one.Seq || (there.Head != head && !one.Broken))
        {
            findings.Add("projection", one.Id, Difference(there.Head, head with { Seq = one.Seq }));
        }
        else if (there.DueAt != there.Head.Deadline?.Due)
        {
            findings.Add("projection", one.Id, $"is due at {there.Head.Deadline?.Due:u}, and its deadline is told at {there.DueAt:u}");
        }
    }

    public async Task End(CancellationToken cancel)
    {
        while (await Peek(cancel) is not null)
        {
            OfNoCase(_page.Dequeue());
        }
    }

    public async Task CompareInFlight(InFlight inFlight, CancellationToken cancel)
    {
        var listed = new HashSet<string>();
        string? after = null;
        while (await heads.ReadInFlight(after, Page, cancel) is { Count: > 0 } effects)
        {
            foreach (var effect in effects)
            {
                if (inFlight.Open.ContainsKey(effect.Key))
                {
                    listed.Add(effect.Key);
                }
                else if (!inFlight.IsSettledUnread(effect.Key) && !inFlight.IsDistrusted(effect.Case))
                {
                    findings.Add("projection", effect.Case, $"has {effect.Key} listed in flight, and it is not");
                }
            }

            after = effects[^1].Key;
        }

        var unlisted = inFlight.Open.Where(effect => !effect.Value.Unread && !listed.Contains(effect.Key));
        foreach (var (key, asked) in unlisted.Where(effect => !inFlight.IsDistrusted(effect.Value)))
        {
            findings.Add("projection", asked.From, $"has {key} in flight, and it is not listed", asked.To);
        }
    }

    private void OfNoCase(AuditHead stray) => findings.Add("projection", stray.Head.Case, "has a head and no row");

    private static string Difference(CaseHead there, CaseHead head) =>
        there.Seq < head.Seq ? $"has a head of row {there.Seq}, and {head.Seq} rows"
        : there.Seq > head.Seq ? $"has a head of row {there.Seq}, and only {head.Seq} rows: the last are lost"
        : there.State != head.State ? $"stands in {head.State}, and its head says {there.State}"
        : $"has a head that differs from what its rows say, in {string.Join(", ", Fields(there, head))}";

    private static IEnumerable<string> Fields(CaseHead there, CaseHead head)
    {
        (string Name, object? There, object? Here)[] fields =
        [
            ("case", there.Case, head.Case), ("process", there.Process, head.Process),
            ("map version", there.MapVersion, head.MapVersion), ("waits", there.Waits, head.Waits), ("since", there.Since, head.Since),
            ("opened", there.Opened, head.Opened), ("closed", there.Closed, head.Closed), ("updated", there.Updated, head.Updated),
            ("deadline", there.Deadline, head.Deadline), ("incident", there.Incident, head.Incident),
            ("touches", there.Touches, head.Touches), ("card", there.Card, head.Card), ("held", there.Held, head.Held),
        ];
        return fields.Where(field => !Equals(field.There, field.Here)).Select(field => field.Name);
    }

    private async Task<AuditHead?> Peek(CancellationToken cancel)
    {
        if (_page.Count == 0 && !_end)
        {
            var page = await audit.ReadHeads(_read, Page, cancel);
            foreach (var head in page)
            {
                _page.Enqueue(head);
            }

            _end = page.Count == 0;
            _read = page.Count == 0 ? _read : page[^1].Head.CaseNo;
        }

        return _page.TryPeek(out var next) ? next : null;
    }
}
