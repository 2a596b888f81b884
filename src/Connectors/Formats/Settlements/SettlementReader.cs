using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Connectors.Formats.Statements;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Formats.Settlements;

/// <summary>
/// Reads a settlement as CSV or JSON, told by its content. Whatever is wrong with a line is that line's answer; whatever is wrong with
/// the file is an answer.
/// </summary>
public sealed class SettlementReader : IReadSettlements
{
    /// <summary>A case keeps all lines of a payout; more than these are paid out in several.</summary>
    public const int MaxLines = 5_000;

    private static readonly string[] Needed = ["record", "payout", "currency", "amount"];
    private static readonly string[] Known = [.. Needed, "date", "id", "order", "reference", "fee"];

    public SettlementReadOut Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            var plain = InvoiceText.Of(text.ToArray()).Trim();
            return plain.Length == 0 ? Refused("The file is empty. Export the settlement again.")
                : plain[0] == '{' ? OfJson(plain) : OfCsv(plain);
        }
        catch (Exception fault) when (fault is UnreadableInvoiceException or JsonException)
        {
            return Refused(fault is JsonException ? "The JSON cannot be read to its end: it was cut off or changed." : fault.Message);
        }
    }

    private static SettlementReadOut OfCsv(string text)
    {
        var rows = CsvRows.Of(text).Take(MaxLines + 3).ToList();
        var header = rows.Count == 0 ? [] : rows[0].Cells.Select(cell => cell.Trim().ToLowerInvariant()).ToArray();
        if (Needed.FirstOrDefault(name => !header.Contains(name)) is { } missing)
        {
            return Refused($"The first row has no column '{missing}'. A settlement in CSV has {string.Join(", ", Known)} "
                + "(docs/formats/settlements.md).");
        }

        string Cell(CsvRow row, string name) =>
            Array.IndexOf(header, name) is >= 0 and var at && at < row.Cells.Length ? row.Cells[at].Trim() : "";
        var all = rows.Skip(1).Select(row => new Raw($"row {row.Number}", name => Cell(row, name))).ToList();
        var heads = all.Where(row => row["record"] == "payout").ToList();
        return heads.Count != 1
            ? Refused($"The file has {heads.Count} rows 'payout'; it needs one, with the number, the date, the currency and what is paid.")
            : Build(heads[0], [.. all.Where(row => row["record"] != "payout")]);
    }

    private static SettlementReadOut OfJson(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
        var root = document.RootElement;
        if (!root.TryGetProperty("lines", out var lines) || lines.ValueKind != JsonValueKind.Array)
        {
            return Refused("The JSON has no 'lines': { payout, date, currency, amount, lines: [...] } (docs/formats/settlements.md).");
        }

        return Build(Raw.Read("the payout", root), [.. lines.EnumerateArray().Take(MaxLines + 1)
            .Select((line, n) => Raw.Read(string.Create(CultureInfo.InvariantCulture, $"line {n + 1}"), line))]);
    }

    private static SettlementReadOut Build(Raw head, List<Raw> rows)
    {
        if (rows.Count > MaxLines)
        {
            return Refused($"The settlement has more than {MaxLines:N0} lines. Have it paid out in several.");
        }

        var (number, currency) = (StatementBuilder.Text(head["payout"], 35), head["currency"]);
        if (number is null || !StatementBuilder.IsCurrency(currency)
            || StatementBuilder.Amount(head["amount"], signed: true) is not { } amount
            || !DateOnly.TryParseExact(head["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
        {
            return Refused("The payout has to say its number, its date as 2026-11-26, its currency as EUR, and what is paid as 123.45.");
        }

        var (seen, taken, answers) = (new HashSet<string>(StringComparer.Ordinal), new List<SettledLine>(), new List<SettlementReadLine>());
        foreach (var row in rows)
        {
            var (line, why) = Line(row, number, currency);
            why ??= seen.Add(line!.Id) ? null : $"Its id {line.Id} stands twice: it is counted once.";
            answers.Add(new SettlementReadLine(row.Place, line?.Id, why));
            if (why is null)
            {
                taken.Add(line!);
            }
        }

        return new SettlementReadOut(
            new ProviderPayout(
                number, on, currency, amount, [.. taken],
                [.. answers.Where(answer => answer.WhyNot is not null).Select(answer => $"{answer.Place}: {answer.WhyNot}").Take(50)]),
            [.. answers], "");
    }

    private static (SettledLine? Line, string? Why) Line(Raw row, string payout, string currency)
    {
        SettledKind? kind = row["record"] switch { "capture" => SettledKind.Capture, "refund" => SettledKind.Refund, _ => null };
        var (id, order) = (StatementBuilder.Text(row["id"], 100), StatementBuilder.Text(row["order"], 100));
        var fee = row["fee"].Length == 0 ? 0m : StatementBuilder.Amount(row["fee"], signed: true);
        return kind is null ? (null, "Its record is neither capture nor refund.")
            : id is null || order is null ? (null, "It has no id, or no order.")
            : row["payout"] is { Length: > 0 } of && of != payout ? (null, $"It is of another payout, {StatementBuilder.Text(of, 40)}.")
            : StatementBuilder.Amount(row["amount"]) is not { } amount
                ? (null, "Its amount is no number such as 12.50; refunds are above 0 too.")
            : fee is null ? (null, "Its fee is no number such as 0.35.")
            : (new SettledLine(
                id, kind.Value, order, StatementBuilder.Text(row["reference"], 140) ?? "", amount, fee.Value,
                row["currency"] is { Length: > 0 } own ? own : currency), null);
    }

    private static SettlementReadOut Refused(string advice) => new(null, [], advice);

    /// <summary>A row or an object by the names of its values; what is left out is empty.</summary>
    private sealed record Raw(string Place, Func<string, string> Value)
    {
        public string this[string name] => Value(name);

        public static Raw Read(string place, JsonElement element) => new(place, name =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!.Trim(),
                JsonValueKind.Number => value.GetRawText(),
                _ => "",
            } : "");
    }
}
