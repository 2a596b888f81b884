using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.ProcureToReplenish.Transfers;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Buyers, suppliers and docks who do their work.</summary>
public sealed partial class World
{
    public static readonly Actor Buyer = new("Bo", "buyer");
    public static readonly Actor Head = new("Hana", "head-of-buying");
    public static readonly Actor Finance = new("Fay", "finance");

    public Purchase PurchaseOf(string number) => (Purchase)_cases[Given.PurchaseId(number)].State;

    public PurchaseState PurchaseAt(string number) => Enum.Parse<PurchaseState>(StateOf(Given.PurchaseId(number)));

    public Transfer TransferOf(string number) => (Transfer)_cases[Given.TransferId(number)].State;

    public TransferState TransferAt(string number) => Enum.Parse<TransferState>(StateOf(Given.TransferId(number)));

    public World Propose(PurchaseProposed proposed)
    {
        Tell(Given.PurchaseId(proposed.Number), proposed);
        return this;
    }

    /// <summary>The one open task of this title's beginning is done by this person.</summary>
    public void DoAs(Actor who, string title, string choice, string note = "")
    {
        var task = OpenTasks.Single(open => open.Task.Title.StartsWith(title, StringComparison.Ordinal));
        Send(task.Id, new TaskCompleted(new TaskResult([], choice, note)), who);
        Run();
    }

    public void Confirms(string number, params ImmutableArray<ConfirmedLine> lines) =>
        Tell(Given.PurchaseId(number), new PurchaseConfirmed("S-1", PurchaseOf(number).Needs.Due, lines));

    public void Advises(string number, string advice, string sku, int pieces) =>
        Tell(Given.PurchaseId(number), new DespatchAdvised(advice, Now.AddDays(1), [new AdvisedLine(sku, pieces)]));

    public void Arrives(string number, string receipt, string sku, int pieces, int damaged = 0, string? advice = null) =>
        Tell(Given.PurchaseId(number), new GoodsReceived(receipt, Given.Dc, advice, [new ReceivedLine(sku, pieces, damaged)]));
}
