using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Crossdock.Tests.Shared;

/// <summary>
/// A built program with one assembly of the product compiled anew from changed sources. The compiler gets the very arguments that the
/// build gives it; analyzers stay out, for a change that is planted need not be tidy. Where a compiler is still warm from the build, it
/// is that one: a cold one takes three times as long.
/// </summary>
internal sealed class PatchedProgram : IDisposable
{
    private const string Configuration = "Release";

    private static readonly string Root = Repository();
    private static readonly ConcurrentDictionary<string, Lazy<Task<Compiler>>> Compilers = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("crossdock-planted-").FullName;

    /// <param name="Path">csc.dll of the SDK in use</param>
    private sealed record Compiler(string Path, IReadOnlyList<string> Arguments);

    public static string SourceOf(string project, string file) => File.ReadAllText(Path.Combine(Root, "src", project, file));

    /// <summary>The file of the program, changed.</summary>
    public string FileOf(string name) => Path.Combine(_folder, name);

    /// <param name="program">the folder of the program's project</param>
    /// <param name="project">the one that is changed, below <c>src</c></param>
    /// <param name="change">from a file's path below the project, and its text, to the new text</param>
    public static async Task<PatchedProgram> Of(
        string program, string project, Func<string, string, string> change, CancellationToken cancel)
    {
        var patched = new PatchedProgram();
        var built = Path.Combine(Root, program, "bin", Configuration, "net10.0");
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = patched.FileOf(Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await patched.Compile(project, change, cancel);
        return patched;
    }

    /// <returns>the exit code, and what it said, or complained of where it said nothing</returns>
    public Task<(int Code, string Said)> Run(string assembly, CancellationToken cancel, params string[] arguments) =>
        Dotnet(_folder, cancel, [FileOf(assembly), .. arguments]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task Compile(string project, Func<string, string, string> change, CancellationToken cancel)
    {
        var compiler = await Compilers.GetOrAdd(project, one => new(() => CompilerOf(one))).Value;
        var folder = Path.Combine(Root, "src", project);
        var arguments = new List<string> { $"/out:{FileOf($"Crossdock.{project}.dll")}", "/skipanalyzers+", "/warn:0" };
        var changes = 0;
        foreach (var argument in compiler.Arguments.Where(argument => !IsOfTheBuild(argument)))
        {
            var source = Path.Combine(folder, argument);
            var text = argument.EndsWith(".cs", StringComparison.Ordinal) && File.Exists(source)
                ? await File.ReadAllTextAsync(source, cancel) : "";
            var changed = text.Length > 0 ? change(argument.Replace('\\', '/'), text) : text;
            if (changed == text)
            {
                arguments.Add(argument);
                continue;
            }

            arguments.Add(FileOf($"Changed{++changes}.cs"));
            await File.WriteAllTextAsync(arguments[^1], changed, cancel);
        }

        if (changes == 0)
        {
            throw new InvalidOperationException($"No source of {project} was changed.");
        }

        var response = FileOf("csc.rsp");
        await File.WriteAllLinesAsync(response, arguments.Select(Quoted), cancel);
        string[] warm = Environment.GetEnvironmentVariable("CROSSDOCK_TEST_COMPILER") is { Length: > 0 } name ? [$"/shared:{name}"] : [];
        var (code, said) = await Dotnet(folder, cancel, [compiler.Path, .. warm, "/noconfig", $"@{response}"]);
        if (code != 0)
        {
            throw new InvalidOperationException($"The changed {project} does not compile: {said}");
        }
    }

    private static string Quoted(string argument) => argument.Contains('"', StringComparison.Ordinal) ? argument : $"\"{argument}\"";

    private static bool IsOfTheBuild(string argument) => Array.Exists(
        ["/out:", "/refout:", "/pdb:", "/doc:", "/warnaserror", "/warn:", "/noconfig", "/errorlog:", "/skipanalyzers"],
        start => argument.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static async Task<Compiler> CompilerOf(string project)
    {
        var folder = Path.Combine(Root, "src", project);
        // What editors ask to see the arguments without a build.
        var (code, said) = await Dotnet(
            folder, CancellationToken.None, "msbuild", $"Crossdock.{project}.csproj", "-t:ResolveReferences;CoreCompile",
            $"-p:Configuration={Configuration}", "-p:BuildProjectReferences=false", "-p:ProvideCommandLineArgs=true",
            "-p:SkipCompilerExecution=true", "-p:DesignTimeBuild=true", "-p:NonExistentFile=none/none", "-nodeReuse:false", "-v:q",
            "-getProperty:RoslynTargetsPath", "-getItem:CscCommandLineArgs");
        if (code != 0)
        {
            throw new InvalidOperationException($"How {project} is compiled is not known: {said}");
        }

        using var answer = JsonDocument.Parse(said);
        var items = answer.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray();
        return new Compiler(
            Path.Combine(answer.RootElement.GetProperty("Properties").GetProperty("RoslynTargetsPath").GetString()!, "bincore", "csc.dll"),
            [.. items.Select(item => item.GetProperty("Identity").GetString()!)]);
    }

    private static async Task<(int Code, string Said)> Dotnet(string folder, CancellationToken cancel, params string[] arguments)
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
