namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>What a document bills, or credits, of one order's freight. A null order: the document's lines name none.</summary>
internal sealed class FreightShare(BilledDocument document, OrderAccount? order, decimal amount)
{
    public BilledDocument Document { get; } = document;

    public OrderAccount? Order { get; } = order;

    public decimal Amount { get; } = amount;

    public ChargeMatch? Result { get; set; }

    public ChargeMatch End(MatchedMoney money, params Variance[] variances) => new(
        ChargeKind.Freight, Order?.Number, variances.Length == 0 ? MatchOutcome.Matched : variances.Max(found => found.Outcome), Amount,
        money, variances);

    public ChargeMatch Refuse(DiscrepancyKind kind, string reason) =>
        End(new MatchedMoney(0m, 0m, Amount, 0m), new Variance(kind, MatchOutcome.Discrepant, 0m, Amount, reason));

    public ChargeMatch Wait(string reason) =>
        End(new MatchedMoney(0m, Amount, 0m, 0m), new Variance(DiscrepancyKind.Freight, MatchOutcome.Waiting, 0m, Amount, reason));

    /// <summary>Spreads a document's freight over the orders of its lines by their amounts, in cents; the last takes the rest.</summary>
    public static IEnumerable<FreightShare> Spread(BilledDocument document, Func<string, OrderAccount> order)
    {
        var freight = document.Invoice.Freight;
        if (freight == 0m)
        {
            yield break;
        }

        var weights = document.Claims.Where(claim => claim.Line.Order is not null)
            .GroupBy(claim => claim.Line.Order!.Trim(), StringComparer.Ordinal)
            .Select(group => (Order: group.Key, Weight: group.Sum(claim => Math.Abs(claim.Amount))))
            .OrderBy(group => group.Order, StringComparer.Ordinal).ToList();
        if (weights.Count == 0)
        {
            yield return new FreightShare(document, null, freight);
            yield break;
        }

        var (sum, left) = (weights.Sum(group => group.Weight), freight);
        for (var place = 0; place < weights.Count; place++)
        {
            var share = place == weights.Count - 1 ? left
                : Words.Cents(freight * (sum == 0m ? 1m / weights.Count : weights[place].Weight / sum));
            left -= share;
            yield return new FreightShare(document, order(weights[place].Order), share);
        }
    }
}

/// <summary>The freight of one order: what was agreed, once, however many invoices bill it.</summary>
internal sealed class FreightAccount(OrderAccount order)
{
    private readonly List<FreightShare> _shares = [];
    private bool _settled;

    public IReadOnlyList<FreightShare> Shares => _shares;

    public bool Unsettle()
    {
        (var was, _settled) = (_settled, false);
        return was;
    }

    public void Add(FreightShare share)
    {
        _shares.Add(share);
        _settled = false;
    }

    public void Settle()
    {
        if (_settled)
        {
            return;
        }

        _shares.Sort((a, b) => BilledDocument.Compare(a.Document, b.Document));
        foreach (var share in _shares)
        {
            share.Result = Refusal(share);
        }

        var open = _shares.Where(share => share.Result is null).ToList();
        if (order.Order is { } known)
        {
            var billed = open.Where(share => !share.Document.IsCredit).ToList();
            var credited = Credit(open.Where(share => share.Document.IsCredit), billed.Sum(share => share.Amount));
            Judge(billed, known.Freight, known.Currency, credited);
        }

        _settled = true;
    }

    private ChargeMatch? Refusal(FreightShare share)
    {
        var invoice = share.Document.Invoice;
        return share.Document.Repeats is { } repeats ? share.Refuse(DiscrepancyKind.Duplicate, repeats.Reason)
            : order.Order is not { } known ? share.Wait($"order {order.Number} is not known yet")
            : invoice.Supplier != known.Supplier
                ? share.Refuse(DiscrepancyKind.NotOrdered, $"order {order.Number} is with supplier {known.Supplier}")
            : invoice.Currency != known.Currency
                ? share.Refuse(DiscrepancyKind.Currency, $"billed in {invoice.Currency}, ordered in {known.Currency}")
            : null;
    }

    private static decimal Credit(IEnumerable<FreightShare> credits, decimal billed)
    {
        var left = billed;
        foreach (var credit in credits)
        {
            var taken = Math.Clamp(credit.Amount, 0m, Math.Max(0m, left));
            left -= taken;
            var rest = credit.Amount - taken;
            credit.Result = rest == 0m
                ? credit.End(new MatchedMoney(0m, 0m, 0m, taken))
                : credit.End(
                    new MatchedMoney(0m, rest, 0m, taken),
                    new Variance(
                        DiscrepancyKind.CreditUnfounded, MatchOutcome.Waiting, 0m, rest,
                        $"credits {Words.Money(rest, credit.Document.Invoice.Currency)} of freight that is not billed yet"));
        }

        return billed - left;
    }

    // What was credited is taken off the latest shares: they are the ones that were too many.
    private static void Judge(List<FreightShare> billed, decimal agreed, string currency, decimal credited)
    {
        var (prior, kept) = (0m, billed.Sum(share => share.Amount) - credited);
        foreach (var share in billed)
        {
            var net = Math.Clamp(kept - prior, Math.Min(0m, share.Amount), Math.Max(0m, share.Amount));
            var tolerance = share.Document.Tolerances.Freight;
            var above = Math.Max(0m, prior + net - Math.Max(agreed, prior));
            var disputed = Math.Max(0m, prior + net - Math.Max(agreed + tolerance.Of(agreed), prior));
            var money = new MatchedMoney(net - disputed, 0m, disputed, share.Amount - net);
            var said = $"{Words.Money(net, currency)} of freight billed{(prior > 0m ? $" on top of {Words.Money(prior, currency)}" : "")}, "
                + $"{Words.Money(agreed, currency)} agreed: {Words.Money(above, currency)} too much";
            share.Result = above == 0m ? share.End(money)
                : disputed == 0m
                    ? share.End(money, new Variance(
                        DiscrepancyKind.Freight, MatchOutcome.MatchedInTolerance, 0m, above,
                            $"{said}, within the tolerance of {tolerance}"))
                : share.End(money, new Variance(DiscrepancyKind.Freight, MatchOutcome.Discrepant, 0m, disputed, said));
            prior += net;
        }
    }
}
