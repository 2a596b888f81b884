using Crossdock.Connectors.Http;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Crossdock.Connectors.Delivery;

/// <summary>
/// Carries errands to one system: retry, then a place among the calls under way, then the circuit, then the attempt with its
/// time limit. A wait between attempts holds no place.
/// </summary>
internal sealed partial class Courier : IDisposable
{
    private static readonly ResiliencePropertyKey<Errand> ErrandKey = new("errand");

    private readonly Connector _connector;
    private readonly SystemClient _client;
    private readonly AttemptRecorder _recorder;
    private readonly DeliveryOptions _options;
    private readonly AnswerTelling _telling;
    private readonly BusinessClock _clock;
    private readonly TimeProvider _wall;
    private readonly ILogger<Courier> _logger;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim _places;
    private readonly CircuitBreakerStateProvider _circuitState = new();
    private readonly ResiliencePipeline<Attempt> _retry;
    private readonly ResiliencePipeline<Attempt> _circuit;
    private readonly ResiliencePipeline _limit;

    public Courier(
        Connector connector, SystemClient client, SystemSettings settings, AttemptRecorder recorder, DeliveryOptions options,
        AnswerTelling telling, BusinessClock clock, TimeProvider wall, ILogger<Courier> logger)
    {
        _telling = telling;
        (_connector, _client, _recorder, _options) = (connector, client, recorder, options);
        (_clock, _wall, _logger) = (clock, wall, logger);
        _timeout = settings.Timeout;
        _places = new SemaphoreSlim(settings.Concurrency);
        _retry = new ResiliencePipelineBuilder<Attempt> { TimeProvider = wall }.AddRetry(Retry()).Build();
        _circuit = new ResiliencePipelineBuilder<Attempt> { TimeProvider = wall }.AddCircuitBreaker(Circuit()).Build();
        _limit = new ResiliencePipelineBuilder { TimeProvider = wall }.AddTimeout(_timeout).Build();
    }

    public string CircuitState => _circuitState.CircuitState switch
    {
        Polly.CircuitBreaker.CircuitState.HalfOpen => "half-open",
        Polly.CircuitBreaker.CircuitState.Closed => "closed",
        _ => "open",
    };

