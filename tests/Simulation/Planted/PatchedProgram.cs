using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Crossdock.Simulation.Tests.Planted;

/// <summary>
/// The simulator with one assembly of the product compiled anew from a changed source. The compiler gets the very arguments that the
/// build gives it; analyzers stay out, for a planted bug need not be tidy.
/// </summary>
internal sealed class PatchedProgram : IDisposable
{
    private const string Configuration = "Release";

    private static readonly string Root = Repository();
    private static readonly ConcurrentDictionary<string, Lazy<Task<Compiler>>> Compilers = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("crossdock-planted-").FullName;

    /// <param name="Path">csc.dll of the SDK in use</param>
    private sealed record Compiler(string Path, IReadOnlyList<string> Arguments);

    public static string SourceOf(Bug bug) => File.ReadAllText(Path.Combine(Root, "src", bug.File));

    public static async Task<PatchedProgram> With(Bug bug, CancellationToken cancel)
    {
        var program = new PatchedProgram();
        var built = Path.Combine(Root, "rehearsal", "bin", Configuration, "net10.0");
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(program._folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await program.Compile(bug, cancel);
        return program;
    }

    /// <summary>Lives until one comes to harm.</summary>
    /// <returns>the exit code, and the report as JSON or what went wrong</returns>
    public Task<(int Code, string Said)> Simulate(int seeds, CancellationToken cancel) => Run(
        _folder, cancel, Path.Combine(_folder, "Crossdock.Rehearsal.dll"), "simulate", "--seed", "1", "--seeds", $"{seeds}",
        "--stories", "0", "--stop-at-harm", "--json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task Compile(Bug bug, CancellationToken cancel)
    {
        var compiler = await Compilers.GetOrAdd(bug.Project, project => new(() => CompilerOf(project))).Value;
        var changed = Path.Combine(_folder, "Changed.cs");
        await File.WriteAllTextAsync(changed, SourceOf(bug).Replace(bug.Was, bug.Is, StringComparison.Ordinal), cancel);
        var source = bug.File[(bug.Project.Length + 1)..];
        var arguments = compiler.Arguments.Where(argument => !IsOfTheBuild(argument))
            .Select(argument => argument.Replace('\\', '/') == source ? changed : argument)
            .Append($"/out:{Path.Combine(_folder, $"Crossdock.{bug.Project}.dll")}").Append("/skipanalyzers+").Append("/warn:0");
        var response = Path.Combine(_folder, "csc.rsp");
        await File.WriteAllLinesAsync(response, arguments.Select(Quoted), cancel);
        var (code, said) = await Run(Path.Combine(Root, "src", bug.Project), cancel, compiler.Path, "/noconfig", $"@{response}");
        code.ShouldBe(0, $"{bug.Name} does not compile: {said}");
    }

    private static string Quoted(string argument) => argument.Contains('"', StringComparison.Ordinal) ? argument : $"\"{argument}\"";

    private static bool IsOfTheBuild(string argument) => Array.Exists(
        ["/out:", "/refout:", "/pdb:", "/doc:", "/warnaserror", "/warn:", "/noconfig", "/errorlog:", "/skipanalyzers"],
        start => argument.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static async Task<Compiler> CompilerOf(string project)
    {
        var folder = Path.Combine(Root, "src", project);
        // What editors ask to see the arguments without a build.
        var (code, said) = await Run(
            folder, CancellationToken.None, "msbuild", $"Crossdock.{project}.csproj", "-t:ResolveReferences;CoreCompile",
            $"-p:Configuration={Configuration}", "-p:BuildProjectReferences=false", "-p:ProvideCommandLineArgs=true",
            "-p:SkipCompilerExecution=true", "-p:DesignTimeBuild=true", "-p:NonExistentFile=none/none", "-nodeReuse:false", "-v:q",
            "-getProperty:RoslynTargetsPath", "-getItem:CscCommandLineArgs");
        code.ShouldBe(0, said);
        using var answer = JsonDocument.Parse(said);
        var items = answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray();
        return new Compiler(
            Path.Combine(answer.RootElement.GetProperty("Properties").GetProperty("RoslynTargetsPath").GetString()!, "bincore", "csc.dll"),
            [.. items.Select(item => item.GetProperty("Identity").GetString()!)]);
    }

    private static async Task<(int Code, string Said)> Run(string folder, CancellationToken cancel, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            var (said, complained) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
            await process.WaitForExitAsync(cancel);
            return (process.ExitCode, await said is { Length: > 0 } text ? text : await complained);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Crossdock.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Crossdock.slnx is in no folder above the tests.");
    }
}
