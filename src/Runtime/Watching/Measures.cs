using System.Diagnostics;
using System.Diagnostics.Metrics;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Runtime.Watching;

/// <summary>
/// What the runtime says of itself while it works. Names, units and attributes stand in docs/operating/telemetry.md, and a test
/// holds the two against each other. While nobody listens nothing is made: every place asks first.
/// </summary>
internal static class Measures
{
    public const string Name = "Crossdock.Runtime";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Tells = Meter.CreateHistogram<double>(
        "crossdock.tell.duration", "s", "From a message told to a case until what it led to is durable");

    private static readonly Histogram<int> CommitRows =
        Meter.CreateHistogram<int>("crossdock.commit.rows", "{row}", "Rows that shared one durable commit");

    private static readonly Histogram<double> Commits =
        Meter.CreateHistogram<double>("crossdock.commit.duration", "s", "How long a durable commit took");

    private static readonly Counter<long> FencesLost =
        Meter.CreateCounter<long>("crossdock.fences.lost", "{case}", "Cases that another activation wrote first");

    private static readonly Histogram<double> Lateness = Meter.CreateHistogram<double>(
        "crossdock.deadline.lateness", "s", "How long after it was due a deadline was told, in business time");

    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "crossdock.projector.lag", "s", "Age of the newest row of a stretch when the lists show it, in business time");

    private static readonly Counter<long> Projected =
        Meter.CreateCounter<long>("crossdock.projector.rows", "{row}", "Rows that were read into the lists");

    private static readonly Counter<long> SealedRows =
        Meter.CreateCounter<long>("crossdock.seal.rows", "{row}", "Rows that this process sealed");

    public static bool TellsAreWatched => Source.HasListeners() || Tells.Enabled;

    public static bool CommitsAreWatched => CommitRows.Enabled || Commits.Enabled;

    public static bool LagIsWatched => Lag.Enabled || Projected.Enabled;

    /// <summary>
    /// A message on its way to a case: a child of the trace it brings. Where the request that carried it belongs to another trace,
    /// as a partner's callback may, it is linked.
    /// </summary>
    public static Activity? StartTell(Envelope message)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var carrier = Activity.Current;
        var isTraced = ActivityContext.TryParse(message.Trace, null, isRemote: true, out var parent);
        ActivityLink[]? links = isTraced && carrier is { IdFormat: ActivityIdFormat.W3C } && carrier.TraceId != parent.TraceId
            ? [new ActivityLink(carrier.Context)]
            : null;
        var activity = Source.CreateActivity(
            "tell case", ActivityKind.Internal, isTraced ? parent : carrier?.Context ?? default, tags: null, links);
        return activity?.SetTag("crossdock.case", message.Subject.ToString())
            .SetTag("crossdock.message", MessageNames.Of(message.Data.GetType())).Start();
    }

    public static void Told(Activity? activity, Envelope message, TellReceipt? receipt, TimeSpan took)
    {
        var result = receipt is null ? "unavailable" : Code(receipt.Result);
        activity?.SetTag("crossdock.result", result).SetTag("crossdock.state", receipt?.State).SetTag("crossdock.seq", receipt?.Seq);
        activity?.SetStatus(receipt is null ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        if (Tells.Enabled)
        {
            Tells.Record(
                took.TotalSeconds, new("crossdock.case.kind", message.Subject.Kind),
                new KeyValuePair<string, object?>("crossdock.result", result));
        }
    }

    /// <summary>An effect that is carried out in this process: the ledger's and the advice's.</summary>
    public static Activity? StartEffect(string key, CaseId from, string? trace)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        _ = ActivityContext.TryParse(trace, null, isRemote: true, out var parent);
        return Source.StartActivity("carry out effect", ActivityKind.Internal, parent)
            ?.SetTag("crossdock.case", from.ToString()).SetTag("crossdock.effect", key);
    }

    public static void Committed(int rows, TimeSpan took)
    {
        CommitRows.Record(rows);
        Commits.Record(took.TotalSeconds);
    }

    public static void LostFences(int cases)
    {
        if (cases > 0)
        {
            FencesLost.Add(cases);
        }
    }

    public static void DeadlineTold(TimeSpan late) => Lateness.Record(late.TotalSeconds);

    public static void Shown(int rows, TimeSpan age)
    {
        Projected.Add(rows);
        Lag.Record(age.TotalSeconds);
    }

    public static void WereSealed(long rows) => SealedRows.Add(rows);

    private static string Code(TellResult result) => result switch
    {
        TellResult.Applied => "applied",
        TellResult.Duplicate => "duplicate",
        TellResult.Ignored => "ignored",
        TellResult.Deferred => "deferred",
        TellResult.Incident => "incident",
        _ => throw new InvalidOperationException($"No name for {result}."),
    };
}
