using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Runtime;

public sealed class JournalTests : IAsyncDisposable
{
    private readonly FakeJournal _journal = new();
    private readonly FakeTimeProvider _wall = new();
    private readonly GroupCommit _writer;

    public JournalTests() => _writer = new GroupCommit(_journal, CommittedRows.Kept(), _wall, NullLogger<GroupCommit>.Instance);

    [Fact]
    public async Task A_row_is_acknowledged_only_after_its_commit_which_all_who_wait_share()
    {
        var rows = new[] { Append("A", 1, new Fence()), Append("B", 1, new Fence()) };
        await _writer.StartAsync(TestContext.Current.CancellationToken);
        var batch = await _journal.Next();
        rows.ShouldAllBe(row => !row.IsCompleted);

        batch.Done.SetResult(new HashSet<CaseId>());
        await Task.WhenAll(rows);

        batch.Rows.Select(row => row.Case.Key).ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task A_lost_fence_fails_only_its_own_case_and_all_later_rows_of_it()
    {
        var fence = new Fence();
        var (lost, kept) = (Append("A", 1, fence), Append("B", 1, new Fence()));
        await _writer.StartAsync(TestContext.Current.CancellationToken);
        (await _journal.Next()).Done.SetResult(new HashSet<CaseId> { CaseId.Order("A") });
        await kept;
        await Should.ThrowAsync<FenceLostException>(lost);
        fence.Lost.ShouldBeTrue();

        await Should.ThrowAsync<FenceLostException>(Append("A", 2, fence));
    }

    [Fact]
    public async Task A_store_that_is_down_keeps_the_batch_and_is_tried_again()
    {
        var row = Append("A", 1, new Fence());
        await _writer.StartAsync(TestContext.Current.CancellationToken);
        var first = await _journal.Next();
        first.Done.SetException(new StoreUnavailableException());
        var again = _journal.Next();
        while (!again.IsCompleted)
        {
            _wall.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        _writer.StoreDown.ShouldBeTrue();
        row.IsCompleted.ShouldBeFalse();
        (await again).Rows.ShouldBe(first.Rows);
        (await again).Done.SetResult(new HashSet<CaseId>());
        await row;
        _writer.StoreDown.ShouldBeFalse();
    }

    [Fact]
    public void Too_much_that_waits_is_refused_at_once()
    {
        var fence = new Fence();
        for (var n = 1; n <= 50_000; n++)
        {
            _ = Append("A", n, fence);
        }

        Should.Throw<StoreUnavailableException>(() => { _ = Append("A", 50_001, fence); });
    }

    [Fact]
    public void Each_hash_covers_all_rows_before_it()
    {
        var first = Chain.Next(Chain.Start, [1]);
        var second = Chain.Next(first, [2]);

        second.ShouldBe(Chain.Next(Chain.Next(Chain.Start, [1]), [2]));
        second.ShouldNotBe(Chain.Next(Chain.Next(Chain.Start, [2]), [1]));
        second.ShouldNotBe(Chain.Next(Chain.Start, [2]));
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
    }

    private Task<int> Append(string key, int seq, Fence fence)
    {
        var row = new Pending(new JournalRow(1, CaseId.Order(key), seq, DateTimeOffset.UnixEpoch, [1], [2]), fence);
        _writer.Append(row);
        return row.Answer;
    }

    private sealed class Pending(JournalRow row, Fence fence) : PendingRow<int>(row, TransitionOf(row), fence)
    {
        protected override int WhenCommitted() => Row.Seq;

        protected override void WhenFailed()
        {
        }

        private static Transition TransitionOf(JournalRow row) => new(
            row.Case, row.Seq, row.At, "test", 1,
            new Envelope("m", "test", row.Case, row.At, Actor.Crossdock, new LookAgain("")), Outcome.Applied, null, "Open", Final: false,
            Waits.OnSystem, [], [], null, null, "", []);
    }
}
