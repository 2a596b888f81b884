using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Orders;

/// <summary>Takes orders and what their customers say about them later.</summary>
internal sealed class OrderDesk(ITellCases cases, CaseReader reader, OrderReading reading, BusinessClock clock)
{
    public async Task<Answer> Place(Post post)
    {
        if (reading.Read(post.Body, post.Faults) is not { } order)
        {
            return Answer.Refused(post.Faults);
        }

        if (post.Caller.LimitOf(Roles.Channel) is { } own && own != order.Channel)
        {
            return Answer.Problem(ProblemKind.Forbidden, $"This key sends orders of channel {own}, not of {order.Channel}.");
        }

        var envelope = Envelope(
            $"{order.Channel}/{order.Number}/{OrderDifferences.Fingerprint(order)}",
            order.Channel,
            CaseId.Order(order.Number),
            order,
            post);
        var receipt = await cases.Tell(envelope, post.Cancel);
        var location = $"/v1/orders/{order.Number}";
        return receipt.Result is TellResult.Applied or TellResult.Duplicate
            ? Taken.Accepted(receipt, location)
            : await SeenBefore(order, envelope, receipt, location, post);
    }

    public Task<Answer> Cancel(Post post, string number) =>
        Tell(post, number, "cancel", Numbered(post.Body, CancelShape.Lines), () =>
            new CancelRequested(post.Body.Get(CancelShape.Reason), post.Body.Get(CancelShape.Lines, [])));

    public Task<Answer> Change(Post post, string number)
    {
        var lines = post.Body.Get(ChangeShape.Lines, []);
        if (lines.IsEmpty && !post.Body.Has(ChangeShape.Address))
        {
            post.Faults.Add("lines", "or address must say what to change");
        }

        if (post.Body.TryGet(ChangeShape.Address, out var to))
        {
            AddressShape.Check(to, post.Faults);
        }

        foreach (var repeated in lines.GroupBy(line => line.Get(ChangeShape.Line)).Where(group => group.Key > 0 && group.Count() > 1))
        {
            post.Faults.Add(repeated.Last().At(ChangeShape.Line), $"repeats the number {repeated.Key}; change a line once");
        }

        var named = lines.Select(line => (line.Get(ChangeShape.Line), line.At(ChangeShape.Line)));
        return Tell(post, number, "change", named, () => new ChangeRequested(
            [.. lines.Select(line => new LineChange(line.Get(ChangeShape.Line), line.Get(ChangeShape.Quantity)))],
            post.Body.TryGet(ChangeShape.Address, out var address) ? AddressShape.Read(address) : null));
    }

    public Task<Answer> Hear(Post post, string number) =>
        Tell(post, number, "answer", [], () => new CustomerAnswered(
            post.Body.Get(AnswerShape.Answer), post.Body.TryGet(AnswerShape.Offer, out var offer) ? offer : null));

    private static IEnumerable<(int Line, string At)> Numbered(Given body, Field<ImmutableArray<int>> field) =>
        body.Get(field, []).Select((line, i) => (line, $"{body.At(field)}[{i}]"));

    private async Task<Answer> Tell(Post post, string number, string act, IEnumerable<(int Line, string At)> named, Func<Message> message)
    {
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        if (!CaseId.IsKey(number) || await Read(number, post) is not { } rows)
        {
            return Answer.Unknown($"order {Faults.Shown(number)}");
        }

        var order = (OrderReceived)rows[0].Message.Data;
        foreach (var (line, at) in named.Where(named => order.Lines.All(known => known.Line != named.Line)))
        {
            post.Faults.Add(at, $"is not a line of the order; got {line}");
        }

        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var data = message();
        var id = post.Key is { } key
            ? $"{post.Caller.Name}/{key}"
            : $"{post.Caller.Name}/{number}/{act}/{OrderSituation.Of(data, rows)}";
        var envelope = Envelope(id, order.Channel, CaseId.Order(number), data, post);
        var receipt = await cases.Tell(envelope, post.Cancel);
        return await reader.WhyNot(envelope, receipt, post.Cancel) is { } no
            ? Answer.Problem(ProblemKind.Conflict, no)
            : Taken.Accepted(receipt, location: null, await reader.WasRepeat(receipt, post.Cancel));
    }

    private async Task<ImmutableArray<Transition>?> Read(string number, Post post)
    {
        var rows = await reader.ReadTransitions(CaseId.Order(number), post.Cancel);
        return OrderView.MaySee(rows, post.Caller) ? rows : null;
    }

    // The case has begun: by this very content, or by another under the same number?
    private async Task<Answer> SeenBefore(
        OrderReceived order, Envelope envelope, TellReceipt receipt, string location, Post post)
    {
        var rows = await reader.ReadTransitions(envelope.Subject, post.Cancel);
        var first = rows.FirstOrDefault();
        if (first?.Message.Data is not OrderReceived known)
        {
            return Taken.Accepted(receipt, location);
        }

        if (post.Caller.LimitOf(Roles.Channel) is { } own && own != known.Channel)
        {
            // What another channel's order holds is not this one's to read.
            return Answer.Problem(ProblemKind.Conflict, $"The number {order.Number} is another channel's; nothing was changed.");
        }

        var differences = OrderDifferences.Between(known, order);
        return differences.IsEmpty
            ? Taken.Accepted(receipt, location, duplicate: first.Seq != receipt.Seq)
            : Answer.Problem(
                ProblemKind.Conflict,
                $"Order {order.Number} came before with another content; nothing was changed. To change it, use {location}/change.",
                differences);
    }

    private Envelope Envelope(string id, string channel, CaseId subject, Message data, Post post) => new(
        id, $"channel/{channel}", subject, clock.GetUtcNow(), post.Who, data, Trace: post.Trace);
}
