namespace Crossdock.Contracts.Invoices;

/// <summary>What was found in a file that should hold an invoice: an invoice, a set of rule tests, or a reason why neither.</summary>
public abstract record InvoiceFile
{
    private InvoiceFile()
    {
    }

    /// <param name="Form">"ubl", "csv" or "json"</param>
    public sealed record Invoice(string Form, InvoiceNode Root) : InvoiceFile;

    /// <summary>A file of the rule tests that CEN publishes with its validation artefacts.</summary>
    /// <param name="Scope">the rules that the file is about; a test says nothing of others</param>
    public sealed record RuleTests(IReadOnlyList<string> Scope, IReadOnlyList<RuleTest> Tests) : InvoiceFile;

    /// <param name="Advice">a sentence: what is wrong with the file, where, and what to mend</param>
    public sealed record Unreadable(string Advice) : InvoiceFile;
}

/// <summary>A fragment of an invoice, and what a validator must say of it.</summary>
public sealed record RuleTest(string Name, IReadOnlyList<RuleExpectation> Expected, InvoiceNode? Fragment);

public enum RuleExpected
{
    /// <summary>The rule must not be reported.</summary>
    Success,

    Warning,

    Error,
}

/// <param name="Times">how often the rule must be reported; null where the test does not say</param>
public sealed record RuleExpectation(RuleExpected Kind, string Rule, int? Times = null);
