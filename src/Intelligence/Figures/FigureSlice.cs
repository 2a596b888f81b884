using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Figures;

/// <summary>The part of the retailer and the period that a figure is asked for. Null is any.</summary>
/// <param name="From">the first instant of the period</param>
/// <param name="To">the first instant after it; null for until now, with what is open then</param>
public sealed record FigureSlice(
    string? Process = null, string? Region = null, string? Channel = null, string? Node = null, DateTimeOffset? From = null,
    DateTimeOffset? To = null)
{
    public string? Supplier { get; init; }

    /// <summary>The category of goods; a case whose goods have several has none.</summary>
    public string? Category { get; init; }
}

/// <summary>What figures are computed from. Each is read once it is asked for, row by row, and may be read again.</summary>
/// <param name="Closed">cases that were closed in the period</param>
/// <param name="Open">cases that are open now; none for a period that is over</param>
/// <param name="Left">stays that were left in the period</param>
/// <param name="Standing">stays that cases stand in now; none for a period that is over</param>
/// <param name="Failed">failed attempts that began in the period</param>
public sealed record FigureSource(
    IEnumerable<MeasuredCase> Closed, IEnumerable<MeasuredCase> Open, IEnumerable<MeasuredStay> Left, IEnumerable<MeasuredStay> Standing,
    IEnumerable<FailedAttempt> Failed, FigureSlice Slice, DateTimeOffset Now, IReadOnlyList<MapPicture> Maps)
{
    /// <summary>Cases whose first row fell into the period, open or closed by now.</summary>
    public IEnumerable<MeasuredCase> Began { get; init; } = [];

    /// <summary>What was noted in the period.</summary>
    public IEnumerable<MeasuredNote> Notes { get; init; } = [];

    /// <summary>All stays, those that were left first, each with what its case is worth; null where nobody has looked that up.</summary>
    public IEnumerable<ValuedStay>? Valued { get; init; }

    /// <summary>The retailer's places, and what it assumes; null where nothing is known of either.</summary>
    public (RetailNetwork Network, ReadPolicyNumber Policies)? Retailer { get; init; }

    /// <summary>The end of the period, or now where that comes first.</summary>
    public DateTimeOffset End => Slice.To < Now ? Slice.To.Value : Now;

    /// <summary>Of a file, at one moment of it: the connection sees nothing that is saved later.</summary>
    internal static FigureSource Of(SqliteConnection file, FigureSlice slice, DateTimeOffset now, IReadOnlyList<MapPicture> maps)
    {
        var isOver = slice.To <= now;
        var open = isOver ? "1 = 0" : Place;
        return new FigureSource(
            Read(file, slice, $"{Cases} closed >= @from and closed < @to and {Place}", StayRows.Case),
            Read(file, slice, $"{Cases} closed is null and {open}", StayRows.Case),
            Read(file, slice, $"{Stays} left_at >= @from and left_at < @to and {Place}", StayRows.Stay),
            Read(file, slice, $"{Stays} left_at is null and {open}", StayRows.Stay),
            Read(
                file, slice,
                $"""
                select {string.Join(", ", StayRows.FailureColumns.Split(", ").Select(column => "f." + column))} from failures f
                join cases using (case_id) where at >= @from and at < @to and {Place}
                """,
                StayRows.Failure),
            slice,
            now,
            maps)
        {
            Began = Read(file, slice, $"{Cases} opened >= @from and opened < @to and {Place}", StayRows.Case),
            Notes = Read(file, slice, $"{StayNotes} at >= @from and at < @to and {Place}", StayRows.Note),
            Valued = Read(file, slice, $"{WorthStays} left_at >= @from and left_at < @to and {Place}", StayRows.ValuedStay)
                .Concat(Read(file, slice, $"{WorthStays} left_at is null and {open}", StayRows.ValuedStay)),
        };
    }

    private const string Cases = $"select {StayRows.CaseColumns} from cases where";

    private const string Stays = $"select {StayRows.StayColumns} from stays where";

    private const string WorthStays =
        $"select {StayRows.StayColumns}, (select value || ' ' || currency from cases c where c.case_no = stays.case_no) from stays where";

    private const string StayNotes = $"select {StayRows.NoteColumns} from notes where";

    internal const string Place =
        """
        (@process is null or process = @process) and (@region is null or region = @region)
        and (@channel is null or channel = @channel) and (@node is null or node = @node)
        and (@supplier is null and @category is null or case_no in (
            select case_no from cases
            where (@supplier is null or supplier = @supplier) and (@category is null or goods = @category)))
        """;

    internal static IEnumerable<T> Read<T>(
        SqliteConnection file, FigureSlice slice, string sql, Func<SqliteDataReader, T> row,
        DateTimeOffset now = default)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in new (string, object?)[]
        {
            ("@process", slice.Process), ("@region", slice.Region), ("@channel", slice.Channel), ("@node", slice.Node),
            ("@supplier", slice.Supplier), ("@category", slice.Category),
            ("@from", slice.From?.UtcTicks ?? 0), ("@to", slice.To?.UtcTicks ?? long.MaxValue), ("@now", now.UtcTicks),
        })
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return row(reader);
        }
    }
}
