using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How returns stand at the end.</summary>
/// <param name="Settled">closed, refused or expired</param>
/// <param name="Exceptions">open returns that are an exception</param>
/// <param name="Exchanges">returns for which something else was ordered</param>
/// <param name="Differences">refunds and credit notes that the provider's or the ERP's book has otherwise than the journal</param>
public sealed record ReturnTally(
    int Started, int Settled, int Exceptions, int WaitingOnPerson, int Stuck, int Exchanges, int Differences,
    IReadOnlyList<string> Findings)
{
    public bool Agrees => Differences == 0 && Stuck == 0;
}

/// <summary>Holds what the provider paid back and what the ERP credited against what Crossdock says of each return.</summary>
public static class ReturnAccounting
{
    public static ReturnTally Tally(
        IReadOnlyCollection<ReturnWhole> journal, IReadOnlyCollection<CaseItem> open, Books provider, Books erp)
    {
        var paid = provider.Entries.Where(entry => entry.Kind == "refund")
            .Select(entry => (Return: ReturnIn(entry.Identity), entry.Amount, entry.Times)).Where(entry => entry.Return is not null)
            .GroupBy(entry => entry.Return!).ToDictionary(one => one.Key, one => one.Sum(entry => entry.Amount * entry.Times));
        var credited = erp.Entries.Where(entry => entry.Kind == "credit-note").ToDictionary(entry => entry.Identity, entry => entry.Amount);
        var returns = open.Where(item => item.Case.StartsWith("return/", StringComparison.Ordinal)).ToList();
        var stuck = returns.Where(Inspection.IsStuck).Select(item => $"{item.Case} in {item.State} waits for nothing").ToList();
        var differences = journal.SelectMany(one => Differences(
            one, paid.GetValueOrDefault(one.Case), credited.TryGetValue(one.Number, out var amount) ? amount : null))
            .Concat(paid.Keys.Except(journal.Select(one => one.Case)).Select(one => $"{one}: the provider paid back, and nobody knows it"))
            .ToList();
        return new ReturnTally(
            journal.Count, journal.Count(one => one.Final), returns.Count(item => item.Exception is not null),
            returns.Count(item => item.Waits == Words.OnPerson), stuck.Count,
            journal.Count(one => one.ExchangeOrder is not null), differences.Count, [.. differences, .. stuck]);
    }

    private static IEnumerable<string> Differences(ReturnWhole one, decimal paid, decimal? credited)
    {
        if (paid != (one.Refunded ?? 0) && one.Waits != Words.OnSystem)
        {
            yield return $"{one.Case}: the provider paid {paid} back, the journal says {one.Refunded ?? 0}";
        }

        if (one.CreditNote is not null && credited != (one.Refunded ?? 0))
        {
            yield return $"{one.Case}: the ERP credited {credited?.ToString() ?? "nothing"}, and {one.Refunded ?? 0} went back";
        }

        if (one is { State: "Closed", Refunded: > 0, CreditNote: null })
        {
            yield return $"{one.Case}: closed without a credit note";
        }
    }

    /// <summary>The return that a refund's identity, authorisation and reference, is for.</summary>
    private static string? ReturnIn(string identity)
    {
        var at = identity.IndexOf("/return/", StringComparison.Ordinal);
        return at < 0 ? null : identity[(at + 1)..].Split('~')[0];
    }
}
