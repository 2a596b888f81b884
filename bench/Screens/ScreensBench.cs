using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Crossdock.Advice;
using Crossdock.Bench.Measuring;
using Crossdock.Bench.Orders;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;

namespace Crossdock.Bench.Screens;

/// <summary>One screen as a browser gets it: the whole answer, asked for with a cookie.</summary>
/// <param name="FirstMilliseconds">the very first time, when nothing is compiled, kept or counted</param>
/// <param name="RenewedP50Milliseconds">of its renewals, one a second for each screen, all screens at once</param>
public sealed record ScreenTime(
    string Path, double FirstMilliseconds, double P50Milliseconds, double WorstMilliseconds, double RenewedP50Milliseconds,
    double RenewedWorstMilliseconds, long Bytes);

/// <param name="RowsPerSecondFollowed">journal rows that the figures' file took in, from none to all</param>
/// <param name="OrderShownMilliseconds">from the post of an order to the first screen that shows it, with every screen open</param>
/// <param name="HostCpuShare">of the processors, while every screen is open and renews itself</param>
public sealed record ScreensResult(
    string Store, long Cases, long Open, long Rows, int Days, double FillSeconds, double StartSeconds, double FollowSeconds,
    double RowsPerSecondFollowed, double OrderShownMilliseconds, double HostCpuShare, double HostMegabytes, double StoreMegabytes,
    IReadOnlyList<ScreenTime> Screens);

/// <summary>The real host on a store with many cases, and every screen asked for as a browser does.</summary>
public static partial class ScreensBench
{
    private const int Asked = 7;

    private static readonly string[] Paths =
    [
        "/", "/work", "/cases", "/cases?kind=task&order=priority", "/cases?text=B-0000123", "/cases/order/B-0000123", "/incidents",
        "/process/order-to-fulfilment", "/process/fulfilment", "/performance", "/figures", "/figures/cycle-time", "/causes", "/roi",
        "/integrations", "/stock", "/stock?sku=SKU-7", "/prices", "/reconciliation", "/stores", "/policies", "/alerts",
        "/process/order-to-fulfilment/cases?of=closed",
    ];

