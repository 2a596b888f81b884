using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Integrations;

/// <summary>An outside system by its connector's card.</summary>
/// <param name="Owner">who mends it</param>
/// <param name="Contract">the version of the wire contract that is spoken with it</param>
/// <param name="Operations">what it is asked to do</param>
public sealed record KnownSystem(
    string System, string Name, OwnerGroup Owner, string Contract, ImmutableArray<string> Operations);

/// <summary>Every system that there is a way to, as the house was put together.</summary>
public sealed record KnownSystems(ImmutableArray<KnownSystem> All);

/// <summary>Every system that may send events, as the services were put together.</summary>
public sealed record KnownSenders(ImmutableArray<string> Systems);

/// <summary>What became of attempts: how many, and how long they took on the wall.</summary>
/// <param name="Failures">attempts without success, a clear no included</param>
/// <param name="Median">null where none was made; by nearest rank, as every figure here that says which share was faster</param>
public sealed record Answers(int Attempts, int Failures, TimeSpan? Median, TimeSpan? P95)
{
    public static Answers Of(IEnumerable<EffectAttempt> attempts)
    {
        var all = attempts.ToArray();
        var took = all.Select(attempt => attempt.Took).Order().ToArray();
        return new Answers(
            all.Length, all.Count(attempt => attempt.Outcome != AttemptOutcome.Succeeded), AtShare(took, 0.5), AtShare(took, 0.95));
    }

    internal static TimeSpan? AtShare(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * share) - 1)];
}

/// <param name="PerMinute">attempts in a minute of the wall</param>
/// <param name="Circuit">closed, open or half-open, as this host has it</param>
/// <param name="Waiting">effects of this host that wait for their first attempt</param>
/// <param name="Retrying">effects of this host that were tried in vain</param>
/// <param name="Oldest">since when the oldest of both waits</param>
/// <param name="GivenUp">open incidents: effects that are given up for now</param>
public sealed record SystemStanding(
    KnownSystem System, Answers Answers, double PerMinute, string Circuit, int Waiting, int Retrying, DateTimeOffset? Oldest,
    string? Reason, int GivenUp)
{
    /// <summary>Somebody has to look at it, or will have to if it goes on.</summary>
    public bool IsTroubled => Circuit != "closed" || GivenUp > 0 || Retrying > 0;
}

public sealed record OperationAnswers(string Operation, Answers Answers);

/// <summary>An effect that has no answer yet, wherever in the cluster it waits.</summary>
/// <param name="Tries">as far as the latest attempts reach</param>
/// <param name="Reason">of its latest try; null where none of the latest attempts is of it</param>
public sealed record WaitingEffect(string Key, CaseId Case, string Operation, DateTimeOffset Since, int Tries, string? Reason);

/// <param name="Waiting">those that wait longest</param>
/// <param name="Failures">the latest attempts without success</param>
/// <param name="Causes">of what is given up, the most frequent first</param>
public sealed record SystemStory(
    SystemStanding Standing, ImmutableArray<OperationAnswers> Operations, ImmutableArray<WaitingEffect> Waiting,
    ImmutableArray<EffectAttempt> Failures, ImmutableArray<IncidentGroup> Causes);

/// <param name="Window">the stretch of the wall that the attempts are of</param>
/// <param name="Chosen">null where no system was asked for, or none has that name</param>
public sealed record IntegrationFigures(
    ImmutableArray<SystemStanding> Systems, SystemStory? Chosen, TimeSpan Window, DateTimeOffset At)
{
    /// <summary>What systems have sent to the host that is asked.</summary>
    public ImmutableArray<InboundStanding> Inbound { get; init; } = [];
}
