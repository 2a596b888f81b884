using Crossdock.Estate.Systems.Bank;
using Crossdock.Estate.Systems.Payments;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How the payouts of the payment provider stand at the end.</summary>
/// <param name="Lines">captures and refunds on them</param>
/// <param name="Settled">each of its lines is an order's, and the bank shows its money</param>
/// <param name="Exceptions">payouts that say that they differ</param>
/// <param name="Differences">what is wrong by the provider's or the bank's own book, and said to agree; or the other way round</param>
public sealed record PayoutTally(
    int Started, int Lines, int Settled, int Exceptions, decimal Paid, int Differences, IReadOnlyList<string> Findings)
{
    public bool Agrees => Differences == 0;
}

/// <summary>Holds the payouts of the journal against the provider's book and the bank's.</summary>
public static class PayoutAccounting
{
    public static PayoutTally Tally(
        IReadOnlyCollection<SentPayout> sent, IReadOnlyCollection<CaseItem> cases, IReadOnlyList<BankMovement> bank)
    {
        var known = cases.ToDictionary(item => item.Case, StringComparer.Ordinal);
        var found = new List<string>();
        foreach (var payout in sent)
        {
            var said = payout.Case is { } id ? known.GetValueOrDefault(id) : null;
            var moved = bank.Where(movement => movement.Reference == payout.Number).Sum(movement => movement.Amount);
            var why = said is null ? "is not known"
                : said is { State: "Closed" } && payout.Wrong ? "is closed, and a line of it is short"
                : said is { State: "Closed" } && moved != payout.Amount ? $"is closed over {payout.Amount}, and the bank shows {moved}"
                : said is { State: "Differs" } && !payout.Wrong && moved == payout.Amount ? "differs, and nothing is wrong with it"
                : null;
            if (why is not null)
            {
                found.Add($"payment: payout {payout.Number} {why}");
            }
        }

        found.AddRange(known.Keys.Except(sent.Select(payout => payout.Case ?? "")).Select(id => $"payment: {id}, which nobody sent"));
        return new PayoutTally(
            sent.Count, sent.Sum(payout => payout.Lines), cases.Count(item => item.State == "Closed"),
            cases.Count(item => item.Exception is not null), sent.Sum(payout => payout.Amount), found.Count, found);
    }
}
