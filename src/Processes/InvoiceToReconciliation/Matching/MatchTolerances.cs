using Crossdock.Processes.Policies;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>What a match lets through, out of the policies of the supplier's scope.</summary>
/// <param name="DuplicateDays">how near two alike invoices must lie to count as one</param>
/// <param name="PatienceDays">how long after its date an invoice waits quietly</param>
public sealed record MatchTolerances(
    Tolerance Quantity, Tolerance Price, Tolerance Tax, Tolerance Freight, Tolerance Rounding, int DuplicateDays, int PatienceDays)
{
    public static readonly MatchTolerances Defaults = new(
        Policy.InvoiceQuantityTolerance.Default, Policy.InvoicePriceTolerance.Default, Policy.InvoiceTaxTolerance.Default,
        Policy.InvoiceFreightTolerance.Default, Policy.InvoiceRoundingTolerance.Default, Policy.InvoiceDuplicateDays.Default,
        Policy.InvoiceReceiptPatience.Default);

    public static MatchTolerances Read(PolicyReader policies) => new(
        policies.Read(Policy.InvoiceQuantityTolerance), policies.Read(Policy.InvoicePriceTolerance),
        policies.Read(Policy.InvoiceTaxTolerance), policies.Read(Policy.InvoiceFreightTolerance),
        policies.Read(Policy.InvoiceRoundingTolerance), policies.Read(Policy.InvoiceDuplicateDays),
        policies.Read(Policy.InvoiceReceiptPatience));
}
