using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class StatementServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    private const string Path = "/v1/statements";

    [Fact]
    public async Task Every_movement_gets_an_answer_and_the_same_statement_twice_changes_nothing()
    {
        var heard = await house.As("pat").Post(Path, Statement(Camt("A1")));

        heard.Status.ShouldBe(202);
        ((bool)heard.Body["statements"]![0]!["proved"]!).ShouldBeTrue();
        Outcomes(heard).ShouldBe(["accepted", "accepted", "accepted", "accepted", "pending"]);
        var entry = Entries(heard)[0];
        house.Cases.RowsOf(CaseId.Parse((string)entry["case"]!)).Single().Message.Data.ShouldBeOfType<BankEntryBooked>()
            .Entry.EndToEnd.ShouldBe("PAY-R-2001");

        var again = await house.As("finance").Post(Path, Statement(Camt("A1")));
        again.Status.ShouldBe(200);
        Outcomes(again).ShouldBe(["duplicate", "duplicate", "duplicate", "duplicate", "pending"]);
        house.Cases.RowsOf(CaseId.Parse((string)entry["case"]!)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_movement_that_two_statements_show_is_one_movement()
    {
        var first = await house.As("pat").Post(Path, Statement(Camt("B1")));
        var other = await house.As("pat").Post(Path, Statement(Camt("B1").Replace("S-2026-230", "S-2026-230b")));

        (other.Status, (string)Entries(other)[0]["case"]!).ShouldBe((200, (string)Entries(first)[0]["case"]!));
    }

    [Fact]
    public async Task A_reference_that_comes_with_another_sum_is_refused_with_its_reason()
    {
        await house.As("pat").Post(Path, Statement(Camt("C1")));
        house.Cases.Decide = told => told.Data is BankEntryBooked { Entry.Amount: 230m } ? (Outcome.IgnoredLate, "another movement") : null;
        var heard = await house.As("pat").Post(
            Path, Statement(Camt("C1").Replace(">238.00<", ">230.00<").Replace(">9512.00<", ">9520.00<")));
        house.Cases.Decide = _ => null;

        (heard.Status, Outcomes(heard)[0], (string)Entries(heard)[0]["reason"]!).ShouldBe((200, "refused", "another movement"));
    }

    [Fact]
    public async Task A_broken_entry_is_told_why_and_the_rest_goes_on()
    {
        var heard = await house.As("pat").Post(Path, Statement(Camt("D1").Replace("<Amt Ccy=\"EUR\">100.00</Amt>", "")));

        heard.Status.ShouldBe(202);
        Outcomes(heard).ShouldBe(["accepted", "refused", "accepted", "pending"]);
        ((string)Entries(heard)[1]["reason"]!).ShouldContain("no amount in EUR");
    }

    [Fact]
    public async Task What_does_not_add_up_or_is_no_statement_is_refused_whole()
    {
        var told = house.Cases.Told.Count;
        foreach (var (text, says) in new[]
        {
            (Camt("E1").Replace(">9512.00<", ">9513.00<"), "do not add up"),
            ("""<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>""", "DOCTYPE"),
            ("Dear customer, you have money.", "holds no statement"),
        })
        {
            var heard = await house.As("pat").Post(Path, Statement(text));
            (heard.Status, heard.Errors.Single().Field).ShouldBe((400, "document"), says);
            heard.Errors.Single().Reason.ShouldContain(says);
        }

        (await house.As("pat").Post(Path, Statement(new string('x', 7_000_000)))).Status.ShouldBe(413);
        house.Cases.Told.Count.ShouldBe(told);
    }

    [Fact]
    public async Task Only_accounts_payable_and_finance_hand_statements_in()
    {
        foreach (var other in new[] { "supplier", "buyer", "reader", "operator", "web" })
        {
            (await house.As(other).Post(Path, Statement(Camt("F1")))).Status.ShouldBe(403, other);
        }
    }

    /// <summary>A test's own account, so that tests share no movements.</summary>
    private static string Camt(string account) =>
        File.ReadAllText(System.IO.Path.Combine(Repository.Root(), "samples", "statements", "S-2026-230.xml"))
            .Replace("DE75512108001245126199", $"DE75{account}");

    private static JsonObject Statement(string text) => new() { ["document"] = text };

    private static List<JsonNode> Entries(Heard heard) => [.. heard.Body["statements"]![0]!["entries"]!.AsArray().Select(entry => entry!)];

    private static List<string> Outcomes(Heard heard) => [.. Entries(heard).Select(entry => (string)entry["outcome"]!)];
}
