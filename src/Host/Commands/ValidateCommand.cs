using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Invoices;
using Crossdock.Host.Settings;
using Crossdock.Processes.InvoiceToReconciliation.Validation;

namespace Crossdock.Host.Commands;

/// <summary>Checks an invoice by EN 16931, or the rules themselves by a published file of rule tests.</summary>
internal static class ValidateCommand
{
    private const int Shown = 200;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "an invoice as UBL 2.1, CSV or JSON, or a file of CEN's rule tests" };
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of a table" };
        var invoice = new Command("invoice", "Check an invoice by the European standard EN 16931. Exit code 1 when a rule is broken, 2 "
            + "when the file cannot be read.") { file, json };
        invoice.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(json), Console.Out));
        return new Command("validate", "Check a document by its standard.") { invoice };
    }

    internal static int Run(string path, bool asJson, TextWriter output)
    {
        switch (InvoiceReader.ReadFile(path))
        {
            case InvoiceFile.Invoice invoice:
                var verdict = InvoiceValidator.Validate(invoice.Root);
                output.WriteLine(asJson ? AsJson(path, invoice, verdict) : AsText(invoice, verdict));
                return verdict.IsValid ? ExitCodes.Fine : ExitCodes.Faults;
            case InvoiceFile.RuleTests tests:
                var run = RuleTestRun.Of(tests);
                output.WriteLine(asJson ? AsJson(path, run) : AsText(run));
                return run.Agree == run.Tests ? ExitCodes.Fine : ExitCodes.Faults;
            case InvoiceFile.Unreadable unreadable:
                output.WriteLine(asJson
                    ? JsonSerializer.Serialize(
                        new UnreadableReport(path, "unreadable", false, unreadable.Advice), ValidateJson.Default.UnreadableReport)
                    : Printable($"The file cannot be read. {unreadable.Advice}"));
                return ExitCodes.BadSettings;
            case var other:
                throw new InvalidOperationException($"nothing is printed for {other.GetType().Name}");
        }
    }

    private static string AsJson(string path, InvoiceFile.Invoice invoice, InvoiceVerdict verdict) => JsonSerializer.Serialize(
        new VerdictReport(
            path, "invoice", invoice.Form, verdict.IsValid, verdict.Errors, verdict.Warnings,
            verdict.Errors + verdict.Warnings - verdict.Broken.Count,
            [.. verdict.Broken.Select(rule => new ReportedRule(rule.Rule, Name(rule.Severity), rule.Location, rule.Message))]),
        ValidateJson.Default.VerdictReport);

    private static string AsJson(string path, RuleTestRun run) => JsonSerializer.Serialize(
        new RuleTestReport(path, "rule-tests", run.Tests, run.Agree, [.. run.Disagreements]), ValidateJson.Default.RuleTestReport);

    private static string AsText(InvoiceFile.Invoice invoice, InvoiceVerdict verdict)
    {
        var lines = new StringBuilder();
        foreach (var rule in verdict.Broken.Take(Shown))
        {
            lines.AppendLine(CultureInfo.InvariantCulture, $"{rule.Rule,-16}{Name(rule.Severity),-9}{Printable(rule.Location)}")
                .AppendLine(CultureInfo.InvariantCulture, $"{"",-25}{Printable(rule.Message)}");
        }

        var more = verdict.Errors + verdict.Warnings - Math.Min(Shown, verdict.Broken.Count);
        if (more > 0)
        {
            lines.AppendLine(Counted($"... and {more:N0} more; --json gives the first {InvoiceVerdict.Kept:N0}."));
        }

        var found = Counted($"{verdict.Errors:N0} {(verdict.Errors == 1 ? "error" : "errors")}, {verdict.Warnings:N0} ")
            + (verdict.Warnings == 1 ? "warning" : "warnings");
        var kind = invoice.Root.Name == "CreditNote" ? "credit note" : "invoice";
        lines.Append(verdict.IsValid
            ? $"The {kind} ({invoice.Form}) keeps EN 16931: {found}."
            : $"The {kind} ({invoice.Form}) breaks EN 16931: {found}.");
        return lines.ToString();
    }

    private static string AsText(RuleTestRun run)
    {
        var lines = new StringBuilder();
        foreach (var against in run.Disagreements)
        {
            lines.AppendLine(Printable($"test {against.Test}, {against.Rule}: expected {against.Expected}, found {against.Found}"));
        }

        return lines.Append(Counted($"{run.Agree:N0} of {run.Tests:N0} tests agree.")).ToString();
    }

    /// <summary>What a file brings along must not steer a terminal.</summary>
    internal static string Printable(string text) => string.Create(text.Length, text, (shown, from) =>
    {
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(from[i]) ? '?' : from[i];
        }
    });

    private static string Name(Severity severity) => severity == Severity.Error ? "error" : "warning";

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="More">findings that were counted and are not listed</param>
internal sealed record VerdictReport(
    string File, string Kind, string Form, bool Valid, int Errors, int Warnings, int More, ReportedRule[] Broken);

internal sealed record ReportedRule(string Rule, string Severity, string Location, string Message);

internal sealed record RuleTestReport(string File, string Kind, int Tests, int Agree, Disagreement[] Disagreements);

internal sealed record UnreadableReport(string File, string Kind, bool Valid, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerdictReport))]
[JsonSerializable(typeof(RuleTestReport))]
[JsonSerializable(typeof(UnreadableReport))]
internal sealed partial class ValidateJson : JsonSerializerContext;
