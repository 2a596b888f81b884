using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Prices;

/// <summary>Takes proposals of prices, and what people say about them. Who may approve what, the case decides.</summary>
internal sealed class PriceDesk(ITellCases cases, CaseReader reader, PriceReading reading, BusinessClock clock)
{
    public async Task<Answer> Propose(Post post)
    {
        var who = post.Who;
        if (reading.Read(post.Body, post.Faults) is not { } proposal)
        {
            return Answer.Refused(post.Faults);
        }

        var envelope = new Envelope(
            $"price/{proposal.Number}/{Fingerprint(proposal)}", $"person/{who.Name}", IdOf(proposal.Number), clock.GetUtcNow(), who,
            proposal, Trace: post.Trace);
        var receipt = await cases.Tell(envelope, post.Cancel);
        var location = $"/v1/prices/{proposal.Number}";
        return receipt.Result is TellResult.Applied or TellResult.Duplicate
            ? Taken.Accepted(receipt, location)
            : await Taken.SeenBefore(
                reader, envelope, receipt, location, $"Price {proposal.Number}", $"To mend it, use {location}/revise.", post.Cancel);
    }

    public Task<Answer> Revise(Post post, string number)
    {
        if (reading.Read(post.Body, post.Faults) is { } proposal && proposal.Number != number)
        {
            post.Faults.Add("number", $"must be {Faults.Shown(number)}: a promotion keeps its number");
        }

        return Act(post, number, "revise", _ => new PromotionRevised(reading.Read(post.Body, post.Faults)!));
    }

    public Task<Answer> Approve(Post post, string number) => Act(
        post, number, "approve", who => new PromotionApproved(who.Name, post.Body.Get(PriceActShapes.Note, "")));

    public Task<Answer> Reject(Post post, string number) => Act(
        post, number, "reject", who => new PromotionRejected(who.Name, post.Body.Get(PriceActShapes.Reason)));

    public Task<Answer> GoLive(Post post, string number) => Act(
        post, number, "go-live", who => new PromotionGoAhead(who.Name, post.Body.Get(PriceActShapes.Note, "")));

    public Task<Answer> Withdraw(Post post, string number) => Act(
        post, number, "withdraw", _ => new PromotionWithdrawn(post.Body.Get(PriceActShapes.Reason)));

    internal static CaseId IdOf(string number) => new("promotion", number);

    private async Task<Answer> Act(Post post, string number, string act, Func<Actor, Message> message)
    {
        var who = post.Who;
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var rows = CaseId.IsKey(number) ? await reader.ReadTransitions(IdOf(number), post.Cancel) : [];
        if (rows.IsEmpty)
        {
            return Answer.Unknown($"price {Faults.Shown(number)}");
        }

        // Without a key the same act in the same state is the same act: a second click changes nothing.
        var data = message(who);
        var id = post.Key is { } key
            ? $"{post.Caller.Name}/{key}"
            : $"{who.Name}/{number}/{act}/{rows.Count(row => row.From != row.To)}/{Fingerprint(data)}";
        var envelope = new Envelope(id, $"person/{who.Name}", IdOf(number), clock.GetUtcNow(), who, data, Trace: post.Trace);
        var receipt = await cases.Tell(envelope, post.Cancel);
        return await reader.WhyNot(envelope, receipt, post.Cancel) is { } no
            ? Answer.Problem(ProblemKind.Conflict, no)
            : Taken.Accepted(receipt, location: null);
    }

    private static string Fingerprint(Message message) =>
        Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.Message));
}
