using Crossdock.Contracts;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>The map that a log itself is: its activities as states, and what directly followed what as rows.</summary>
public static class LogMaps
{
    public static MapPicture Of(string name, FlowFigures figures) => new(
        name, "log", 1, OwnerGroup.Integration,
        [
            .. figures.Activities.OrderByDescending(activity => activity.Events).ThenBy(activity => activity.Name, StringComparer.Ordinal)
                .Select(activity => new MapState(activity.Name, activity.Name, Waits.OnSystem, null, null, null, Final: false)),
        ],
        [
            .. figures.Activities.Where(activity => activity.Starts > 0).Select(activity => Row(null, activity.Name)),
            .. figures.Arcs.Select(arc => Row(arc.From, arc.To)),
        ]);

    private static MapRow Row(string? from, string to) => new(from, "", "", [to], [], null, Danger: false);
}
