using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.StockLedger;

/// <summary>
/// The ledger of a SKU seen as a case, so that it is journalled, folded and verified like one. It has no steps: it is always
/// on the books, waits for nobody and never ends.
/// </summary>
public sealed class LedgerProcess : IProcess
{
    public const string OnTheBooks = "OnTheBooks";

    public string Name => "stock-ledger";

    public string Kind => "stock";

    public int Version => 1;

    public MapPicture Picture { get; } = new(
        "stock-ledger", "stock", 1, OwnerGroup.SupplyChain,
        [new MapState(OnTheBooks, "On the books", Waits.Nothing, OwnerGroup.SupplyChain, null, null, Final: false)],
        [
            new MapRow(null, "stock.instructed", "Ledger", [OnTheBooks], [], null, Danger: false),
            new MapRow(OnTheBooks, "stock.instructed", "Ledger", [OnTheBooks], [], null, Danger: false),
        ]);

    public IReadOnlyList<JsonDerivedType> Facts => StockFacts.All;

    public object Empty => StockItem.Empty;

    public bool Begins(Message message) => message is StockInstructed;

    public object Fold(object state, Fact fact, Envelope message)
    {
        var item = (StockItem)state;
        return StockFacts.Fold(item.Sku.Length > 0 ? item : item with { Sku = message.Subject.Key }, fact);
    }

    public Verdict Decide(object state, string? at, Envelope message, Context context)
    {
        if (message.Data is not StockInstructed instructed)
        {
            return at is null
                ? throw new OffTheMapException($"{MessageNames.Of(message.Data.GetType())} does not begin a ledger.")
                : new Verdict(Outcome.IgnoredUnexpected, at, [], [], "The ledger hears stock instructions only.");
        }

        var item = (StockItem)state;
        var decision = Ledger.Decide(item.Sku.Length > 0 ? item : item with { Sku = context.Case.Key }, instructed, context.Now);
        return new Verdict(Outcome.Applied, OnTheBooks, decision.Facts, [], string.Join(" ", decision.Refusals));
    }

    public Standing StandingIn(string state) => new(Waits.Nothing, Final: false, OwnerGroup.SupplyChain, null);

    public DueWithin? BudgetIn(string at, object state, Context context) => null;

    public CaseCard CardOf(object state, string at, Context context) => CardOf((StockItem)state);

    public static CaseCard CardOf(StockItem item) => new($"Stock of {item.Sku}", Owner: OwnerGroup.SupplyChain);

    public bool Knows(string state) => state == OnTheBooks;

    public MapFit FitOf(string state, int version, IReadOnlyCollection<string> inFlight) =>
        Knows(state) && version <= Version
            ? new MapFit(Fit.Safe, OnTheBooks, "A ledger has one state in every version.")
            : new MapFit(Fit.Blocked, null, $"{state} of version {version} is no state of a ledger.");

    public (Message? Message, string WhyNot) CancelIn(string state, string why) => (null, "A ledger is never cancelled.");

    public Message? HandOverIn(string state, string person, string why) => null;

    public (Type Done, Type Refused)? AnswersTo(Type effect) => null;

    public IReadOnlyList<string> Check() => [];
}
