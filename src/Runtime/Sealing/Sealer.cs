using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Sealing;

/// <param name="Interval">a seal is made this often, when rows were added</param>
/// <param name="File">where seals are kept outside of the store as well; null for nowhere</param>
public sealed record SealSettings(TimeSpan Interval, string? File);

/// <summary>
/// Seals the journal at intervals and at a graceful stop, behind the feed and without its bodies. Of several processes on a
/// store whoever comes first makes a seal, and the others find it made.
/// </summary>
public sealed partial class Sealer(
    IAudit audit, ISeals seals, ISharedValues values, SealKey key, SealSettings settings, TimeProvider wall, ILogger<Sealer> log)
    : BackgroundService
{
    private const int Stretch = 5_000;
    private const int Page = 1_000;

    private bool _published;
    private long? _outside;

    /// <summary>Seals what the last seal does not cover; null when there is nothing, or another process was quicker.</summary>
    public async Task<Seal?> Step(CancellationToken cancel)
    {
        await Publish(cancel);
        var last = await seals.ReadLast(cancel);
        using var reckoning = Reckoning.After(last);
        int read;
        do
        {
            var rows = await audit.ReadPrints(reckoning.Reached, Stretch, cancel);
            foreach (var row in rows)
            {
                reckoning.Add(row);
            }

            read = rows.Count;
        }
        while (read == Stretch);

        Seal? made = null;
        if (reckoning.Rows > (last?.Rows ?? 0))
        {
            var seal = key.Sign(new Seal(
                (last?.Number ?? 0) + 1, wall.GetUtcNow(), reckoning.Reached, reckoning.Rows, reckoning.Cases, reckoning.Digest,
                Seals.HashOf(last), "", []));
            made = await seals.Add(seal, cancel) ? seal : null;
            Measures.WereSealed(made is null ? 0 : made.Rows - (last?.Rows ?? 0));
        }

        await KeepOutside(cancel);
        return made;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = settings.Interval;
            try
            {
                wait = await UntilDue(stoppingToken);
                if (wait <= TimeSpan.Zero)
                {
                    await Step(stoppingToken);
                    wait = settings.Interval;
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotSealed(failure);
            }

            await Task.Delay(wait, wall, stoppingToken);
        }
    }

    /// <summary>Stopped after the writer, so that the last rows are covered, too.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Step(cancellationToken);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            LogNotSealed(failure);
        }
    }

    /// <summary>How long the last seal, whoever made it, is good for.</summary>
    private async Task<TimeSpan> UntilDue(CancellationToken cancel) =>
        await seals.ReadLast(cancel) is { } last && last.At + settings.Interval - wall.GetUtcNow() is var left && left < settings.Interval
            ? left
            : TimeSpan.Zero;

    private async Task Publish(CancellationToken cancel)
    {
        if (!_published)
        {
            await values.Write(SealKeys.Area, key.Id, key.PublicPem, cancel);
            _published = true;
        }
    }

    /// <summary>The store has a seal first; what a crash kept from the file is added by the next step.</summary>
    private async Task KeepOutside(CancellationToken cancel)
    {
        if (settings.File is not { } path)
        {
            return;
        }

        try
        {
            var reached = _outside ?? await FindEnd(path, cancel);
            while (await seals.Read(reached, Page, cancel) is { Count: > 0 } page)
            {
                await SealFile.Append(path, page, cancel);
                reached = page[^1].Number;
            }

            _outside = reached;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotOutside(path, failure);
        }
    }

    /// <summary>The number behind which seals are still to be kept outside.</summary>
    private async Task<long> FindEnd(string path, CancellationToken cancel)
    {
        if (await SealFile.ReadLast(path, cancel) is not { } last)
        {
            return 0;
        }

        var here = await seals.Read(last.Number - 1, 1, cancel);
        if (here is [var same] && Seals.AreSame(same, last))
        {
            return last.Number;
        }

        // The store was set back, by a restore or by somebody. The file keeps both stories, and verify tells them apart.
        LogSetBack(path, last.Number);
        return Math.Min(last.Number, (await seals.ReadLast(cancel))?.Number ?? 0);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not be sealed now; the next seal covers it")]
    private partial void LogNotSealed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Seals could not be kept outside, in {Path}; it is tried again")]
    private partial void LogNotOutside(string path, Exception failure);

    [LoggerMessage(Level = LogLevel.Critical, Message =
        "Seal {Number} in {Path} is not in the store: the store is older than that file, or was changed. Run verify --seals")]
    private partial void LogSetBack(string path, long number);
}
