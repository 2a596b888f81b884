namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>How grave a broken rule is. The standard calls them fatal and warning.</summary>
public enum Severity
{
    Error,
    Warning,
}

/// <param name="Rule">as the standard names it: BR-CO-10</param>
/// <param name="Location">where in the file the value stands, or should stand</param>
/// <param name="Message">what is wrong, with the values found and expected, and so what to mend</param>
public sealed record BrokenRule(string Rule, Severity Severity, string Location, string Message);

/// <summary>What the rules say of one invoice. Past <see cref="Kept"/> findings are counted and no longer kept.</summary>
public sealed record InvoiceVerdict(int Errors, int Warnings, IReadOnlyList<BrokenRule> Broken)
{
    /// <summary>Nobody mends more at a time, and a hostile file must not fill the memory.</summary>
    public const int Kept = 5_000;

    public bool IsValid => Errors == 0;
}
