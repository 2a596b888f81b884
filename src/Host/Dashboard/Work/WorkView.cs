using System.Collections.Immutable;
using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Work;

namespace Crossdock.Host.Dashboard.Work;

/// <param name="Told">what became of the act that led here</param>
public sealed record WorkView(
    DeskFrame Frame, WorkQueue Queue, WorkSlice Slice, RetailNetwork Network, IReadOnlyList<MapPicture> Maps, string Told)
{
    public ImmutableArray<WorkRow> Rows { get; } = [.. Queue.Rows.Where(row => Slice.Holds(row, Queue.At))];

    public IEnumerable<WorkRow> Shown => Rows.Skip((Page - 1) * WorkSlice.PageSize).Take(WorkSlice.PageSize);

    public int Pages => Math.Max(1, (Rows.Length + WorkSlice.PageSize - 1) / WorkSlice.PageSize);

    /// <summary>A link may name a page that has emptied since.</summary>
    public int Page => Math.Min(Slice.Page, Pages);

    public int Late => Rows.Count(row => row.Clock == Clock.Late);

    public int BehindIncidents => Rows.Count(row => row.Incident);

    /// <summary>Each narrows the slice as it stands, and counts what the others leave.</summary>
    public IEnumerable<(string Title, ImmutableArray<Facet> List)> Facets
    {
        get
        {
            var s = Slice with { Page = 1 };
            yield return ("Kind", Of(s with { Kind = null }, row => row.Kind, kind => $"{Words.Sentence(kind.ToString())}s",
                s.Kind, kind => s with { Kind = kind }));
            yield return ("Clock", Of(s with { Clock = Clock.Any }, row => row.Clock, clock => Words.Sentence(clock.ToString()),
                s.Clock == Clock.Any ? null : s.Clock, clock => s with { Clock = clock ?? Clock.Any }, byName: Clock.Late));
            yield return ("Owner", Of(s with { Owner = null }, row => row.Owner, Words.Of, s.Owner, owner => s with { Owner = owner }));
            yield return ("Category", Of(s with { Category = null }, row => row.Category, Words.Of, s.Category,
                category => s with { Category = category }));
            yield return ("Step of the ladder", Of(s with { Step = null }, row => row.Step, step => Words.Sentence(step.ToString()),
                s.Step, step => s with { Step = step }, byName: LadderStep.Owner));
            yield return ("Waits since",
            [
                .. WorkAge.All.Select(age => new Facet(
                    age.Name, age.Title, Queue.Rows.Count(row => (s with { Age = null }).Holds(row, Queue.At) && age.Holds(row, Queue.At)),
                    s.Age == age, (s with { Age = s.Age == age ? null : age }).Url())).Where(facet => facet.Open > 0 || facet.Chosen),
            ]);
        }
    }

    /// <summary>Who may say yes to which, the case says; here it is enough that the role says yes to something.</summary>
    public bool MayApprove => Frame.Person.MayApprove;

    public bool MayChoose(WorkRow row) => Frame.Person.MayActOnCases || (MayApprove && row.Kind == WorkKind.Approval);

    public string PlaceOf(WorkRow row) => Network.Find(row.Node)?.Name ?? row.Node ?? "";

    public string? MarkOf(WorkRow row) => row.Clock switch { Clock.Late => "late", Clock.AtRisk => "risk", _ => null };

    /// <summary>Where a row opens; null where the key of whoever looks opens nothing there.</summary>
    public string? DoorOf(WorkRow row) =>
        row.Head.Case.Kind == "policy-change" && row.Head.Card.Kind is { } policy ? $"/policies/{policy}"
        : row.Task is { } task && (Frame.Person.MayReadCases || MayWork(row)) ? $"/tasks/{task.Case.Key}"
        : Frame.Person.MayRead(row.Head.Case) ? $"/cases/{row.Head.Case}"
        : null;

    private bool MayWork(WorkRow row) => Frame.Person.Role == Roles.Admin || Roles.Of(row.Owner).Contains(Frame.Person.Role);

    private ImmutableArray<Facet> Of<T>(
        WorkSlice others, Func<WorkRow, T> by, Func<T, string> title, T? chosen, Func<T?, WorkSlice> narrowed, T? byName = null)
        where T : struct, Enum
    {
        var groups = Queue.Rows.Where(row => others.Holds(row, Queue.At)).GroupBy(by)
            .Select(group => (group.Key, Count: group.Count()));
        if (chosen is { } kept && groups.All(group => !group.Key.Equals(kept)))
        {
            groups = groups.Append((kept, 0));
        }

        // What has an order of its own keeps it; the rest stands by how much there is.
        var ordered = byName is null ? groups.OrderByDescending(group => group.Count).ThenBy(group => group.Key)
            : groups.OrderBy(group => group.Key);
        return
        [
            .. ordered.Select(group => new Facet(
                group.Key.ToString(), title(group.Key), group.Count, group.Key.Equals(chosen),
                narrowed(group.Key.Equals(chosen) ? null : group.Key).Url())),
        ];
    }
}
