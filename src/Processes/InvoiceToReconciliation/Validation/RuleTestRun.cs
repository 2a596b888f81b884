using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>A rule of which a test says something else than the validator does.</summary>
public sealed record Disagreement(string Test, string Rule, string Expected, string Found);

/// <summary>Runs rule tests: is what each test says reported, and nothing else within the file's scope?</summary>
public sealed record RuleTestRun(int Tests, int Agree, IReadOnlyList<Disagreement> Disagreements)
{
    public static RuleTestRun Of(InvoiceFile.RuleTests file)
    {
        var (agree, disagreements) = (0, new List<Disagreement>());
        foreach (var test in file.Tests)
        {
            var against = Against(test, file.Scope).ToList();
            agree += against.Count == 0 ? 1 : 0;
            disagreements.AddRange(against);
        }

        return new RuleTestRun(file.Tests.Count, agree, disagreements);
    }

    private static IEnumerable<Disagreement> Against(RuleTest test, IReadOnlyList<string> scope)
    {
        if (test.Fragment is not { } fragment)
        {
            return [new Disagreement(test.Name, "", "an invoice to be checked", "none in the test")];
        }

        var broken = InvoiceValidator.Validate(fragment).Broken.ToLookup(rule => rule.Rule);
        var named = test.Expected.Select(expected => expected.Rule).ToHashSet();
        return
        [
            .. test.Expected.Where(expected => !Fits(expected, [.. broken[expected.Rule]]))
                .Select(expected => new Disagreement(test.Name, expected.Rule, Said(expected), Said([.. broken[expected.Rule]]))),
            .. scope.Where(rule => !named.Contains(rule) && broken.Contains(rule))
                .Select(rule => new Disagreement(test.Name, rule, "not reported", Said([.. broken[rule]]))),
        ];
    }

    private static bool Fits(RuleExpectation expected, List<BrokenRule> broken) => expected.Kind switch
    {
        RuleExpected.Success => broken.Count == 0,
        RuleExpected.Warning => Reported(expected, broken, Severity.Warning),
        RuleExpected.Error => Reported(expected, broken, Severity.Error),
        _ => throw new InvalidOperationException($"a test cannot expect {expected.Kind}"),
    };

    private static bool Reported(RuleExpectation expected, List<BrokenRule> broken, Severity severity) =>
        broken.Count > 0 && broken.TrueForAll(rule => rule.Severity == severity)
        && (expected.Times is not { } times || broken.Count == times);

    private static string Said(RuleExpectation expected) => expected.Kind switch
    {
        RuleExpected.Success => "not reported",
        RuleExpected.Warning => "reported as a warning" + Times(expected),
        _ => "reported as an error" + Times(expected),
    };

    private static string Times(RuleExpectation expected) => expected.Times is { } times ? $", {times} times" : "";

    private static string Said(List<BrokenRule> broken) => broken.Count == 0 ? "not reported"
        : $"reported {broken.Count} times, {(broken[0].Severity == Severity.Error ? "as an error" : "as a warning")}";
}
