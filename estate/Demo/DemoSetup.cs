using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;

namespace Crossdock.Estate.Demo;

/// <summary>What has to lie ready before the host is started.</summary>
public static class DemoSetup
{
    private const int UsualPort = 5080;
    private const int FirstPort = 20_000;
    private const int Ports = 10_000;

    // Programs that run side by side begin apart.
    private static int _ports = Environment.ProcessId % 97 * 100;

    public static (Book Book, RetailNetwork Network) ReadBook(DemoOptions options)
    {
        var years = Enumerable.Range(2009, 20);
        var network = RetailMap.Build(years);
        var rows = options.Input is { } file
            ? OnlineRetailCsv.ReadFile(file)
            : SeededBook.Rows(options.OrdersToMakeUp, options.Seed, options.LinesMean);
        var book = BookBuilder.Build(rows, options.Seed, network, options.Input is null ? null : options.Orders);
        return book.Facts.Gap is { Length: > 0 } gap
            ? throw new OrderBookException($"The order book does not add up: {gap}.")
            : (book, network);
    }

    public static Dictionary<string, string> Settings(
        string networkFile, string keyFile, DateTimeOffset epoch, DateTimeOffset wallEpoch, double factor,
        IReadOnlyDictionary<string, Uri> systems, string secret)
    {
        var settings = new Dictionary<string, string>
        {
            ["Crossdock__Network"] = networkFile,
            ["Crossdock__Clock__Epoch"] = epoch.ToString("O", CultureInfo.InvariantCulture),
            ["Crossdock__Clock__WallEpoch"] = wallEpoch.ToString("O", CultureInfo.InvariantCulture),
            ["Crossdock__Clock__Factor"] = factor.ToString("R", CultureInfo.InvariantCulture),
            ["Crossdock__AdminKeyFile"] = keyFile,
        };
        foreach (var (name, address) in systems)
        {
            settings[$"Crossdock__Systems__{name}__Address"] = address.ToString().TrimEnd('/');
            settings[$"Crossdock__Systems__{name}__Key"] = secret;
        }

        return settings;
    }

    /// <summary>The administrator's key, which the host writes at its first start on a store.</summary>
    public static async Task<string> ReadKey(string file, CancellationToken cancel) =>
        File.Exists(file)
            ? (await File.ReadAllTextAsync(file, cancel)).Trim()
            : throw new FileNotFoundException(
                $"The host wrote no administrator's key to {file}: this store has had its administrator before. "
                + "Name that key's file with --key-file.");

    public static int PortFor(int wanted) => wanted > 0 ? wanted : IsFree(UsualPort) ? UsualPort : FreePort();

    /// <summary>The host that was built beside this program, in the same configuration where there is one.</summary>
    /// <exception cref="FileNotFoundException">there is none; the text says how to give one</exception>
    public static string FindHost()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var configuration in (string[])["Release", "Debug"])
            {
                var dll = Path.Combine(folder.FullName, "src", "Host", "bin", configuration, "net10.0", "Crossdock.Host.dll");
                if (File.Exists(dll))
                {
                    return dll;
                }
            }
        }

        throw new FileNotFoundException("The host is not built. Build src/Host, or name its DLL with --host-dll.");
    }

    /// <summary>
    /// Below those that the system gives to outgoing connections: while a host is down between a kill and its next start, nobody may
    /// get its port, least of all a caller that tries to connect to it.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref _ports) % Ports);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
