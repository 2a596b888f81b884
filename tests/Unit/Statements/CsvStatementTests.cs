using Crossdock.Contracts.Messages;
using static Crossdock.Unit.Tests.Statements.Camt053Tests;

namespace Crossdock.Unit.Tests.Statements;

public class CsvStatementTests
{
    private static readonly string Sample =
        File.ReadAllText(Path.Combine(Repository.Root(), "samples", "statements", "S-2026-231.csv"));

    [Theory]
    [InlineData("record,", "recorded,", "no column 'record'")]
    [InlineData(",returned\n", ",sent back\n", "'sent back' is not known")]
    [InlineData(",name,", ",reference,", "stands twice")]
    [InlineData("closing,DE75512108001245126199,S-2026-231", "closing,DE75512108001245126199,S-2026-232", "two of 'statement'")]
    [InlineData("9537.00,EUR", "9537.00,USD", "two of 'currency'")]
    [InlineData("9537.00,EUR", "\"9.537,00\",EUR", "is no amount")]
    [InlineData("\"Invoice", "\"\"Invoice", "cells")]
    [InlineData("closing,", "opening,", "second 'opening'")]
    public void What_is_no_statement_is_told_what_it_is(string was, string now, string says) =>
        Read(Sample.Replace(was, now)).Advice.ShouldContain(says);

    [Theory]
    [InlineData("9537.00", "9537.01", "do not add up")]
    [InlineData("entry,DE75512108001245126199,S-2026-231,2026-11-27,100.00", "closing,DE75512108001245126199,S-2026-231,2026-11-27,100.00",
        null)]
    [InlineData("closing,", "entry,", "no closing balance")]
    public void A_statement_that_does_not_add_up_is_not_taken(string was, string now, string? says)
    {
        var read = Read(Sample.Replace(was, now));
        (says is null ? read.Advice : read.Statements.Single().Fault).ShouldNotBeNull().ShouldContain(says ?? "second 'closing'");
    }

    [Theory]
    [InlineData("-75.00", "75 EUR", "amount", false)]
    [InlineData("-75.00", "0", "amount", false)]
    [InlineData("entry,DE75512108001245126199,S-2026-231,2026-11-27,-75.00", "entrance,DE75512108001245126199,S-2026-231,2026-11-27,-75.00",
        "none of opening", false)]
    [InlineData("2026-11-27,-75.00", "27.11.2026,-75.00", "no day", true)]
    [InlineData("2026112700002", "2026112700001", "stands twice", true)]
    public void A_broken_entry_is_told_why_and_the_rest_goes_on(string was, string now, string says, bool proved)
    {
        var statement = Read(Sample.Replace(was, now)).Statements.Single();

        (statement.Fault, statement.Proved).ShouldBe((null, proved));
        statement.Lines.Single(line => line.Entry is null).WhyNot!.ShouldContain(says);
        statement.Lines.Count(line => line.Entry is not null).ShouldBe(1);
    }

    [Fact]
    public void A_row_is_a_movement()
    {
        var statement = Read(Sample).Statements.Single();

        statement.Proved.ShouldBeTrue();
        statement.Lines.Select(line => line.Place).ShouldBe(["row 3", "row 4"]);
        statement.Lines[0].Entry.ShouldBe(new BankEntry(
            "DE75512108001245126199", "S-2026-231", "2026112700001", new DateOnly(2026, 11, 27), BankSide.Debit, 75m, "EUR", null, null,
            "PAY-R-2003", "DE02120300000000202051", "Lampenwerk Nord GmbH", "Invoice R-2003, in part", null));
        (statement.Lines[1].Entry!.Side, statement.Lines[1].Entry!.Returned).ShouldBe((BankSide.Credit, "account closed"));
    }
}
