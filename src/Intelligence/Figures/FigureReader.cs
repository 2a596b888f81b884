using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Figures;

/// <param name="At">business time at which it was read; what is open counts until then</param>
public sealed record FigureAnswer(Figure Figure, FigureSlice Slice, DateTimeOffset At, ImmutableArray<FigureRow> Rows);

/// <summary>Answers figures out of the analysis file, a few at a time.</summary>
/// <param name="policies">what the retailer assumes; what is reckoned with it is left out where there is nobody to ask</param>
public sealed class FigureReader(
    AnalysisFile file, IMaps maps, OpenTime hours, BusinessClock clock, RetailNetwork? network = null, ReadPolicyNumber? policies = null)
    : IDisposable
{
    /// <summary>A reading keeps a thread busy; more at once would take those of the cases.</summary>
    private readonly SemaphoreSlim _places = new(2);

    public Task<FigureAnswer> Read(Figure figure, FigureSlice slice, CancellationToken cancel) =>
        Read(slice, source => new FigureAnswer(figure, slice, source.Now, [.. figure.Compute(source)]), cancel);

    /// <summary>Several figures of one moment.</summary>
    public Task<ImmutableArray<FigureAnswer>> Read(IReadOnlyList<Figure> figures, FigureSlice slice, CancellationToken cancel) =>
        Read(
            slice,
            source => figures.Select(figure => new FigureAnswer(figure, slice, source.Now, [.. figure.Compute(source)])).ToImmutableArray(),
            cancel);

    /// <param name="currency">bottlenecks by the money that was held up in it; null: by the time that was lost</param>
    public Task<TimeWent> ReadTime(FigureSlice slice, int take, CancellationToken cancel, string? currency = null) =>
        Read(slice, source => TimeWent.Of(source, hours, take, currency), cancel);

    /// <summary>Which suppliers and categories of goods there are figures of.</summary>
    public Task<KnownGoods> ReadGoods(CancellationToken cancel) => Look(
        (file, _) => file is null ? KnownGoods.None : new KnownGoods(Names(file, "supplier"), Names(file, "goods")), cancel);

    /// <summary>How far the file has followed the journal; its beginning where there is none yet.</summary>
    public FeedPosition Reached
    {
        get
        {
            if (!file.IsThere)
            {
                return FeedPosition.Start;
            }

            using var connection = file.OpenToRead();
            return AnalysisFile.Read(connection)?.Reached ?? FeedPosition.Start;
        }
    }

    public void Dispose() => _places.Dispose();

    internal Task<T> Read<T>(FigureSlice slice, Func<FigureSource, T> compute, CancellationToken cancel) => Look(
        (connection, now) => compute(connection is null
            ? new FigureSource([], [], [], [], [], slice, now, maps.All)
            : FigureSource.Of(connection, slice, now, maps.All) with
            {
                Retailer = network is not null && policies is not null ? (network, policies) : null,
            }),
        cancel);

    private static ImmutableArray<(string Process, string Name)> Names(SqliteConnection file, string column) =>
    [
        .. FigureSource.Read(
            file, new FigureSlice(), $"select distinct process, {column} from cases where {column} is not null",
            row => (row.GetString(0), row.GetString(1))),
    ];

    /// <summary>Looks at the file at one moment of it, when one of the places is free; null while there is no file.</summary>
    internal async Task<T> Look<T>(Func<SqliteConnection?, DateTimeOffset, T> compute, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!file.IsThere)
        {
            return compute(null, now);
        }

        await _places.WaitAsync(cancel);
        try
        {
            return await Task.Run(
                () =>
                {
                    using var connection = file.OpenToRead();
                    using var moment = connection.BeginTransaction(deferred: true);
                    return compute(connection, now);
                },
                cancel);
        }
        finally
        {
            _places.Release();
        }
    }
}
