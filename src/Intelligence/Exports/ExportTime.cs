using System.Globalization;

namespace Crossdock.Intelligence.Exports;

/// <summary>
/// Instants to the microsecond, always with six digits: tools take the form of a column from its first value, and few read more.
/// </summary>
internal static class ExportTime
{
    public static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>RFC 3339; 0 is the instant that OCEL 2.0 gives what an object was from the start.</summary>
    public static string Json(long micros) => micros == 0 ? "1970-01-01T00:00:00Z" : Text(micros, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>As the standard's databases have it: UTC, without saying so.</summary>
    public static string Sql(long micros) => Text(micros, "yyyy-MM-dd HH:mm:ss.ffffff");

    public static string Json(DateTimeOffset at) => Text(Micros(at), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    private static string Text(long micros, string form) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString(form, CultureInfo.InvariantCulture);
}
