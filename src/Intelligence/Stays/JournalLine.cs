using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Stays;

/// <summary>
/// What of a journalled transition is measured. The rest of the row is stepped over; what a message says, and its facts, are read
/// only where <see cref="CaseNotes"/> listens.
/// </summary>
internal sealed record JournalLine(
    CaseId Case, int Seq, DateTimeOffset At, string Process, LineMessage Message, Outcome Outcome, string? From, string To, bool Final,
    Waits Waits, ImmutableArray<LineEffect> Effects, Deadline? Deadline, CaseCard? Card, ImmutableArray<string> Policies)
{
    /// <summary>What the message says; null where nobody listens.</summary>
    [JsonIgnore]
    public LineTold? Told { get; init; }

    public static JournalLine Read(JournalRow row)
    {
        var line = JsonSerializer.Deserialize(row.Body, LineJson.Default.JournalLine)
            ?? throw new JsonException("a transition cannot be null");
        return line.Outcome == Outcome.Applied && CaseNotes.Heard.Contains(line.Message.Data.Type)
            ? line with { Told = LineTold.Read(row.Body) } : line;
    }
}

internal sealed record LineMessage(Actor Who, LineData Data, string? Answers, string? Source = null);

/// <param name="Type">the message's name in the event catalogue</param>
internal sealed record LineData(string Type);

internal sealed record LineEffect(string Key, LineAsk Effect);

/// <param name="Effect">the effect's name in the catalogue</param>
internal sealed record LineAsk(string Effect);

/// <summary>A row's message, and of its facts what is measured.</summary>
internal sealed record LineTold(Message Said, ImmutableArray<LineFact> Facts)
{
    public static LineTold? Read(ReadOnlySpan<byte> body)
    {
        var row = JsonSerializer.Deserialize(body, LineJson.Default.ToldRow);
        return row?.Message.Data.Deserialize(ContractsJson.Default.Message) is { } said
            ? new LineTold(said, row.Facts.IsDefault ? [] : row.Facts) : null;
    }
}

internal sealed record ToldRow(ToldMessage Message, ImmutableArray<LineFact> Facts);

internal sealed record ToldMessage(JsonElement Data);

/// <summary>The facts belong to the processes; their names are never changed once released.</summary>
/// <param name="Milliseconds">of <see cref="CaseNotes.FiguresAgreed"/></param>
/// <param name="Options">of <see cref="CaseNotes.OptionsKnown"/></param>
internal sealed record LineFact(string Fact, ImmutableArray<int>? Milliseconds, ImmutableArray<RerouteOption>? Options);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalLine)), JsonSerializable(typeof(ToldRow))]
internal sealed partial class LineJson : JsonSerializerContext;
