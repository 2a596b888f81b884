using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Bank;

/// <summary>
/// Finds invoices that a movement on a bank account may pay. It reads lists that are written behind: what is not there yet is found with
/// the next look, and what has changed meanwhile the invoice itself says.
/// </summary>
public sealed class OpenPayments(IHeads heads)
{
    /// <summary>More than a person is shown; two are too many to choose from already.</summary>
    private const int Most = 10;

    public async Task<Message> Find(FindPayments effect)
    {
        // A payment that was returned is looked for among those that were settled long ago.
        if (effect.Payment is { } payment && await With(payment, open: null) is { Count: > 0 } named)
        {
            return new PaymentsFound([.. named], PaymentTie.Reference);
        }

        return effect.Owed is { } owed && await With(owed, open: true) is { Count: > 0 } alike
            ? new PaymentsFound([.. alike], PaymentTie.Amount)
            : new PaymentsNotFound(effect.Owed is null
                ? "No invoice has a payment of that reference."
                : "No invoice has a payment of that reference, and none owes that sum to that account.");
    }

    private async Task<List<CaseId>> With(string term, bool? open)
    {
        var found = await heads.Search(
            new HeadFilter(Text: term, Kind: "invoice", Open: open), HeadOrder.Newest, 0, Most, CancellationToken.None);
        return [.. found.Where(head => !head.Card.Terms.IsDefault && head.Card.Terms.Contains(term)).Select(head => head.Case)];
    }
}
