using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Sealing;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Verification;

public sealed class PlantedOnSqlite() : PlantedFaultSuite(new SqliteFixture())
{
    protected override string Replaced(string from, string to) => $"cast(replace(cast(body as text), '{from}', '{to}') as blob)";
}

public sealed class PlantedOnPostgres() : PlantedFaultSuite(new PostgresFixture())
{
    protected override string Replaced(string from, string to) =>
        $"convert_to(replace(convert_from(body, 'UTF8'), '{from}', '{to}'), 'UTF8')";
}

/// <summary>
/// Every fault that <c>verify</c> is to find, planted by hand in a store that was sound, and all that it says then. A sentence
/// that begins with a seal is about the journal as a whole.
/// </summary>
public abstract class PlantedFaultSuite(StoreFixture fixture) : IAsyncLifetime
{
    private readonly SealKey _key = SealKey.Make();
    private Story _story = null!;

    public async ValueTask InitializeAsync()
    {
        await fixture.InitializeAsync();
        _story = new Story(fixture.Store, _key);
        await _story.Fill();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _key.Dispose();
        await fixture.DisposeAsync();
    }

    /// <summary>SQL for the body of a row with a text replaced.</summary>
    protected abstract string Replaced(string from, string to);

    [Fact]
    public async Task A_sound_store_has_no_fault_and_every_row_is_sealed()
    {
        var result = await _story.Verify();

        result.Faults.ShouldBeEmpty();
        (result.Rows, result.Cases, result.Skus, result.Unread).ShouldBe((9, 4, 1, 0));
        (result.Sealed.Seals, result.Sealed.Rows).ShouldBe((1, 9));
        result.Sealed.Keys.ShouldBe([_key.Id]);
    }

    [Fact]
    public Task A_row_lost_in_the_middle() => Plant(
        Delete("journal", Of(Story.First), "seq = 2"),
        "chain: order/A row 3 follows row 1",
        "effect: order/A does not ask for order/A#2.1, which has reached task/PICK-A: row 2 is lost, or it came twice",
        Missing(1));

    [Fact]
    public Task A_row_lost_at_the_end_of_a_case() => Plant(
        Delete("journal", Of(Story.First), "seq = 3"),
        "projection: order/A has a head of row 3, and only 2 rows: the last are lost",
        "projection: order/A has order/A#3.1 listed in flight, and it is not",
        "projection: task/PICK-A has task/PICK-A#2.1 in flight, and it is not listed",
        Missing(1));

    [Fact]
    public async Task A_row_lost_at_the_end_of_a_case_whose_lists_were_made_anew()
    {
        await fixture.Execute(Delete("journal", Of(Story.Lamp), "seq = 3"));
        await fixture.Store.Heads.Clear("heads", TestContext.Current.CancellationToken);

        await Expect(Missing(1));
    }

    [Fact]
    public Task A_whole_case_lost_with_its_name() => Plant(
        $"{Delete("journal", Of(Story.Second))}; delete from cases where case_id = 'order/B'",
        "projection: 'heads' has read up to ",
        "projection: order/B has a head and no row",
        "projection: order/B has order/B#1.1 listed in flight, and it is not",
        "seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) 1 are missing, and with them 1 whole cases");

    [Fact]
    public Task The_rows_of_a_whole_case() => Plant(
        Delete("journal", Of(Story.Lamp)),
        "chain: stock/LAMP was begun and has no first row",
        "projection: stock/LAMP has a head and no row",
        "seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) 3 are missing, and with them 1 whole cases");

    [Fact]
    public Task The_name_of_a_case() => Plant(
        "delete from cases where case_id = 'order/B'",
        "chain: order/B has rows under the number");

    [Fact]
    public Task A_changed_row() => Plant(
        $"update journal set body = {Replaced("picked", "packed")} where {Of(Story.First)} and seq = 3",
        "chain: order/A row 3 is not the one that was written");

    [Fact]
    public Task A_changed_time() => Plant(
        $"update journal set at = at + 1 where {Of(Story.First)} and seq = 3",
        "chain: order/A row 3 says of itself that it is row 3 of order/A, of 2026-03-02T12:06:00.0000000+00:00");

