using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Crossdock.Estate.Demo;

/// <summary>What the host is started with.</summary>
public sealed record HostStart(string Dll, string Store, int Port, IReadOnlyDictionary<string, string> Settings, string Log);

/// <summary>
/// The host as a child: started, killed without warning, started again on the same store, and stopped. Only ever touched by its
/// own process id. What it prints goes to its log file.
/// </summary>
public sealed class HostProcess(HostStart start, TimeProvider wall) : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly SemaphoreSlim _one = new(1);
    private Process? _process;
    private StreamWriter? _log;
    private bool _stopping;

    public Uri Address { get; } = new($"http://127.0.0.1:{start.Port.ToString(CultureInfo.InvariantCulture)}");

    public int Kills { get; private set; }

    /// <summary>Times it ended although nobody asked it to.</summary>
    public int UnaskedExits { get; private set; }

    public async Task Start(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await Launch(cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>kill -9, and up again on the same store.</summary>
    public async Task KillAndRestart(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            Kills++;
            _process!.Kill();
            await _process.WaitForExitAsync(cancel);
            await Launch(cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A supervisor's part: has it up again when it ended by itself.</summary>
    public async Task Watch(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), wall, cancel);
                await _one.WaitAsync(cancel);
                try
                {
                    if (!_stopping && _process is { HasExited: true })
                    {
                        UnaskedExits++;
                        await Launch(cancel);
                    }
                }
                finally
                {
                    _one.Release();
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (_process is { HasExited: false } process)
        {
            Terminate(process);
            using var patience = new CancellationTokenSource(StopWithin);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }

        _process?.Dispose();
        _log?.Dispose();
        _http.Dispose();
        _one.Dispose();
    }

    private async Task Launch(CancellationToken cancel)
    {
        _process?.Dispose();
        _log ??= new StreamWriter(start.Log, append: true) { AutoFlush = true };
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[start.Dll, "serve", "--store", start.Store, "--port",
            start.Port.ToString(CultureInfo.InvariantCulture)])
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in start.Settings)
        {
            info.Environment[name] = value;
        }

        _process = Process.Start(info) ?? throw new InvalidOperationException("The host could not be started.");
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReady(_process, cancel);
    }

    private async Task WaitUntilReady(Process process, CancellationToken cancel)
    {
        var begun = wall.GetTimestamp();
        while (wall.GetElapsedTime(begun) < ReadyWithin)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The host ended at once with exit code {process.ExitCode}. Its last words:\n{LastWords()}");
            }

            if (await IsReady(cancel))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), wall, cancel);
        }

        throw new InvalidOperationException($"The host was not ready within {ReadyWithin}. Its last words:\n{LastWords()}");
    }

    private async Task<bool> IsReady(CancellationToken cancel)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "/health/ready"), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    private string LastWords()
    {
        lock (_http)
        {
            using var stream = new FileStream(start.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return string.Join('\n', reader.ReadToEnd().Split('\n').TakeLast(15));
        }
    }

    private void Write(string? line)
    {
        lock (_http)
        {
            if (line is not null && !_stopping)
            {
                _log?.WriteLine(line);
            }
        }
    }

    private static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows() || Native.Kill(process.Id, SigTerm) != 0)
        {
            process.Kill();
        }
    }

    private static class Native
    {
        // .NET has no way to ask a child to stop; a kill would not show whether stopping is clean.
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}
