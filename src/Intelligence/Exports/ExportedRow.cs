using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Exports;

/// <summary>What of a journalled transition an export is made of. Facts and effects are stepped over.</summary>
internal sealed record ExportedRow(
    CaseId Case, int Seq, DateTimeOffset At, string Process, ExportedMessage Message, Outcome Outcome, string To, CaseCard? Card)
{
    public static ExportedRow Read(JournalRow row) =>
        JsonSerializer.Deserialize(row.Body, ExportJson.Default.ExportedRow) ?? throw new JsonException("a transition cannot be null");
}

/// <param name="Data">read whole only where it names objects</param>
internal sealed record ExportedMessage(string Source, Actor Who, JsonElement Data)
{
    /// <summary>The name in the event catalogue.</summary>
    public string Type => Data.GetProperty("type").GetString()!;

    public Message Whole() => Data.Deserialize(ContractsJson.Default.Message)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExportedRow))]
internal sealed partial class ExportJson : JsonSerializerContext;
