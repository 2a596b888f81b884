using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Work;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Work;

/// <summary>How long something waits, as the list is narrowed by it.</summary>
public sealed record WorkAge(string Name, string Title, TimeSpan From, TimeSpan Until)
{
    public static readonly WorkAge[] All =
    [
        new("1h", "under 1 h", TimeSpan.Zero, TimeSpan.FromHours(1)), new("4h", "1 to 4 h", TimeSpan.FromHours(1), TimeSpan.FromHours(4)),
        new("1d", "4 to 24 h", TimeSpan.FromHours(4), TimeSpan.FromDays(1)),
        new("3d", "1 to 3 d", TimeSpan.FromDays(1), TimeSpan.FromDays(3)), new("more", "over 3 d", TimeSpan.FromDays(3), TimeSpan.MaxValue),
    ];

    public bool Holds(WorkRow row, DateTimeOffset now) => now - row.Since >= From && now - row.Since < Until;
}

/// <summary>A part of the queue as it stands in the URL. A word that is none narrows nothing.</summary>
public sealed record WorkSlice(
    string? Region, string? Channel, string? Node, WorkKind? Kind, Clock Clock, OwnerGroup? Owner, ExceptionCategory? Category,
    string? Process, LadderStep? Step, WorkAge? Age, int Page)
{
    public const int PageSize = 50;

    public Place Place => new(Region, Channel, Node);

    public WorkFilter Filter => new(Kind, Clock, Owner, Category, Process, null, Step);

    public static WorkSlice Of(IQueryCollection query)
    {
        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 100 } word ? word : null;
        T? One<T>(string name) where T : struct, Enum =>
            Enum.TryParse<T>(Word(name)?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value)
            && Enum.IsDefined(value) ? value : null;
        return new WorkSlice(
            Word("region"), Word("channel"), Word("node"), One<WorkKind>("kind"), One<Clock>("clock") ?? Clock.Any,
            One<OwnerGroup>("owner"), One<ExceptionCategory>("category"), Word("process"), One<LadderStep>("step"),
            WorkAge.All.FirstOrDefault(age => age.Name == Word("age")),
            int.TryParse(Word("page"), out var page) ? Math.Clamp(page, 1, 1_000) : 1);
    }

    public bool Holds(WorkRow row, DateTimeOffset now) => Filter.Holds(row) && Age?.Holds(row, now) != false;

    public string Url()
    {
        var query = new Dictionary<string, string?>
        {
            ["region"] = Region, ["channel"] = Channel, ["node"] = Node, ["kind"] = Kind?.ToString(),
            ["clock"] = Clock == Clock.Any ? null : Clock.ToString(), ["owner"] = Owner?.ToString(),
            ["category"] = Category is { } category ? ExceptionRules.CodeOf(category) : null, ["process"] = Process,
            ["step"] = Step?.ToString(), ["age"] = Age?.Name, ["page"] = Page > 1 ? $"{Page}" : null,
        };
        return QueryHelpers.AddQueryString(WorkEndpoints.Path, query.Where(pair => pair.Value is not null));
    }
}
