using System.Globalization;
using System.Text;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>
/// Finds invoices that were sent before: under the same number, or for the same amount under one that differs only by punctuation,
/// leading zeros or the case of its letters. The earliest of a kind is the original.
/// </summary>
internal sealed class Duplicates
{
    private readonly Dictionary<(string Supplier, BillingKind Kind, string Key), List<BilledDocument>> _alike = [];

    /// <summary>What numbers have in common that may be one number in another spelling.</summary>
    public static string KeyOf(string number) => Bare(number, Zeros.All);

    /// <summary>Takes a document in and says whose standing it changed: its own, or that of those it turns out to precede.</summary>
    public IReadOnlyList<BilledDocument> Add(BilledDocument document)
    {
        var key = (document.Invoice.Supplier, document.Invoice.Kind, KeyOf(document.Invoice.Number));
        if (!_alike.TryGetValue(key, out var alike))
        {
            _alike[key] = [document];
            return [];
        }

        var place = alike.BinarySearch(document, Comparer<BilledDocument>.Create(BilledDocument.Compare));
        alike.Insert(place < 0 ? ~place : place, document);
        return Judge(alike);
    }

    private static List<BilledDocument> Judge(List<BilledDocument> alike)
    {
        var (originals, changed) = (new List<BilledDocument>(), new List<BilledDocument>());
        foreach (var document in alike)
        {
            var found = (document.Distinct ? [] : originals).Select(original => (Original: original, Reason: Why(original, document)))
                .FirstOrDefault(pair => pair.Reason is not null);
            (BilledDocument, string)? repeats = found.Reason is null ? null : (found.Original, found.Reason);
            if (document.Repeats != repeats)
            {
                document.Repeats = repeats;
                changed.Add(document);
            }

            if (repeats is null)
            {
                originals.Add(document);
            }
        }

        return changed;
    }

    private static string? Why(BilledDocument original, BilledDocument later)
    {
        var (first, second) = (original.Invoice, later.Invoice);
        if (Math.Abs(second.Date.DayNumber - first.Date.DayNumber) > later.Tolerances.DuplicateDays)
        {
            return null;
        }

        var alike = first.Currency == second.Currency && first.Net == second.Net
            && (first.Tax is null || second.Tax is null || first.Tax == second.Tax);
        if (first.Number.Trim() == second.Number.Trim())
        {
            return alike
                ? $"number {first.Number} of {Day(first)} was billed before, for the same amount"
                : $"number {first.Number} of {Day(first)} was used before, for {Words.Money(first.Net, first.Currency)}";
        }

        return alike && SameButForPrint(first.Number, second.Number)
            ? $"number {second.Number} is {first.Number} of {Day(first)} in another spelling, for the same amount"
            : null;
    }

    private static string Day(SupplierInvoice invoice) => invoice.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool SameButForPrint(string a, string b) =>
        Bare(a, Zeros.LeadingOnceJoined) == Bare(b, Zeros.LeadingOnceJoined)
        || Bare(a, Zeros.LeadingInParts) == Bare(b, Zeros.LeadingInParts);

    /// <summary>Which zeros of a number are print: 2026/0123 is 2026/123 in parts, and INV-00123 is INV123 once joined.</summary>
    private enum Zeros
    {
        All,
        LeadingOnceJoined,
        LeadingInParts,
    }

    private static string Bare(string number, Zeros without)
    {
        var (bare, afterDigit) = (new StringBuilder(number.Length), false);
        foreach (var sign in number)
        {
            if (!char.IsLetterOrDigit(sign))
            {
                afterDigit = afterDigit && without != Zeros.LeadingInParts;
                continue;
            }

            // A zero is kept when a digit that counts stands before it.
            if (sign == '0' && (without == Zeros.All || !afterDigit))
            {
                continue;
            }

            bare.Append(char.ToUpperInvariant(sign));
            afterDigit = char.IsDigit(sign);
        }

        return bare.ToString();
    }
}
