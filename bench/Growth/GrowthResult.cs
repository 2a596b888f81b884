using System.Text.Json.Serialization;

namespace Crossdock.Bench.Growth;

/// <summary>What one size came to, measured by a process of its own. The field names are the names in JSON.</summary>
/// <param name="StartSeconds">store prepared, silo up, lists caught up</param>
/// <param name="IdleMegabytes">resident memory once it has started and come to rest</param>
/// <param name="BusyMegabytes">resident memory at the end of the load</param>
/// <param name="AnswerFirstMilliseconds">of the very first idle case that is told something: the way is compiled meanwhile</param>
/// <param name="AnswerP50Milliseconds">of the idle cases after it, told to acknowledged, one at a time</param>
public sealed record GrowthProbe(
    double StartSeconds,
    double IdleMegabytes,
    double BusyMegabytes,
    double AnswerFirstMilliseconds,
    double AnswerP50Milliseconds,
    double AnswerP99Milliseconds,
    double AnswerWorstMilliseconds,
    int Answered,
    double CasesPerSecond,
    double CaseP50Milliseconds,
    double CaseP99Milliseconds,
    double HostCpuSecondsPerThousandCases,
    double? DatabaseCpuSecondsPerThousandCases);

/// <param name="Rows">in the journal before the measurement</param>
/// <param name="OpenIdle">cases among them that are open and wait</param>
/// <param name="FillRowsPerSecond">journal rows appended with their lists, while filling up to here</param>
/// <param name="StoreMegabytes">files of the store, or the database's size</param>
/// <param name="RatioToSmallest">cases a second beside those of the smallest size of the same run</param>
public sealed record GrowthSize(
    long Rows, long OpenIdle, double FillRowsPerSecond, double StoreMegabytes, GrowthProbe Probe, double RatioToSmallest);

/// <param name="Commit">of the program that was measured; <c>unknown</c> outside of a clone</param>
public sealed record GrowthResult(
    string Store, int InFlight, double Seconds, string Machine, string Commit, DateTimeOffset At, IReadOnlyList<GrowthSize> Sizes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GrowthResult))]
[JsonSerializable(typeof(GrowthProbe))]
internal sealed partial class GrowthJson : JsonSerializerContext;
