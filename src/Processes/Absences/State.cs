using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Absences;

public enum AbsenceState { Recorded, Ended, Refused }

/// <summary>Somebody is away for a time, and another may approve what that person may.</summary>
public sealed record Absence
{
    public const string Kind = "absence";

    public static readonly Absence Empty = new();

    public AbsenceRecorded? Told { get; init; }

    public string RecordedBy { get; init; } = "";

    /// <summary>How long it had to run when it was recorded.</summary>
    public TimeSpan Until { get; init; }

    public string? Ending { get; init; }

    public AbsenceRecorded Needs => Told ?? throw new InvalidOperationException("The absence says nothing.");
}

public sealed record AbsenceBegun(string By, TimeSpan Until) : Fact;

public sealed record AbsenceOver(string Why) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AbsenceBegun)), JsonSerializable(typeof(AbsenceOver))]
public sealed partial class AbsenceFactsJson : JsonSerializerContext;

public static class AbsenceFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
        [new(typeof(AbsenceBegun), "absence.begun"), new(typeof(AbsenceOver), "absence.over")];

    public static Absence Fold(Absence absence, Fact fact, Message message) => fact switch
    {
        AbsenceBegun begun => absence with { Told = (AbsenceRecorded)message, RecordedBy = begun.By, Until = begun.Until },
        AbsenceOver over => absence with { Ending = over.Why },
        _ => throw new InvalidOperationException($"An absence knows no fact {fact.GetType().Name}."),
    };
}
