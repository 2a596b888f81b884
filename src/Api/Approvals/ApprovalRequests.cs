using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Work;
using Crossdock.Runtime.Approvals;

namespace Crossdock.Api.Approvals;

/// <summary>What callers read and say of approvals and absences. Who they are, their key says.</summary>
internal sealed class ApprovalRequests(ApprovalDesk desk, WorkReader work, ITellCases cases, BusinessClock clock)
{
    public async Task<Answer> List(Actor who, bool all, CancellationToken cancel)
    {
        var queue = await work.Read(new Place(), cancel);
        var absences = await desk.Absences(cancel);
        var found = ImmutableArray.CreateBuilder<ApprovalView>();
        var asked = queue.Rows.Where(row => row.Kind == WorkKind.Approval).DistinctBy(row => row.About).Take(ApprovalDesk.MostAtOnce);
        foreach (var row in asked)
        {
            if (await desk.Look(row.About, who, absences, cancel) is { } look && (all || look.WhyNot is null))
            {
                found.Add(ApprovalView.Of(look, row));
            }
        }

        return Answer.Ok(new ApprovalPage(found.ToImmutable(), queue.Capped), ApiJson.Default.ApprovalPage);
    }

    public async Task<Answer> Decide(Post post, string id)
    {
        var who = post.OwnWord();
        var (yes, note) = (post.Body.Get(DecisionShape.Decision), post.Body.Get(DecisionShape.Note, ""));
        if (!yes && note.Trim().Length == 0 && post.Body.Has(DecisionShape.Decision))
        {
            post.Faults.Add("note", "is missing; whoever asked wants to know why it is rejected");
        }

        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var seen = post.Body.Get(DecisionShape.Seen);
        var messageId = post.Key is null ? $"{who.Name}/decides/{id}/{seen}/{yes}" : $"{post.Caller.Name}/{post.Key}";
        if (ApprovalView.CaseOf(id) is not { } about)
        {
            return Answer.Unknown($"approval {Faults.Shown(id)}");
        }

        // Where nothing is asked any more the case still says whether this very answer was the one that ended it.
        var look = await desk.Look(about, who, await desk.Absences(post.Cancel), post.Cancel);
        var receipt = await desk.Decide(
            about, look?.For, yes, note, seen, who, $"person/{who.Name}", messageId, post.Trace, post.Cancel);
        return receipt.Result switch
        {
            TellResult.NotAllowed when look is null => Answer.Unknown($"approval {Faults.Shown(id)}"),
            TellResult.Applied or TellResult.Duplicate => Answer.Ok(
                new ApprovalTaken(id, receipt.State, receipt.Result == TellResult.Duplicate, receipt.Reason),
                ApiJson.Default.ApprovalTaken),
            TellResult.NotAllowed => Answer.Problem(ProblemKind.Forbidden, receipt.Reason),
            _ => Answer.Problem(ProblemKind.Conflict, receipt.Reason),
        };
    }

    public async Task<Answer> Approve(Post post)
    {
        var who = post.OwnWord();
        var chosen = new List<(CaseId, int)>();
        foreach (var item in post.Body.Get(ApproveShape.Items, []))
        {
            if (ApprovalView.CaseOf(item.Get(ApproveShape.Id) ?? "") is { } id)
            {
                chosen.Add((id, item.Get(ApproveShape.Seen)));
            }
            else
            {
                post.Faults.Add(item.At(ApproveShape.Id), "must be a kind and a key, such as purchase:PO-1");
            }
        }

        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var note = post.Body.Get(ApproveShape.Note)!;
        var content = string.Join('\n', chosen.Select(one => $"{one.Item1}#{one.Item2}").Append(note).Append(post.Key));
        var key = $"approve-{Post.Fingerprint(System.Text.Encoding.UTF8.GetBytes($"{who.Name}\n{content}"))}";
        var (operation, set) = await desk.Approve(key, chosen, note, who, $"person/{who.Name}", post.Cancel);
        return Answer.Ok(ApprovalSet.Of(operation, set), ApiJson.Default.ApprovalSet);
    }

    public async Task<Answer> Absences(CancellationToken cancel) =>
        Answer.Ok(new AbsencePage([.. (await desk.Absences(cancel)).Select(AbsenceView.Of)]), ApiJson.Default.AbsencePage);

    public async Task<Answer> Record(Post post)
    {
        var who = post.OwnWord();
        if (post.Body.Has(AbsenceShape.Person) != post.Body.Has(AbsenceShape.Role))
        {
            post.Faults.Add("role", "comes with person: both, or neither");
        }

        if (post.Body.TryGet(AbsenceShape.From, out var from) && post.Body.TryGet(AbsenceShape.Until, out var until) && until <= from)
        {
            post.Faults.Add("until", "must be after from");
        }

        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var body = post.Body;
        var told = new AbsenceRecorded(
            body.Get(AbsenceShape.Person) ?? who.Name, body.Get(AbsenceShape.Role) ?? who.Role, body.Get(AbsenceShape.StandIn)!,
            body.Get(AbsenceShape.From), body.Get(AbsenceShape.Until), body.Get(AbsenceShape.Why)!);
        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes<Message>(told, ContractsJson.Default.Message));
        var key = $"{told.From:yyyyMMdd}-{content}";
        var receipt = await desk.Record(
            key, told, who, $"person/{who.Name}", $"{who.Name}/away/{content}", post.Trace, post.Cancel);
        return receipt.State == "Refused" ? Answer.Problem(ProblemKind.Forbidden, receipt.Reason)
            : receipt.Result == TellResult.Duplicate && await desk.FindAbsence(key, post.Cancel) is null
                ? Answer.Problem(
                    ProblemKind.Conflict,
                    "This very absence was recorded before and is over; nothing was done. Change why, from or until to record another.")
            : Answer.Ok(
                new AbsenceView(
                    receipt.Case.Key, told.Person, told.Role, told.StandIn, told.From, told.Until, told.Why, who.Name, clock.GetUtcNow()),
                ApiJson.Default.AbsenceView);
    }

    public async Task<Answer> End(Post post, string key)
    {
        var who = post.OwnWord();
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        if (!CaseId.IsKey(key) || (await desk.Absences(post.Cancel)).All(known => known.Key != key))
        {
            return Answer.Unknown($"absence {Faults.Shown(key)}");
        }

        var receipt = await cases.Tell(
            new Envelope(
                $"{who.Name}/back/{key}", $"person/{who.Name}", new CaseId("absence", key), clock.GetUtcNow(), who,
                new AbsenceEnded(post.Body.Get(AbsenceEndShape.Reason)!), Trace: post.Trace),
            post.Cancel);
        return receipt.State == "Recorded"
            ? Answer.Problem(ProblemKind.Forbidden, receipt.Reason)
            : Answer.Ok(new ApprovalTaken(key, receipt.State, receipt.Result == TellResult.Duplicate, receipt.Reason),
                ApiJson.Default.ApprovalTaken);
    }
}
