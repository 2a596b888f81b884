using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.BankEntries;

/// <param name="Shares">which invoice is to be told of how much; empty where nothing tells it</param>
/// <param name="Candidates">what a person may choose from then</param>
internal sealed record Shared(
    ImmutableArray<(CaseId Invoice, decimal Amount)> Shares, ImmutableArray<CaseId> Candidates, string Why);

/// <summary>
/// Says which part of a movement is which invoice's. A payment for several is shared only where the sums prove it: what the invoices owe
/// makes the movement, or what its remittance says of each does not make more. No invoice is ever guessed.
/// </summary>
internal static class Sharing
{
    public static Shared Of(BankMovement movement, PaymentsFound found)
    {
        var candidates = found.Invoices.Distinct()
            .Where(one => !movement.Denied.Contains(one) && movement.Shares.All(share => share.Invoice != one)).ToImmutableArray();
        var left = movement.Left;
        if (candidates.IsEmpty || left <= 0m)
        {
            return new Shared([], [], "Nothing of it is left to be told of.");
        }

        if (candidates is [var one] && Remitted(movement).Length <= 1)
        {
            return new Shared([(one, left)], [one], "");
        }

        return Owed(movement, found, candidates, left) ?? Stated(movement, found, candidates, left) ?? new Shared(
            [], candidates, candidates is [var only]
                ? $"It names {Remitted(movement).Length} documents without saying how much is for each, and only {only.Key} is known."
                : $"It may pay {string.Join(", ", candidates.Select(each => each.Key))}, and nothing tells which.");
    }

    private static ImmutableArray<RemittedDocument> Remitted(BankMovement movement) =>
        [.. (movement.Needs.Documents ?? []).Where(document => !document.Credit)];

    /// <summary>Each is paid what it owes, where that makes the movement.</summary>
    private static Shared? Owed(BankMovement movement, PaymentsFound found, ImmutableArray<CaseId> candidates, decimal left)
    {
        var open = (found.Open ?? []).Where(owed => candidates.Contains(owed.Invoice) && owed.Amount > 0m)
            .DistinctBy(owed => owed.Invoice).ToList();
        var all = found.By != PaymentTie.Amount && open.Count > 1 && open.Count == candidates.Length
            && open.All(owed => owed.Currency == movement.Needs.Paid.Currency) && open.Sum(owed => owed.Amount) == left;
        return all ? new Shared([.. open.Select(owed => (owed.Invoice, owed.Amount))], candidates, "") : null;
    }

    /// <summary>
    /// What the remittance says of each document that is known; the rest stays open. Credit notes that stand alone are short of some
    /// invoice, and which one is not said: then the stated sums are more than was paid, and nothing is told of them.
    /// </summary>
    private static Shared? Stated(BankMovement movement, PaymentsFound found, ImmutableArray<CaseId> candidates, decimal left)
    {
        if (found.By != PaymentTie.Remittance)
        {
            return null;
        }

        var of = (found.Open ?? []).Where(owed => candidates.Contains(owed.Invoice)).ToLookup(owed => owed.Document, owed => owed.Invoice);
        var shares = Remitted(movement).GroupBy(document => document.Number)
            .Where(document => document.Count() == 1 && document.Single().Amount is > 0m && of[document.Key].Distinct().Count() == 1)
            .Select(document => (of[document.Key].First(), document.Single().Amount!.Value)).ToImmutableArray();
        return shares.IsEmpty || shares.Sum(share => share.Value) > left ? null
            : new Shared([.. shares.Select(share => (share.Item1, share.Value))], candidates, "");
    }
}
