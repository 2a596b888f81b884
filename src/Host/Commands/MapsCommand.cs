using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Host.Settings;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;

namespace Crossdock.Host.Commands;

/// <summary>Checks the maps, prints them, and writes the process pages drawn from them.</summary>
internal static class MapsCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "count states, rows, owners and deadlines; exit code 3 when a map is bad" };
        var format = new Option<string?>("--format") { Description = "mermaid or json" };
        format.AcceptOnlyFromAmong("mermaid", "json");
        var write = new Option<DirectoryInfo?>("--write") { Description = "write one page a process into this folder" };
        var store = new Option<string?>("--against-store")
        {
            Description = "classify the open cases of a store, sqlite:PATH or postgres:CONNECTION-STRING, against these maps; it is only "
                + "read. Exit code 4 when a case is blocked, 5 when one only needs a mapping",
        };
        var command = new Command("maps", "Check and print the processes.") { check, format, write, store };
        command.SetAction(async (parsed, cancel) =>
        {
            var catalogue = ProcessCatalogue.Retail;
            var checkedMaps = Run(catalogue, parsed.GetValue(format), parsed.GetValue(write), Console.Out, Console.Error);
            try
            {
                return checkedMaps == ExitCodes.Fine && parsed.GetValue(store) is { } address
                    ? await AgainstStore.Run(catalogue, address, Console.Out, cancel)
                    : checkedMaps;
            }
            catch (ArgumentException fault)
            {
                await Console.Error.WriteLineAsync(fault.Message.AsMemory(), cancel);
                return ExitCodes.BadSettings;
            }
        });
        return command;
    }

    internal static int Run(ProcessCatalogue catalogue, string? format, DirectoryInfo? folder, TextWriter output, TextWriter errors)
    {
        if (folder is not null)
        {
            folder.Create();
            foreach (var (name, page) in ProcessPages.All(catalogue))
            {
                File.WriteAllText(Path.Combine(folder.FullName, name), page);
            }
        }

        switch (format)
        {
            case "mermaid":
                output.Write(string.Join('\n', catalogue.All.Select(Mermaid.Draw)));
                break;
            case "json":
                output.WriteLine(JsonSerializer.Serialize([.. catalogue.All], MapsJson.Default.MapPictureArray));
                break;
            default:
                Count(catalogue, output);
                break;
        }

        var findings = catalogue.Check();
        foreach (var finding in findings)
        {
            // What a program reads is only what it asked for.
            (format is null ? output : errors).WriteLine(finding);
        }

        return findings.Count == 0 ? ExitCodes.Fine : ExitCodes.BadMap;
    }

    private static void Count(ProcessCatalogue catalogue, TextWriter output)
    {
        var width = catalogue.Processes.Max(process => process.Picture.Process.Length) + 2;
        output.WriteLine($"{"process".PadRight(width)}{"version",8}{"states",8}{"rows",6}{"owners",8}{"deadlines",11}  check");
        foreach (var process in catalogue.Processes)
        {
            var (map, findings) = (process.Picture, process.Check().Count);
            output.WriteLine(
                $"{map.Process.PadRight(width)}{map.Version,8}{map.States.Length,8}{map.Rows.Length,6}"
                + $"{map.States.Select(state => state.Owner).OfType<OwnerGroup>().Append(map.Owner).Distinct().Count(),8}"
                + $"{map.States.Count(state => state.Within is not null),11}  {(findings == 0 ? "sound" : $"{findings} findings")}");
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(MapPicture[]))]
internal sealed partial class MapsJson : JsonSerializerContext;
