using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Ports;

/// <summary>Names an incident: a case's failed decision, or one of its effects that delivery gave up for now.</summary>
/// <param name="Effect">the effect's key; empty for a failed decision</param>
public sealed record IncidentKey(long CaseNo, string Effect);

/// <summary>A technical failure that retries did not cure, as the journal has it: a projection, rebuilt at any time.</summary>
/// <param name="Effect">the key of the effect that is given up for now; empty for a failed decision</param>
/// <param name="Seq">the row of the latest failure</param>
/// <param name="What">the name of the message that could not be decided, or of the operation that does not succeed</param>
/// <param name="System">the outside system that does not do it; null for a failed decision</param>
/// <param name="Reason">of the latest failure</param>
/// <param name="Since">the first failure since it was last in order</param>
public sealed record OpenIncident(
    long CaseNo, CaseId Case, string Effect, int Seq, string What, string? System, string Reason, DateTimeOffset Since,
    DateTimeOffset Latest)
{
    public string Cause => IncidentCause.Of(System, Reason);

    public IncidentKey Key => new(CaseNo, Effect);
}

/// <summary>Incidents of one cause.</summary>
public sealed record IncidentGroup(
    string CauseId, string Cause, string? System, int Count, int Cases, DateTimeOffset Since, DateTimeOffset Latest);

/// <summary>A slice of the open incidents. Null means: any.</summary>
public sealed record IncidentFilter(
    string? CauseId = null, string? Kind = null, string? System = null, OwnerGroup? Owner = null, CaseId? Case = null);

public interface IIncidents
{
    /// <summary>Newest failure first.</summary>
    Task<IReadOnlyList<OpenIncident>> Search(IncidentFilter filter, int skip, int take, CancellationToken cancel);

    Task<int> Count(IncidentFilter filter, CancellationToken cancel);

    /// <summary>The most frequent cause first.</summary>
    Task<IReadOnlyList<IncidentGroup>> CountByCause(IncidentFilter filter, int max, CancellationToken cancel);
}

/// <summary>How transitions open and cure incidents. The one definition: written behind, and rebuilt with it.</summary>
public sealed class IncidentFold
{
    private readonly Dictionary<IncidentKey, OpenIncident> _opened = [];
    private readonly HashSet<IncidentKey> _cured = [];

    public IReadOnlyList<OpenIncident> Opened => [.. _opened.Values];

    public IReadOnlyList<IncidentKey> Cured => [.. _cured];

    /// <param name="before">the head before the row</param>
    public void Take(CaseHead? before, Transition row, CaseHead after)
    {
        var decision = new IncidentKey(after.CaseNo, "");
        if (row.Outcome == Outcome.Incident)
        {
            Open(new OpenIncident(
                after.CaseNo, row.Case, "", row.Seq, row.Message.Data.GetType().Name, null, row.Because, row.At, row.At));
        }
        else if (before?.Incident is not null && after.Incident is null)
        {
            Cure(decision);
        }

        if (row.Message.Data is EffectParked parked)
        {
            Open(new OpenIncident(
                after.CaseNo, row.Case, parked.Effect, row.Seq, parked.Operation, parked.System, parked.Reason, row.At, row.At));
        }

        // A settled effect that was given up before this stretch is cured by being settled.
        if (row.Message.Answers is { } answered && _opened.ContainsKey(new IncidentKey(after.CaseNo, answered))
            && row.Outcome is not (Outcome.Incident or Outcome.Deferred))
        {
            Cure(new IncidentKey(after.CaseNo, answered));
        }
    }

    private void Open(OpenIncident incident) =>
        _opened[incident.Key] = _opened.TryGetValue(incident.Key, out var open) ? incident with { Since = open.Since } : incident;

    private void Cure(IncidentKey key)
    {
        _opened.Remove(key);
        _cured.Add(key);
    }
}
