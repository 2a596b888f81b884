using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Formats.Statements;

/// <summary>
/// Reads camt.053.001.02 and .08 (ISO 20022, BankToCustomerStatement), told apart by their namespace. No document type, no entity and no
/// address is ever followed; how deep and how many its elements are is counted before a tree is made of them.
/// </summary>
internal static class Camt053Reader
{
    private const string Family = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.";
    private static readonly string[] Versions = ["02", "08"];

    /// <summary>What banks write where a payment was given without an end-to-end id (EPC rulebook, AT-41).</summary>
    private const string NotProvided = "NOTPROVIDED";

    public static List<BankStatement> Read(byte[] bytes)
    {
        var root = Root(bytes);
        var ns = root.Name.Namespace;
        if (root.Name.LocalName != "Document" || !Versions.Any(version => ns.NamespaceName == Family + version))
        {
            throw new UnreadableStatementException(
                $"The XML is a '{Short(root.Name.LocalName)}' of the namespace '{Short(ns.NamespaceName)}'. What can be read is a Document "
                + $"of {Family}02 or {Family}08.");
        }

        var count = new MovementCount();
        var statements = root.Elements(ns + "BkToCstmrStmt").Elements(ns + "Stmt")
            .Select((stmt, n) => Statement(stmt, n + 1, count)).ToList();
        return statements.Count > 0 ? statements
            : throw new UnreadableStatementException("The document has no statement (BkToCstmrStmt/Stmt).");
    }

