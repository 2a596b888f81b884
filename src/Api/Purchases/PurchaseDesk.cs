using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Purchases;

/// <summary>Takes proposals, approvals and receipts of purchases, and the same of transfers between nodes.</summary>
internal sealed class PurchaseDesk(ITellCases cases, CaseReader reader, RetailNetwork network, BusinessClock clock)
{
    private const string Warehouse = "wms";

    private const string Receipt = "receipt/";

    public Task<Answer> Propose(Post post)
    {
        var who = post.OwnWord();
        var node = NodeOf(post, ProposalShape.Node);
        var lines = OnceEach(post, ProposalShape.Lines, ProposalLineShape.Sku);
        var taxes = lines.Select(line => TaxShape.Read(line, ProposalLineShape.Tax, post.Faults)).ToList();
        var packs = lines.Select(line => PackShape.Read(line, post.Faults)).ToList();
        return Begin(post, "purchase", post.Body.Get(ProposalShape.Number, ""), () => new PurchaseProposed(
            post.Body.Get(ProposalShape.Number),
            post.Body.Get(ProposalShape.Supplier),
            node!.Id,
            node.Region,
            post.Body.TryGet(ProposalShape.Category, out var category) ? category : null,
            post.Body.Get(ProposalShape.Currency),
            post.Body.Get(ProposalShape.Due),
            [.. lines.Select((line, n) => new PurchaseLine(
                n + 1, line.Get(ProposalLineShape.Sku), line.Get(ProposalLineShape.Description, ""), line.Get(ProposalLineShape.Quantity),
                line.Get(ProposalLineShape.UnitPrice), taxes[n], packs[n]))],
            [],
            who.Name,
            post.Body.Get(ProposalShape.Why, ""),
            FreightShape.Read(post.Body, ProposalShape.Freight)));
    }

    public Task<Answer> AskTransfer(Post post)
    {
        var (from, to) = (NodeOf(post, TransferShape.From), NodeOf(post, TransferShape.To));
        var lines = OnceEach(post, TransferShape.Lines, TransferLineShape.Sku);
        return Begin(post, "transfer", post.Body.Get(TransferShape.Number, ""), () => new TransferAsked(
            post.Body.Get(TransferShape.Number),
            from!.Id,
            to!.Id,
            from.Region,
            [.. lines.Select((line, n) => new TransferLine(
                n + 1, line.Get(TransferLineShape.Sku), line.Get(TransferLineShape.Description, ""),
                line.Get(TransferLineShape.Quantity)))],
            [],
            post.Who.Name,
            post.Body.Get(TransferShape.Why, "")));
    }

    /// <summary>Whoever the key belongs to approves, by the right of its role: the body carries no other name.</summary>
    public Task<Answer> Approve(Post post, string number)
    {
        var who = post.OwnWord();
        return Tell(post, "purchase", number, "approve", _ =>
            new PurchaseApproved(who.Name, who.Role, post.Body.Get(ApprovalShape.Note, "")));
    }

    public Task<Answer> Reject(Post post, string number)
    {
        var who = post.OwnWord();
        return Tell(post, "purchase", number, "reject", _ =>
            new PurchaseRejected(who.Name, post.Body.Get(ReasonShape.Reason), who.Role));
    }

    public Task<Answer> Cancel(Post post, string number)
    {
        post.OwnWord();
        return Tell(post, "purchase", number, "cancel", _ => new PurchaseCancelAsked(post.Body.Get(ReasonShape.Reason)));
    }

    public Task<Answer> CancelTransfer(Post post, string number) =>
        Tell(post, "transfer", number, "cancel", _ => new TransferCancelAsked(post.Body.Get(ReasonShape.Reason)));

    public Task<Answer> Receive(Post post, string number)
    {
        var node = NodeOf(post, ReceiptShape.Node);
        return TellReceipt(post, "purchase", number, _ => new GoodsReceived(
            post.Body.Get(ReceiptShape.Receipt), node!.Id, post.Body.TryGet(ReceiptShape.Advice, out var advice) ? advice : null,
            Counted(post)));
    }

    public Task<Answer> ReceiveTransfer(Post post, string number)
    {
        var node = NodeOf(post, ReceiptShape.Node);
        return TellReceipt(post, "transfer", number, rows =>
        {
            if (rows[0].Message.Data is TransferAsked asked && asked.To != node!.Id)
            {
                post.Faults.Add("node", $"must be {asked.To}, where the transfer goes; got '{node.Id}'");
            }

            return new TransferReceived(post.Body.Get(ReceiptShape.Receipt), Counted(post));
        });
    }