    [Fact]
    public Task A_row_that_is_rubbish() => Plant(
        $"update journal set body = {Replaced("{", "[")} where {Of(Story.First)} and seq = 3",
        "chain: order/A row 3 is not the one that was written",
        "chain: order/A row 3 cannot be read");

    [Fact]
    public Task A_row_changed_together_with_its_hash() => Plant(
        $"update journal set hash = body where {Of(Story.Second)} and seq = 1",
        "chain: order/B row 1 is not the one that was written",
        "seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) some were changed, exchanged or moved");

    [Fact]
    public Task Rows_of_a_case_in_another_order() => Plant(
        $"""
        update journal set seq = -2 where {Of(Story.First)} and seq = 2;
        update journal set seq = 2 where {Of(Story.First)} and seq = 3;
        update journal set seq = 3 where {Of(Story.First)} and seq = -2
        """,
        "chain: order/A row 2 is not the one that was written",
        "chain: order/A row 2 says of itself that it is row 3 of order/A",
        "chain: order/A row 3 is not the one that was written",
        "chain: order/A row 3 says of itself that it is row 2 of order/A",
        "seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) some were changed, exchanged or moved");

    [Fact]
    public Task Rows_of_two_cases_exchanged_in_the_feed() => Plant(
        Exchanged,
        "seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) some were changed, exchanged or moved");

    [Fact]
    public async Task An_effect_asked_twice_under_one_key()
    {
        var last = _story.Latest(Story.First);
        await _story.Write(last with
        {
            Seq = 4, From = last.To, Message = _story.Heard(new LookAgain("once more")) with { Subject = Story.First }, Card = null,
        });
        await _story.Project();

        await Expect("effect: order/A asked for order/A#3.1 twice, the second time in row 4");
    }

    [Fact]
    public async Task An_effect_answered_twice_with_different_answers()
    {
        await _story.Write(Story.First, Story.Answer(Story.First, 3, new StockNotFound("none")), "Closed", final: true);
        await _story.Write(
            Story.First, Story.Answer(Story.First, 3, new StockNotFound("some")) with { Id = "another" }, "Closed", final: true);
        await _story.Project();

        await Expect("effect: order/A had order/A#3.1 answered twice and differently, the second time in row 5");
    }

    [Fact]
    public async Task An_answer_to_what_was_never_asked()
    {
        await _story.Write(
            Story.Second, Story.Answer(Story.First, 3, new StockNotFound("none")), "Checking", within: TimeSpan.FromHours(1));
        await _story.Project();

        await Expect(
            "effect: order/B had order/A#3.1 answered in row 2, which it never asked",
            "projection: order/A has order/A#3.1 in flight, and it is not listed");
    }

    [Fact]
    public async Task A_message_taken_twice()
    {
        await _story.Write(Story.First, Story.Told(Story.Pick, 2, new LookAgain("picked")), "Delivering");
        await _story.Project();

        (await _story.Verify()).Faults.Select(fault => fault.ToString())
            .ShouldContain("effect: order/A took message task/PICK-A#2.1 twice, in rows 3 and 4");
    }

    [Fact]
    public async Task An_effect_that_reached_another_case_than_it_was_meant_for()
    {
        await _story.Write(Story.First, Story.Answer(Story.First, 3, new StockNotFound("none")), "Telling",
            asks: [new TellCase(Story.Second, new LookAgain("hello"))]);
        await _story.Write(Story.Pick, Story.Told(Story.First, 4, new LookAgain("hello")), "Done", final: true);
        await _story.Project();

        await Expect(
            "effect: order/A asked by order/A#4.1 for order/B to be told, and task/PICK-A was",
            "stuck: order/A stands in Telling since 2026-03-02 12:09:00Z and nothing is under way");
    }

    [Fact]
    public async Task An_unbalanced_movement()
    {
        await _story.WriteLedger(
            new StockInstruction(StockAct.Receive, "LEEDS", 5, null, "Delivered."),
            new StockMoved("LEEDS", Account.Received, Account.Available, 3, "Delivered."), new StockGranted(0, 5, ""));
        await _story.Project();

        await Expect("ledger: stock/LAMP row 4 is not balanced: instruction 1 got 5, and 3 were moved");
    }

    [Fact]
    public async Task A_movement_backwards()
    {
        await _story.WriteLedger(
            new StockInstruction(StockAct.Receive, "LEEDS", 0, null, "Delivered."),
            new StockMoved("LEEDS", Account.Received, Account.Available, -3, "Delivered."));
        await _story.Project();

        await Expect("ledger: stock/LAMP row 4 moves -3 at LEEDS from Received to Available, which is no movement");
    }

    [Fact]
    public async Task Stock_reserved_that_no_reservation_holds()
    {
        await _story.WriteLedger(
            new StockInstruction(StockAct.Reserve, "LEEDS", 2, "B", "Reserved."),
            new StockMoved("LEEDS", Account.Available, Account.Reserved, 2, "Reserved."), new StockGranted(0, 2, ""));
        await _story.Project();

        await Expect("ledger: stock/LAMP after row 4 5 are reserved at LEEDS, and reservations hold 3");
    }

    [Fact]
    public async Task A_reservation_that_holds_what_is_not_reserved()
    {
        await _story.WriteLedger(
            new StockInstruction(StockAct.Post, "LEEDS", 2, "B", "Reserved."), new StockSetAside("B", "LEEDS", 2, null));
        await _story.Project();

        await Expect("ledger: stock/LAMP after row 4 3 are reserved at LEEDS, and reservations hold 5");
    }

    [Theory]
    [InlineData(StockAct.WrittenOff)]
    [InlineData(StockAct.SellAtTill)]
    public async Task Pieces_that_somebody_took_without_asking_are_no_fault(StockAct act)
    {
        await _story.Move(new StockInstruction(act, "LEEDS", 99, null, "It has happened."));
        await _story.Project();

        await Expect();
    }

    [Fact]
    public async Task Stock_sold_twice()
    {
        // A till that sells elsewhere excuses nothing here.
        await _story.Move(new StockInstruction(StockAct.SellAtTill, "HULL", 1, null, "Sold."));
        await _story.WriteLedger(
            new StockInstruction(StockAct.Reserve, "LEEDS", 9, "B", "Reserved."),
            new StockMoved("LEEDS", Account.Available, Account.Reserved, 9, "Reserved."),
            new StockSetAside("B", "LEEDS", 9, null), new StockGranted(0, 9, ""));
        await _story.Project();

        await Expect("ledger: stock/LAMP after row 5 -3 are available at LEEDS, and nobody took any there without asking");
    }

    [Fact]
    public async Task A_case_that_is_stuck()
    {
        await _story.Write(Story.First, Story.Answer(Story.First, 3, new StockNotFound("none")), "Waiting");
        await _story.Project();

        await Expect("stuck: order/A stands in Waiting since 2026-03-02 12:09:00Z and nothing is under way");
    }

    [Fact]
    public Task A_head_behind_its_journal() => Plant(
        "update heads set seq = 2 where case_id = 'order/A'", "projection: order/A has a head of row 2, and 3 rows");

    [Fact]
    public Task A_head_that_says_something_else() => Plant(
        "update heads set state = 'Closed' where case_id = 'order/A'",
        "projection: order/A stands in Delivering, and its head says Closed");

    [Fact]
    public Task A_head_that_differs_in_what_a_list_shows() => Plant(
        "update heads set touches = 7, title = 'X' where case_id = 'task/PICK-A'",
        "projection: task/PICK-A has a head that differs from what its rows say, in touches, card");

    [Fact]
    public async Task A_deadline_that_would_never_be_told()
    {
        await _story.Write(
            Story.Second, Story.Answer(Story.Second, 1, new StockNotFound("none")), "Waiting", within: TimeSpan.FromHours(1));
        await _story.Project();
        await fixture.Execute("update heads set due_at = null where case_id = 'order/B'");

        await Expect("projection: order/B is due at 2026-03-02 13:09:00Z, and its deadline is told at ");
    }

    [Fact]
    public Task A_head_that_is_missing() => Plant(
        "delete from heads where case_id = 'order/A'", "projection: order/A has no head");

    [Fact]
    public Task A_head_of_no_case() => Plant(
        "update heads set case_no = 4711 where case_id = 'order/A'",
        "projection: order/A has no head",
        "projection: order/A has a head and no row");

    [Fact]
    public Task An_effect_listed_in_flight_that_is_not() => Plant(
        "insert into in_flight (key, case_id, kind, since) values ('order/A#1.1', 'order/A', 'find-stock', 0)",
        "projection: order/A has order/A#1.1 listed in flight, and it is not");

    [Fact]
    public Task An_effect_in_flight_that_is_not_listed() => Plant(
        "delete from in_flight where key = 'order/B#1.1'",
        "projection: order/B has order/B#1.1 in flight, and it is not listed");

    [Fact]
    public async Task A_checkpoint_ahead_of_the_journal()
    {
        await fixture.Execute("update checkpoints set number = number + 5");

        var fault = (await _story.Verify()).Faults.ShouldHaveSingleItem();
        fault.What.ShouldContain("'heads' has read up to");
        fault.What.ShouldContain("rows are lost");
    }

    [Fact]
    public async Task Lists_that_have_not_read_so_far_are_behind_and_not_wrong()
    {
        await _story.Write(Story.First, Story.Answer(Story.First, 3, new StockNotFound("none")), "Closed", final: true);

        var result = await _story.Verify();

        result.Faults.ShouldBeEmpty();
        result.Unread.ShouldBe(1);
    }

    private string Exchanged =>
        fixture is SqliteFixture
            ? """
              update journal set number = -1 where number = 3;
              update journal set number = 3 where number = 9;
              update journal set number = 9 where number = -1
              """
            : $"""
              update journal set epoch = (select sum(epoch) from journal where seq = 1
                and case_no in (select case_no from cases where case_id in ('order/A', 'order/B'))) - epoch
              where seq = 1 and case_no in (select case_no from cases where case_id in ('order/A', 'order/B'))
              """;

    private static string Of(CaseId id) => $"case_no = (select case_no from cases where case_id = '{id}')";

    private static string Delete(string table, params string[] where) => $"delete from {table} where {string.Join(" and ", where)}";

    private static string Missing(int rows) => $"seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) {rows} are missing";

    private async Task Plant(string sql, params string[] found)
    {
        await fixture.Execute(sql);
        await Expect(found);
    }

    private async Task Expect(params string[] found)
    {
        var said = (await _story.Verify()).Faults.Select(fault => fault.ToString()).Order(StringComparer.Ordinal).ToList();
        said.Count.ShouldBe(found.Length, string.Join('\n', said));
        foreach (var (sentence, begins) in said.Zip(found.Order(StringComparer.Ordinal)))
        {
            sentence.ShouldStartWith(begins);
        }
    }
}
