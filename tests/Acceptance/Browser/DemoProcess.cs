using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>
/// The whole retailer as an operator starts it: the estate's program, which starts the host as its own child. It is stopped by its
/// own process id and stops its child in turn.
/// </summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan OpenWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(2);

    private readonly TaskCompletionSource _shelvesFilled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _said = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("crossdock-browser-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public string Key { get; private set; } = "";

    /// <summary>Puts a file where the host and the estate run.</summary>
    public async Task Put(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
    }

    /// <summary>Returns when the shelves are filled and orders begin to arrive.</summary>
    /// <param name="more">what this run needs beside the usual</param>
    public async Task Start(params string[] more)
    {
        var keyFile = Path.Combine(_folder, "administrator.key");
        var info = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var argument in (string[])
            [
                Program("estate", "Estate"), "demo", "--host-dll", Program(Path.Combine("src", "Host"), "Host"),
                "--store", $"sqlite:{Path.Combine(_folder, "crossdock.db")}", "--key-file", keyFile,
                "--port", _port.ToString(CultureInfo.InvariantCulture), .. more,
            ])
        {
            info.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _shelvesFilled.TrySetException(new InvalidOperationException($"The demo ended at once: {Said()}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await _shelvesFilled.Task.WaitAsync(OpenWithin);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The demo did not fill its shelves within {OpenWithin}: {Said()}");
        }

        Key = (await File.ReadAllTextAsync(keyFile)).Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            if (OperatingSystem.IsWindows() || Native.Kill(process.Id, SigTerm) != 0)
            {
                process.Kill(entireProcessTree: true);
            }

            using var patience = new CancellationTokenSource(StopWithin);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Add(line);
        }

        if (line.StartsWith("shelves ", StringComparison.Ordinal))
        {
            _shelvesFilled.TrySetResult();
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return string.Join('\n', _said.TakeLast(20));
        }
    }

    /// <summary>A program of this repository, built in the same configuration as the tests.</summary>
    private static string Program(string project, string name)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        var dll = Path.Combine(Repository(), project, "bin", configuration, "net10.0", $"Crossdock.{name}.dll");
        return File.Exists(dll) ? dll : throw new FileNotFoundException($"{dll} is not built; build Crossdock.slnx in {configuration}.");
    }

    public static string Repository()
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

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static class Native
    {
        // .NET has no way to ask a child to stop.
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}
