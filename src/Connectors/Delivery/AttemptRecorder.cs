using System.Collections.Concurrent;
using System.Threading.Channels;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crossdock.Connectors.Delivery;

/// <summary>
/// Writes attempts to the log in batches, behind delivery's back. When the log cannot keep up, attempts are dropped and
/// counted, but the newest failure of each system is kept aside and written as soon as there is room.
/// </summary>
internal sealed partial class AttemptRecorder(
    IAttemptLog log, IOptions<DeliveryOptions> options, TimeProvider wall, Telemetry telemetry, ILogger<AttemptRecorder> logger)
    : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly DeliveryOptions _options = options.Value;

    private readonly Channel<EffectAttempt> _waiting =
        Channel.CreateBounded<EffectAttempt>(new BoundedChannelOptions(options.Value.AttemptLogCapacity) { SingleReader = true });

    private readonly ConcurrentDictionary<string, EffectAttempt> _newestFailures = new();

    private long _dropped;

    // Kept where a stop finds it, should the log be away just then.
    private List<EffectAttempt> _inHand = [];

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Record(EffectAttempt attempt)
    {
        telemetry.Count(attempt);
        if (_waiting.Writer.TryWrite(attempt))
        {
            return;
        }

        Interlocked.Increment(ref _dropped);
        telemetry.CountDropped(attempt.System);
        if (attempt.Outcome is not AttemptOutcome.Succeeded)
        {
            _newestFailures[attempt.System] = attempt;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        var ended = ExecuteTask is not { IsCompleted: false };
        while (ended && !cancellationToken.IsCancellationRequested && TakeInHand() && await TryWrite(cancellationToken))
        {
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                if (_waiting.Reader.Count < _options.AttemptLogBatch)
                {
                    await Task.Delay(_options.AttemptLogFlush, wall, stoppingToken);
                }

                while (TakeInHand() && !await TryWrite(stoppingToken))
                {
                    await Task.Delay(AfterFailure, wall, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is still waiting is written by StopAsync.
        }
    }

    /// <summary>Fills the hand where it is empty; false when there is nothing to write.</summary>
    private bool TakeInHand()
    {
        if (_inHand.Count > 0)
        {
            return true;
        }

        while (_inHand.Count < _options.AttemptLogBatch && _waiting.Reader.TryRead(out var attempt))
        {
            _inHand.Add(attempt);
        }

        foreach (var system in _newestFailures.Keys)
        {
            if (_newestFailures.TryRemove(system, out var failure))
            {
                _inHand.Add(failure);
            }
        }

        return _inHand.Count > 0;
    }

    private async Task<bool> TryWrite(CancellationToken cancel)
    {
        try
        {
            await log.Record(_inHand, cancel);
            _inHand = [];
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            LogNotRecorded(failure, _inHand.Count);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} attempts could not be recorded yet")]
    private partial void LogNotRecorded(Exception failure, int count);
}
