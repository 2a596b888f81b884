using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Overview;
using Crossdock.Processes.Map;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.StoreTasks;

/// <summary>A part of a store's tasks as it stands in the URL. A word that is none narrows nothing.</summary>
/// <param name="With">whose; <see cref="Nobody"/> for those that nobody has</param>
public sealed record StoreTasksSlice(string Node, TaskKind? Kind, Clock Clock, string? With, int Page, string? Told = null)
{
    public const string Nobody = "-";
    public const int PageSize = 50;

    public static StoreTasksSlice Of(string node, IQueryCollection query) => new(
        node,
        One<TaskKind>(query["kind"].ToString()),
        One<Clock>(query["clock"].ToString()) ?? Clock.Any,
        query["with"].ToString().Trim() is { Length: > 0 and <= 100 } with ? with : null,
        int.TryParse(query["page"].ToString(), out var page) ? Math.Clamp(page, 1, 1_000) : 1);

    /// <summary>As a form sends it back: the query of the page that it stood on.</summary>
    public static StoreTasksSlice OfText(string node, string query) => Of(node, new QueryCollection(QueryHelpers.ParseQuery(query)));

    public bool Holds(OpenTask task) =>
        (Kind is null || task.Head.Card.Kind == Kind.ToString())
        && (Clock == Clock.Any || task.Clock == Clock)
        && (With is null || (With == Nobody ? task.Head.Card.With is null : task.Head.Card.With == With));

    public string Url() => QueryHelpers.AddQueryString(
        $"{StoreTasksEndpoints.Path}/{Uri.EscapeDataString(Node)}/tasks",
        new Dictionary<string, string?>
        {
            ["kind"] = Kind?.ToString(), ["clock"] = Clock == Clock.Any ? null : Clock.ToString(), ["with"] = With,
            ["page"] = Page > 1 ? $"{Page}" : null, ["told"] = Told,
        }.Where(pair => pair.Value is not null));

    private static T? One<T>(string word) where T : struct, Enum =>
        Enum.GetValues<T>().Select(value => (T?)value).FirstOrDefault(value => word.Equals($"{value}", StringComparison.OrdinalIgnoreCase));

    public string Query() => new Uri(new Uri("http://here"), Url()).Query;
}

/// <param name="Map">the task map in force, which says what may be done with a task as it stands; null where there is none</param>
/// <param name="Told">what became of the act that led here</param>
public sealed record StoreTasksView(
    DeskFrame Frame, Node Place, Intelligence.Overview.StoreTasks Tasks, StoreTasksSlice Slice, MapPicture? Map, string Told)
{
    public ImmutableArray<OpenTask> Rows { get; } = [.. Tasks.Tasks.Where(Slice.Holds)];

    public int Pages => Math.Max(1, (Rows.Length + StoreTasksSlice.PageSize - 1) / StoreTasksSlice.PageSize);

    /// <summary>A link may name a page that has emptied since.</summary>
    public int Page => Math.Min(Slice.Page, Pages);

    public IEnumerable<OpenTask> Shown => Rows.Skip((Page - 1) * StoreTasksSlice.PageSize).Take(StoreTasksSlice.PageSize);

    public bool IsWhole => Slice is { Kind: null, Clock: Clock.Any, With: null };

    /// <summary>Whoever acts on cases, and whoever works in the store: what they do stands under their name.</summary>
    public bool MayRunIt => MayRun(Frame.Person, Place.Id);

    /// <summary>Where the store's own screen is this person's, the tasks can be worked off there.</summary>
    public bool MayWork => Frame.Person.MayWorkIn(Place.Id);

    public string? Says => Told switch
    {
        "Applied" => "Done: the task has its new hands, and its history says why.",
        "Duplicate" => "It was done already; nothing changed the second time.",
        "Ignored" => "Too late: the task has gone on meanwhile, and its history says how.",
        "Deferred" or "Incident" => "Kept, but an operator must look at the task first.",
        "empty" => "Nothing was done: say to whom, and why.",
        _ => null,
    };

    public static bool MayRun(Person person, string node) => person.MayActOnCases || person.MayWorkIn(node);

    /// <summary>What may be done with a task where it stands, by its map: the word for the button, or null.</summary>
    public string? ActOf(OpenTask task, Type message) => Map?.Rows
        .FirstOrDefault(row => row.From == task.Head.State && row.Act is not null && row.Message == MessageNames.Of(message))?.Act;

    public string MarkOf(OpenTask task) => task.Head.Incident is not null ? "held"
        : task.Clock switch { Clock.Late => "late", Clock.AtRisk => "risk", _ => "" };
}
