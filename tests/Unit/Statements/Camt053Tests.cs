using System.Text;
using Crossdock.Connectors.Formats.Statements;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Statements;

/// <summary>What a bank sends as camt.053: what cannot be taken first.</summary>
public class Camt053Tests
{
    private static readonly string Sample =
        File.ReadAllText(Path.Combine(Repository.Root(), "samples", "statements", "S-2026-230.xml"));

    [Theory]
    [InlineData("""<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>""", "Remove the DOCTYPE")]
    [InlineData("<Document", "not well-formed at line 1")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.04\"/>", "camt.053.001.04")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>", "no statement")]
    [InlineData("<?xml version=\"1.0\" encoding=\"klingon\"?><Document/>", "encoding")]
    [InlineData(":20:STARTUMS", "MT940")]
    [InlineData("{}", "JSON")]
    [InlineData("  \n", "empty")]
    [InlineData("Dear customer", "no column 'record'")]
    public void What_is_no_statement_is_told_what_it_is(string text, string says) => Read(text).Advice.ShouldContain(says);

    [Fact]
    public void A_file_that_is_too_deep_too_wide_or_too_long_is_not_read()
    {
        Read(string.Concat(Enumerable.Repeat("<a>", 5_000))).Advice.ShouldContain("deep");
        Read($"<a>{string.Concat(Enumerable.Repeat("<b/>", 500_001))}</a>").Advice.ShouldContain("500,000 elements");
        Read($"<a {string.Join(' ', Enumerable.Range(0, 20).Select(n => $"x{n}=\"\""))}/>").Advice.ShouldContain("ten attributes");
        var entry = Sample[Sample.IndexOf("<Ntry>", StringComparison.Ordinal)..(Sample.IndexOf("</Ntry>", StringComparison.Ordinal) + 7)];
        Read(Sample.Replace("<Ntry>\n        <NtryRef>4", string.Concat(Enumerable.Repeat(entry, 10_000)) + "<Ntry>\n        <NtryRef>4"))
            .Advice.ShouldContain("10,000 movements");
    }

    [Theory]
    [InlineData(">9512.00<", ">9512.01<")]
    [InlineData(">50.00<", ">51.00<")]
    [InlineData("50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "50.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>")]
    public void A_statement_whose_balances_do_not_add_up_is_not_taken(string was, string now) =>
        Read(Sample.Replace(was, now)).Statements.Single().Fault.ShouldNotBeNull().ShouldContain("do not add up");

    [Theory]
    [InlineData("OPBD", "opening")]
    [InlineData("CLBD", "closing")]
    public void A_statement_without_a_balance_is_not_taken(string balance, string says) =>
        Read(Sample.Replace(balance, "XPCD")).Statements.Single().Fault.ShouldNotBeNull().ShouldContain(says);

    [Theory]
    [InlineData("<Id>S-2026-230</Id>", "", "number")]
    [InlineData("<IBAN>DE75512108001245126199</IBAN>", "", "account")]
    public void A_statement_that_does_not_say_whose_it_is_is_not_read(string was, string now, string says) =>
        Read(Sample.Replace(was, now)).Advice.ShouldContain(says);

    [Fact]
    public void A_broken_entry_is_told_why_and_the_rest_goes_on()
    {
        var broken = new (string Was, string Now, string Says, bool Proved)[]
        {
            ("<Amt Ccy=\"EUR\">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<Amt Ccy=\"EUR\">5o</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>",
                "amount or side", false),
            ("<Amt Ccy=\"EUR\">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<Amt Ccy=\"USD\">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>",
                "in EUR", false),
            ("CRDT</CdtDbtInd><Sts><Cd>BOOK", "CRDT</CdtDbtInd><Sts><Cd>MAYBE", "status is 'MAYBE'", false),
            ("<BookgDt><DtTm>2026-11-26T09:30:00+01:00</DtTm></BookgDt>", "", "no booking date", true),
            ("<Amt Ccy=\"EUR\">100.00</Amt>", "<Amt Ccy=\"EUR\">99.00</Amt>", "2 transactions make 299.00, but it is over 300.00", true),
            ("<Amt Ccy=\"EUR\">100.00</Amt>", "", "no amount in EUR", true),
            ("2026112600003", "2026112600001", "stands twice", true),
        };
        foreach (var (was, now, says, proved) in broken)
        {
            var statement = Read(Sample.Replace(was, now)).Statements.Single();
            statement.Fault.ShouldBeNull(says);
            statement.Proved.ShouldBe(proved, says);
            statement.Lines.ShouldContain(line => line.Entry == null && !line.Pending && line.WhyNot!.Contains(says), says);
            statement.Lines.ShouldContain(line => line.Entry != null && line.Entry.EndToEnd == "PAY-R-2001", says);
        }
    }

    [Fact]
    public void Every_transaction_of_a_sum_is_a_movement_of_its_own()
    {
        var statement = Read(Sample).Statements.Single();

        (statement.Account, statement.Id, statement.Currency, statement.Opening, statement.Closing, statement.Proved).ShouldBe(
            ("DE75512108001245126199", "S-2026-230", "EUR", 10_000m, 9_512m, true));
        statement.Lines.Select(line => (line.Place, line.Pending)).ShouldBe(
            [
                ("entry 1", false), ("entry 2, transaction 1", false), ("entry 2, transaction 2", false), ("entry 3", false),
                ("entry 4", true),
            ]);
        var entries = statement.Lines.Select(line => line.Entry).OfType<BankEntry>().ToList();
        entries[0].ShouldBe(new BankEntry(
            "DE75512108001245126199", "S-2026-230", "2026112600001", new DateOnly(2026, 11, 26), BankSide.Debit, 238m, "EUR", 238m, "EUR",
            "PAY-R-2001", "DE02120300000000202051", "Lampenwerk Nord GmbH", "Invoice R-2001", null));
        entries.Select(entry => (entry.Reference, entry.Amount, entry.EndToEnd)).Skip(1).ShouldBe(
            [("2026112600002.1", 100m, "PAY-R-2002"), ("2026112600002.2", 200m, null), ("2026112600003", 50m, "PAY-R-1990")]);
        entries[2].Counterparty.ShouldBe("GB33BUKB20201555555555");
        (entries[3].Side, entries[3].Name, entries[3].Returned).ShouldBe((BankSide.Credit, "Kerzen Adler", "AC04 account closed"));
    }

    [Fact]
    public void The_older_version_says_the_same()
    {
        var older = Sample.Replace("camt.053.001.08", "camt.053.001.02").Replace("<Sts><Cd>", "<Sts>").Replace("</Cd></Sts>", "</Sts>")
            .Replace("<Pty>", "").Replace("</Pty>", "");
        foreach (var amount in new[] { "238.00", "100.00", "200.00", "50.00" })
        {
            older = older.Replace(
                $"</Refs><Amt Ccy=\"EUR\">{amount}</Amt>", $"</Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls>");
        }

        older = older.Replace(
            "</Refs>\n          <Amt Ccy=\"EUR\">238.00</Amt>", "</Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">238.00</Amt></TxAmt></AmtDtls>");
        Read(older).Statements.Single().Lines.AsEnumerable().ShouldBe(Read(Sample).Statements.Single().Lines);
    }

    [Fact]
    public void What_was_ordered_in_another_currency_is_what_was_paid()
    {
        var entry = Read(Sample.Replace(
                "<Amt Ccy=\"EUR\">238.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>\n          <RltdPties>",
                "<Amt Ccy=\"EUR\">238.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
                + "<AmtDtls><InstdAmt><Amt Ccy=\"USD\">250.00</Amt></InstdAmt></AmtDtls><RltdPties>"))
            .Statements.Single().Lines[0].Entry!;

        (entry.Amount, entry.Currency, entry.Paid).ShouldBe((238m, "EUR", new Money(250m, "USD")));
    }

    [Theory]
    [InlineData("<AcctSvcrRef>2026112600001</AcctSvcrRef>", "", "S-2026-230/1.0")]
    [InlineData("<AcctSvcrRef>2026112600001</AcctSvcrRef>", "<AcctSvcrRef>NONREF</AcctSvcrRef>", "S-2026-230/1.0")]
    [InlineData("<Refs><EndToEndId>PAY-R-2001", "<Refs><AcctSvcrRef>TX-1</AcctSvcrRef><EndToEndId>PAY-R-2001", "TX-1")]
    public void A_movement_is_named_by_the_bank_or_by_its_place(string was, string now, string reference) =>
        Read(Sample.Replace(was, now)).Statements.Single().Lines[0].Entry!.Reference.ShouldBe(reference);

    [Fact]
    public void An_overdrawn_account_adds_up_as_well() => Read(Sample
            .Replace(">10000.00</Amt><CdtDbtInd>CRDT", ">100.00</Amt><CdtDbtInd>CRDT")
            .Replace(">9512.00</Amt><CdtDbtInd>CRDT", ">388.00</Amt><CdtDbtInd>DBIT"))
        .Statements.Single().Proved.ShouldBeTrue();

    [Fact]
    public void A_reversal_is_a_return_also_without_a_reason() => Read(Sample
            .Replace("<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account closed</AddtlInf></RtrInf>", "")
            .Replace("CRDT</CdtDbtInd><Sts>", "CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts>"))
        .Statements.Single().Lines[3].Entry!.Returned.ShouldBe("reversed");

    internal static StatementReadOut Read(string text) => new StatementReader().Read(Encoding.UTF8.GetBytes(text));
}
