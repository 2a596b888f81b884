using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Crossdock.Acceptance.Tests.Running;

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
    private readonly int _port = Programs.FreePort();
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
                Programs.Estate, "demo", "--host-dll", Programs.Host,
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

    private static class Native
    {
        // .NET has no way to ask a child to stop.
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}
