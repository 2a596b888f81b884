using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

/// <summary>
/// Makes one process serve several retailers: each further host is the host's own program, begun once more with the settings that a
/// file names. The runtime calls this before the program itself, where DOTNET_STARTUP_HOOKS names this assembly; nothing here may
/// need a library that the host has not.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for it by this name, outside of any namespace.")]
internal static class StartupHook
{
    /// <summary>Names the file that lists the hosts beside the program's own.</summary>
    internal const string Variable = "CROSSDOCK_TEST_FURTHER_HOSTS";

    /// <param name="Arguments">what the program is called with</param>
    /// <param name="Settings">variables of its environment</param>
    internal sealed record FurtherHost(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Settings);

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file)
        {
            return;
        }

        var main = (Assembly.GetEntryAssembly() ?? Assembly.Load("Crossdock.Host")).EntryPoint!;
        using var built = new Built();
        foreach (var host in JsonSerializer.Deserialize<FurtherHost[]>(File.ReadAllBytes(file))!)
        {
            var before = Give(host.Settings);
            new Thread(() => Serve(main, host)).Start();
            built.Wait();
            Give(before);
        }
    }

    private static void Serve(MethodInfo main, FurtherHost host)
    {
        // One that ends badly takes the others with it, as a process does: whoever watches over it sees that.
        if (main.Invoke(null, [host.Arguments.ToArray()]) is int code and not 0)
        {
            Environment.Exit(code);
        }
    }

    /// <returns>what the variables were before</returns>
    private static Dictionary<string, string?> Give<TValue>(IReadOnlyDictionary<string, TValue> variables)
    {
        var before = variables.ToDictionary(one => one.Key, one => Environment.GetEnvironmentVariable(one.Key));
        foreach (var (name, value) in variables)
        {
            Environment.SetEnvironmentVariable(name, value as string);
        }

        return before;
    }

    /// <summary>Waits for a host that has been put together, since it has read its settings then.</summary>
    private sealed class Built : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        private readonly SemaphoreSlim _seen = new(0);
        private readonly List<IDisposable> _subscriptions = [];

        public Built() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public void Wait()
        {
            if (!_seen.Wait(Patience))
            {
                throw new InvalidOperationException($"A further host was not put together within {Patience}.");
            }
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                lock (_subscriptions)
                {
                    _subscriptions.Add(value.Subscribe(this));
                }
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "HostBuilt")
            {
                _seen.Release();
            }
        }

        public void OnError(Exception error) => throw error;

        public void OnCompleted()
        {
        }

        public void Dispose()
        {
            lock (_subscriptions)
            {
                _subscriptions.ForEach(one => one.Dispose());
            }
        }
    }
}
