using System.Text;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Invoices;

/// <summary>Takes suppliers' invoices, and what people decide about them.</summary>
internal sealed class InvoiceDesk(ITellCases cases, CaseReader reader, IReadInvoices invoices, BusinessClock clock)
{
    private const string Gateway = "supplier";

    /// <summary>The same text is the same invoice, whoever sends it and however often: its fingerprint names the case.</summary>
    public async Task<Answer> Submit(Post post)
    {
        if (post.Caller.LimitOf(Roles.Partner) is { } system && system != Gateway)
        {
            return Answer.Problem(ProblemKind.Forbidden, $"Invoices come from {Gateway}; this key speaks for {system}.");
        }

        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var supplier = post.Body.Get(InvoiceShape.Supplier);
        var text = Encoding.UTF8.GetBytes(post.Body.Get(InvoiceShape.Document));
        var key = Post.Fingerprint([.. Encoding.UTF8.GetBytes($"{supplier}\n"), .. text]);
        if (Read(post, text, key, supplier) is not { } document)
        {
            return Answer.Refused(post.Faults);
        }

        var subject = new CaseId("invoice", key);
        var receipt = await cases.Tell(Envelope(post, $"invoice/{key}", subject, new InvoiceReceived(document)), post.Cancel);
        return Taken.Accepted(receipt, $"/v1/invoices/{key}");
    }

    public Task<Answer> Mend(Post post, string key) => Tell(post, key, "mend", who =>
        Read(post, Encoding.UTF8.GetBytes(post.Body.Get(InvoiceShape.Document)), key, post.Body.Get(InvoiceShape.Supplier))
            is { } document
            ? new InvoiceMended(who.Name, who.Role, document, post.Body.Get(MendShape.Note, ""))
            : null);

    /// <summary>Whoever the key belongs to decides, by the right of its role: the body carries no other name.</summary>
    public Task<Answer> Act(Post post, string key, string act, Func<string, string, string, Message> message) => Tell(post, key, act, who =>
        message(who.Name, who.Role, post.Body.Get(InvoiceActShapes.Note, "")));

    public Task<Answer> Refuse(Post post, string key) => Tell(post, key, "refuse", who =>
        new InvoiceRefused(who.Name, who.Role, post.Body.Get(InvoiceActShapes.Reason)));

    private InvoiceDocument? Read(Post post, byte[] text, string key, string supplier)
    {
        var read = invoices.Read(text, key, supplier);
        if (read.Document is null)
        {
            post.Faults.Add(post.Body.At(InvoiceShape.Document), $"holds no invoice: {read.Advice}");
        }

        return read.Document;
    }

    private async Task<Answer> Tell(Post post, string key, string act, Func<Actor, Message?> message)
    {
        var who = post.OwnWord();
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var rows = CaseId.IsKey(key) ? await reader.ReadTransitions(new CaseId("invoice", key), post.Cancel) : [];
        if (rows.IsEmpty)
        {
            return Answer.Unknown($"invoice {Faults.Shown(key)}");
        }

        if (message(who) is not { } data)
        {
            return Answer.Refused(post.Faults);
        }

        // A repeated click says the same in the same state, and as often as the question was not asked anew.
        var round = rows.Count(row => row.Message.Data.GetType() != data.GetType() && row.Outcome == Outcome.Applied);
        var id = post.Key is { } given ? $"{post.Caller.Name}/{given}" : $"{who.Name}/invoice/{key}/{act}/{round}";
        var envelope = Envelope(post, id, new CaseId("invoice", key), data);
        var receipt = await cases.Tell(envelope, post.Cancel);
        return await reader.WhyNot(envelope, receipt, post.Cancel) is { } no
            ? Answer.Problem(ProblemKind.Conflict, no)
            : Taken.Accepted(receipt, location: null, await reader.WasRepeat(receipt, post.Cancel));
    }

    private Envelope Envelope(Post post, string id, CaseId subject, Message data) => new(
        id, $"{post.Caller.Role}/{post.Caller.Name}", subject, clock.GetUtcNow(), post.Who, data, Trace: post.Trace);
}
