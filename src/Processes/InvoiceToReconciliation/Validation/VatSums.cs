using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Lines plus charges minus allowances by VAT category and rate, added up once for all breakdowns.</summary>
internal sealed class VatSums
{
    private readonly Dictionary<(string Category, decimal? Rate), decimal> sums = [];

    public VatSums(InvoiceNode root)
    {
        foreach (var line in root.Children.Where(child => child.IsLine()))
        {
            Add(line.At("cac:Item/cac:ClassifiedTaxCategory"), line.Number("cbc:LineExtensionAmount") ?? 0);
        }

        foreach (var allowance in root.Named("cac:AllowanceCharge"))
        {
            var amount = allowance.Number("cbc:Amount") ?? 0;
            Add(allowance.Named("cac:TaxCategory"), allowance.IsCharge() ? amount : allowance.IsAllowance() ? -amount : 0);
        }
    }

    /// <summary>Null where no line, charge or allowance has the category (and rate).</summary>
    public decimal? Of(string category, decimal? rate = null) => sums.TryGetValue((category, rate), out var sum) ? sum : null;

    // A line of two categories counts in both, but once in each.
    private void Add(IEnumerable<InvoiceNode> categories, decimal amount)
    {
        var keys = new HashSet<(string, decimal?)>();
        foreach (var category in categories)
        {
            foreach (var id in category.Named("cbc:ID").Select(id => id.Value()))
            {
                keys.Add((id, null));
                if (category.Number("cbc:Percent") is { } rate)
                {
                    keys.Add((id, rate));
                }
            }
        }

        foreach (var key in keys)
        {
            sums[key] = sums.GetValueOrDefault(key) + amount;
        }
    }
}
