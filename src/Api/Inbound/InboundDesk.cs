using System.Diagnostics;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Integrations;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Inbound;

/// <summary>A CloudEvent 1.0 in structured JSON. Its extension attributes may stand beside the known ones.</summary>
internal static class CloudEventShape
{
    public const string ContentType = "application/cloudevents+json";

    public static readonly Field<string> SpecVersion = Required("specversion", Kinds.Word([("1.0", "1.0")]));
    public static readonly Field<string> Id = Required("id", Kinds.Text(200), "With source, it makes a repeat harmless.");
    public static readonly Field<string> Source = Required("source", Kinds.Text(200));
    public static readonly Field<string> Type = Required("type", Kinds.Text(100));
    public static readonly Field<CaseId> Subject = Required("subject", Kinds.Case, "The case it is about.");
    public static readonly Field<DateTimeOffset> Time = Required("time", Kinds.Instant);
    public static readonly Field<string> DataContentType = Optional("datacontenttype", Kinds.Word([("application/json", "json")]));
    public static readonly Field<string> TraceParent = Optional("traceparent", Kinds.Text(100));
    public static readonly Field<JsonElement> Data = Required("data", Kinds.Any(), "As the type asks.");

    public static readonly Shape Shape = new(
        "CloudEvent", [SpecVersion, Id, Source, Type, Subject, Time, DataContentType, TraceParent, Data], open: true)
    {
        Example = """
            { "specversion": "1.0", "id": "8812", "source": "carrier/north", "type": "carrier.delivered",
              "subject": "fulfilment/WEB-100045.1", "time": "2026-11-26T15:04:05Z",
              "data": { "tracking": "NP-556712", "signedBy": "A. Moor" } }
            """,
    };
}

/// <summary>Hears partners. An event tells a case that is there; it never begins one.</summary>
internal sealed class InboundDesk(ITellCases cases, CaseReader reader, InboundWatch watch)
{
    public async Task<Answer> Hear(Post post, string system)
    {
        if (post.Caller.LimitOf(Roles.Partner) is { } own && own != system)
        {
            return Answer.Problem(ProblemKind.Forbidden, $"This key speaks for {own}.");
        }

        if (!InboundEvents.BySystem.TryGetValue(system, out var allowed))
        {
            var known = string.Join(", ", InboundEvents.BySystem.Keys.Order());
            return Answer.Unknown($"system {Faults.Shown(system)} that sends events; there are {known}");
        }

        var kind = post.Body.TryGet(CloudEventShape.Type, out var type) ? allowed.FirstOrDefault(sent => sent.Type == type) : null;
        if (type is not null && kind is null)
        {
            var names = allowed.Select(sent => sent.Type).ToArray();
            post.Faults.Add("type", $"must be {string.Join(" or ", names)}; got '{Faults.Shown(type)}'{NearestName.Hint(type, names)}");
        }

        var hasData = post.Body.TryGet(CloudEventShape.Data, out var json);
        var data = hasData ? kind?.Data.Read(json, "data", post.Faults) : null;
        if (post.Faults.Any)
        {
            Note(post, system, InboundOutcome.Refused, $"{post.Faults}");
            return Answer.Refused(post.Faults);
        }

        var subject = post.Body.Get(CloudEventShape.Subject);
        if (!await reader.Exists(subject, post.Cancel))
        {
            Note(post, system, InboundOutcome.Refused, "There is no such case.");
            return Answer.Unknown($"case {subject}");
        }

        var receipt = await cases.Tell(Envelope(post, system, subject, kind!, data!), post.Cancel);
        Note(
            post, system,
            receipt.Result switch
            {
                TellResult.Duplicate => InboundOutcome.Repeated,
                TellResult.Ignored => InboundOutcome.NotExpected,
                _ => InboundOutcome.Taken,
            },
            receipt.Reason);
        return Taken.Accepted(receipt, location: null);
    }

    private void Note(Post post, string system, InboundOutcome outcome, string reason) => watch.Note(
        system, outcome, post.Body.TryGet(CloudEventShape.Time, out var happened) ? happened : null,
        post.Body.TryGet(CloudEventShape.Type, out var type) ? type : null,
        post.Body.TryGet(CloudEventShape.Subject, out var subject) ? subject.ToString() : null, reason);

    private static Envelope Envelope(Post post, string system, CaseId subject, InboundEvent kind, Given data) => new(
        $"{system}/{post.Body.Get(CloudEventShape.Source)}/{post.Body.Get(CloudEventShape.Id)}",
        $"partner/{system}",
        subject,
        post.Body.Get(CloudEventShape.Time),
        Actor.System(system),
        kind.Read(data),
        // What is no traceparent is not kept: it goes out again with every request that the event leads to.
        Trace: post.Body.TryGet(CloudEventShape.TraceParent, out var trace) && ActivityContext.TryParse(trace, null, out _)
            ? trace
            : post.Trace);
}
