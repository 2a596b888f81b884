namespace Crossdock.Simulation.Tests.Planted;

/// <summary>What could be wrong with the product, a line or two each.</summary>
internal static class Bugs
{
    private const string Live = "Runtime/Cases/LiveCase.cs";
    private const string Commit = "Runtime/Journal/GroupCommit.cs";
    private const string Effects = "Runtime/Effects/EffectDispatcher.cs";
    private const string LiveLedger = "Runtime/Stock/LiveLedger.cs";
    private const string Projector = "Runtime/Recovery/Projector.cs";
    private const string Run = "Processes/Running/CaseRun.cs";
    private const string Ledger = "Processes/StockLedger/Ledger.cs";
    private const string Ending = "Processes/OrderToFulfilment/Handlers.Ending.cs";
    private const string Parts = "Processes/OrderToFulfilment/Handlers.Parts.cs";
    private const string Money = "Processes/OrderToFulfilment/Handlers.Money.cs";
    private const string Returns = "Processes/OrderToFulfilment/Handlers.Returns.cs";
    private const string Folding = "Processes/OrderToFulfilment/Folding.cs";
    private const string Delivery = "Processes/Fulfilment/Handlers.Delivery.cs";
    private const string Missing = "Processes/Fulfilment/Handlers.Missing.cs";

    public static readonly IReadOnlyList<Bug> All =
    [
        .. OfTheWriter, .. OfTheDispatcher, .. OfRecovery, .. OfTheCase, .. OfTheLedger, .. OfTheOrder, .. OfTheParts,
    ];

    private static IEnumerable<Bug> OfTheWriter =>
    [
        new("a decision is acknowledged before it is durable", Live,
            "        return pending.Answer;",
            "        return Task.FromResult(run.Receipt(ResultOf(row.Outcome), row.Because));"),
        new("a duplicate is acknowledged before what made it known is durable", Live,
            "return run.Knows(message.Id) ? After(_lastCommit, known) : IfLatest(run, _lastCommit, known);",
            "return Task.FromResult(known);", Seeds: 60),
        new("effects leave before the decision is durable", Live,
            "        run.Apply(row);\n        (_hash",
            "        run.Apply(row);\n        foreach (var e in row.Effects) { around.Effects.Dispatch(id, e, null); }\n        (_hash"),
        new("an overtaken activation is not found out when it is poked", Live,
            "        if (open.Count == 0 && run is not null)\n        {\n            await FindOut(run);\n        }\n",
            "", Seeds: 400),
        new("an overtaken activation takes an answer for one that nobody waits for", Live,
            "        await FindOut(run);\n        return receipt;",
            "        return receipt;", Seeds: 460),
        new("a row that lost its fence counts as committed", Commit,
            "if (lost.Count > 0 && lost.Contains(row.Row.Case))",
            "if (lost.Count > 1_000_000)"),
        new("a batch that the store refused counts as committed", Commit,
            "                await Task.Delay(RetryAfter, wall, stop);",
            "                return new HashSet<CaseId>();"),
        new("a ledger answers before its row is durable", LiveLedger,
            "        return pending.Answer;",
            "        return Task.FromResult(new StockAnswer(Receipt(TellResult.Applied, row.Seq), answer.Granted, answer.Reasons));"),
        new("a ledger that lost its fence stays", LiveLedger, "            owner.Leave();", ""),
        new("a row does not cover the one before it", LiveLedger, "        _hash = hash;", ""),
    ];

    private static IEnumerable<Bug> OfTheDispatcher =>
    [
        new("answers are known by the case, not by the effect", Effects,
            "new Envelope($\"{key}/answer\", $\"runtime/{who.Name}\"",
            "new Envelope($\"{to}/answer\", $\"runtime/{who.Name}\""),
        new("what one case tells another is known by the teller, not by the effect", Effects,
            "                    key, from.ToString(), tell.To,",
            "                    $\"{from}\", from.ToString(), tell.To,"),
        new("a reservation is known by its order, not by the effect", Effects,
            "Stock.Reserve(key, reserve, trace)",
            "Stock.Reserve($\"{from}\", reserve, trace)"),
        new("effects that go out are forgotten", Effects,
            "                Outbound.Send(new OutboundEffect(key, from, effect, trace));",
            ""),
        new("who is poked for an effect does nothing", Live,
            "            around.Effects.Dispatch(id, asked, trace);",
            ""),
    ];

    private static IEnumerable<Bug> OfRecovery =>
    [
        new("the sweeper looks and does nothing", "Runtime/Recovery/Sweeper.cs",
            "            await activations.Poke(id, key);",
            "            await Task.Yield();"),
        new("deadlines are leased and not told", "Runtime/Recovery/DeadlineClock.cs",
            "                await Task.WhenAll(due.Select(deadline => Tell(deadline, stoppingToken)));",
            ""),
        new("answered effects stay on the list of what is in flight", Projector,
            "var gone = settled.Where(key => !started.Remove(key)).ToList();",
            "var gone = new List<string>();"),
        new("after a save of unknown fate the lists go on as if it had failed", Projector,
            "            _token = null;\n            LogFailed(failure);",
            "            LogFailed(failure);"),
        new("a ledger that is read back does not know what it answered", LiveLedger,
            "                _answers.Keep(RecentAnswers.Of(row));",
            ""),
    ];

