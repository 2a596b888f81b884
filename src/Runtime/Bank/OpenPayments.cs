using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.InvoiceToReconciliation;

namespace Crossdock.Runtime.Bank;

/// <summary>
/// Finds invoices that a movement on a bank account may pay. It reads lists that are written behind: what is not there yet is found with
/// the next look, and what has changed meanwhile the invoice itself says.
/// </summary>
public sealed class OpenPayments(IHeads heads)
{
    /// <summary>A payment run pays as many invoices of a supplier as are due; no bank's remittance names more.</summary>
    private const int Most = 500;

    public async Task<Message> Find(FindPayments effect)
    {
        // A payment that was returned is looked for among those that were settled long ago.
        if (effect.Payment is { } payment && await With(payment, open: null) is { Count: > 0 } named)
        {
            return Found(named.Select(head => (head, (string?)null)), PaymentTie.Reference);
        }

        // Money of the payment provider comes in under the number of its payout.
        if (effect.Payment is { } paidOut && await With(paidOut, open: null, "payout") is { Count: > 0 } payouts)
        {
            return Found(payouts.Select(head => (head, (string?)null)), PaymentTie.Reference);
        }

        if (effect.Documents is { Count: > 0 } documents)
        {
            var remitted = new List<(CaseHead, string?)>();
            foreach (var (number, term) in documents)
            {
                remitted.AddRange((await With(term, open: null)).Select(head => (head, (string?)number)));
            }

            if (remitted.Count > 0)
            {
                return Found(remitted, PaymentTie.Remittance);
            }
        }

        return effect.Owed is { } owed && await With(owed, open: true) is { Count: > 0 } alike
            ? Found(alike.Select(head => (head, (string?)null)), PaymentTie.Amount)
            : new PaymentsNotFound(effect.Owed is null
                ? "No invoice has a payment of that reference."
                : "No invoice has a payment of that reference, and none owes that sum to that account.");
    }

    private static PaymentsFound Found(IEnumerable<(CaseHead Head, string? Document)> found, PaymentTie by)
    {
        var all = found.ToList();
        return new PaymentsFound(
            [.. all.Select(one => one.Head.Case).Distinct()], by,
            [
                .. all.Select(one => PayableTerms.ToPayOf(one.Head.Card.Terms) is { } money
                    ? new OpenPayment(one.Head.Case, money.Amount, money.Currency, one.Document)
                    : new OpenPayment(one.Head.Case, 0m, one.Head.Card.Currency ?? "", one.Document)),
            ]);
    }

    private async Task<List<CaseHead>> With(string term, bool? open, string kind = "invoice")
    {
        var found = await heads.Search(
            new HeadFilter(Text: term, Kind: kind, Open: open), HeadOrder.Newest, 0, Most, CancellationToken.None);
        return [.. found.Where(head => !head.Card.Terms.IsDefault && head.Card.Terms.Contains(term))];
    }
}
