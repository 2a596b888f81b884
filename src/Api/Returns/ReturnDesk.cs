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

namespace Crossdock.Api.Returns;

/// <summary>Takes returns.</summary>
internal sealed class ReturnDesk(ITellCases cases, CaseReader reader, RetailNetwork network, BusinessClock clock)
{
    public async Task<Answer> Ask(Post post)
    {
        var node = Check(post.Body, post.Faults);
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var asked = Read(post.Body, node!);
        if (post.Caller.LimitOf(Roles.Channel) is { } own && own != asked.Channel)
        {
            return Answer.Problem(ProblemKind.Forbidden, $"This key sends returns of channel {own}, not of {asked.Channel}.");
        }

        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(asked with { Region = "" }, ContractsJson.Default.Message));
        var envelope = new Envelope(
            $"{asked.Channel}/{asked.Number}/{content}",
            $"channel/{asked.Channel}",
            new CaseId("return", asked.Number),
            clock.GetUtcNow(),
            post.Who,
            asked,
            Trace: post.Trace);
        var receipt = await cases.Tell(envelope, post.Cancel);
        return receipt.Result is TellResult.Applied or TellResult.Duplicate
            ? Taken.Accepted(receipt, $"/v1/returns/{asked.Number}")
            : await Taken.SeenBefore(
                reader, envelope, receipt, $"/v1/returns/{asked.Number}", $"Return {asked.Number}", "Use a new number.", post.Cancel);
    }

    /// <summary>Brought to any place that takes returns; a store's key says so for its own.</summary>
    public async Task<Answer> Arrive(Post post, string number)
    {
        var node = post.Body.TryGet(ArrivalShape.Node, out var id) ? network.Find(id) : null;
        if (id is not null && (node is null || node.Kind == NodeKind.Supplier))
        {
            post.Faults.Add("node", $"takes no returns; got '{id}'{NearestName.Hint(id, network.Nodes.Select(known => known.Id))}");
        }
        else if (node is not null && post.Caller.LimitOf(Roles.Store) is { } own && own != node.Id)
        {
            post.Faults.Add("node", $"must be {own}, for which this key speaks; got '{node.Id}'");
        }

        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var subject = CaseId.IsKey(number) ? new CaseId("return", number) : default;
        if (!CaseId.IsKey(number) || !await reader.Exists(subject, post.Cancel))
        {
            return Answer.Unknown($"return {Faults.Shown(number)}");
        }

        var arrived = new ReturnArrived(node!.Id, post.Body.TryGet(ArrivalShape.Tracking, out var tracking) ? tracking : null);
        var receipt = await cases.Tell(
            new Envelope(
                $"return/{number}/arrived/{node.Id}", $"store/{post.Caller.Name}", subject, clock.GetUtcNow(),
                post.Who, arrived, Trace: post.Trace),
            post.Cancel);
        return Taken.Accepted(receipt, $"/v1/returns/{number}", await reader.WasRepeat(receipt, post.Cancel));
    }

    private static ReturnAsked Read(Given given, Node node) => new(
        given.Get(ReturnShape.Number),
        given.Get(ReturnShape.Channel),
        node.Region,
        node.Id,
        given.Get(ReturnShape.AskedAt),
        given.Get(ReturnShape.Currency),
        given.TryGet(ReturnShape.CustomerId, out var customer) ? customer : null,
        given.TryGet(ReturnShape.Order, out var order) ? CaseId.Order(order) : null,
        [.. given.Get(ReturnShape.Lines).Select(line => new ReturnLine(
            line.Get(ReturnLineShape.Sku),
            line.Get(ReturnLineShape.Description, ""),
            line.Get(ReturnLineShape.Quantity),
            line.Get(ReturnLineShape.UnitPrice)))],
        given.Get(ReturnShape.Reason),
        given.Get(ReturnShape.Way, ReturnWay.HandedIn),
        given.TryGet(ReturnShape.Exchange, out var exchange) ? ExchangeShape.Read(exchange) : null);

    private Node? Check(Given given, Faults faults)
    {
        if (given.TryGet(ReturnShape.Channel, out var channel) && network.Channels.All(known => known.Id != channel))
        {
            faults.Add("channel", $"is not known; got '{channel}'{NearestName.Hint(channel, network.Channels.Select(known => known.Id))}");
        }

        var node = given.TryGet(ReturnShape.Node, out var id) ? network.Find(id) : null;
        if (id is not null && node is null)
        {
            faults.Add("node", $"is not known; got '{id}'{NearestName.Hint(id, network.Nodes.Select(known => known.Id))}");
        }

        if (given.TryGet(ReturnShape.Exchange, out var exchange) && exchange.TryGet(ExchangeShape.Node, out var shop)
            && network.Find(shop) is not { Kind: NodeKind.Store })
        {
            faults.Add("exchange.node", $"must be a store; got '{shop}'{NearestName.Hint(shop, network.Nodes.Select(known => known.Id))}");
        }

        return node;
    }
}