    /// <summary>Tries until there is a final answer.</summary>
    /// <param name="stop">ends the waits: no new attempt is begun</param>
    /// <param name="abort">ends the attempt under way as well</param>
    /// <exception cref="OperationCanceledException">stopped or hurried before there was an answer</exception>
    public async Task<Attempt> CarryOut(Errand errand, CancellationToken stop, CancellationToken abort)
    {
        using var waits = CancellationTokenSource.CreateLinkedTokenSource(stop);
        errand.WaitOn(waits);
        var context = ResilienceContextPool.Shared.Get(waits.Token);
        context.Properties.Set(ErrandKey, errand);
        try
        {
            var attempt = await _retry.ExecuteAsync(
                static (context, call) => call.self.TakePlace(call.errand, context.CancellationToken, call.abort),
                context, (self: this, errand, abort));
            if (attempt.Answer is null)
            {
                waits.Token.ThrowIfCancellationRequested();
            }

            return attempt;
        }
        finally
        {
            errand.WaitOn(null);
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _places.Dispose();

    private async ValueTask<Attempt> TakePlace(Errand errand, CancellationToken stop, CancellationToken abort)
    {
        await _places.WaitAsync(stop);
        try
        {
            return await _circuit.ExecuteAsync(
                static (call, cancel) => call.self.Try(call.errand, cancel), (self: this, errand), abort);
        }
        finally
        {
            _places.Release();
        }
    }

    private async ValueTask<Attempt> Try(Errand errand, CancellationToken abort)
    {
        var (at, started) = (_clock.GetUtcNow(), _wall.GetTimestamp());
        using var activity = Telemetry.Start(errand.Effect, _connector.Card, errand.Route);
        var attempt = await Ended(errand, abort);
        activity?.SetTag("crossdock.outcome", attempt.Outcome.ToString());
        if (attempt.Made)
        {
            errand.Attempts++;
            _recorder.Record(new EffectAttempt(
                errand.Effect.Key, errand.Effect.Case, _connector.Card.System, errand.Route.Operation, errand.Attempts, at,
                _wall.GetElapsedTime(started), attempt.Outcome, attempt.Detail));
        }

        Remember(errand, attempt);
        return attempt;
    }

    private async Task<Attempt> Ended(Errand errand, CancellationToken abort)
    {
        try
        {
            return await _limit.ExecuteAsync(
                static async (call, cancel) =>
                    await call.self._client.Call(call.self._connector, call.errand.Route, call.errand.Effect, cancel),
                (self: this, errand), abort);
        }
        catch (TimeoutRejectedException)
        {
            return Attempt.Transient($"no answer within {_timeout.TotalSeconds} s");
        }
        catch (Exception unforeseen) when (!abort.IsCancellationRequested)
        {
            // Whatever another system sends must not end the loop that serves everyone else.
            LogUnforeseen(unforeseen, errand.Effect.Key);
            return Attempt.NotUnderstood($"{unforeseen.GetType().Name}: {unforeseen.Message}");
        }
    }

    private void Remember(Errand errand, Attempt attempt)
    {
        errand.Garbled = attempt.Outcome is AttemptOutcome.NotUnderstood ? errand.Garbled + 1 : 0;
        if (attempt.Answer is not null)
        {
            errand.Latest = null;
            errand.GivenUpFor = null;
            return;
        }

        errand.FailingSince ??= _wall.GetTimestamp();
        var parked = RetryRule.IsGivenUp(attempt.Outcome, FailingFor(errand), errand.Garbled, _options);
        errand.GivenUpFor = parked ? attempt.Detail : null;
        var reason = parked ? $"given up for now, tried again every {_options.SlowRetry:g}: {attempt.Detail}" : attempt.Detail;
        errand.Latest = new Trouble(reason, _wall.GetUtcNow());
        LogFailed(errand.Effect.Key, _connector.Card.System, errand.Attempts, attempt.Outcome, reason);
    }

    private TimeSpan FailingFor(Errand errand) =>
        errand.FailingSince is { } since ? _wall.GetElapsedTime(since) : TimeSpan.Zero;

    private RetryStrategyOptions<Attempt> Retry() => new()
    {
        ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
        {
            { Exception: BrokenCircuitException } => true,
            { Result: { } attempt } => RetryRule.After(attempt.Outcome) is not Pace.Done,
            _ => false,
        }),
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _options.FirstRetry,
        MaxDelay = _options.LongestRetry,
        DelayGenerator = args => ValueTask.FromResult(WaitAfter(args)),
        OnRetry = async args =>
        {
            if (args.Context.Properties.TryGetValue(ErrandKey, out var errand))
            {
                await _telling.TellGivenUp(errand, _connector.Card, args.Context.CancellationToken);
            }
        },
    };

    private TimeSpan? WaitAfter(RetryDelayGeneratorArguments<Attempt> args)
    {
        var wait = args.Outcome switch
        {
            // The wait for a circuit is no attempt: it costs nothing and counts for nothing.
            { Exception: BrokenCircuitException broken } => broken.RetryAfter ?? _options.CircuitBreak,
            { Result: { } attempt } when args.Context.Properties.TryGetValue(ErrandKey, out var errand) =>
                RetryRule.Wait(attempt, FailingFor(errand), errand.Garbled, _options),
            _ => null,
        };
        // A tenth of jitter keeps those who were told the same time from coming back together; never earlier than told.
        return wait + (wait * (Random.Shared.NextDouble() / 10));
    }

    private CircuitBreakerStrategyOptions<Attempt> Circuit() => new()
    {
        // Only a system that seems to be down opens it. One that refuses, throttles or mumbles is up.
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { Outcome: AttemptOutcome.Transient, Made: true }),
        FailureRatio = _options.CircuitFailureRatio,
        MinimumThroughput = _options.CircuitMinimumAttempts,
        SamplingDuration = _options.CircuitSampling,
        BreakDuration = _options.CircuitBreak,
        StateProvider = _circuitState,
        OnOpened = args =>
        {
            LogOpened(_connector.Card.System, args.BreakDuration, args.Outcome.Result?.Detail);
            return ValueTask.CompletedTask;
        },
        OnClosed = args =>
        {
            LogClosed(_connector.Card.System);
            return ValueTask.CompletedTask;
        },
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Effect} to {System}, attempt {Attempt}: {Outcome}, {Reason}")]
    private partial void LogFailed(string effect, string system, int attempt, AttemptOutcome outcome, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Effect} ended in a way that nobody foresaw")]
    private partial void LogUnforeseen(Exception failure, string effect);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The circuit to {System} is open for {Break}: {Reason}")]
    private partial void LogOpened(string system, TimeSpan @break, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The circuit to {System} is closed")]
    private partial void LogClosed(string system);
}
