using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Crossdock.Connectors.Delivery;

/// <summary>
/// Tells a case the answer to its effect, until the case has it. The call is over by then and is not repeated, however long
/// the store is away.
/// </summary>
internal sealed partial class AnswerTelling
{
    private static readonly ResiliencePropertyKey<Errand> ErrandKey = new("errand");

    private readonly Func<ITellCases> _cases;
    private readonly BusinessClock _clock;
    private readonly TimeProvider _wall;
    private readonly ILogger<AnswerTelling> _logger;
    private readonly ResiliencePipeline _untilTold;

    /// <param name="cases">asked for at the first answer: those who tell cases may themselves need the way out</param>
    public AnswerTelling(Func<ITellCases> cases, BusinessClock clock, TimeProvider wall, ILogger<AnswerTelling> logger)
    {
        (_cases, _clock, _wall, _logger) = (cases, clock, wall, logger);
        _untilTold = new ResiliencePipelineBuilder { TimeProvider = wall }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } failure
                    && !(failure is OperationCanceledException && args.Context.CancellationToken.IsCancellationRequested)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(5),
                OnRetry = NotYet,
            })
            .Build();
    }

    /// <exception cref="OperationCanceledException">stopped before the case had it</exception>
    public async Task Tell(Errand errand, ConnectorCard card, Message answer, CancellationToken stop)
    {
        var effect = errand.Effect;
        var envelope = new Envelope(
            $"{effect.Key}/answer", $"connector/{card.System}", effect.Case, _clock.GetUtcNow(), Actor.System(card.Name), answer,
            Answers: effect.Key, Trace: effect.Trace);
        var context = ResilienceContextPool.Shared.Get(stop);
        context.Properties.Set(ErrandKey, errand);
        try
        {
            await _untilTold.ExecuteAsync(
                static async (context, call) => await call._cases().Tell(call.envelope, context.CancellationToken),
                context, (_cases, envelope));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>
    /// Tells a case that its effect is given up for now, once for each cause. When it cannot be told, the next attempt's failure
    /// tries again; an effect that the case no longer waits for is dropped.
    /// </summary>
    public async Task TellGivenUp(Errand errand, ConnectorCard card, CancellationToken stop)
    {
        var effect = errand.Effect;
        if (errand.GivenUpFor is not { } reason || IncidentCause.Of(card.System, reason) is var cause && cause == errand.ToldCause)
        {
            return;
        }

        var now = _clock.GetUtcNow();
        try
        {
            var receipt = await _cases().Tell(
                new Envelope(
                    $"{effect.Key}/parked/{now.UtcTicks}", $"connector/{card.System}", effect.Case, now, Actor.System(card.Name),
                    new EffectParked(effect.Key, card.System, errand.Route.Operation, reason), Trace: effect.Trace),
                stop);
            errand.ToldCause = cause;
            if (receipt.Result == TellResult.MovedOn)
            {
                errand.Drop();
            }
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            LogNotTold(failure, effect.Key, errand.Attempts);
        }
    }

    private ValueTask NotYet(OnRetryArguments<object> args)
    {
        if (args.Context.Properties.TryGetValue(ErrandKey, out var errand))
        {
            errand.Latest = new Trouble($"answered, but the case cannot be told yet: {args.Outcome.Exception?.Message}", _wall.GetUtcNow());
            LogNotTold(args.Outcome.Exception, errand.Effect.Key, args.AttemptNumber + 1);
        }

        return ValueTask.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The answer to {Effect} could not be told, try {Try}")]
    private partial void LogNotTold(Exception? failure, string effect, int @try);
}
