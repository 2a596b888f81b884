using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Crossdock.Connectors.Delivery;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Connectors;

public sealed class AttemptRecorderTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly StubLog _log = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task What_the_log_has_no_room_for_is_counted_and_the_newest_failure_is_written_nevertheless()
    {
        using var recorder = Recorder(capacity: 2);
        recorder.Record(Of(1, AttemptOutcome.Succeeded));
        recorder.Record(Of(2, AttemptOutcome.Succeeded));

        recorder.Record(Of(3, AttemptOutcome.Transient));
        recorder.Record(Of(4, AttemptOutcome.Unauthorised));
        recorder.Record(Of(5, AttemptOutcome.Succeeded));

        recorder.Dropped.ShouldBe(3);
        await recorder.StopAsync(TestContext.Current.CancellationToken);
        (await Batch()).ShouldBe([1, 2, 4]);
    }

    [Fact]
    public async Task A_full_batch_is_written_at_once_and_never_longer_than_agreed()
    {
        using var recorder = Recorder(capacity: 100, batch: 10);
        for (var attempt = 1; attempt <= 25; attempt++)
        {
            recorder.Record(Of(attempt, AttemptOutcome.Succeeded));
        }

        await recorder.StartAsync(TestContext.Current.CancellationToken);

        (await Batch()).ShouldBe(Enumerable.Range(1, 10));
        (await Batch()).ShouldBe(Enumerable.Range(11, 10));
        await recorder.StopAsync(TestContext.Current.CancellationToken);
        (await Batch()).ShouldBe(Enumerable.Range(21, 5));
    }

    [Fact]
    public async Task A_log_that_is_away_at_the_stop_gets_what_was_in_hand_when_it_is_back()
    {
        using var recorder = Recorder(capacity: 100, batch: 1);
        _log.Fail(times: 1);
        recorder.Record(Of(1, AttemptOutcome.Succeeded));
        await recorder.StartAsync(TestContext.Current.CancellationToken);
        await _log.Failed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        await recorder.StopAsync(TestContext.Current.CancellationToken);

        (await Batch()).ShouldBe([1]);
    }

    private AttemptRecorder Recorder(int capacity, int batch = 500) => new(
        _log, Options.Create(new DeliveryOptions { AttemptLogCapacity = capacity, AttemptLogBatch = batch }), new FakeTimeProvider(),
        new Telemetry(_services.GetRequiredService<IMeterFactory>()), NullLogger<AttemptRecorder>.Instance);

    private async Task<IEnumerable<int>> Batch() =>
        (await _log.Batches.Reader.ReadAsync(TestContext.Current.CancellationToken)).Select(attempt => attempt.Attempt);

    private static EffectAttempt Of(int attempt, AttemptOutcome outcome) => new(
        "order/A#1.1", CaseId.Order("A"), "erp", "post-sales-order", attempt, DateTimeOffset.UnixEpoch, TimeSpan.Zero, outcome, "why");

    private sealed class StubLog : IAttemptLog
    {
        private int _failures;

        public Channel<IReadOnlyList<EffectAttempt>> Batches { get; } = Channel.CreateUnbounded<IReadOnlyList<EffectAttempt>>();

        public TaskCompletionSource Failed { get; } = new();

        public void Fail(int times) => _failures = times;

        public Task Record(IReadOnlyList<EffectAttempt> attempts, CancellationToken cancel)
        {
            if (_failures-- > 0)
            {
                Failed.TrySetResult();
                throw new StoreUnavailableException();
            }

            Batches.Writer.TryWrite([.. attempts]);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<EffectAttempt>> ReadOf(CaseId id, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<SystemFigures>> ReadFigures(int latest, CancellationToken cancel) => throw new NotSupportedException();
    }
}
