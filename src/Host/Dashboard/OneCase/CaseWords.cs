using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Host.Dashboard.OneCase;

/// <param name="State">such as <c>1 attempt, 0.8 s</c> or <c>on its way, 2 attempts</c></param>
public sealed record EffectLine(string What, string State, string Mark);

/// <summary>How a case's screen says what is known of it.</summary>
public static class CaseWords
{
    extension(CaseStory story)
    {
        public string Title => story.TitleOf(story.State);

        public string LinesSay => story.Rows[0].Message.Data switch
        {
            OrderReceived => "sent of ordered",
            FulfilmentAsked or TaskOpened => "picked of asked",
            _ => "pieces",
        };

        public string TitleOf(string state) => Words.Title(story.Map?.Find(state), state);

        public IEnumerable<EffectLine> EffectLinesOf(Transition row) =>
            row.Effects.Zip(story.EffectsOf(row), (asked, effect) => effect.Tell is { } tell
                ? new EffectLine(Words.Sentence(tell.Data.GetType().Name), $"to {tell.To}", "ok")
                : new EffectLine(Words.Sentence(asked.Effect.GetType().Name), Say(effect), MarkOf(effect)));
    }

    private static string Say(EffectStory effect)
    {
        if (effect.Attempts is not [.., var last])
        {
            return effect.State == EffectState.Answered ? "answered" : "on its way";
        }

        var tries = Words.Count(effect.Attempts.Length, "attempt", "attempts") + ", " + Words.Duration(last.Took);
        return last.Outcome == AttemptOutcome.Succeeded ? tries : $"{tries}, {Words.Sentence(last.Outcome.ToString()).ToLowerInvariant()}";
    }

    private static string MarkOf(EffectStory effect) => (effect.Attempts, effect.State) switch
    {
        ([.., { Outcome: AttemptOutcome.Succeeded }], _) => "ok",
        ([.., { Outcome: AttemptOutcome.Rejected or AttemptOutcome.Unauthorised or AttemptOutcome.NotUnderstood }], _) => "late",
        (_, EffectState.Answered) => "ok",
        ([_, ..], _) => "risk",
        _ => "info",
    };
}
