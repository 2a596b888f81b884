using System.Net;
using System.Net.Sockets;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>The real programs, as they were built beside these tests: the same configuration, found from the repository's root.</summary>
internal static class Programs
{
    public static string Host { get; } = Dll("src/Host", "Crossdock.Host.dll");

    public static string Estate { get; } = Dll("estate", "Crossdock.Estate.dll");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Dll(string folder, string name)
    {
        var path = Path.Combine(Root(), folder, "bin", Configuration(), "net10.0", name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build {folder} first: there is no {path}.");
    }

    private static string Root()
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
