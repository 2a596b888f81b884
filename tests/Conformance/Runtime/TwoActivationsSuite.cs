using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Journal;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>A case that is alive in two processes at once, as it can be for a moment even in a healthy cluster.</summary>
public abstract class TwoActivationsSuite(StoreFixture fixture)
{
    private const int Messages = 60;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_activations_of_a_case_that_both_decide_write_one_history()
    {
        await using var other = await fixture.OpenAnother();
        await using var first = await OneProcess.Start(fixture.Store);
        await using var second = await OneProcess.Start(other);
        var id = Given.NewCase("task");
        await first.Tell(id, "open", Opened(id));
        await second.Tell(id, "claim", new TaskClaimed("both know it now"));

        var lost = new ConcurrentBag<string>();
        var told = await Task.WhenAll(new[] { first, second }.Select((process, n) => Task.Run(async () =>
        {
            var seqs = new List<int>();
            for (var message = 0; message < Messages; message++)
            {
                seqs.Add(await process.Insist(id, $"{n}/{message}", new TaskReassigned($"person {n}-{message}", "busy"), lost));
            }

            return seqs;
        }, Cancel)));

        var rows = await fixture.Store.Journal.ReadCase(id, 0, Cancel);
        rows.Select(row => row.Seq).ShouldBe(Enumerable.Range(1, (2 * Messages) + 2));
        rows.Aggregate(Chain.Start, (hash, row) => Chain.Next(hash, row.Body)).ShouldBe(rows[^1].Hash);
        told.SelectMany(seqs => seqs).Order().ShouldBe(Enumerable.Range(3, 2 * Messages), "each was acknowledged with a row of its own");
        lost.ShouldNotBeEmpty("nobody lost a fence: the two never met");
    }

    [Fact]
    public async Task A_message_that_begins_what_is_there_already_is_a_repeat_and_the_case_answers_as_ever()
    {
        await using var first = await OneProcess.Start(fixture.Store);
        var id = Given.NewCase("task");
        await first.Tell(id, "open", Opened(id));

        await using var next = await OneProcess.Start(fixture.Store);
        var lost = new ConcurrentBag<string>();
        (await next.Insist(id, "open", Opened(id), lost)).ShouldBe(1);
        lost.ShouldHaveSingleItem("it was taken for the first of its case, and the journal said no");

        (await next.Tell(id, "open", Opened(id))).Result.ShouldBe(TellResult.Duplicate);
        await next.Poke(id, $"{id}#1.1");
        (await next.Tell(id, "claim", new TaskClaimed("Ada"))).Seq.ShouldBe(2);
    }

    [Fact]
    public async Task A_case_that_was_archived_is_told_nothing_and_does_not_begin_again()
    {
        var id = Given.NewCase("task");
        await using (var process = await OneProcess.Start(fixture.Store))
        {
            await process.Tell(id, "open", Opened(id));
        }

        var last = (await fixture.Store.Journal.ReadCase(id, 0, Cancel))[^1];
        var heads = fixture.Store.Heads;
        await heads.Save(Given.Changes(Given.Head(last.CaseNo, id, seq: last.Seq, closed: Given.Noon)), Cancel);
        var gone = new ArchivedCase(last.CaseNo, id, last.Seq, last.Hash, Given.Noon, Given.Noon, "cases.ndjson.gz");
        var file = new ArchiveFile(gone.File, 1, 1, 1, last.Hash, Given.Noon);
        (await fixture.Store.Archive.Enter(file, [gone], Cancel)).Count.ShouldBe(1);

        await using var later = await OneProcess.Start(fixture.Store);
        (await later.Insist(id, "open", Opened(id), [])).ShouldBe(0, "as if nobody were there");
        var receipt = await later.Tell(id, "claim", new TaskClaimed("Ada"));
        (receipt.Result, receipt.Seq).ShouldBe((TellResult.Ignored, 0));
        receipt.Reason.ShouldContain("archived");
        await later.Poke(id, $"{id}#1.1");
        (await fixture.Store.Journal.CountRows(Cancel)).ShouldBe(
            (await fixture.Store.Audit.ReadRows(0, 0, 10_000, Cancel)).Count(row => row.Case != id.ToString()));
    }

    [Fact]
    public async Task A_program_with_an_older_map_decides_nothing_on_a_case_that_a_newer_map_has_decided_on()
    {
        await using var process = await OneProcess.Start(fixture.Store);
        var id = Given.NewCase("task");
        await process.Tell(id, "open", Opened(id));
        await ByNewerProgram(id, facts: "[]");

        await using var older = await OneProcess.Start(fixture.Store);
        await Should.ThrowAsync<NewerMapException>(() => older.Tell(id, "claim", new TaskClaimed("Ada")));
        (await fixture.Store.Journal.ReadCase(id, 0, Cancel)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nor_where_it_cannot_even_read_what_the_newer_one_wrote()
    {
        await using var process = await OneProcess.Start(fixture.Store);
        var id = Given.NewCase("task");
        await process.Tell(id, "open", Opened(id));
        await ByNewerProgram(id, facts: """[{"fact":"task.of-tomorrow"}]""");

        await using var older = await OneProcess.Start(fixture.Store);
        await Should.ThrowAsync<NewerMapException>(() => older.Tell(id, "claim", new TaskClaimed("Ada")));
    }

    /// <summary>The case's last row once more, as the next version of its map would have written it.</summary>
    private async Task ByNewerProgram(CaseId id, string facts)
    {
        var last = (await fixture.Store.Journal.ReadCase(id, 0, Cancel))[^1];
        var row = JsonNode.Parse(last.Body)!.AsObject();
        row["seq"] = last.Seq + 1;
        row["mapVersion"] = (int)row["mapVersion"]! + 1;
        row["facts"] = JsonNode.Parse(facts);
        row["effects"] = new JsonArray();
        row["message"]!["id"] = "by a newer program";
        var body = Encoding.UTF8.GetBytes(row.ToJsonString());
        await fixture.Store.Journal.Append([last with { Seq = last.Seq + 1, Body = body, Hash = Chain.Next(last.Hash, body) }], Cancel);
    }

    private static TaskOpened Opened(CaseId id) => new(
        TaskKind.Resolve, "Look", "A reason", CaseId.Order(id.Key), null, OwnerGroup.CustomerService, null, null, null, null, null, null,
        null, 0, TimeSpan.FromHours(1), [], []);
}

public sealed class TwoActivationsOnSqliteTests(SqliteFixture fixture) : TwoActivationsSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class TwoActivationsOnPostgresTests(PostgresFixture fixture)
    : TwoActivationsSuite(fixture), IClassFixture<PostgresFixture>;
