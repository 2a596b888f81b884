using Crossdock.Processes.Policies;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>Compares the money of one claim with the order: arithmetic first, so that a wrong sum is not told as a wrong price.</summary>
internal static class PriceJudgement
{
    /// <summary>How much the printed amount exceeds quantity times price; 0 within tolerance.</summary>
    public static decimal Arithmetic(List<Variance> found, NetClaim net, Tolerance tolerance)
    {
        var (claim, currency) = (net.Claim, net.Claim.Document.Invoice.Currency);
        var made = claim.Quantity * claim.Line.UnitPrice;
        var off = claim.Amount - made;
        if (Math.Abs(off) <= Words.HalfCent || Math.Abs(off) <= tolerance.Of(made))
        {
            return 0m;
        }

        found.Add(new Variance(
            DiscrepancyKind.Rounding, MatchOutcome.Discrepant, 0m, off,
            $"{Words.Count(claim.Quantity)} x {Words.Price(claim.Line.UnitPrice)} is {Words.Money(made, currency)}, "
            + $"the line says {Words.Money(claim.Amount, currency)}"));
        return off;
    }

    /// <summary>What is billed above the order's price and past its tolerance; 0 when it may be paid.</summary>
    public static decimal Price(List<Variance> found, NetClaim net, LineStand stand, decimal arithmetic, MatchTolerances tolerances)
    {
        var agreed = net.Quantity * stand.Agreed.UnitPrice;
        var off = net.Amount - agreed - arithmetic;
        if (Math.Abs(off) <= Words.HalfCent)
        {
            return 0m;
        }

        var currency = stand.Order.Currency;
        if (Math.Abs(off) <= tolerances.Rounding.Of(agreed))
        {
            found.Add(new Variance(
                DiscrepancyKind.Rounding, MatchOutcome.MatchedInTolerance, 0m, off,
                $"{Words.Money(Math.Abs(off), currency)} of rounding, within the tolerance of {tolerances.Rounding}"));
            return 0m;
        }

        var said = net.Price == stand.Agreed.UnitPrice
            ? $"{Words.Money(net.Amount, currency)} are left of the bill where the order makes {Words.Money(agreed, currency)}"
            : $"billed at {Words.Price(net.Price)}, ordered at {Words.Price(stand.Agreed.UnitPrice)}";
        var (more, amount) = (off > 0m ? "more" : "less", Words.Money(Math.Abs(off), currency));
        if (Math.Abs(off) <= tolerances.Price.Of(agreed))
        {
            found.Add(new Variance(
                DiscrepancyKind.PriceOutdated, MatchOutcome.MatchedInTolerance, 0m, off,
                $"{said}: {amount} {more}, within the tolerance of {tolerances.Price}"));
            return 0m;
        }

        found.Add(new Variance(
            DiscrepancyKind.PriceOutdated, MatchOutcome.Discrepant, 0m, off, $"{said}: {amount} {more} for {Words.Pieces(net.Quantity)}"));
        return Math.Max(0m, off);
    }

    /// <summary>Tax lies on top of the net amounts: it makes a line discrepant, and moves none of the line's net money.</summary>
    public static void Tax(List<Variance> found, Claim claim, LineStand stand, Tolerance tolerance)
    {
        var (line, agreed) = (claim.Line, stand.Agreed);
        var otherCode = line.TaxCode is { } code && agreed.TaxCode is { } agreedCode
            && !string.Equals(code.Trim(), agreedCode.Trim(), StringComparison.OrdinalIgnoreCase);
        var off = RateOf(line.TaxCode, line.TaxRate) is { } rate && RateOf(agreed.TaxCode, agreed.TaxRate) is { } agreedRate
            ? claim.Amount * (rate - agreedRate) / 100m : 0m;
        if (!otherCode && off == 0m)
        {
            return;
        }

        var within = !otherCode && Math.Abs(off) <= tolerance.Of(claim.Amount);
        var amount = Words.Money(Math.Abs(off), claim.Document.Invoice.Currency);
        var said = $"taxed {Said(line.TaxCode, line.TaxRate)}, agreed {Said(agreed.TaxCode, agreed.TaxRate)}: "
            + (off == 0m ? "the same tax in another box" : $"{amount} {(off > 0m ? "more" : "less")}");
        found.Add(new Variance(
            DiscrepancyKind.TaxCode, within ? MatchOutcome.MatchedInTolerance : MatchOutcome.Discrepant, 0m, off,
            within ? $"{said}, within the tolerance of {tolerance}" : said));
    }

    /// <summary>What is not taxed may leave out its rate (O has to, BR-O-05): it is 0, and not unknown.</summary>
    private static decimal? RateOf(string? code, decimal? rate) =>
        rate ?? (code?.Trim().ToUpperInvariant() is "Z" or "E" or "AE" or "K" or "G" or "O" ? 0m : null);

    private static string Said(string? code, decimal? rate) =>
        string.Join(' ', new[] { code?.Trim(), rate is { } percent ? Words.Percent(percent) : null }.OfType<string>());
}
