using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>A claim in the order line's unit, less what credit notes took back from it.</summary>
/// <param name="factor">how many of the order's unit one of the billed unit holds</param>
internal sealed class NetClaim(Claim claim, decimal factor)
{
    public Claim Claim { get; } = claim;

    public decimal Billed { get; } = claim.Quantity * factor;

    /// <summary>What one piece was billed at.</summary>
    public decimal Price { get; } = factor == 1m ? claim.Line.UnitPrice : claim.Line.UnitPrice / factor;

    public decimal Quantity { get; private set; } = claim.Quantity * factor;

    public decimal Amount { get; private set; } = claim.Amount;

    public void TakeBack(decimal pieces, decimal money) => (Quantity, Amount) = (Quantity - pieces, Amount - money);
}

/// <summary>
/// Credit notes take back what they name and no more. One that names nothing takes from what is promised, in that order, and then from the
/// latest claim backwards: an invoice that was promised because it was credited must not lose that credit to one that came after it.
/// </summary>
internal static class Credits
{
    public static void Apply(IEnumerable<NetClaim> credits, IReadOnlyList<NetClaim> billed)
    {
        // Those that name an invoice go first, so that what they name is still there.
        foreach (var credit in credits.OrderBy(credit => credit.Claim.Document.Invoice.Credits is null).ToList())
        {
            credit.Claim.Result = Take(credit, Named(credit, billed));
        }
    }

    private static List<NetClaim> Named(NetClaim credit, IReadOnlyList<NetClaim> billed)
    {
        var document = credit.Claim.Document;
        return document.Invoice.Credits is { } number
            ? [.. billed.Where(claim => IsNumbered(claim.Claim.Document.Invoice, number))]
            : [.. billed.Where(IsPromised), .. billed.Where(claim => !IsPromised(claim)).Reverse()];
    }

    private static bool IsPromised(NetClaim claim) => claim.Claim.Document.Promised is not null;

    private static bool IsNumbered(SupplierInvoice invoice, string number) =>
        string.Equals(invoice.Number.Trim(), number.Trim(), StringComparison.OrdinalIgnoreCase);

    private static LineMatch Take(NetClaim credit, List<NetClaim> from)
    {
        var claim = credit.Claim;
        var named = claim.Document.Invoice.Credits;
        if (from.Count == 0)
        {
            return claim.Wait(
                DiscrepancyKind.CreditUnfounded, AwaitedDocument.Invoice,
                $"credits {(named is null ? "an invoice" : $"invoice {named}")} that has not billed this order line yet");
        }

        var (pieces, money) = credit.Billed == 0m ? (0m, TakeMoney(credit.Amount, from)) : TakePieces(credit, from);
        var (tooMany, left) = (credit.Billed - pieces, credit.Amount - money);
        if (tooMany == 0m && left == 0m)
        {
            return claim.End(new MatchedMoney(0m, 0m, 0m, money), new MatchedPieces(0m, 0m, 0m, 0m, pieces), [], null);
        }

        var (where, currency) = (named is null ? "billed and not yet credited" : $"billed by {named}", claim.Document.Invoice.Currency);
        var reason = credit.Billed == 0m
            ? $"credits {Words.Money(credit.Amount, currency)}, {Words.Money(money, currency)} {where}"
            : $"credits {Words.Pieces(credit.Billed)}, {Words.Count(pieces)} {where}: {Words.Pieces(tooMany)} too many, "
                + Words.Money(left, currency);
        return claim.End(
            new MatchedMoney(0m, 0m, left, money), new MatchedPieces(0m, 0m, 0m, tooMany, pieces),
            [new Variance(DiscrepancyKind.CreditUnfounded, MatchOutcome.Discrepant, tooMany, left, reason)], null);
    }

    private static (decimal Pieces, decimal Money) TakePieces(NetClaim credit, List<NetClaim> from)
    {
        var (pieces, money) = (0m, 0m);
        foreach (var claim in from)
        {
            var some = Math.Min(credit.Billed - pieces, claim.Quantity);
            if (some <= 0m)
            {
                continue;
            }

            // The last piece takes the rest, so that no fraction of a cent is lost in the division.
            var share = pieces + some == credit.Billed ? credit.Amount - money : credit.Amount * some / credit.Billed;
            claim.TakeBack(some, share);
            (pieces, money) = (pieces + some, money + share);
        }

        return (pieces, money);
    }

    private static decimal TakeMoney(decimal amount, List<NetClaim> from)
    {
        var money = 0m;
        foreach (var claim in from)
        {
            var some = Math.Min(amount - money, claim.Amount);
            if (some > 0m)
            {
                claim.TakeBack(0m, some);
                money += some;
            }
        }

        return money;
    }
}
