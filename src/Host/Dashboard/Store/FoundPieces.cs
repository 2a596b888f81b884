using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Microsoft.Extensions.Primitives;

namespace Crossdock.Host.Dashboard.Store;

/// <summary>How many pieces of each line were found so far. Lives in the form and the URL, never on the server.</summary>
public sealed record FoundPieces(ImmutableSortedDictionary<int, int> ByLine)
{
    public const int MostPieces = 100_000;

    /// <summary>The button that takes the number which was written in the field of its line.</summary>
    public const string AsWritten = "written";

    public const string Other = "other-";

    private const string Field = "found-";
    private const int MostLines = 500;

    /// <summary>An act that a phone kept longer is taken as of now.</summary>
    private const int LongestKeptSeconds = 24 * 60 * 60;

    public static FoundPieces Of(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<int, int>();
        foreach (var (name, value) in fields.Where(field => field.Key.StartsWith(Field, StringComparison.Ordinal)).Take(MostLines))
        {
            if (int.TryParse(name[Field.Length..], out var line) && int.TryParse(value.ToString(), out var pieces)
                && pieces is >= 0 and <= MostPieces)
            {
                found[line] = pieces;
            }
        }

        // The button that was pressed says line.pieces, or only the line to take it back.
        foreach (var pressed in fields.Where(field => field.Key == "set").SelectMany(field => field.Value))
        {
            var parts = (pressed ?? "").Split('.');
            if (parts.Length == 2 && int.TryParse(parts[0], out var line) && int.TryParse(Number(parts, fields), out var pieces)
                && pieces is >= 0 and <= MostPieces)
            {
                found[line] = pieces;
            }
            else if (parts.Length == 1 && int.TryParse(parts[0], out line))
            {
                found.Remove(line);
            }
        }

        return new FoundPieces(found.ToImmutable());
    }

    /// <summary>
    /// When an act was done that the phone could only send later; null when it was just now. The phone says how long ago, so that it
    /// does not matter whether its clock is right.
    /// </summary>
    public static DateTimeOffset? DoneAt(string age, BusinessClock clock) =>
        int.TryParse(age, out var seconds) && seconds is > 0 and <= LongestKeptSeconds
            ? clock.GetUtcNow() - (TimeSpan.FromSeconds(seconds) * clock.Factor)
            : null;

    public int? Of(int line) => ByLine.TryGetValue(line, out var pieces) ? pieces : null;

    public int Missing(TaskOpened task) => task.Lines.Count(line => Of(line.Line) is null);

    public string Query(string key) =>
        $"&task={Uri.EscapeDataString(key)}" + string.Concat(ByLine.Select(line => $"&{Field}{line.Key}={line.Value}"));

    public static bool AllGood(TaskOpened task, FoundPieces found) => task.Lines.All(line => found.Of(line.Line) == line.Quantity);

    /// <summary>The result to report; null while a line has no figure, or more was found than a pick asks for.</summary>
    public TaskResult? Result(TaskOpened task, string choice, string note)
    {
        if (NeedsPieces(task)
            && (Missing(task) > 0 || (task.Kind != TaskKind.Count && task.Lines.Any(line => Of(line.Line) > line.Quantity))))
        {
            return null;
        }

        // An inspection that found all of it as new has nothing to choose.
        var nothingToChoose = choice.Length == 0 && task.Kind == TaskKind.Inspect && NeedsPieces(task) && AllGood(task, this);
        if (!task.Choices.IsDefaultOrEmpty && !nothingToChoose && task.Choices.All(offered => offered.Code != choice))
        {
            return null;
        }

        var lines = NeedsPieces(task) ? task.Lines.Select(line => new PickedLine(line.Line, line.Sku, Of(line.Line) ?? 0)) : [];
        return new TaskResult([.. lines], choice.Length == 0 ? null : choice, note);
    }

    private static string? Number(string[] pressed, IEnumerable<KeyValuePair<string, StringValues>> fields) => pressed[1] != AsWritten
        ? pressed[1]
        : fields.FirstOrDefault(field => field.Key == Other + pressed[0]).Value.ToString();

    /// <summary>Picks, counts and inspections report each line; the rest is done or not done.</summary>
    public static bool NeedsPieces(TaskOpened task) =>
        !task.Lines.IsDefaultOrEmpty && task.Kind is TaskKind.Pick or TaskKind.Count or TaskKind.Inspect;
}
