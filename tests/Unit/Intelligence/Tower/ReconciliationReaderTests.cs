using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Reconciliation;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Tower;

public sealed class ReconciliationReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 42, 0, TimeSpan.Zero);
    private static readonly JournalJson Json = ProcessCatalogue.Retail.Json();

    private readonly FakeHeads _heads = new();
    private readonly FakeJournal _journal = new(Json);
    private int _no;

    [Fact]
    public async Task The_backlog_is_counted_by_stage_age_and_supplier_with_its_money_by_currency()
    {
        Invoice("A", "Discrepant", days: 20, 100.50m, "EUR", "SUP-1", late: true);
        Invoice("B", "AwaitingMatch", days: 2, 40m, "EUR", "SUP-1");
        Invoice("C", "AwaitingPayment", days: 0, 7m, "GBP", "SUP-2");
        Invoice("D", "AwaitingApproval", days: 5, 30m, "EUR", "SUP-2", kind: "CreditNote");
        Invoice("E", "Closed", days: 30, 1_000m, "EUR", "SUP-1", closed: true);
        Entry("F", "Unmatched", days: 8, 12m, "EUR");

        var backlog = await Read(new());

        (backlog.All.Count, backlog.All.Late).ShouldBe((5, 1));
        backlog.All.Sums.ToArray().ShouldBe([new("EUR", 122.50m), new("GBP", 7m)], "a credit note counts as minus");
        backlog.Stages.Where(part => part.Count > 0).Select(part => (part.Name, part.Count)).ShouldBe(
            [("Match", 2), ("Approval", 1), ("Payment", 1), ("Entry", 1)]);
        backlog.Ages.Select(part => part.Count).ShouldBe([1, 1, 1, 1, 1]);
        backlog.Suppliers.Select(part => (part.Name, part.Count)).ShouldBe([("SUP-1", 2), ("SUP-2", 2)]);
        backlog.Rows.Select(row => row.Head.Case.Key).ShouldBe(["A", "F", "D", "B", "C"], "the oldest first");
    }

    [Fact]
    public async Task A_slice_narrows_rows_and_what_stands_beside_them_but_not_its_own_choice()
    {
        Invoice("A", "Discrepant", days: 20, 1m, "EUR", "SUP-1");
        Invoice("SUP-1-B", "Discrepant", days: 2, 1m, "EUR", "SUP-2");
        Invoice("C", "Disputed", days: 20, 1m, "EUR", "SUP-1");
        Entry("F", "Unmatched", days: 20, 1m, "EUR");

        var backlog = await Read(new(Supplier: "SUP-1", Stage: ReconciliationStage.Match));

        backlog.Rows.Single().Head.Case.Key.ShouldBe("A", "what is only called like the supplier is another's");
        backlog.All.Count.ShouldBe(2);
        backlog.Stages.Single(part => part.Name == "Dispute").Count.ShouldBe(1);
        backlog.Ages[^1].Count.ShouldBe(1);
        (await Read(new(Age: "more"))).Rows.Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_row_that_does_not_match_says_line_by_line_why_by_the_books_latest_word()
    {
        Invoice("A", "Discrepant", days: 1, 100m, "EUR", "SUP-1");
        _journal.Add(Answer("A", 1, 1, "first"), Answer("A", 2, 7, "8 of 10 pieces are received"), Answer("A", 3, 2, "overtaken"));

        var row = (await Read(new())).Rows.Single();

        row.Reason.ShouldBe("8 of 10 pieces are received");
        row.Lines.ToArray().ShouldBe(
            [new LineVariance("1", "PO-1", "85123A", 20m, "2 pieces are not received")], "a line that matches is no news");
    }

    [Fact]
    public async Task Beyond_the_most_that_are_looked_at_the_younger_are_counted_and_a_page_too_far_is_the_last()
    {
        for (var i = 0; i < ReconciliationReader.Most + 3; i++)
        {
            Invoice($"I-{i}", "Reading", days: 400 - (i / 10), 1m, "EUR", "SUP-1");
        }

        var backlog = await Read(new(Page: 999));

        (backlog.All.Count, backlog.NotLooked).ShouldBe((ReconciliationReader.Most, 3));
        backlog.Page.ShouldBe(ReconciliationReader.Most / ReconciliationSlice.PageSize);
        backlog.Rows.Length.ShouldBe(ReconciliationSlice.PageSize);
    }

    [Fact]
    public void Every_state_that_waits_is_in_a_stage_that_its_map_agrees_with()
    {
        static ReconciliationStage Of(string kind, string state) => Stages.Of(
            new(1, new(kind, "X"), kind, 1, 1, state, Waits.OnTime, Now, Now, null, Now, null, null, 0, new("x")));
        var states = ProcessCatalogue.Retail.All.Single(map => map.Kind == "invoice").States.Where(state => !state.Final)
            .ToLookup(state => Of("invoice", state.Name), state => state.Name);

        states[ReconciliationStage.Check].ShouldBe(["Mending", "Reading", "Suspect", "AccountHeld"]);
        states[ReconciliationStage.Match].ShouldBe(["AwaitingMatch", "Discrepant"]);
        states[ReconciliationStage.Dispute].ShouldBe(["Disputed"]);
        states[ReconciliationStage.Approval].ShouldBe(["AwaitingApproval"]);
        states[ReconciliationStage.Posting].ShouldBe(["Claiming", "Posting", "Unposted", "Netting", "Scheduling", "Unscheduled"]);
        states[ReconciliationStage.Payment].ShouldBe(["AwaitingSetOff", "AwaitingPayment", "Unreconciled"]);
        Enum.GetNames<MovementState>().Select(state => Of("bank-entry", state)).Distinct().ShouldBe([ReconciliationStage.Entry]);
    }

    [Theory]
    [InlineData(0, "1d")]
    [InlineData(0.99, "1d")]
    [InlineData(1, "3d")]
    [InlineData(7, "14d")]
    [InlineData(14, "more")]
    [InlineData(3_650, "more")]
    public void An_age_is_in_one_bucket(double days, string bucket) => OpenAge.Of(TimeSpan.FromDays(days)).Name.ShouldBe(bucket);

    private Task<Backlog> Read(ReconciliationSlice slice)
    {
        var clock = BusinessClock.Wall(new FakeTimeProvider(Now));
        var cases = new CaseReader(_journal, _heads, new FakeAttempts(), ProcessCatalogue.Retail, Json, clock);
        return new ReconciliationReader(_heads, cases, clock).Read(slice, TestContext.Current.CancellationToken);
    }

    private void Invoice(
        string key, string state, int days, decimal value, string currency, string supplier, bool late = false, bool closed = false,
        string kind = "Invoice") => Add(
            new CaseId("invoice", key), state, days, late, closed,
            new CaseCard($"{key} from {supplier}", Value: value, Currency: currency, Kind: kind, Terms: [$"supplier:{supplier}"]));

    private void Entry(string key, string state, int days, decimal value, string currency) => Add(
        new CaseId("bank-entry", key), state, days, late: false, closed: false,
        new CaseCard(key, Value: value, Currency: currency, Kind: "Debit", Terms: ["statement:S-1"]));

    private void Add(CaseId id, string state, int days, bool late, bool closed, CaseCard card) => _heads.All.Add(new CaseHead(
        ++_no, id, id.Kind, 1, 3, state, Waits.OnPerson, Now.AddHours(-1), Now.AddDays(-days), closed ? Now : null, Now,
        new Deadline(state, TimeSpan.FromHours(4), "always", Now.AddHours(-2), Now.AddHours(late ? -1 : 1), 1), null, 0, card));

    private static Transition Answer(string invoice, int seq, int round, string why)
    {
        var id = new CaseId("invoice", invoice);
        ImmutableArray<LineReading> lines =
        [
            new("1", "PO-1", "1", "85123A", InvoiceStanding.Discrepant, 100m, 80m, 0m, 20m, 0m, "2 pieces are not received"),
            new("2", "PO-1", "2", "71053", InvoiceStanding.Matched, 5m, 5m, 0m, 0m, 0m, ""),
        ];
        var reading = new InvoiceReading(
            InvoiceStanding.Discrepant, null, why, "p", 20m, lines, Likeness.None, null, [], AccountStanding.Known, false);
        var message = new Envelope(
            $"m-{seq}", "payables", id, Now, Actor.Crossdock, new PayablesAnswered(new("payables", "SUP-1"), round, null, reading));
        return new Transition(
            id, seq, Now, "invoice-to-reconciliation", 2, message, Outcome.Applied, "Reading", "Discrepant", false, Waits.OnPerson, [], [],
            null, null, why, []);
    }
}
