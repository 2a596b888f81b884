using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;

namespace Crossdock.Processes.Policies;

/// <summary>What an exception of a category is worth to this retailer: whose it is, how bad, and how long it may take.</summary>
public sealed record ExceptionPolicy(Policy<OwnerGroup> Owner, Policy<int> Severity, Policy<TimeSpan> Budget)
{
    public IEnumerable<PolicyRule> All => [Owner, Severity, Budget];
}

/// <summary>Who stands above whom, as a policy has it: names with commas between.</summary>
public static class Ladder
{
    public static ImmutableArray<string> Of(string roles) => [.. roles.Split(',', StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>Exceptions: owner, severity and budget of each category, and the ladder of each owner.</summary>
public static partial class Policy
{
    private const int MostSevere = 5;

    public static readonly FrozenDictionary<ExceptionCategory, ExceptionPolicy> Exceptions =
        new (ExceptionCategory Of, string WhyOwner, string WhyTime)[]
        {
            (ExceptionCategory.StockShortage,
                "Whoever plans supply knows where else goods are and what is on its way.",
                "A promise is at stake: half a day leaves time for another way to keep it."),
            (ExceptionCategory.StockVariance,
                "Only who stands before the shelf can say what lies there.",
                "A day: the shelf is counted once in quiet hours, and until then sourcing believes the smaller figure."),
            (ExceptionCategory.LatePick,
                "The store has the goods and the people.",
                "An hour: after that only another store keeps the promise."),
            (ExceptionCategory.LateTransfer,
                "Goods between two nodes belong to whoever plans both.",
                "A day: the shelf they are for has its safety stock until then."),
            (ExceptionCategory.LateShipment,
                "The hall hands over to the carrier and knows both.",
                "Half a day: the next collection by the carrier is the last one that helps."),
            (ExceptionCategory.DeliveryFailed,
                "Only the customer knows when somebody is at home.",
                "Half a day: carriers try again on the next."),
            (ExceptionCategory.PaymentFailed,
                "Another card is the customer's to give.",
                "Half a day: reserved goods stand still meanwhile."),
            (ExceptionCategory.FraudSuspected,
                "Whoever knows the customer tells a thief from a birthday.",
                "Two hours: an honest customer waits no longer without being told."),
            (ExceptionCategory.DataInvalid,
                "Mostly somebody outside has to be asked what was meant.",
                "Half a day: what cannot be read is nobody's promise yet, and somebody waits for it to become one."),
            (ExceptionCategory.Duplicate,
                "The customer knows whether once was enough.",
                "A day: nothing is lost by looking before sending twice."),
            (ExceptionCategory.PriceMismatch,
                "Whoever sets prices knows which of two is meant.",
                "Half a day: each sale at a wrong price is one more to explain."),
            (ExceptionCategory.QuantityMismatch,
                "Who pays for pieces asks where they are.",
                "Two days: receipts are booked in the evening and truth comes a day later."),
            (ExceptionCategory.TaxMismatch,
                "Whoever books the tax answers for it.",
                "Two days: the supplier has to send it anew."),
            (ExceptionCategory.NotReceived,
                "Who ordered knows whether it was to come yet.",
                "Two days: most of it is on a lorry."),
            (ExceptionCategory.NotOrdered,
                "Only buying can say that it ordered by word of mouth.",
                "Two days: nothing is paid meanwhile."),
            (ExceptionCategory.SupplierSilent,
                "The buyer has the supplier's telephone number.",
                "A day: a second silent day is an answer."),
            (ExceptionCategory.SupplierChanged,
                "What was agreed is the buyer's to agree anew.",
                "A day: the supplier packs what nobody objects to."),
            (ExceptionCategory.ApprovalLate,
                "Most approvals that wait are of purchases; each brings its own owner where it is another's.",
                "Half a day: what waits longer waits for somebody who is away."),
            (ExceptionCategory.RefundMismatch,
                "Money that is not where the books say is finance's to find.",
                "A day: the customer looks at the account once a day."),
            (ExceptionCategory.RefundLate,
                "The goods are back, only money is missing.",
                "A day: the law counts in days, customers in hours."),
            (ExceptionCategory.ChannelLagging,
                "Whoever owns the channel reaches those who run it.",
                "An hour: a channel that lags sells what is gone."),
            (ExceptionCategory.MarginBreach,
                "Whoever proposed the price may have meant it.",
                "Half a day: it is not live, but its promotion has a date."),
            (ExceptionCategory.ReconciliationOpen,
                "Books that do not agree are finance's until they do.",
                "Three days: before the month's end, and after whatever arrives by night."),
            (ExceptionCategory.IntegrationFailed,
                "A system that does not answer is mended by who connects it.",
                "An hour: behind one failure others wait."),
            (ExceptionCategory.UnexpectedMessage,
                "What nobody expected was mostly sent by mistake, and engineers see by whom.",
                "A day: nothing was done by it, so nothing is lost by it."),
        }.ToFrozenDictionary(one => one.Of, one => Worth(ExceptionRules.Of(one.Of), one.WhyOwner, one.WhyTime));

    public static readonly FrozenDictionary<OwnerGroup, Policy<string>> Ladders =
        new (OwnerGroup Of, string Above, string Reason)[]
        {
            (OwnerGroup.CustomerService, "service-lead,operations-head", "Whoever leads the desk may decide what an agent may not."),
            (OwnerGroup.StoreOperations, "store-manager,region-manager",
                "The manager can move people in the store, the region between stores."),
            (OwnerGroup.Warehouse, "shift-lead,warehouse-head", "A shift has its own lead; the hall's head speaks with carriers."),
            (OwnerGroup.Buying, "head-of-buying,operations-head", "A supplier listens to who places the year's orders."),
            (OwnerGroup.SupplyChain, "supply-lead,operations-head", "Moving goods between regions is above one planner."),
            (OwnerGroup.Merchandising, "merchandising-lead,operations-head", "A price that is wrong in public needs one voice."),
            (OwnerGroup.AccountsPayable, "payables-lead,finance", "Finance lets go of what accounts payable may not."),
            (OwnerGroup.FinanceControl, "finance,operations-head", "What the books owe each other is finance's, and then everybody's."),
            (OwnerGroup.Integration, "integration-lead,operations-head", "Operations stand still while a system does."),
        }.ToFrozenDictionary(one => one.Of, one => new Policy<string>(
            $"exception-ladder-{Words(one.Of)}", one.Above, Roles,
            $"who a task of {Words(one.Of).Replace('-', ' ')} goes to when it is late, and then when it is late again", one.Reason));

    private static ExceptionPolicy Worth(ExceptionRule rule, string whyOwner, string whyTime)
    {
        var words = rule.Code.Replace('-', ' ');
        return new(
            new($"exception-owner-{rule.Code}", rule.Owner, "owner group", $"who sees to {words}", whyOwner),
            new($"exception-severity-{rule.Code}", rule.Severity, "degrees, 1 mild to 5 grave",
                $"how much {words} weighs in the order of work", whyTime)
            { Bounds = (1, MostSevere) },
            new($"exception-budget-{rule.Code}", rule.Budget, "business time", $"how long {words} may take before it is late", whyTime)
            { Bounds = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(60)) });
    }

    private static string Words(OwnerGroup owner) => JsonNamingPolicy.KebabCaseLower.ConvertName(owner.ToString());
}
