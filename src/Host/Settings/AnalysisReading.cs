using System.Security.Cryptography;
using System.Text;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;

namespace Crossdock.Host.Settings;

/// <summary>
/// Where a host keeps the figures over time: <c>Crossdock:Analysis:File</c>, or beside a store that is a file, or in <c>.data</c>. The
/// file can be deleted; it is made again from the journal.
/// </summary>
internal static class AnalysisReading
{
    private const string File = "sqlite:";

    public static string FileOf(IConfiguration configuration, string store) =>
        configuration["Crossdock:Analysis:File"] is { Length: > 0 } given ? given
        : store.StartsWith(File, StringComparison.Ordinal) ? $"{store[File.Length..]}.figures"
        : Path.Combine(".data", $"figures-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(store)))[..12]}.db");

    /// <summary>Where imported logs are kept for the screens: <c>Crossdock:Logs:Folder</c>, or in <c>.data</c>.</summary>
    public static string LogsOf(IConfiguration configuration) =>
        configuration["Crossdock:Logs:Folder"] is { Length: > 0 } given ? given : Path.Combine(".data", "logs");

    /// <summary>Business time by the name that a deadline gives its calendar.</summary>
    public static OpenTime HoursOf(RetailNetwork network)
    {
        var calendars = new CalendarBook(network);
        return (calendar, from, to) => calendars.Find(calendar).Between(from, to);
    }

    public static void AddFigures(this IServiceCollection services, string file, RetailNetwork network) =>
        services.AddSingleton(new AnalysisFile(file)).AddSingleton(HoursOf(network)).AddCrossdockAnalysis()
            .AddSingleton<IExceptionTerms, ExceptionTerms>()
            .AddSingleton(provider => PolicyNumbers.Of(
                provider.GetRequiredService<PolicyShelf>(), provider.GetRequiredService<BusinessClock>()));
}
