using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crossdock.Contracts;

namespace Crossdock.Intelligence.Integrations;

/// <summary>What became of an event that an outside system sent.</summary>
public enum InboundOutcome
{
    Taken,
    /// <summary>It was known by its id.</summary>
    Repeated,
    /// <summary>The case had gone on without it.</summary>
    NotExpected,
    /// <summary>It was about no case, or not of the form its type has.</summary>
    Refused,
}

/// <summary>An event that led to nothing, and why.</summary>
public sealed record InboundProblem(DateTimeOffset At, string? Type, string? Subject, InboundOutcome Outcome, string Reason);

/// <summary>What a system has sent to this host in the window.</summary>
/// <param name="PerMinute">in a minute of the wall</param>
/// <param name="MedianDelay">from when it happened, as the event says, to when it was heard, on the wall; null where nothing came</param>
/// <param name="Last">when something came last, however long ago; null for never since this host began</param>
/// <param name="Problems">the latest that led to nothing, the newest first</param>
public sealed record InboundStanding(
    string System, int Events, double PerMinute, int Repeated, int NotExpected, int Refused, TimeSpan? MedianDelay, TimeSpan? P95Delay,
    DateTimeOffset? Last, ImmutableArray<InboundProblem> Problems);

/// <summary>
/// Notes what outside systems send to this host, for as long as somebody would look back. It costs a few bytes an event, of the latest some
/// thousands of a system.
/// </summary>
/// <param name="systems">those that may send; each is told of, also before it has sent anything</param>
public sealed class InboundWatch(IEnumerable<string> systems, TimeProvider wall, BusinessClock clock)
{
    /// <summary>When more came in the window, it is as much shorter.</summary>
    public const int MostEvents = 5_000;

    private const int MostProblems = 10;

    private readonly ConcurrentDictionary<string, Heard> _bySystem = new(
        systems.Select(system => KeyValuePair.Create(system, new Heard())), StringComparer.Ordinal);

    /// <param name="happened">as the event says; null where it says nothing that can be read</param>
    /// <param name="reason">why it led to nothing</param>
    public void Note(
        string system, InboundOutcome outcome, DateTimeOffset? happened, string? type = null, string? subject = null, string? reason = null)
    {
        // Whatever may send is known: nobody fills the memory with made-up names.
        if (!_bySystem.TryGetValue(system, out var heard))
        {
            return;
        }

        var now = clock.GetUtcNow();
        lock (heard)
        {
            TimeSpan? delay = happened < now ? clock.ToWall(now - happened.Value) : happened is null ? null : TimeSpan.Zero;
            heard.Events.Enqueue((wall.GetTimestamp(), outcome, delay));
            heard.Last = now;
            if (outcome is InboundOutcome.NotExpected or InboundOutcome.Refused)
            {
                heard.Problems.Enqueue(new InboundProblem(now, type, subject, outcome, reason ?? ""));
            }

            Forget(heard);
        }
    }

    public ImmutableArray<InboundStanding> Read() =>
        [.. _bySystem.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Standing(one.Key, one.Value))];

    private InboundStanding Standing(string system, Heard heard)
    {
        lock (heard)
        {
            Forget(heard);
            var window = heard.Events.Count < MostEvents
                ? IntegrationReader.LongestWindow : wall.GetElapsedTime(heard.Events.Peek().Stamp);
            int Of(InboundOutcome outcome) => heard.Events.Count(one => one.Outcome == outcome);
            var delays = heard.Events.Where(one => one.Delay is not null).Select(one => one.Delay!.Value).Order().ToArray();
            return new InboundStanding(
                system, heard.Events.Count, window > TimeSpan.Zero ? heard.Events.Count / window.TotalMinutes : 0,
                Of(InboundOutcome.Repeated), Of(InboundOutcome.NotExpected), Of(InboundOutcome.Refused), Answers.AtShare(delays, 0.5),
                Answers.AtShare(delays, 0.95), heard.Last, [.. heard.Problems.Reverse()]);
        }
    }

    private void Forget(Heard heard)
    {
        while (heard.Events.Count > MostEvents || (heard.Events.TryPeek(out var oldest)
            && wall.GetElapsedTime(oldest.Stamp) > IntegrationReader.LongestWindow))
        {
            heard.Events.Dequeue();
        }

        while (heard.Problems.Count > MostProblems)
        {
            heard.Problems.Dequeue();
        }
    }

    private sealed class Heard
    {
        public Queue<(long Stamp, InboundOutcome Outcome, TimeSpan? Delay)> Events { get; } = new();

        public Queue<InboundProblem> Problems { get; } = new();

        public DateTimeOffset? Last { get; set; }
    }
}
