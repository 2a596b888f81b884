using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Operations;

/// <summary>What operators do with one case. The case decides; here it is only read, told and answered.</summary>
internal sealed class OperationsDesk(ITellCases cases, CaseReader reader, JournalJson json, BusinessClock clock)
{
    public Task<Answer> Retry(Post post, string kind, string key) => Act(
        post, kind, key, "retry",
        body => new IncidentRetried(body.Get(ActShapes.Why), Message(post, ActShapes.Corrected), body.Maybe(ActShapes.Row)));

    public Task<Answer> Skip(Post post, string kind, string key) => Act(
        post, kind, key, "skip",
        body => new IncidentSkipped(
            body.Get(ActShapes.Why), body.Get(ActShapes.Result), Message(post, ActShapes.Answer), body.Maybe(ActShapes.Row)));

    public Task<Answer> Cancel(Post post, string kind, string key) => Act(
        post, kind, key, "cancel", body => new CaseCancelOrdered(body.Get(ActShapes.Why), body.Get(ActShapes.State)));

    public Task<Answer> Hold(Post post, string kind, string key) => Act(
        post, kind, key, "hold", body => new CaseHeld(body.Get(ActShapes.Why), body.Get(ActShapes.State)));

    public Task<Answer> Resume(Post post, string kind, string key) => Act(
        post, kind, key, "resume", body => new CaseResumed(body.Get(ActShapes.Why)));

    public Task<Answer> HandOver(Post post, string kind, string key)
    {
        if (!post.Body.Has(ActShapes.Owner) && !post.Body.Has(ActShapes.Person))
        {
            post.Faults.Add("owner", "is missing, and so is person; say one of them");
        }

        return Act(
            post, kind, key, "hand-over",
            body => new CaseHandedOver(body.Maybe(ActShapes.Owner), body.Get(ActShapes.Person), body.Get(ActShapes.Why)));
    }

    public Task<Answer> Resend(Post post, string kind, string key, string effect) => Act(
        post, kind, key, $"resend/{effect}", body => new EffectRetried($"{kind}/{key}#{effect}", body.Get(ActShapes.Why)));

    public Task<Answer> State(Post post, string kind, string key, string effect) => Act(
        post, kind, key, $"answer/{effect}",
        body => new EffectAnswered($"{kind}/{key}#{effect}", Message(post, ActShapes.Stated)!, body.Get(ActShapes.Why)));

    /// <summary>A message as the journal writes it. What cannot be one is a fault of the request.</summary>
    private Message? Message(Post post, Field<JsonElement> field)
    {
        if (!post.Body.TryGet(field, out var given))
        {
            return null;
        }

        try
        {
            return given.Deserialize<Message>(json.Options) is { } message and not IAboutAnyCase
                ? message
                : Refused("is no message of a process");
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or InvalidOperationException or ArgumentException
            or FormatException)
        {
            return Refused("must be a message with its type, as in the journal: { \"type\": \"erp.sales-order-rejected\", ... }");
        }

        Message? Refused(string reason)
        {
            post.Faults.Add(field.Name, reason);
            return null;
        }
    }

    private async Task<Answer> Act(Post post, string kind, string key, string act, Func<Given, Message> message)
    {
        var who = post.Who;
        var data = post.Faults.Any ? null : message(post.Body);
        if (post.Faults.Any || data is null)
        {
            return Answer.Refused(post.Faults);
        }

        if (!CaseId.TryParse($"{kind}/{key}", null, out var id) || !await reader.Exists(id, post.Cancel))
        {
            return Answer.Unknown($"case {Faults.Shown(kind)}/{Faults.Shown(key)}");
        }

        // Without a key the same act with the same words, on the same row of the case, is the same act.
        var rows = await reader.ReadTransitions(id, post.Cancel);
        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(data, json.Options.GetTypeInfo(typeof(Message))));
        var envelope = new Envelope(
            post.Key is null ? $"{who.Name}/{id}/{act}/{rows.Length}/{content}" : $"{post.Caller.Name}/{post.Key}",
            $"person/{who.Name}", id, clock.GetUtcNow(), who, data, Trace: post.Trace);
        var receipt = await cases.Tell(envelope, post.Cancel);
        return receipt.Result is TellResult.MovedOn or TellResult.NotAllowed or TellResult.Ignored
            ? Answer.Problem(ProblemKind.Conflict, receipt.Reason)
            : Answer.Ok(
                new ActTaken(
                    id.ToString(), receipt.State, receipt.Reason, receipt.Result == TellResult.Incident,
                    receipt.Result == TellResult.Duplicate),
                ApiJson.Default.ActTaken);
    }
}
