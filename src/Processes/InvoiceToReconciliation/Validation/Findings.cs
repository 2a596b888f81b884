using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Gathers what the rules find.</summary>
internal sealed class Findings
{
    private readonly List<BrokenRule> broken = [];
    private int errors;
    private int warnings;

    public void Error(string rule, InvoiceNode at, string message) => Add(rule, Severity.Error, at.Location(), message);

    public void Add(string rule, Severity severity, string location, string message)
    {
        _ = severity == Severity.Error ? errors++ : warnings++;
        if (broken.Count < InvoiceVerdict.Kept)
        {
            broken.Add(new BrokenRule(rule, severity, location, message));
        }
    }

    public InvoiceVerdict Verdict() => new(errors, warnings, broken);
}