    /// <summary>Where a screen renews itself from, as its own page says.</summary>
    [GeneratedRegex("data-live-from=\"([^\"]+)\"")]
    private static partial Regex LiveFrom();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    public static async Task<ScreensResult> Run(
        Asked asked, long cases, long open, int days, TextWriter progress, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("crossdock-screens-").FullName;
        try
        {
            await using var store = await BenchStore.Create(
                asked.Store == "sqlite" ? $"sqlite:{Path.Combine(folder, "crossdock.db")}" : asked.Store, cancel);
            var (families, filled) = (await CaseFamilies.Create(cancel), Stopwatch.StartNew());
            await Stock(store, cancel);
            await using (var filling = store.Open())
            {
                await families.Fill(filling, cases, open, days, cancel);
            }

            await progress.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{families.Cases:N0} cases, {families.Open:N0} open, {families.Rows:N0} rows, filled in {filled.Elapsed:g}"));
            return await Measure(store, families, days, filled.Elapsed, asked, folder, progress, cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ScreensResult> Measure(
        BenchStore store, CaseFamilies families, int days, TimeSpan filled, Asked asked, string folder, TextWriter progress,
        CancellationToken cancel)
    {
        await using var host = await ServingHost.Start(store.Address, folder, cancel);
        var started = host.StartedIn;
        using var browser = await SignIn(host, cancel);
        var follow = Stopwatch.StartNew();
        while (!await host.IsFollowed(cancel))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancel);
        }

        follow.Stop();
        await progress.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"started in {started.TotalSeconds:N1} s, figures caught up after {follow.Elapsed:g}"));
        var (alone, lives) = (new List<(string Path, List<double> Times, long Bytes)>(), new Dictionary<string, string>());
        foreach (var path in Paths)
        {
            var (times, bytes) = (new List<double>(), 0L);
            for (var n = 0; n < Asked; n++)
            {
                var (took, page) = await Get(browser, path, cancel);
                (bytes, _) = (page.Length, lives.TryAdd(path, WebUtility.HtmlDecode(LiveFrom().Match(page).Groups[1].Value)));
                times.Add(took);
            }

            alone.Add((path, times, bytes));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var renewed = new ConcurrentDictionary<string, ConcurrentBag<double>>();
        var renewing = lives.Where(live => live.Value.Length > 0)
            .Select(live => Renew(browser, live.Key, live.Value, renewed, stop.Token)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(3), cancel);
        var (cpu, clock) = (host.CpuSeconds, Stopwatch.StartNew());
        var shown = await ShowsOrder(host, browser, cancel);
        await Task.Delay(TimeSpan.FromSeconds(asked.Seconds), cancel);
        var share = (host.CpuSeconds - cpu) / clock.Elapsed.TotalSeconds / Environment.ProcessorCount;
        var megabytes = host.Megabytes;
        await stop.CancelAsync();
        await Task.WhenAll(renewing);
        return new ScreensResult(
            store.Kind, families.Cases, families.Open, families.Rows, days, Math.Round(filled.TotalSeconds, 1),
            Math.Round(started.TotalSeconds, 2), Math.Round(follow.Elapsed.TotalSeconds, 1),
            Math.Round(families.Rows / follow.Elapsed.TotalSeconds), Math.Round(shown), Math.Round(share, 2), Math.Round(megabytes),
            Math.Round(await store.Megabytes(cancel)),
            [
                .. alone.Select(one =>
                {
                    var (later, again) = (one.Times.Skip(1).Order().ToList(), (renewed.GetValueOrDefault(one.Path) ?? []).Order().ToList());
                    return new ScreenTime(
                        one.Path, Math.Round(one.Times[0]), Math.Round(later[later.Count / 2]), Math.Round(later[^1]),
                        again.Count == 0 ? 0 : Math.Round(again[again.Count / 2]), again.Count == 0 ? 0 : Math.Round(again[^1]), one.Bytes);
                }),
            ]);
    }

    /// <summary>The stock screen has something to show: the real ledger, which a copy of rows would not balance.</summary>
    private static async Task Stock(BenchStore store, CancellationToken cancel)
    {
        await using var host = await BenchHost.Start(
            store, Retail.Network, catalogue: null,
            services => new OrderWorld(services.GetRequiredService<ITellCases>, TimeProvider.System),
            services => services.AddCrossdockIntelligence().AddCrossdockAdvice(), cancel);
        await Retail.FillShelves(host.Cases, CaseFamilies.Skus, 1_000, cancel);
    }

    private static async Task<HttpClient> SignIn(ServingHost host, CancellationToken cancel)
    {
        var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseProxy = false })
        {
            BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(5),
        };
        var form = await browser.GetStringAsync("/sign-in", cancel);
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["name"] = "Bench", ["key"] = host.Key, ["__RequestVerificationToken"] = FormToken().Match(form).Groups[1].Value,
        });
        using var answer = await browser.PostAsync("/sign-in", fields, cancel);
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    private static async Task<(double Milliseconds, string Page)> Get(HttpClient browser, string path, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await browser.GetAsync(path, cancel);
        var page = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? (Stopwatch.GetElapsedTime(began).TotalMilliseconds, page)
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
    }

    private static async Task Renew(
        HttpClient browser, string screen, string from, ConcurrentDictionary<string, ConcurrentBag<double>> renewed, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var (took, _) = await Get(browser, from, stop);
                renewed.GetOrAdd(screen, _ => []).Add(took);
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Nobody has what is ordered, so that it is waited for, and the list of cases shows it first.</summary>
    private static async Task<double> ShowsOrder(ServingHost host, HttpClient browser, CancellationToken cancel)
    {
        var order = Retail.Order(8_888_889, 1, 100, TimeProvider.System.GetUtcNow());
        var began = Stopwatch.GetTimestamp();
        await host.Post(order, cancel);
        while (!(await Get(browser, "/cases?kind=order&order=newest", cancel)).Page.Contains(order.Number, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
