using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Crossdock.Estate.Demo;

/// <summary>What the host is started with.</summary>
/// <param name="More">arguments of <c>serve</c> beside the store and the port</param>
public sealed record HostStart(
    string Dll, string Store, int Port, IReadOnlyDictionary<string, string> Settings, string Log, params IReadOnlyList<string> More);

/// <summary>
/// The host as a child: started, killed without warning, frozen, started again on the same store, and stopped. Only ever touched by
/// its own process id. What it prints goes to its log file.
/// </summary>
public sealed class HostProcess(HostStart start, TimeProvider wall) : IRunHost
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly SemaphoreSlim _one = new(1);
    private HostStart _start = start;
    private Process? _process;
    private StreamWriter? _log;
    private bool _stopping;
    private bool _meantToBeDown;

    public Uri Address { get; } = new($"http://127.0.0.1:{start.Port.ToString(CultureInfo.InvariantCulture)}");

    public int Kills { get; private set; }

    public int UnaskedExits { get; private set; }

    /// <summary>The memory that it holds now, in bytes; 0 while it is down.</summary>
    public long ResidentBytes => ResidentOf(_process);

    public Task Start(CancellationToken cancel) => Alone(() => Launch(cancel), cancel);

    public Task KillAndRestart(CancellationToken cancel) => Alone(
        async () =>
        {
            await End(Signal.Kill, cancel);
            await Launch(cancel);
        },
        cancel);

    /// <summary>kill -9, and down until it is started again.</summary>
    public Task Kill(CancellationToken cancel) => Alone(() => End(Signal.Kill, cancel), cancel);

    /// <summary>Asks it to stop as a service manager does, and starts it again, with other settings where some are given.</summary>
    /// <returns>the exit code of the one that stopped</returns>
    public async Task<int> StopAndRestart(IReadOnlyDictionary<string, string>? settings, CancellationToken cancel)
    {
        var code = 0;
        await Alone(
            async () =>
            {
                _meantToBeDown = true;
                Signals.Send(_process!, Signal.Terminate);
                await _process!.WaitForExitAsync(cancel);
                code = _process.ExitCode;
                _start = settings is null ? _start : _start with { Settings = settings };
                await Launch(cancel);
            },
            cancel);
        return code;
    }

    /// <summary>SIGSTOP: it holds its sockets, its leases and what it knows, and does nothing.</summary>
    public void Freeze() => Signals.Send(_process!, Signal.Stop);

    public void Thaw() => Signals.Send(_process!, Signal.Continue);

    public async Task Watch(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), wall, cancel);
                await Alone(() => _process is { HasExited: true } && !_stopping && !_meantToBeDown ? Relaunch(cancel) : Task.CompletedTask,
                    cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    public async Task<bool> IsReady(CancellationToken cancel)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "/health/ready"), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException
            || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        if (_process is { HasExited: false } process)
        {
            // Frozen, it would not hear that it is to stop.
            Signals.Send(process, Signal.Continue);
            Signals.Send(process, Signal.Terminate);
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

    private async Task Alone(Func<Task> act, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await act();
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task End(Signal how, CancellationToken cancel)
    {
        Kills++;
        _meantToBeDown = true;
        Signals.Send(_process!, how);
        await _process!.WaitForExitAsync(cancel);
    }

    private Task Relaunch(CancellationToken cancel)
    {
        UnaskedExits++;
        return Launch(cancel);
    }

    private async Task Launch(CancellationToken cancel)
    {
        _process?.Dispose();
        _log ??= new StreamWriter(_start.Log, append: true) { AutoFlush = true };
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[_start.Dll, "serve", "--store", _start.Store, "--port",
            _start.Port.ToString(CultureInfo.InvariantCulture), .. _start.More])
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in _start.Settings)
        {
            info.Environment[name] = value;
        }

        _process = Process.Start(info) ?? throw new InvalidOperationException("The host could not be started.");
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReady(_process, cancel);
        _meantToBeDown = false;
    }

    private async Task WaitUntilReady(Process process, CancellationToken cancel)
    {
        var begun = wall.GetTimestamp();
        while (wall.GetElapsedTime(begun) < ReadyWithin)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException(
                    $"The host ended at once with exit code {process.ExitCode}. Its last words:\n{LastWords()}");
            }

            if (await IsReady(cancel))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), wall, cancel);
        }

        throw new InvalidOperationException($"The host was not ready within {ReadyWithin}. Its last words:\n{LastWords()}");
    }

    private string LastWords()
    {
        lock (_http)
        {
            using var stream = new FileStream(_start.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
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

    private static long ResidentOf(Process? process)
    {
        if (process is null or { HasExited: true })
        {
            return 0;
        }

        process.Refresh();
        return process.WorkingSet64;
    }
}
