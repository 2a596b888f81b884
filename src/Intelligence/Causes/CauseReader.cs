using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Causes;

/// <param name="State">null: closed cases from end to end</param>
/// <param name="Capped">there are more cases than were looked at: the latest were</param>
public sealed record CauseAnswer(
    FigureSlice Slice, string? State, CauseRules Rules, CauseFindings Findings, bool Capped, DateTimeOffset At)
{
    public static readonly CauseAnswer Nothing = new(
        new FigureSlice(), null, new CauseRules(0, 0, NamesStaff: false), new CauseFindings(CauseMeasure.Slow, 0, null, 0, 0, []), false,
        default);
}

/// <summary>Reads the cases of a slice with what they have in common, and looks for what goes with the slow or failing ones.</summary>
public sealed class CauseReader(
    AnalysisFile file, RetailNetwork network, ReadPolicyNumber policies, BusinessClock clock) : IDisposable
{
    /// <summary>What so many of the latest cases do not show, older ones would not either; and a screen waits for the answer.</summary>
    public const int Most = 20_000;

    private const string Traits =
        "c.supplier, c.goods, c.task_kind, c.staff, c.systems, c.policies";

    private const string OfWhom = "(@supplier is null or c.supplier = @supplier) and (@category is null or c.goods = @category)";

    // A case is one observation however often it stood there; of a group with one max the bare columns are those of its row, the latest.
    private const string OfStates =
        $"""
        select max(s.left_at), s.entered, sum(s.left_at - s.entered),
            case when sum(s.due is not null and s.waits <> 'OnTime') = 0 then null
                else sum(s.left_at > s.due and s.waits <> 'OnTime') > 0 end,
            s.region, s.channel, s.node, {Traits},
            (select group_concat(distinct f.system) from failures f
             where f.case_id = s.case_id and f.at between s.entered and s.left_at)
        from stays s join cases c on c.case_no = s.case_no
        where s.process = @process and s.state = @state and s.left_at >= @from and s.left_at < @to
            and (@region is null or s.region = @region) and (@channel is null or s.channel = @channel) and (@node is null or s.node = @node)
            and {OfWhom}
        group by s.case_no order by 1 desc limit @most
        """;

    private const string OfCases =
        $"""
        select c.closed, c.opened, c.closed - c.opened, c.troubles <> '', c.region, c.channel, c.node, {Traits},
            (select group_concat(distinct f.system) from failures f where f.case_id = c.case_id)
        from cases c
        where c.process = @process and c.closed >= @from and c.closed < @to
            and (@region is null or c.region = @region) and (@channel is null or c.channel = @channel) and (@node is null or c.node = @node)
            and {OfWhom}
        order by 1 desc limit @most
        """;

    private readonly SemaphoreSlim _places = new(1);
    private readonly Dictionary<string, TimeZoneInfo> _zones = [];

    public async Task<CauseAnswer> Read(FigureSlice slice, string? state, CauseMeasure measure, CancellationToken cancel)
    {
        var rules = CauseRules.Of(policies, slice.Region, slice.Channel, slice.Node);
        await _places.WaitAsync(cancel);
        try
        {
            return await Task.Run(
                () =>
                {
                    var cases = file.IsThere ? Observe(slice, state) : [];
                    return new CauseAnswer(
                        slice, state, rules, CauseSearch.Find(cases, measure, rules), cases.Count == Most, clock.GetUtcNow());
                },
                cancel);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private List<ObservedCase> Observe(FigureSlice slice, string? state)
    {
        using var connection = file.OpenToRead();
        using var command = connection.CreateCommand();
        command.CommandText = state is null ? OfCases : OfStates;
        foreach (var (name, value) in new (string, object?)[]
        {
            ("@process", slice.Process), ("@state", state), ("@region", slice.Region), ("@channel", slice.Channel), ("@node", slice.Node),
            ("@supplier", slice.Supplier), ("@category", slice.Category), ("@most", Most),
            ("@from", slice.From?.UtcTicks ?? 0), ("@to", slice.To?.UtcTicks ?? long.MaxValue),
        })
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        var cases = new List<ObservedCase>();
        while (reader.Read())
        {
            cases.Add(new ObservedCase(
                (double)reader.GetInt64(2) / TimeSpan.TicksPerSecond, reader.IsDBNull(3) ? null : reader.GetBoolean(3), TraitsOf(reader)));
        }

        return cases;
    }

    private ImmutableArray<TraitValue> TraitsOf(SqliteDataReader row)
    {
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        var node = network.Find(Text(6));
        var entered = new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero);
        var traits = ImmutableArray.CreateBuilder<TraitValue>();
        void Add(Trait trait, params IEnumerable<string?> values) => traits.AddRange(
            values.OfType<string>().Where(value => value.Length > 0).Select(value => new TraitValue(trait, value)));
        Add(Trait.Region, Text(4));
        Add(Trait.Channel, Text(5));
        Add(Trait.Node, Text(6));
        Add(Trait.Supplier, Text(7));
        Add(Trait.Category, Text(8));
        Add(Trait.Task, Text(9));
        Add(Trait.Hour, TimeZoneInfo.ConvertTime(entered, ZoneOf(node)).ToString("HH", CultureInfo.InvariantCulture));
        Add(Trait.Staff, CaseMarks.Each(row.GetString(10)));
        Add(Trait.Connector, CaseMarks.Each(row.GetString(11)));
        Add(Trait.Policy, CaseMarks.Each(row.GetString(12)));
        Add(Trait.FailedAttempt, (Text(13) ?? "").Split(','));
        return traits.ToImmutable();
    }

    /// <summary>The clock on the wall of the node; of a case without one that of the world.</summary>
    private TimeZoneInfo ZoneOf(Node? node) =>
        node is null ? TimeZoneInfo.Utc
        : _zones.TryGetValue(node.TimeZone, out var known) ? known
        : _zones[node.TimeZone] = TimeZoneInfo.FindSystemTimeZoneById(node.TimeZone);
}
