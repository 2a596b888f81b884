using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Crossdock.Bench.Measuring;

namespace Crossdock.Bench.Growth;

/// <summary>Fills one store further and further, and measures it at each size.</summary>
public static class GrowthBench
{
    /// <summary>Of the rows at each size, so many belong to cases that are open, up to the number asked for.</summary>
    private const double ShareOfIdle = 0.6;

    public static async Task<GrowthResult> Run(
        Asked asked, IReadOnlyList<long> sizes, long idle, int inFlight, TextWriter progress, CancellationToken cancel)
    {
        await using var store = await BenchStore.Create(asked.Store, cancel);
        var filler = await Filler.Create(cancel);
        var results = new List<GrowthSize>();
        foreach (var rows in sizes.Order())
        {
            var (before, idleBefore, clock) = (filler.Rows, filler.Idle, Stopwatch.StartNew());
            await using (var open = store.Open())
            {
                await open.Prepare(cancel);
                var openIdle = Math.Min(idle, (long)(rows * ShareOfIdle / filler.RowsOfIdle));
                await filler.FillTo(open, rows, openIdle, cancel);
            }

            var fill = (filler.Rows - before) / clock.Elapsed.TotalSeconds;
            await progress.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{filler.Rows:N0} rows, {filler.Idle:N0} idle cases, filled in {clock.Elapsed:g}"));
            var probe = await Probe(store.Address, filler.Idle, idleBefore, inFlight, asked.Seconds, cancel);
            results.Add(new GrowthSize(
                filler.Rows, filler.Idle, Math.Round(fill, 0), Math.Round(await store.Megabytes(cancel), 0), probe,
                Math.Round(probe.CasesPerSecond / (results.Count == 0 ? probe : results[0].Probe).CasesPerSecond, 3)));
            await progress.WriteLineAsync(Words(results[^1]));
        }

        return new GrowthResult(
            store.Kind, inFlight, asked.Seconds, Machine(), await Commit(cancel), TimeProvider.System.GetUtcNow(), results);
    }

    public static string Words(GrowthSize size) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {size.Rows:N0} rows, {size.OpenIdle:N0} open and idle, {size.StoreMegabytes:N0} MB
          cases a second       {size.Probe.CasesPerSecond:N0}   ({size.RatioToSmallest:N3} of the smallest)
          CPU, 1,000 cases     host {size.Probe.HostCpuSecondsPerThousandCases:N3} s
          start                {size.Probe.StartSeconds:N2} s, and the first answer {size.Probe.AnswerFirstMilliseconds:N1} ms
          an idle case answers p50 {size.Probe.AnswerP50Milliseconds:N1} ms, p99 {size.Probe.AnswerP99Milliseconds:N1} ms
          memory               {size.Probe.IdleMegabytes:N0} MB at rest, {size.Probe.BusyMegabytes:N0} MB after the load
        """);

    private static async Task<GrowthProbe> Probe(
        string address, long idle, long since, int inFlight, double seconds, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(GrowthBench).Assembly.Location, GrowthCommand.ProbeName, "--store", address,
                "--idle", Text(idle), "--since", Text(since), "--in-flight", Text(inFlight),
                "--seconds", seconds.ToString(CultureInfo.InvariantCulture),
            },
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize(said, GrowthJson.Default.GrowthProbe)!
            : throw new InvalidOperationException($"The measurement ended with {process.ExitCode}: {said}");
    }

    private static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Machine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {Memory / 1e9:N0} GB, {RuntimeInformation.OSArchitecture}");

    private static async Task<string> Commit(CancellationToken cancel)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["rev-parse", "--short", "HEAD"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var said = await git.StandardOutput.ReadToEndAsync(cancel);
            await git.WaitForExitAsync(cancel);
            return git.ExitCode == 0 ? said.Trim() : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git here: the result says so.
            return "unknown";
        }
    }
}
