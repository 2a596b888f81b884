using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>A slice of cases as it stands in the URL, so that a copied link shows the same.</summary>
public sealed record Slice(
    string? Text = null,
    string? Kind = null,
    string? State = null,
    string? Waits = null,
    string? Region = null,
    string? Channel = null,
    string? Node = null,
    string? Owner = null,
    string? Clock = null,
    string? Open = null,
    string? Order = null,
    string? With = null,
    int Page = 1)
{
    public const int PageSize = 50;

    /// <summary>In place of a kind: the cases of all processes, as the overview counts them.</summary>
    public const string Processes = "processes";

    public static Slice Of(IQueryCollection query)
    {
        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 100 } text ? text : null;
        var page = int.TryParse(Word("page"), out var number) ? Math.Clamp(number, 1, 10_000) : 1;
        return new Slice(
            Word("text"), Word("kind"), Word("state"), Word("waits"), Word("region"), Word("channel"), Word("node"),
            Word("owner"), Word("clock"), Word("open"), Word("order"), Word("with"), page);
    }

    public string Url(string path = "/cases")
    {
        var query = new Dictionary<string, string?>
        {
            ["text"] = Text, ["kind"] = Kind, ["state"] = State, ["waits"] = Waits, ["region"] = Region, ["channel"] = Channel,
            ["node"] = Node, ["owner"] = Owner, ["clock"] = Clock, ["open"] = Open, ["order"] = Order, ["with"] = With,
            ["page"] = Page > 1 ? Page.ToString() : null,
        };
        return QueryHelpers.AddQueryString(path, query.Where(pair => pair.Value is not null));
    }

    public Place Place => new(Region, Channel, Node);

    /// <summary>Whether it is about the cases of a map.</summary>
    public bool IsAbout(MapPicture map) => Kind is null || (Kind == Processes ? NowFigures.IsProcess(map) : Kind == map.Kind);

    /// <summary>Without the time that late and at risk are counted by, and the kinds of all processes; the reader adds them.</summary>
    public HeadFilter Filter => new(
        Text: Text,
        Kind: Kind == Processes ? null : Kind,
        State: State,
        Waits: Parse<Waits>(Waits is null ? null : "On" + Waits),
        Region: Region,
        Channel: Channel,
        Node: Node,
        Owner: Parse<OwnerGroup>(Owner),
        Open: Open switch { "no" => false, "any" => null, "yes" => true, _ => Text is null ? true : null },
        Clock: Clock switch
        {
            "late" => Contracts.Ports.Clock.Late,
            "risk" => Contracts.Ports.Clock.AtRisk,
            "in-time" => Contracts.Ports.Clock.InTime,
            _ => Contracts.Ports.Clock.Any,
        },
        With: With);

    public HeadOrder HeadOrder => Order switch
    {
        "oldest" => HeadOrder.Oldest,
        "priority" => HeadOrder.Priority,
        "due" => HeadOrder.Due,
        _ => HeadOrder.Newest,
    };

    private static T? Parse<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
