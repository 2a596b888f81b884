using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Settings;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>Makes the figures over time again from the journal, or proves that they are what the journal says.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var store = new Option<string>("--store") { Description = "sqlite:PATH or postgres:CONNECTION-STRING", Required = true };
        var network = new Option<string?>("--network") { Description =
            "the JSON file with the regions, channels and nodes, for their opening hours; Crossdock:Network when left out" };
        var file = new Option<string?>("--file") { Description = "the analysis file; where serve keeps it when left out" };
        var check = new Option<bool>("--check") { Description =
            "change nothing: compare the file with one made anew from the journal. Exit code 1 when they differ" };
        var command = new Command("rebuild", "Make the figures over time again from the journal.") { store, network, file, check };
        command.SetAction((parsed, cancel) => Run(
            parsed.GetValue(store)!, parsed.GetValue(network), parsed.GetValue(file), parsed.GetValue(check), cancel));
        return command;
    }

    private static async Task<int> Run(string address, string? networkFile, string? path, bool check, CancellationToken cancel)
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        try
        {
            var settings = HostSettings.Read(configuration, address);
            settings = settings with { NetworkFile = networkFile ?? settings.NetworkFile };
            if (await settings.ReadNetwork(Console.Error, cancel) is not { } network)
            {
                return ExitCodes.BadSettings;
            }

            await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
            await store.Prepare(cancel);
            var file = new AnalysisFile(path ?? AnalysisReading.FileOf(configuration, address));
            var name = await StoreName.Of(store.SharedValues, cancel);
            var (maps, hours) = (ProcessCatalogue.Retail, AnalysisReading.HoursOf(network));
            if (!check)
            {
                var made = await Rebuilding.Run(store.Journal, store.FailedAttempts, maps, hours, file, name, cancel);
                Console.WriteLine(Counted($"{made:N0} rows and failed attempts followed from the journal's first row."));
                return ExitCodes.Fine;
            }

            if (!file.IsThere)
            {
                await Console.Error.WriteLineAsync("There is no analysis file to check.".AsMemory(), cancel);
                return ExitCodes.BadSettings;
            }

            var result = await Recomputation.Run(store.Journal, store.FailedAttempts, maps, hours, file, name, cancel);
            Console.WriteLine(AsText(result));
            return result.Found == 0 ? ExitCodes.Fine : ExitCodes.Faults;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or DbException
            or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync($"Not rebuilt: {fault.Message}".AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }
    }

    private static string AsText(RecomputationResult result) => string.Join(
        Environment.NewLine,
        (string[])
        [
            Counted($"{result.Cases:N0} cases and {result.Stays:N0} stays compared; {result.Archived:N0} cases are archived and were not."),
            .. result.Differences,
            result.Found == 0 ? "Nothing differs." : Counted($"{result.Found:N0} rows differ."),
        ]);

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
