using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Operations;
using Crossdock.Runtime.Bulk;

namespace Crossdock.Api.Operations;

/// <summary>Bulk operations for callers: freeze and preview, then start, pause, resume and cancel what was frozen.</summary>
internal sealed class BulkOperations(BulkDesk desk, BulkReader reader, ITellCases cases, BusinessClock clock)
{
    private const int UsualPerSecond = 20;

    public async Task<Answer> Freeze(Post post)
    {
        var who = post.Who;
        var selection = Selection(post);
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var key = desk.NewKey();
        var frozen = await desk.Freeze(
            key, post.Body.Get(FreezeShape.Act), selection, post.Body.Get(FreezeShape.Why), who, $"person/{who.Name}", post.Cancel);
        if (frozen is null)
        {
            return Answer.Problem(
                ProblemKind.TooLarge, $"More than {BulkDesk.MostItems} are in that slice; choose a narrower one and the rest after it.");
        }

        return await View(key, post.Cancel);
    }

    public Task<Answer> Start(Post post, string key) => Tell(
        post, key, body => new BulkStarted(body.Get(BulkActShapes.Why), body.Get(BulkActShapes.PerSecond, UsualPerSecond)));

    public Task<Answer> Pause(Post post, string key) => Tell(post, key, body => new BulkPaused(body.Get(BulkActShapes.Why)));

    public Task<Answer> Resume(Post post, string key) => Tell(
        post, key, body => new BulkResumed(body.Get(BulkActShapes.Why), body.Get(BulkActShapes.PerSecond, UsualPerSecond)));

    public Task<Answer> Cancel(Post post, string key) => Tell(post, key, body => new BulkCancelled(body.Get(BulkActShapes.Why)));

    public async Task<Answer> View(string key, CancellationToken cancel) =>
        await reader.Read(key, cancel) is { } story
            ? Answer.Ok(
                new BulkView(
                    key, Words<BulkAct>.Of(story.Frozen.Act), JsonNamingPolicy.KebabCaseLower.ConvertName(story.State), story.Frozen.Slice,
                    story.Frozen.Why, story.By, story.FrozenAt, story.Frozen.Digest, story.Frozen.Items, story.PerSecond, story.Counts,
                    story.Because),
                ApiJson.Default.BulkView)
            : Answer.Unknown($"bulk operation {Faults.Shown(key)}");

    private async Task<Answer> Tell(Post post, string key, Func<Given, Message> message)
    {
        var who = post.Who;
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        if (await reader.Read(key, post.Cancel) is not { } story)
        {
            return Answer.Unknown($"bulk operation {Faults.Shown(key)}");
        }

        var data = message(post.Body);
        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(data, ContractsJson.Default.Message));
        var receipt = await cases.Tell(
            new Envelope(
                post.Key is null ? $"{who.Name}/bulk/{key}/{story.Acts}/{content}" : $"{post.Caller.Name}/{post.Key}",
                $"person/{who.Name}", new CaseId("bulk", key), clock.GetUtcNow(), who, data, Trace: post.Trace),
            post.Cancel);
        return receipt.Result is TellResult.Applied or TellResult.Duplicate
            ? await View(key, post.Cancel)
            : Answer.Problem(ProblemKind.Conflict, receipt.Reason);
    }

    private static BulkSelection Selection(Post post)
    {
        var body = post.Body;
        var given = new Field[] { FreezeShape.Cases, FreezeShape.Effects, FreezeShape.Incidents, FreezeShape.Slice }
            .Where(body.Has).Select(field => field.Name).ToArray();
        if (given.Length != 1)
        {
            post.Faults.Add("cases", $"must be the only one of cases, effects, incidents and slice; got {given.Length} of them");
            return new BulkSelection();
        }

        if (body.Get(FreezeShape.Act) == BulkAct.ResendEffects && given[0] is "cases" or "slice")
        {
            post.Faults.Add(given[0], "names cases; resend-effects takes effects or incidents");
        }

        return given[0] switch
        {
            "cases" => new BulkSelection(body.Get(FreezeShape.Cases)) { Words = "cases named one by one" },
            "effects" => new BulkSelection(Effects: body.Get(FreezeShape.Effects)) { Words = "effects named one by one" },
            "incidents" => OfIncidents(body.Get(FreezeShape.Incidents)),
            _ => OfCases(body.Get(FreezeShape.Slice)),
        };
    }

    private static BulkSelection OfIncidents(Given slice)
    {
        var filter = new IncidentFilter(
            slice.Get(FreezeShape.Cause), slice.Get(FreezeShape.Kind), slice.Get(FreezeShape.System), slice.Maybe(FreezeShape.Owner));
        return new BulkSelection(Incidents: filter)
        {
            Words = Say("incidents", ("cause", filter.CauseId), ("kind", filter.Kind), ("system", filter.System), ("owner",
                filter.Owner?.ToString())),
        };
    }

    private static BulkSelection OfCases(Given slice)
    {
        var filter = new HeadFilter(
            Kind: slice.Get(FreezeShape.Kind), State: slice.Get(FreezeShape.State), Region: slice.Get(FreezeShape.Region),
            Channel: slice.Get(FreezeShape.Channel), Node: slice.Get(FreezeShape.Node), Owner: slice.Maybe(FreezeShape.Owner),
            Open: true, Held: slice.Maybe(FreezeShape.Held));
        return new BulkSelection(Slice: filter)
        {
            Words = Say(
                "open cases", ("kind", filter.Kind), ("state", filter.State), ("region", filter.Region), ("channel", filter.Channel),
                ("node", filter.Node), ("owner", filter.Owner?.ToString()), ("held", filter.Held?.ToString())),
        };
    }

    private static string Say(string what, params ReadOnlySpan<(string Name, string? Value)> slice)
    {
        var words = new List<string>();
        foreach (var (name, value) in slice)
        {
            if (value is not null)
            {
                words.Add($"{name} {value}");
            }
        }

        return words.Count == 0 ? $"all {what}" : $"{what} of {string.Join(", ", words)}";
    }
}
