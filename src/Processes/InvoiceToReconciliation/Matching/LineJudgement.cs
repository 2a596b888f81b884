namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>Judges one claim on the line of pieces of its order line.</summary>
internal static class LineJudgement
{
    /// <param name="prior">pieces that earlier claims bill on the same order line</param>
    public static LineMatch Of(NetClaim net, LineStand stand, decimal prior)
    {
        var (claim, tolerances) = (net.Claim, net.Claim.Document.Tolerances);
        var credited = claim.Amount - net.Amount;
        if (net.Quantity == 0m && net.Amount == 0m && net.Billed > 0m)
        {
            return claim.End(new MatchedMoney(0m, 0m, 0m, credited), new MatchedPieces(0m, 0m, 0m, 0m, net.Billed), [], null);
        }

        var cut = Cut.Of(stand, prior, net.Quantity, tolerances.Quantity.Of(stand.Ordered));
        var found = new List<Variance>();
        Quantities(found, net, stand, prior, cut);
        var arithmetic = PriceJudgement.Arithmetic(found, net, tolerances.Rounding);
        var overpriced = PriceJudgement.Price(found, net, stand, arithmetic, tolerances);
        PriceJudgement.Tax(found, claim, stand, tolerances.Tax);

        var payable = cut.Payable + cut.Tolerated;
        var disputed = (cut.TooMany * net.Price) + Math.Max(0m, arithmetic)
            + (net.Quantity == 0m ? overpriced : overpriced * payable / net.Quantity);
        var waiting = cut.Waiting * net.Price;
        if (payable == 0m && net.Quantity > 0m)
        {
            // Nothing is payable, not even a fraction of a cent that the printed amount was rounded by.
            (disputed, waiting) = cut.Waiting == 0m ? (net.Amount, 0m) : (disputed, net.Amount - disputed);
        }

        var money = new MatchedMoney(net.Amount - waiting - disputed, waiting, disputed, credited);
        return claim.End(
            money, new MatchedPieces(cut.Payable, cut.Tolerated, cut.Waiting, cut.TooMany, net.Billed - net.Quantity), found,
            cut.Waiting > 0m ? AwaitedDocument.Receipt : null);
    }

    private static void Quantities(List<Variance> found, NetClaim net, LineStand stand, decimal prior, Cut cut)
    {
        var currency = stand.Order.Currency;
        var billed = prior > 0m
            ? $"{Words.Count(net.Quantity)} billed on top of {Words.Count(prior)} billed before"
            : $"{Words.Count(net.Quantity)} billed";
        if (cut.Over > 0m)
        {
            found.Add(new Variance(
                DiscrepancyKind.OverBilled, MatchOutcome.Discrepant, cut.Over, cut.Over * net.Price,
                $"{billed}, {Words.Count(stand.Ordered)} ordered: {Words.Pieces(cut.Over)} more than ordered, "
                + Words.Money(cut.Over * net.Price, currency)));
        }

        if (cut.Short > 0m)
        {
            found.Add(new Variance(
                DiscrepancyKind.QuantityShort, MatchOutcome.Discrepant, cut.Short, cut.Short * net.Price,
                $"{billed}, {Receipts(stand)}: {Words.Pieces(cut.Short)} too many, {Words.Money(cut.Short * net.Price, currency)}"));
        }

        if (cut.Tolerated > 0m)
        {
            found.Add(new Variance(
                DiscrepancyKind.QuantityShort, MatchOutcome.MatchedInTolerance, cut.Tolerated, cut.Tolerated * net.Price,
                $"{billed}, {Receipts(stand)}: {Words.Pieces(cut.Tolerated)} too many, within the tolerance of "
                + $"{net.Claim.Document.Tolerances.Quantity}"));
        }

        if (cut.Waiting > 0m)
        {
            found.Add(new Variance(
                DiscrepancyKind.Early, MatchOutcome.Waiting, cut.Waiting, cut.Waiting * net.Price,
                $"{billed}, {Receipts(stand)}: {Words.Pieces(cut.Waiting)} may still arrive"));
        }
    }

    private static string Receipts(LineStand stand) =>
        !stand.Agreed.ReceiptNeeded ? $"{Words.Count(stand.Ordered)} ordered, no receipt needed"
        : !stand.Counted ? "none received yet"
        : stand.Rejected > 0m
            ? $"{Words.Count(stand.Received)} received, {Words.Count(stand.Rejected)} rejected, {Words.Count(stand.Kept)} kept"
        : stand.Received == stand.Kept ? $"{Words.Count(stand.Kept)} received and kept"
        : $"{Words.Count(stand.Received)} received, {Words.Count(stand.Kept)} kept";
}

/// <summary>A claim's pieces, cut where the order line's stand changes.</summary>
internal readonly record struct Cut(decimal Payable, decimal Waiting, decimal Tolerated, decimal Short, decimal Over)
{
    public decimal TooMany => Short + Over;

    public static Cut Of(LineStand stand, decimal prior, decimal pieces, decimal tolerance)
    {
        decimal Within(decimal from, decimal? to) => Math.Max(0m, Math.Min(to ?? decimal.MaxValue, prior + pieces) - Math.Max(from, prior));

        // While pieces may still arrive, nothing is let through by tolerance: they might be rejected.
        var mayCome = stand.ToCome > 0m ? stand.Good + stand.ToCome + tolerance : stand.Good;
        var tolerated = stand.ToCome > 0m ? mayCome : stand.Good + tolerance;
        var ordered = Math.Max(tolerated, stand.Ordered);
        return new Cut(
            Within(0m, stand.Good), Within(stand.Good, mayCome), Within(mayCome, tolerated), Within(tolerated, ordered),
            Within(ordered, null));
    }
}
