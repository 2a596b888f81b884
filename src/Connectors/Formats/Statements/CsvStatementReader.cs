using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Formats.Statements;

/// <summary>
/// Reads a statement as CSV: a row 'opening', a row 'entry' for each movement, a row 'closing'; amounts are below 0 where money left. For
/// banks that give nothing better, and for exports by hand.
/// </summary>
internal static class CsvStatementReader
{
    private static readonly string[] Needed = ["record", "account", "statement", "date", "amount", "currency"];

    private static readonly string[] Known =
        [.. Needed, "reference", "end-to-end", "counterparty", "name", "remittance", "returned", "documents"];

    public static BankStatement Read(byte[] bytes)
    {
        var rows = CsvRows.Of(InvoiceText.Of(bytes)).GetEnumerator();
        var header = Header(rows);
        var body = new List<Row>();
        while (rows.MoveNext())
        {
            if (rows.Current.Cells.Length > header.Length)
            {
                throw new UnreadableStatementException($"Row {rows.Current.Number} has {rows.Current.Cells.Length} cells, the header "
                    + $"{header.Length}. A separator inside a value must stand between double quotes.");
            }

            body.Add(new Row(header, rows.Current));
        }

        var (account, id, currency) = (
            StatementBuilder.AccountOf(One(body, "account")), StatementBuilder.Text(One(body, "statement"), 70), One(body, "currency"));
        if (account is null || id is null || !StatementBuilder.IsCurrency(currency))
        {
            throw new UnreadableStatementException("Every row has to name the account, the statement's number and the currency (as EUR).");
        }

        var builder = new StatementBuilder(account, id, currency, Balance(body, "opening"), Balance(body, "closing"), new MovementCount());
        var number = 0;
        foreach (var row in body.Where(row => row["record"] is not ("opening" or "closing")))
        {
            Entry(builder, row, ++number);
        }

        return builder.Build();
    }

    private static string[] Header(IEnumerator<CsvRow> rows)
    {
        var header = rows.MoveNext() ? rows.Current.Cells.Select(cell => cell.Trim().ToLowerInvariant()).ToArray() : [];
        return Needed.FirstOrDefault(name => !header.Contains(name)) is { } missing
                ? throw new UnreadableStatementException(
                    $"The first row has no column '{missing}'. A statement in CSV has {string.Join(", ", Known)} "
                    + "(docs/formats/statements.md).")
            : header.FirstOrDefault(name => !Known.Contains(name)) is { } odd
                ? throw new UnreadableStatementException(
                    $"The column '{StatementBuilder.Text(odd, 40)}' is not known; there are {string.Join(", ", Known)}.")
            : header.Distinct().Count() < header.Length ? throw new UnreadableStatementException("A column stands twice. Keep one.")
            : header;
    }

    /// <summary>One file is one statement: what tells it from others is the same in every row.</summary>
    private static string One(List<Row> body, string column)
    {
        var values = body.Select(row => row[column]).Distinct().Take(2).ToList();
        return values switch
        {
            [] => throw new UnreadableStatementException("The file has a header and no row below it."),
            [var one] => one,
            [var first, var other] => throw new UnreadableStatementException(
                $"The rows name two of '{column}', {StatementBuilder.Text(first, 40)} and {StatementBuilder.Text(other, 40)}. Send a file "
                + "for each statement."),
            _ => throw new InvalidOperationException("Two are the most that are taken."),
        };
    }

    private static decimal? Balance(List<Row> body, string record) => body.Where(row => row["record"] == record).Take(2).ToList() switch
    {
        [] => null,
        [var row] => StatementBuilder.Amount(row["amount"], signed: true)
            ?? throw new UnreadableStatementException($"Row {row.Number}: '{StatementBuilder.Text(row["amount"], 40)}' is no amount."),
        [_, var second, ..] => throw new UnreadableStatementException($"Row {second.Number} is a second '{record}'. Keep one."),
    };

    private static void Entry(StatementBuilder statement, Row row, int number)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"row {row.Number}");
        if (row["record"] != "entry" || StatementBuilder.Amount(row["amount"], signed: true) is not { } amount || amount == 0m)
        {
            statement.Broken(
                place, row["record"] != "entry" ? "Its record is none of opening, entry and closing."
                    : "Its amount is no number other than 0, with a point and at most five digits behind it.", sumIsKnown: false);
            return;
        }

        statement.Book(amount);
        if (!DateOnly.TryParseExact(row["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var booked))
        {
            statement.Broken(place, "Its date is no day such as 2026-11-26.", sumIsKnown: true);
            return;
        }

        statement.Take(place, new BankEntry(
            statement.Account, statement.Id,
            StatementBuilder.Text(row["reference"], 70) ?? string.Create(CultureInfo.InvariantCulture, $"{statement.Id}/{number}"), booked,
            amount < 0m ? BankSide.Debit : BankSide.Credit, Math.Abs(amount), statement.Currency, null, null,
            StatementBuilder.Text(row["end-to-end"]), StatementBuilder.AccountOf(row["counterparty"]), StatementBuilder.Text(row["name"]),
            StatementBuilder.Text(row["remittance"], 280), StatementBuilder.Text(row["returned"]), Documents(row["documents"])));
    }

    /// <summary>As <c>INV-1=80.00; INV-2=50.00; CN-7=-20.00</c>: below 0 is a credit note that the payment is short of.</summary>
    private static ImmutableArray<RemittedDocument>? Documents(string text)
    {
        var documents = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(StatementLimits.MaxDocuments).Select(Document).OfType<RemittedDocument>().ToImmutableArray();
        return documents.IsEmpty ? null : documents;
    }

    private static RemittedDocument? Document(string text)
    {
        var at = text.LastIndexOf('=');
        var amount = at < 0 ? null : StatementBuilder.Amount(text[(at + 1)..], signed: true);
        return StatementBuilder.Text(at < 0 ? text : text[..at], 70) is { } number
            ? new RemittedDocument(number, amount < 0m, amount is null or 0m ? null : Math.Abs(amount.Value)) : null;
    }

    private sealed record Row(string[] Header, CsvRow From)
    {
        public int Number => From.Number;

        /// <summary>What is left out is empty.</summary>
        public string this[string column]
        {
            get
            {
                var at = Array.IndexOf(Header, column);
                return at >= 0 && at < From.Cells.Length ? From.Cells[at].Trim() : "";
            }
        }
    }
}
