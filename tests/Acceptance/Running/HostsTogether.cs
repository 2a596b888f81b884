using System.Globalization;
using System.Text.Json;
using Crossdock.Estate.Demo;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// Several production hosts in one process, each with its own store, settings and port. They are killed as one, which is as sudden
/// for each as alone, and most of what a host that lives for seconds costs is paid once: loading and compiling the program.
/// </summary>
/// <param name="hosts">how many there will be; none starts before all have joined</param>
/// <param name="killer">whose kill is the one that happens; the others take it for theirs, whenever they ask</param>
internal sealed class HostsTogether(int hosts, int killer, string folder) : IAsyncDisposable
{
    private readonly List<Share> _shares = [];
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private HostProcess? _process;
    private Task _watch = Task.CompletedTask;
    private int _ready;

    /// <summary>One more of them.</summary>
    public IRunHost Join(HostStart start)
    {
        lock (_shares)
        {
            _shares.Count.ShouldBeLessThan(hosts);
            _shares.Add(new Share(this, _shares.Count, start));
            return _shares[^1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _end.Dispose();
    }

    private async Task Start(CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _ready) == hosts)
        {
            try
            {
                await Launch(cancel);
                _up.SetResult();
            }
            catch (Exception e)
            {
                _up.SetException(e);
            }
        }

        await _up.Task.WaitAsync(cancel);
    }

    private async Task Launch(CancellationToken cancel)
    {
        var own = _shares[0].Given;
        var further = Path.Combine(folder, "further-hosts.json");
        await File.WriteAllBytesAsync(
            further,
            JsonSerializer.SerializeToUtf8Bytes(_shares.Skip(1).Select(share => new StartupHook.FurtherHost(
                ["serve", "--store", share.Given.Store, "--port", share.Given.Port.ToString(CultureInfo.InvariantCulture)],
                share.Given.Settings))),
            cancel);
        var settings = new Dictionary<string, string>(own.Settings)
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            [StartupHook.Variable] = further,
        };
        _process = new HostProcess(own with { Settings = settings, Log = Path.Combine(folder, "hosts.log") }, TimeProvider.System);
        await _process.Start(cancel);
        _watch = _process.Watch(_end.Token);
    }

    private async Task KillAndRestart(int asked, CancellationToken cancel)
    {
        if (asked == killer)
        {
            try
            {
                await _process!.KillAndRestart(cancel);
                _killed.SetResult();
            }
            catch (Exception e)
            {
                _killed.SetException(e);
            }
        }

        await _killed.Task.WaitAsync(cancel);
    }

    private sealed class Share(HostsTogether all, int place, HostStart start) : IRunHost
    {
        private readonly HttpClient _http = new()
        {
            Timeout = TimeSpan.FromSeconds(5),
            BaseAddress = new Uri($"http://127.0.0.1:{start.Port.ToString(CultureInfo.InvariantCulture)}"),
        };

        public HostStart Given => start;

        public int Kills => all._process?.Kills ?? 0;

        public int UnaskedExits => all._process?.UnaskedExits ?? 0;

        public async Task Start(CancellationToken cancel)
        {
            await all.Start(cancel);
            await Ready(cancel);
        }

        public async Task KillAndRestart(CancellationToken cancel)
        {
            await all.KillAndRestart(place, cancel);
            await Ready(cancel);
        }

        public async Task Watch(CancellationToken cancel)
        {
            try
            {
                await all._watch.WaitAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
        }

        public ValueTask DisposeAsync()
        {
            _http.Dispose();
            return ValueTask.CompletedTask;
        }

        private Task Ready(CancellationToken cancel) => Eventually.Holds($"the host at {_http.BaseAddress} is ready", async () =>
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancel);
                return answer.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
            {
                return false;
            }
        });
    }
}
