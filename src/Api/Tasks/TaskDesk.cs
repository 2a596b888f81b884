using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Tasks;

/// <summary>
/// What people do with tasks. A repeated click changes nothing: the act's id says in which round of the task it was done.
/// </summary>
internal sealed class TaskDesk(ITellCases cases, CaseReader reader, BusinessClock clock)
{
    private const string Reassigns = "reassign", Ends = "done";

    public Task<Answer> Claim(Post post, string key) =>
        Act(post, key, "claim", (_, who) => new TaskClaimed(who.Name), message => message is TaskHandedBack or TaskReassigned);

    public Task<Answer> HandBack(Post post, string key) =>
        Act(post, key, "hand-back", (_, _) => new TaskHandedBack(post.Body.Get(HandBackShape.Reason)),
            message => message is TaskClaimed or TaskReassigned);

    public Task<Answer> Reassign(Post post, string key) =>
        Act(post, key, Reassigns,
            (_, _) => new TaskReassigned(post.Body.Get(ReassignShape.Assignee), post.Body.Get(ReassignShape.Reason)),
            // Given to somebody else in between, the same words are a new act.
            message => message is TaskClaimed or TaskHandedBack
                || (message is TaskReassigned other && other.Assignee != post.Body.Get(ReassignShape.Assignee)));

    public Task<Answer> Complete(Post post, string key) =>
        Act(post, key, Ends, (opened, _) => Result(post, opened), _ => false);

