using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Screens;

/// <summary>The host as it is served, a process of its own on the bench's store.</summary>
internal sealed class ServingHost : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly HttpClient _http;

    private ServingHost(Process process, HttpClient http, Uri address) => (_process, _http, Address) = (process, http, address);

    public Uri Address { get; }

    public string Key { get; private set; } = "";

    public TimeSpan StartedIn { get; private set; }

    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    public static async Task<ServingHost> Start(string store, string folder, CancellationToken cancel)
    {
        var (network, key, port) = (Path.Combine(folder, "network.json"), Path.Combine(folder, "administrator.key"), FreePort());
        await File.WriteAllBytesAsync(
            network, JsonSerializer.SerializeToUtf8Bytes(Retail.Network, ContractsJson.Default.RetailNetwork), cancel);
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            ArgumentList = { Dll(), "serve", "--store", store, "--port", port.ToString(CultureInfo.InvariantCulture) },
        };
        start.Environment["Crossdock__Network"] = network;
        start.Environment["Crossdock__AdminKeyFile"] = key;
        start.Environment["Crossdock__Analysis__File"] = Path.Combine(folder, "figures.db");
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        // What it says is nobody's to read here, and a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var host = new ServingHost(process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) }, address);
        while (!await host.IsReady(cancel))
        {
            if (process.HasExited || clock.Elapsed > ReadyWithin)
            {
                await host.DisposeAsync();
                throw new InvalidOperationException("The host did not become ready.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
        }

        host.StartedIn = clock.Elapsed;
        host.Key = (await File.ReadAllTextAsync(key, cancel)).Trim();
        host._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Key);
        return host;
    }

    /// <summary>Whether the figures' file has all that the journal has.</summary>
    public async Task<bool> IsFollowed(CancellationToken cancel)
    {
        var at = JsonNode.Parse(await _http.GetStringAsync("/v1/intelligence/standing", cancel))!;
        return (bool)at["current"]!;
    }

    public async Task Post(OrderReceived order, CancellationToken cancel)
    {
        var line = order.Lines[0];
        var body = new JsonObject
        {
            ["number"] = order.Number, ["channel"] = order.Channel,
            ["placedAt"] = order.PlacedAt.ToString("O", CultureInfo.InvariantCulture),
            ["currency"] = order.Currency,
            ["customer"] = new JsonObject { ["id"] = "C-1", ["tier"] = "gold", ["name"] = "Bench", ["email"] = "bench@example.org" },
            ["delivery"] = new JsonObject
            {
                ["wish"] = "ship",
                ["address"] = new JsonObject { ["street"] = "1", ["city"] = "Leeds", ["postalCode"] = "LS1 1AA", ["country"] = "GB" },
            },
            ["acceptsSubstitutes"] = false,
            ["lines"] = new JsonArray(new JsonObject
            {
                ["sku"] = line.Sku, ["description"] = line.Description, ["quantity"] = line.Quantity, ["unitPrice"] = line.UnitPrice,
            }),
            ["payment"] = new JsonObject { ["kind"] = "card", ["token"] = "tok-1" },
        };
        using var content = new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await _http.PostAsync("/v1/orders", content, cancel);
        if (answer.StatusCode != HttpStatusCode.Accepted)
        {
            var said = await answer.Content.ReadAsStringAsync(cancel);
            throw new InvalidOperationException($"The order was answered {(int)answer.StatusCode}: {said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _http.Dispose();
    }

    private async Task<bool> IsReady(CancellationToken cancel)
    {
        try
        {
            using var answer = await _http.GetAsync("/health/ready", cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Dll()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var dll = Path.Combine(folder.FullName, "src", "Host", "bin", "Release", "net10.0", "Crossdock.Host.dll");
            if (File.Exists(dll))
            {
                return dll;
            }
        }

        throw new FileNotFoundException("The host is not built: build src/Host in Release.");
    }
}
