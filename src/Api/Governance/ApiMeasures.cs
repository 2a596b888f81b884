using System.Diagnostics.Metrics;

namespace Crossdock.Api.Governance;

/// <summary>What ASP.NET Core's own measures do not say of the services. The table stands in docs/operating/telemetry.md.</summary>
internal static class ApiMeasures
{
    public const string Name = "Crossdock.Api";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Repeats =
        Meter.CreateCounter<long>("crossdock.api.repeats", "{request}", "Requests whose idempotency key was known already");

    public static void Repeated(bool same) =>
        Repeats.Add(1, new KeyValuePair<string, object?>("crossdock.result", same ? "same" : "another"));
}
