using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Operations;

/// <summary>An open incident with where its case stands.</summary>
public sealed record IncidentStory(OpenIncident Incident, CaseHead? Head);

/// <summary>Reads open incidents for people: each with its case's head.</summary>
public sealed class IncidentReader(IIncidents incidents, IHeads heads)
{
    /// <summary>Nobody reads past this many causes; the list of one cause is what is read then.</summary>
    public const int MostGroups = 200;

    public async Task<IReadOnlyList<IncidentStory>> Read(IncidentFilter filter, int skip, int take, CancellationToken cancel)
    {
        var found = await incidents.Search(filter, skip, take, cancel);
        var known = found.Count == 0
            ? []
            : (await heads.ReadMany([.. found.Select(one => one.Case).Distinct()], cancel)).ToDictionary(head => head.Case);
        return [.. found.Select(one => new IncidentStory(one, known.GetValueOrDefault(one.Case)))];
    }
}