    private static IEnumerable<Bug> OfTheCase =>
    [
        new("messages are not remembered", Run, "        _seen.Add(row.Message.Id);", ""),
        new("an answer is taken twice", Run,
            "if (message.Answers is { } key && !_open.ContainsKey(key) && Seq > 0)",
            "if (message.Answers is { } key && !_open.ContainsKey(key) && Seq < 0)"),
        new("an answered effect stays open", Run, "            _open.Remove(answered);", ""),
        new("a budget that ran out is not started again", "Processes/Running/CaseRun.Around.cs",
            "var ranOut = message.Data is DeadlinePassed && verdict.Outcome == Outcome.Applied;",
            "const bool ranOut = false;"),
    ];

    private static IEnumerable<Bug> OfTheLedger =>
    [
        new("a reservation gets what it asks for", Ledger,
            "var pieces = Math.Clamp(item.At(asked.Node).Available, 0, asked.Quantity);",
            "var pieces = asked.Quantity;", Seeds: 100),
        new("pieces leave and their reservation stays", Ledger,
            "                new StockTakenOut(held!.Name, pieces),\n",
            ""),
        new("what was handed over goes back to the shelf on the books", Ledger,
            "StockAct.HandOver => Take(item, asked, index, Account.Sold),",
            "StockAct.HandOver => Take(item, asked, index, Account.Available),"),
    ];

    private static IEnumerable<Bug> OfTheOrder =>
    [
        new("a reservation is not given back when an order is cancelled", Ending,
            "        if (!order.Reserved.IsEmpty)",
            "        if (order.Reserved.Length > 1_000_000)"),
        new("an authorisation is not given back when an order is cancelled", Ending,
            "&& !order.Pending.Contains(Pending.Void))\n        {",
            "&& order.Pending.Contains(Pending.Void))\n        {"),
        new("an order ends while money is under way", Parts,
            "        if (!after.MoneySettled)",
            "        if (after.Lines.IsDefault)"),
        new("a part is charged when it leaves and again when it arrives", Parts,
            "known is null or { Captured: true }",
            "known is null"),
        new("each part carries the charges", Parts,
            "order.Parts.Any(other => other.Captured) ? 0 :",
            "order.Lines.IsDefault ? 0 :"),
        new("a parcel that comes back is not paid back", Parts,
            "var cost = message.End == PartEnd.CameBack ?",
            "var cost = message.End == PartEnd.NotCollected ?"),
        new("a return is paid whatever was captured", Returns,
            "GiveBack(order, owed,",
            "GiveBack([.. order.Tenders.Select((_, n) => new MoneyShare(n, owed + 1))], owed + 1,"),
        new("a capture over a second means of payment is asked of the first", Parts,
            "            order.Tenders[share.Tender].Authorisation, share.Amount",
            "            order.Tenders[0].Authorisation, share.Amount"),
        new("what was given back is still held on the order's books", Folding,
            "StockLetGo => order with { Reserved = [] },",
            "StockLetGo => order,"),
    ];

    private static IEnumerable<Bug> OfTheParts =>
    [
        new("pieces that were not found stay reserved", "Processes/Fulfilment/Handlers.cs",
            "            .Ask(StockOf(part, missing, StockAct.WriteOffReserved, \"Not on the shelf.\"))\n",
            ""),
        new("a cancelled part keeps its pieces", Delivery,
            "            .Ask(StockOf(part, part.Expected, StockAct.Void, message.Reason));\n        return part.Task",
            ";\n        return part.Task"),
        new("what was delivered stays on the road on the books", Delivery,
            "        Decide.To(Delivered, $\"Delivered, signed by {message.SignedBy}.\")\n            .Ask(StockOf(part, part.Expected, "
            + "StockAct.Deliver, \"Delivered.\"))",
            "        Decide.To(Delivered, $\"Delivered, signed by {message.SignedBy}.\")"),
        new("a parcel that came back is lost to the shelf", "Processes/Fulfilment/Handlers.Inspecting.cs",
            "            .. StockOf(part, back, StockAct.ComeBack, part.EndReason).Orders,\n",
            ""),
        new("what is put back on the shelf stays reserved", Missing,
            "Decide.To(Restocking, because).Ask(StockOf(part, there, StockAct.Void, part.EndReason));",
            "Decide.To(Restocking, because).Ask(StockOf(part, [], StockAct.Void, part.EndReason));"),
    ];
}