    private static XElement Root(byte[] bytes)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 0x10000, MaxCharactersInDocument = StatementLimits.MaxCharacters,
        };
        try
        {
            using (var first = XmlReader.Create(new MemoryStream(bytes), settings))
            {
                Count(first);
            }

            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException fault)
        {
            var where = fault.LineNumber > 0 ? $"line {fault.LineNumber}, column {fault.LinePosition}" : "its start";
            throw new UnreadableStatementException(fault.Message.Contains("DTD", StringComparison.Ordinal)
                ? $"The XML has a document type ({where}), which may define entities and is therefore refused. Remove the DOCTYPE."
                : fault.InnerException is ArgumentException or NotSupportedException
                ? "The XML declares an encoding that cannot be read here. Save it as UTF-8."
                : fault.Message.Contains("MaxCharacters", StringComparison.Ordinal)
                ? $"The XML grows beyond {StatementLimits.MaxCharacters:N0} characters. Ask the bank for a statement per account and day."
                : $"The XML is not well-formed at {where}. It was cut off or changed on its way: fetch it again.");
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new UnreadableStatementException("The XML declares an encoding that cannot be read here. Save it as UTF-8.");
        }
    }

    private static void Count(XmlReader reader)
    {
        var elements = 0;
        while (reader.Read())
        {
            if (reader.Depth > StatementLimits.MaxDepth)
            {
                throw new UnreadableStatementException(
                    $"Elements stand more than {StatementLimits.MaxDepth} deep. No statement's do.");
            }

            if (reader.NodeType == XmlNodeType.Element && (++elements > StatementLimits.MaxElements || reader.AttributeCount > 10))
            {
                throw new UnreadableStatementException(
                    $"The XML has more than {StatementLimits.MaxElements:N0} elements, or an element of more than ten attributes.");
            }
        }
    }

    private static BankStatement Statement(XElement stmt, int number, MovementCount count)
    {
        var balances = stmt.All("Bal").ToLookup(balance => balance.At("Tp", "CdOrPrtry", "Cd")?.Value.Trim() ?? "");
        var opening = (balances["OPBD"].FirstOrDefault() ?? balances["PRCD"].FirstOrDefault())?.Money();
        var closing = balances["CLBD"].FirstOrDefault()?.Money();
        var account = StatementBuilder.AccountOf((stmt.At("Acct", "Id", "IBAN") ?? stmt.At("Acct", "Id", "Othr", "Id"))?.Value);
        var id = StatementBuilder.Text(stmt.At("Id")?.Value, 70);
        var currency = opening?.Currency ?? closing?.Currency ?? stmt.At("Acct", "Ccy")?.Value.Trim();
        if (account is null || id is null || !StatementBuilder.IsCurrency(currency))
        {
            throw new UnreadableStatementException(
                $"Statement {number} does not say its {(account is null ? "account (Acct/Id)" : id is null ? "number (Id)"
                    : "currency (Bal/Amt/@Ccy)")}.");
        }

        if (closing is { } end && end.Currency != currency)
        {
            throw new UnreadableStatementException($"Statement {id} opens in {currency} and closes in {Short(end.Currency)}.");
        }

        var builder = new StatementBuilder(account, id, currency!, opening?.Amount, closing?.Amount, count);
        var place = 0;
        foreach (var entry in stmt.All("Ntry"))
        {
            Entry(builder, entry, ++place);
        }

        return builder.Build();
    }

    private static void Entry(StatementBuilder statement, XElement entry, int number)
    {
        var place = $"entry {number}";
        var status = (entry.At("Sts", "Cd") ?? entry.At("Sts"))?.Value.Trim();
        if (status is "PDNG" or "INFO" or "FUTR")
        {
            statement.Pending(place);
            return;
        }

        if (status != "BOOK" || entry.Money() is not { } money || money.Currency != statement.Currency)
        {
            statement.Broken(
                place, status != "BOOK" ? $"Its status is '{Short(status ?? "")}', not BOOK or PDNG."
                    : $"Its amount or side cannot be read: it needs an Amt in {statement.Currency} and a CdtDbtInd of CRDT or DBIT.",
                sumIsKnown: false);
            return;
        }

        statement.Book(money.Amount);
        var details = entry.All("NtryDtls").SelectMany(group => group.All("TxDtls")).ToList();
        var sums = details.Count < 2 ? [] : details.Select(one => DetailAmount(one, statement.Currency)).ToList();
        if (money.Amount == 0m)
        {
            statement.Broken(place, "It moves nothing.", sumIsKnown: true);
        }
        else if (Date(entry.At("BookgDt")) is not { } booked)
        {
            statement.Broken(place, "It has no booking date (BookgDt).", sumIsKnown: true);
        }
        else if (sums.Any(sum => sum is null) || (sums.Count > 0 && sums.Sum() != Math.Abs(money.Amount)))
        {
            statement.Broken(
                place, sums.Any(sum => sum is null) ? $"One of its {details.Count} transactions has no amount in {statement.Currency}."
                    : $"Its {details.Count} transactions make {Shown(sums.Sum())}, but it is over {Shown(Math.Abs(money.Amount))}.",
                sumIsKnown: true);
        }
        else if (details.Count == 0)
        {
            statement.Take(place, Movement(statement, entry, null, booked, money.Amount, number, 0));
        }
        else
        {
            for (var n = 0; n < details.Count; n++)
            {
                var amount = sums.Count == 0 ? money.Amount : Math.Sign(money.Amount) * sums[n]!.Value;
                statement.Take(
                    details.Count == 1 ? place : $"{place}, transaction {n + 1}",
                    Movement(statement, entry, details[n], booked, amount, number, details.Count == 1 ? 0 : n + 1));
            }
        }
    }

    private static BankEntry Movement(
        StatementBuilder statement, XElement entry, XElement? details, DateOnly booked, decimal amount, int number, int part)
    {
        var side = amount < 0m ? BankSide.Debit : BankSide.Credit;
        var returned = ReturnOf(entry, details);
        // Who was to get the money that left is the creditor, also where it comes back.
        var other = side == BankSide.Debit || returned is not null ? "Cdtr" : "Dbtr";
        var instructed = details is null ? null : Instructed(details);
        var endToEnd = StatementBuilder.Text(details?.At("Refs", "EndToEndId")?.Value);
        return new BankEntry(
            statement.Account, statement.Id, ReferenceOf(statement, entry, details, number, part), booked, side, Math.Abs(amount),
            statement.Currency, instructed?.Amount, instructed?.Currency, endToEnd == NotProvided ? null : endToEnd,
            StatementBuilder.AccountOf((details?.At("RltdPties", $"{other}Acct", "Id", "IBAN")
                ?? details?.At("RltdPties", $"{other}Acct", "Id", "Othr", "Id"))?.Value),
            StatementBuilder.Text((details?.At("RltdPties", other, "Nm") ?? details?.At("RltdPties", other, "Pty", "Nm"))?.Value),
            StatementBuilder.Text(Remittance(entry, details), 280), returned,
            DocumentsOf(details, instructed?.Currency ?? statement.Currency));
    }

    /// <summary>
    /// What a payment for several is for: each <c>Strd</c> block is a document with its amount, and may name credit notes that it is
    /// less; a block of a credit note alone is short of something else.
    /// </summary>
    private static ImmutableArray<RemittedDocument>? DocumentsOf(XElement? details, string currency)
    {
        var documents = (details?.All("RmtInf") ?? []).SelectMany(info => info.All("Strd")).SelectMany(block => Documents(block, currency))
            .Take(StatementLimits.MaxDocuments).ToImmutableArray();
        return documents.IsEmpty ? null : documents;
    }

    private static IEnumerable<RemittedDocument> Documents(XElement block, string currency)
    {
        decimal? Of(XElement? amount) => Positive(amount) is { } found && found.Currency == currency ? found.Amount : null;
        var named = block.All("RfrdDocInf")
            .Select(document => (Number: StatementBuilder.Text(document.At("Nb")?.Value, 70),
                Credit: document.At("Tp", "CdOrPrtry", "Cd")?.Value.Trim() == "CREN"))
            .Where(document => document.Number is not null).ToList();
        var less = Of(block.At("RfrdDocAmt", "CdtNoteAmt"));
        var remitted = Of(block.At("RfrdDocAmt", "RmtdAmt")) ?? Of(block.At("RfrdDocAmt", "DuePyblAmt")) - (less ?? 0m);
        var invoices = named.Count(document => !document.Credit);
        return named.Select(document => new RemittedDocument(
            document.Number!, document.Credit,
            document.Credit ? named.Count - invoices == 1 ? less ?? remitted : null : invoices == 1 && remitted > 0m ? remitted : null));
    }

    /// <summary>
    /// The bank's own reference names a movement for ever. Where it gives none, its place in the statement does: then the same movement in
    /// a statement of another number is another one.
    /// </summary>
    private static string ReferenceOf(StatementBuilder statement, XElement entry, XElement? details, int number, int part)
    {
        var own = Reference(details?.At("Refs", "AcctSvcrRef"));
        var whole = Reference(entry.At("AcctSvcrRef"));
        return own is not null && own != whole ? own
            : whole is not null ? part == 0 ? whole : string.Create(CultureInfo.InvariantCulture, $"{whole}.{part}")
            : string.Create(CultureInfo.InvariantCulture, $"{statement.Id}/{number}.{part}");
    }

    private static string? Reference(XElement? given) =>
        StatementBuilder.Text(given?.Value, 70) is { } text && text != "NONREF" && text.Any(sign => sign != '0') ? text : null;

    private static string? ReturnOf(XElement entry, XElement? details)
    {
        var reason = details?.At("RtrInf", "Rsn", "Cd") ?? details?.At("RtrInf", "Rsn", "Prtry");
        var words = details?.At("RtrInf", "AddtlInf");
        return StatementBuilder.Text(string.Join(' ', new[] { reason?.Value, words?.Value }.Where(text => text is not null)))
            ?? (details?.At("RtrInf") is not null ? "returned" : entry.At("RvslInd")?.Value.Trim() is "true" or "1" ? "reversed" : null);
    }

    private static string Remittance(XElement entry, XElement? details) => string.Join(
        ' ', (details?.All("RmtInf") ?? []).SelectMany(info => info.All("Ustrd")
            .Concat(info.All("Strd").Select(one => one.At("CdtrRefInf", "Ref")).OfType<XElement>()))
            .Append(details?.At("AddtlTxInf")).Append(entry.At("AddtlNtryInf")).OfType<XElement>().Select(text => text.Value));

    /// <summary>What was ordered, where the bank names it: in another currency than the account's, or without its charges.</summary>
    private static (decimal Amount, string Currency)? Instructed(XElement details) =>
        Positive(details.At("AmtDtls", "InstdAmt", "Amt")) ?? Positive(details.At("AmtDtls", "TxAmt", "Amt"))
            ?? Positive(details.At("Amt"));

    /// <summary>Version .08 has the amount on the transaction, .02 below its details.</summary>
    private static decimal? DetailAmount(XElement details, string currency) =>
        new[] { details.At("Amt"), details.At("AmtDtls", "TxAmt", "Amt"), details.At("AmtDtls", "InstdAmt", "Amt") }
            .Select(Positive).FirstOrDefault(amount => amount?.Currency == currency)?.Amount;

    /// <summary>Below 0 where it left, or where a balance is overdrawn; null where it is not both amount and side.</summary>
    private static (decimal Amount, string Currency)? Money(this XElement of) =>
        (Amount(of.At("Amt")), of.At("CdtDbtInd")?.Value.Trim()) switch
        {
            ({ } credit, "CRDT") => credit,
            ({ } debit, "DBIT") => (-debit.Amount, debit.Currency),
            _ => null,
        };

    private static (decimal Amount, string Currency)? Positive(XElement? amount) =>
        Amount(amount) is { Amount: > 0m } found ? found : null;

    private static (decimal Amount, string Currency)? Amount(XElement? amount) =>
        amount?.Attribute("Ccy")?.Value is { } currency && StatementBuilder.IsCurrency(currency)
        && StatementBuilder.Amount(amount.Value) is { } value ? (value, currency) : null;

    private static DateOnly? Date(XElement? date) =>
        (date?.At("Dt") ?? date?.At("DtTm"))?.Value.Trim() is { Length: >= 10 } text
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static XElement? At(this XElement of, params ReadOnlySpan<string> path)
    {
        XElement? at = of;
        foreach (var name in path)
        {
            at = at?.Element(of.Name.Namespace + name);
        }

        return at;
    }

    private static IEnumerable<XElement> All(this XElement of, string name) => of.Elements(of.Name.Namespace + name);

    private static string Shown(decimal? amount) => (amount ?? 0m).ToString("0.00###", CultureInfo.InvariantCulture);

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
