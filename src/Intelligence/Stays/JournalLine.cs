using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Stays;

/// <summary>What of a journalled transition time is measured by. The rest of the row, its facts above all, is stepped over.</summary>
internal sealed record JournalLine(
    CaseId Case, int Seq, DateTimeOffset At, string Process, LineMessage Message, Outcome Outcome, string? From, string To, bool Final,
    Waits Waits, ImmutableArray<LineEffect> Effects, Deadline? Deadline, CaseCard? Card)
{
    public static JournalLine Read(JournalRow row) =>
        JsonSerializer.Deserialize(row.Body, LineJson.Default.JournalLine) ?? throw new JsonException("a transition cannot be null");
}

internal sealed record LineMessage(Actor Who, LineData Data, string? Answers);

/// <param name="Type">the message's name in the event catalogue</param>
internal sealed record LineData(string Type);

internal sealed record LineEffect(string Key, LineAsk Effect);

/// <param name="Effect">the effect's name in the catalogue</param>
internal sealed record LineAsk(string Effect);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class LineJson : JsonSerializerContext;
