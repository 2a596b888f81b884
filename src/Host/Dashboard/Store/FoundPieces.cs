using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Microsoft.Extensions.Primitives;

namespace Crossdock.Host.Dashboard.Store;

/// <summary>
/// How many pieces of each line were found so far, and of an inspection what becomes of those that are not as new. Lives in the form and
/// the URL, never on the server.
/// </summary>
public sealed record FoundPieces(
    ImmutableSortedDictionary<int, int> ByLine, ImmutableSortedDictionary<(int Line, Disposition To), int> Sorted)
{
    public const int MostPieces = 100_000;

    /// <summary>The button that takes the number which was written in the field of its line.</summary>
    public const string AsWritten = "written";

    public const string Other = "other-";

    /// <summary>The button that takes what was written of each piece of its line.</summary>
    public const string AsSorted = "sorted";

    private const string New = "new";
    private const string Field = "found-";
    private const string SortedField = "to-";
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

        var sorted = SortedIn(fields);
        // The button that was pressed says line.pieces, or only the line to take it back.
        foreach (var pressed in fields.Where(field => field.Key == "set").SelectMany(field => field.Value))
        {
            var parts = (pressed ?? "").Split('.');
            if (!int.TryParse(parts[0], out var line))
            {
                continue;
            }

            if (parts is not [_, AsSorted])
            {
                sorted = sorted.RemoveRange(sorted.Keys.Where(key => key.Line == line));
            }

            if (parts.Length == 2 && int.TryParse(Number(parts, fields), out var pieces) && pieces is >= 0 and <= MostPieces)
            {
                found[line] = pieces;
            }
            else if (parts.Length == 1)
            {
                found.Remove(line);
            }
        }

        return new FoundPieces(found.ToImmutable(), sorted);
    }

    /// <summary>The field of a line's pieces with one fate; null for those that are as new.</summary>
    public static string FieldOf(int line, Disposition? to) => $"{SortedField}{line}-{(to is { } fate ? Words.Code(fate) : New)}";

    private static ImmutableSortedDictionary<(int Line, Disposition To), int> SortedIn(
        IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var sorted = ImmutableSortedDictionary.CreateBuilder<(int Line, Disposition To), int>();
        foreach (var (name, value) in fields.Where(field => field.Key.StartsWith(SortedField, StringComparison.Ordinal)).Take(MostLines))
        {
            if (name[SortedField.Length..].Split('-') is [var line, var code] && int.TryParse(line, out var number)
                && Enum.TryParse<Disposition>(code, ignoreCase: true, out var to) && Enum.IsDefined(to) && !int.TryParse(code, out _)
                && int.TryParse(value.ToString(), out var pieces) && pieces is > 0 and <= MostPieces)
            {
                sorted[(number, to)] = pieces;
            }
        }

        return sorted.ToImmutable();
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
        $"&task={Uri.EscapeDataString(key)}" + string.Concat(ByLine.Select(line => $"&{Field}{line.Key}={line.Value}"))
        + string.Concat(Sorted.Select(pieces => $"&{FieldOf(pieces.Key.Line, pieces.Key.To)}={pieces.Value}"));

    /// <summary>Pieces of a line of which somebody said what becomes of them, as new or not.</summary>
    public int Said(int line) => (Of(line) ?? 0) + Sorted.Where(pieces => pieces.Key.Line == line).Sum(pieces => pieces.Value);

    /// <summary>Of every piece that was to be looked at somebody said what becomes of it.</summary>
    public bool AllSaid(TaskOpened task) => task.Lines.All(line => Said(line.Line) == line.Quantity);

    /// <summary>The result to report; null while a line has no figure, more was found than a pick asks for, or nobody said where
    /// goods were laid.</summary>
    public TaskResult? Result(TaskOpened task, string choice, string note)
    {
        if (task.Kind == TaskKind.Stage && note.Length == 0)
        {
            return null;
        }

        if (NeedsPieces(task)
            && (Missing(task) > 0 || (task.Kind != TaskKind.Count && task.Lines.Any(line => Of(line.Line) > line.Quantity))))
        {
            return null;
        }

        // An inspection that has said of each piece what becomes of it has nothing left to choose.
        var nothingToChoose = choice.Length == 0 && task.Kind == TaskKind.Inspect && NeedsPieces(task) && AllSaid(task);
        if (!task.Choices.IsDefaultOrEmpty && !nothingToChoose && task.Choices.All(offered => offered.Code != choice))
        {
            return null;
        }

        var lines = NeedsPieces(task) ? task.Lines.Select(line => new PickedLine(line.Line, line.Sku, Of(line.Line) ?? 0)) : [];
        ImmutableArray<SortedLine> sorted = task.Kind != TaskKind.Inspect || Sorted.IsEmpty ? default
            : [.. Sorted.Where(pieces => task.Lines.Any(line => line.Line == pieces.Key.Line))
                .Select(pieces => new SortedLine(pieces.Key.Line, pieces.Value, pieces.Key.To))];
        return new TaskResult([.. lines], choice.Length == 0 ? null : choice, note, Sorted: sorted);
    }

    private static string Number(string[] pressed, IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        return pressed[1] switch
        {
            AsWritten => Written(Other + pressed[0]),
            // Nothing written is none.
            AsSorted => Written($"{SortedField}{pressed[0]}-{New}") is { Length: > 0 } number ? number : "0",
            var pieces => pieces,
        };

        string Written(string field) => fields.FirstOrDefault(one => one.Key == field).Value.ToString();
    }

    /// <summary>Picks, counts and inspections report each line; the rest is done or not done.</summary>
    public static bool NeedsPieces(TaskOpened task) =>
        !task.Lines.IsDefaultOrEmpty && task.Kind is TaskKind.Pick or TaskKind.Count or TaskKind.Inspect
            or TaskKind.TransferOut or TaskKind.TransferIn;
}
