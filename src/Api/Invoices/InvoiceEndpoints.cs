using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Invoices;

internal static class InvoiceEndpoints
{
    public static void MapInvoices(this IEndpointRouteBuilder app)
    {
        var invoices = app.MapGroup("/v1/invoices").WithTags("Invoices");
        invoices.MapPost("", (HttpContext http, Posts posts, InvoiceDesk desk) =>
                posts.Handle(http, InvoiceShape.Shape, ApiLimits.InvoiceBytes, desk.Submit))
            .Write(Policies.PayablesOrPartner, InvoiceShape.Shape, ApiLimits.InvoiceBytes, queue: BackPressure.NewWork)
            .Answers<Taken>(202, "submitInvoice", "Submit a supplier's invoice or credit note as UBL, CSV or JSON");
        invoices.MapGet("{key}", Read)
            .Read(Policies.PayablesOrReader)
            .Answers<InvoiceView>(
                200, "readInvoice", "An invoice: state, how each line reads with its reason, findings, and what was paid", 404);
        invoices.MapPost("{key}/mend", (HttpContext http, string key, Posts posts, InvoiceDesk desk) =>
                posts.Handle(http, MendShape.Shape, ApiLimits.InvoiceBytes, post => desk.Mend(post, key)))
            .Write(Policies.Payables, MendShape.Shape, ApiLimits.InvoiceBytes)
            .Answers<Taken>(202, "mendInvoice", "Give an invoice that breaks rules anew; who mends it may not approve it", 404, 409);
        Act(invoices, "take", Policies.Payables, "takeInvoice", "Take an invoice with what the rules say against it",
            (by, role, note) => new InvoiceFindingsAccepted(by, role, note));
        Act(invoices, "is-original", Policies.Payables, "callInvoiceOriginal", "It only looks like another one",
            (by, role, note) => new InvoiceIsOriginal(by, role, note));
        Act(invoices, "is-duplicate", Policies.Payables, "callInvoiceDuplicate", "It was billed before",
            (by, role, note) => new InvoiceIsDuplicate(by, role, note));
        Act(invoices, "approve-account", Policies.Payables, "approveInvoiceAccount", "The account on it is the supplier's: finance alone",
            (by, role, note) => new InvoiceAccountApproved(by, role, note));
        Act(invoices, "accept-variance", Policies.PayablesOrBuyer, "acceptInvoiceVariance", "Take what differs; somebody else approves it",
            (by, role, note) => new InvoiceVarianceAccepted(by, role, note));
        Act(invoices, "dispute", Policies.PayablesOrBuyer, "disputeInvoice", "Dispute what differs with the supplier",
            (by, role, note) => new InvoiceDisputed(by, role, note));
        Act(invoices, "wait", Policies.PayablesOrBuyer, "awaitInvoice", "Wait on for order or receipt",
            (by, role, note) => new InvoiceAwaited(by, role, note));
        Act(invoices, "approve", Policies.Payables, "approveInvoice",
            "Approve it by the right of the key's role; not who ordered it, nor who had a hand in it",
            (by, role, note) => new InvoiceApproved(by, role, note));
        Act(invoices, "settle", Policies.Payables, "settleInvoice", "End it although what was paid is not what was owed: finance alone",
            (by, role, note) => new InvoiceSettled(by, role, note));
        invoices.MapPost("{key}/refuse", (HttpContext http, string key, Posts posts, InvoiceDesk desk) =>
                posts.Handle(http, InvoiceActShapes.Reasoned, ApiLimits.ActBytes, post => desk.Refuse(post, key)))
            .Write(Policies.PayablesOrBuyer, InvoiceActShapes.Reasoned, ApiLimits.ActBytes)
            .Answers<Taken>(202, "refuseInvoice", "Refuse it for good, as long as it is not in the books", 404, 409);
    }

    private static void Act(
        RouteGroupBuilder invoices, string act, string policy, string name, string summary,
        Func<string, string, string, Message> message) =>
        invoices.MapPost($"{{key}}/{act}", (HttpContext http, string key, Posts posts, InvoiceDesk desk) =>
                posts.Handle(http, InvoiceActShapes.Noted, ApiLimits.ActBytes, post => desk.Act(post, key, act, message)))
            .Write(policy, InvoiceActShapes.Noted, ApiLimits.ActBytes)
            .Answers<Taken>(202, name, summary, 404, 409);

    private static async Task<IResult> Read(HttpContext http, string key, CaseReader reader) =>
        CaseId.IsKey(key)
        && await reader.Read(new CaseId("invoice", key), http.RequestAborted) is { } story
        && story.Rows[0].Message.Data is InvoiceReceived received
            ? Answer.Ok(InvoiceView.Of(story, received), ApiJson.Default.InvoiceView)
            : Answer.Unknown($"invoice {Faults.Shown(key)}");
}
