namespace Crossdock.Conformance.Tests.House;

/// <summary>An exception to a rule of the house, with its reason. One that excuses nothing any more fails the tests.</summary>
/// <param name="Path">a file, or a folder with its closing slash</param>
/// <param name="About">a word of the fault it excuses; null for all of this rule there</param>
public sealed record Excuse(string Rule, string Path, string Reason, string? About = null)
{
    public bool Covers(Fault fault) =>
        fault.Rule == Rule
        && (Path.EndsWith('/') ? fault.Path.StartsWith(Path, StringComparison.Ordinal) : fault.Path == Path)
        && (About is null || fault.What.Contains(About, StringComparison.Ordinal));
}

public static class Excused
{
    private const string HoldsTheWords = "holds the words that it looks for";

    public static readonly IReadOnlyList<Excuse> All =
    [
        new("leftover", "tests/Conformance/House/TextRules.cs", HoldsTheWords),
        new("making", "tests/Conformance/House/TextRules.cs", HoldsTheWords),
        new("leftover", "tests/Conformance/House/PlantedTests.cs", HoldsTheWords),
        new("making", "tests/Conformance/House/PlantedTests.cs", HoldsTheWords),
        new("leftover", "src/Processes/InvoiceToReconciliation/Validation/CodeLists/currencies.txt",
            "ISO 4217 has a code for what is in no currency"),
    ];
}
