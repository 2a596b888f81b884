using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>The real programs, as they were built beside these tests: the same configuration, found from the repository's root.</summary>
internal static class Programs
{
    private const int FirstPort = 20_000;
    private const int Ports = 10_000;

    // Test programs that run side by side begin apart.
    private static int _ports = Environment.ProcessId % 100 * 100;

    /// <summary>
    /// Hosts of tests live for seconds, and most of their work would be to compile once more what runs often. This program lives for
    /// minutes and gains by it.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Every program that a test starts is to inherit it.")]
    internal static void HostsAreCompiledOnce() => Environment.SetEnvironmentVariable("DOTNET_TC_CallCounting", "0");

    /// <summary>The whole run names a host that was compiled ahead: the same program, awake with less work.</summary>
    public static string Host { get; } = Environment.GetEnvironmentVariable("CROSSDOCK_TEST_HOST") is { Length: > 0 } ahead
        ? ahead
        : Dll("src/Host", "Crossdock.Host.dll");

    public static string Rehearsal { get; } = Dll("rehearsal", "Crossdock.Rehearsal.dll");

    public static string Bench { get; } = Dll("bench", "Crossdock.Bench.dll");

    public static string Estate { get; } = Dll("estate", "Crossdock.Estate.dll");

    /// <summary>
    /// Below those that the system gives to outgoing connections: while a host is down between a kill and its next start, nobody
    /// may get its port, least of all a caller that tries to connect to it.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref _ports) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else has it: the next.
            }
        }
    }

    private static string Dll(string folder, string name)
    {
        var path = Path.Combine(Root(), folder, "bin", Configuration(), "net10.0", name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build {folder} first: there is no {path}.");
    }

    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Crossdock.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new FileNotFoundException("These tests start programs of the repository, and no folder above holds Crossdock.slnx.");
    }

    // The tests lie in bin/<configuration>/net10.0.
    private static string Configuration() =>
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
}