    private static ImmutableArray<ReceivedLine> Counted(Post post) =>
        [.. post.Body.Get(ReceiptShape.Lines).Select(line => new ReceivedLine(
            line.Get(ReceiptLineShape.Sku), line.Get(ReceiptLineShape.Received), line.Get(ReceiptLineShape.Damaged, 0)))];

    private static ImmutableArray<Given> OnceEach(Post post, Field<ImmutableArray<Given>> field, Field<string> sku)
    {
        var lines = post.Body.Get(field, []);
        foreach (var twice in lines.Where(line => line.Has(sku)).GroupBy(line => line.Get(sku, "")).Where(line => line.Count() > 1))
        {
            post.Faults.Add(twice.Last().At(sku), $"repeats {twice.Key}; a SKU stands on one line");
        }

        return lines;
    }

    private Node? NodeOf(Post post, Field<string> field)
    {
        var node = post.Body.TryGet(field, out var id) ? network.Find(id) : null;
        if (id is not null && node is null)
        {
            post.Faults.Add(post.Body.At(field),
                $"is not known; got '{id}'{NearestName.Hint(id, network.Nodes.Select(known => known.Id))}");
        }
        else if (node is not null && field == ReceiptShape.Node && post.Caller.LimitOf(Roles.Store) is { } own && own != node.Id)
        {
            post.Faults.Add(post.Body.At(field), $"must be {own}, for which this key speaks; got '{node.Id}'");
        }

        return node;
    }

    /// <summary>A supplier does not count his own goods.</summary>
    private Task<Answer> TellReceipt(Post post, string kind, string number, Func<ImmutableArray<Transition>, Message> message) =>
        post.Caller.LimitOf(Roles.Partner) is { } system && system != Warehouse
            ? Task.FromResult(Answer.Problem(
                ProblemKind.Forbidden, $"Goods are counted by stores and by {Warehouse}; this key speaks for {system}."))
            : Tell(post, kind, number, $"{Receipt}{post.Body.Get(ReceiptShape.Receipt, "")}", message);

    private async Task<Answer> Begin(Post post, string kind, string number, Func<Message> message)
    {
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var data = message();
        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(data, ContractsJson.Default.Message));
        var envelope = Envelope(post, $"{kind}/{post.Caller.Name}/{number}/{content}", new CaseId(kind, number), data);
        var receipt = await cases.Tell(envelope, post.Cancel);
        var location = kind == "purchase" ? $"/v1/purchases/{number}" : null;
        return receipt.Result is TellResult.Applied or TellResult.Duplicate
            ? Taken.Accepted(receipt, location)
            : await Taken.SeenBefore(reader, envelope, receipt, location, $"{envelope.Subject}", "Use a new number.", post.Cancel);
    }

    private async Task<Answer> Tell(
        Post post, string kind, string number, string act, Func<ImmutableArray<Transition>, Message> message)
    {
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var rows = CaseId.IsKey(number) ? await reader.ReadTransitions(new CaseId(kind, number), post.Cancel) : [];
        if (rows.IsEmpty)
        {
            return Answer.Unknown($"{kind} {Faults.Shown(number)}");
        }

        var data = message(rows);
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        // A repeated click says the same in the same state; a receipt is known by its number wherever the case stands.
        var round = act.StartsWith(Receipt, StringComparison.Ordinal) ? 0 : rows.Count(row => row.From != row.To);
        var id = post.Key is { } key ? $"{post.Caller.Name}/{key}" : $"{post.Who.Name}/{kind}/{number}/{act}/{round}";
        var envelope = Envelope(post, id, new CaseId(kind, number), data);
        var receipt = await cases.Tell(envelope, post.Cancel);
        return await reader.WhyNot(envelope, receipt, post.Cancel) is { } no
            ? Answer.Problem(ProblemKind.Conflict, no)
            : Taken.Accepted(receipt, location: null, await reader.WasRepeat(receipt, post.Cancel));
    }

    private Envelope Envelope(Post post, string id, CaseId subject, Message data) => new(
        id, $"{post.Caller.Role}/{post.Caller.Name}", subject, clock.GetUtcNow(), post.Who, data, Trace: post.Trace);
}