    private async Task<Answer> Act(
        Post post, string key, string act, Func<TaskOpened, Actor, Message> message, Func<Message, bool> beginsRound)
    {
        var rows = CaseId.IsKey(key) ? await reader.ReadTransitions(CaseId.Task(key), post.Cancel) : [];
        if (rows is not [{ Message.Data: TaskOpened opened }, ..])
        {
            return Answer.Unknown($"task {Faults.Shown(key)}");
        }

        if (!(act == Reassigns && post.Caller.Role == Roles.Operator)
            && !Roles.MayWork(post.Caller.Role, post.Caller.LimitOf(Roles.Store), opened))
        {
            return Answer.Problem(ProblemKind.Forbidden, WhyNot(post.Caller, opened));
        }

        // An approval is the word of one person; a task of any other kind is whoever's the phone says.
        var who = opened.Kind == TaskKind.Approve && act == Ends ? post.OwnWord() : post.Who;
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var data = message(opened, who);
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var round = rows.Count(row => row.Outcome == Outcome.Applied && beginsRound(row.Message.Data));
        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(data, ContractsJson.Default.Message));
        var id = post.Key is null ? $"{who.Name}/{key}/{act}/{round}/{content}" : $"{post.Caller.Name}/{post.Key}";
        var envelope = new Envelope(
            id, $"person/{who.Name}", CaseId.Task(key), clock.GetUtcNow(), who, data, Trace: post.Trace);
        var receipt = await cases.Tell(envelope, post.Cancel);
        return await reader.WhyNot(envelope, receipt, post.Cancel) is { } no
            ? Answer.Problem(ProblemKind.Conflict, no)
            : Answer.Ok(new TaskTaken(key, receipt.State, await reader.WasRepeat(receipt, post.Cancel)), ApiJson.Default.TaskTaken);
    }

    private static string WhyNot(Caller caller, TaskOpened task) => caller.LimitOf(Roles.Store) is { } own && own != task.Node
        ? $"This key works the tasks of {own}; this one is of {task.Node ?? "no node"}."
        : $"This task is one of {Words<OwnerGroup>.Of(task.Owner)}; the key's role is {caller.Role}.";

    private static TaskCompleted Result(Post post, TaskOpened opened)
    {
        var choice = post.Body.TryGet(DoneShape.Choice, out var chosen) ? chosen : null;
        var lines = Lines(post, opened);
        var sorted = Sorted(post, opened, lines);
        // An inspection that has said of each piece what becomes of it has nothing left to choose.
        var nothingToChoose = choice is null && opened.Kind == TaskKind.Inspect && !lines.IsEmpty
            && opened.Lines.All(asked => lines.FirstOrDefault(line => line.Line == asked.Line) is { } line
                && line.Picked + sorted.Where(other => other.Line == asked.Line).Sum(other => other.Pieces) == asked.Quantity);
        if (!opened.Choices.IsDefaultOrEmpty && !nothingToChoose && opened.Choices.All(known => known.Code != choice))
        {
            var codes = string.Join(", ", opened.Choices.Select(known => known.Code));
            post.Faults.Add("choice", choice is null ? $"is missing; choose of {codes}"
                : $"must be one of {codes}; got '{Faults.Shown(choice)}'");
        }

        if (opened.Kind == TaskKind.Stage && string.IsNullOrWhiteSpace(post.Body.Get(DoneShape.Note, "")))
        {
            post.Faults.Add("note", "is missing; it says where the goods lie");
        }

        return new TaskCompleted(
            new TaskResult(lines, choice, post.Body.Get(DoneShape.Note, ""), Sorted: sorted.IsEmpty ? default : sorted));
    }

    /// <summary>Together with those as new they are no more pieces than were to be looked at.</summary>
    private static ImmutableArray<SortedLine> Sorted(Post post, TaskOpened opened, ImmutableArray<PickedLine> lines)
    {
        var given = post.Body.Get(DoneShape.Dispositions, []);
        if (!given.IsEmpty && opened.Kind != TaskKind.Inspect)
        {
            post.Faults.Add("dispositions", $"are of inspections; this is to {Words<TaskKind>.Of(opened.Kind)}");
            return [];
        }

        var left = lines.GroupBy(line => line.Line).ToDictionary(line => line.Key, line => -line.Sum(one => one.Picked));
        foreach (var asked in opened.Lines.IsDefault ? [] : opened.Lines)
        {
            left[asked.Line] = left.GetValueOrDefault(asked.Line) + asked.Quantity;
        }

        foreach (var other in given)
        {
            var line = other.Get(DoneShape.Line);
            if (opened.Lines.All(asked => asked.Line != line))
            {
                post.Faults.Add(other.At(DoneShape.Line), $"is not asked by the task: line {line}");
            }
            else if (other.Get(DoneShape.Pieces) is var pieces && pieces > left[line])
            {
                post.Faults.Add(other.At(DoneShape.Pieces),
                    $"must be {Math.Max(0, left[line])} or less, which is what is left of line {line}; got {pieces}");
            }
            else
            {
                left[line] -= other.Get(DoneShape.Pieces);
            }
        }

        return [.. given.Select(other => new SortedLine(other.Get(DoneShape.Line), other.Get(DoneShape.Pieces), other.Get(DoneShape.To)))];
    }

    private static ImmutableArray<PickedLine> Lines(Post post, TaskOpened opened)
    {
        var lines = post.Body.Get(DoneShape.Lines, []);
        foreach (var line in lines)
        {
            var asked = opened.Lines.FirstOrDefault(asked => asked.Line == line.Get(DoneShape.Line)
                && asked.Sku == line.Get(DoneShape.Sku));
            if (asked is null)
            {
                post.Faults.Add(line.Path, $"is not asked by the task: line {line.Get(DoneShape.Line)} with {line.Get(DoneShape.Sku)}");
            }
            else if (opened.Kind is TaskKind.Pick or TaskKind.TransferOut && line.Get(DoneShape.Picked) > asked.Quantity)
            {
                post.Faults.Add(line.At(DoneShape.Picked),
                    $"must be {asked.Quantity} or less, which is what is asked; got {line.Get(DoneShape.Picked)}");
            }
        }

        foreach (var repeated in lines.GroupBy(line => (line.Get(DoneShape.Line), line.Get(DoneShape.Sku)))
            .Where(group => group.Count() > 1))
        {
            post.Faults.Add(repeated.Last().Path, $"repeats line {repeated.Key.Item1}; say each once");
        }

        return [.. lines.Select(line => new PickedLine(line.Get(DoneShape.Line), line.Get(DoneShape.Sku), line.Get(DoneShape.Picked)))];
    }
}
