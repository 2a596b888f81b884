using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <summary>Shapes of the two head columns that nothing filters by.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Deadline))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class HeadJson : JsonSerializerContext;

/// <summary>A search term, <c>kind:value</c>, cut at its first colon.</summary>
internal sealed record Term(long CaseNo, string Kind, string Value)
{
    public static readonly Column<Term>[] Columns =
    [
        Column<Term>.Text("value", term => term.Value),
        Column<Term>.Text("kind", term => term.Kind),
        Column<Term>.Integer("case_no", term => term.CaseNo),
    ];

    public static Term Of(long caseNo, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new Term(caseNo, "", text) : new Term(caseNo, text[..colon], text[(colon + 1)..]);
    }
}

/// <summary>The heads table: how a head is written to its columns and read from them.</summary>
internal static class HeadTable
{
    /// <summary>In the order in which <see cref="Read"/> takes them.</summary>
    public const string Selected =
        """
        case_no, case_id, process, map_version, seq, state, waits, since, opened, closed, updated, deadline, incident, touches,
        title, region, channel, node, owner, exception, promise, value, currency, parent, with_whom, task_kind, priority, why, terms,
        held
        """;

    public static readonly Column<CaseHead>[] Columns =
    [
        Column<CaseHead>.Integer("case_no", head => head.CaseNo),
        Column<CaseHead>.Text("case_id", head => head.Case.ToString()),
        Column<CaseHead>.Text("process", head => head.Process),
        Column<CaseHead>.Integer("map_version", head => head.MapVersion),
        Column<CaseHead>.Integer("seq", head => head.Seq),
        Column<CaseHead>.Text("state", head => head.State),
        Column<CaseHead>.Text("waits", head => head.Waits.ToString()),
        Column<CaseHead>.Instant("since", head => head.Since),
        Column<CaseHead>.Instant("opened", head => head.Opened),
        Column<CaseHead>.Instant("closed", head => head.Closed),
        Column<CaseHead>.Instant("updated", head => head.Updated),
        Column<CaseHead>.Text("deadline", head => WriteDeadline(head.Deadline)),
        Column<CaseHead>.Text("incident", head => head.Incident),
        Column<CaseHead>.Integer("touches", head => head.Touches),
        Column<CaseHead>.Text("title", head => head.Card.Title),
        Column<CaseHead>.Text("region", head => head.Card.Region),
        Column<CaseHead>.Text("channel", head => head.Card.Channel),
        Column<CaseHead>.Text("node", head => head.Card.Node),
        Column<CaseHead>.Text("owner", head => head.Card.Owner?.ToString()),
        Column<CaseHead>.Text("exception", head => head.Card.Exception?.ToString()),
        Column<CaseHead>.Instant("promise", head => head.Card.Promise),
        Column<CaseHead>.Decimal("value", head => head.Card.Value),
        Column<CaseHead>.Text("currency", head => head.Card.Currency),
        Column<CaseHead>.Text("parent", head => head.Card.Parent?.ToString()),
        Column<CaseHead>.Text("with_whom", head => head.Card.With),
        Column<CaseHead>.Text("task_kind", head => head.Card.Kind),
        Column<CaseHead>.Integer("priority", head => head.Card.Priority),
        Column<CaseHead>.Text("why", head => head.Card.Why),
        Column<CaseHead>.Text("terms", head => WriteTerms(head.Card.Terms)),
        Column<CaseHead>.Text("kind", head => head.Case.Kind),
        Column<CaseHead>.Text("folded_key", head => Fold(head.Case.Key)),
        Column<CaseHead>.Instant("due_at", head => head.Deadline?.Due),
        Column<CaseHead>.Text("held", head => head.Held),
    ];

    /// <summary>What a case is named by and when it began never change, so the indexes on them need no second write.</summary>
    private static readonly string[] Fixed = ["case_no", "case_id", "kind", "folded_key", "opened"];

    /// <summary>An older head never overwrites a newer one, and a lease ends with the deadline it was taken on.</summary>
    public static readonly string OnConflict = Update("where excluded.seq >= heads.seq", but: []);

    /// <summary>
    /// The same for a case that was open and stays so. SQLite writes an index anew when a column of it is assigned, changed or not;
    /// this leaves all lists of open cases alone.
    /// </summary>
    public static readonly string OnConflictWhileOpen = Update(
        "where excluded.seq >= heads.seq and heads.closed is null and excluded.closed is null", but: ["closed"]);

    /// <summary>Keys are found whatever the case of their letters; they are ASCII.</summary>
    public static string Fold(string key) => key.ToUpperInvariant();

    public static CaseHead Read(Row row) =>
        new(
            row.Long(),
            CaseId.Parse(row.Text()),
            row.Text(),
            row.Int(),
            row.Int(),
            row.Text(),
            Enum.Parse<Waits>(row.Text()),
            row.Instant(),
            row.Instant(),
            row.InstantOrNull(),
            row.Instant(),
            ReadDeadline(row.TextOrNull()),
            row.TextOrNull(),
            row.Int(),
            ReadCard(row),
            row.TextOrNull());

    public static Deadline? ReadDeadline(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, HeadJson.Default.Deadline);

    private static CaseCard ReadCard(Row row) =>
        new(
            row.Text(),
            row.TextOrNull(),
            row.TextOrNull(),
            row.TextOrNull(),
            Named<OwnerGroup>(row.TextOrNull()),
            Named<ExceptionCategory>(row.TextOrNull()),
            row.InstantOrNull(),
            row.DecimalOrNull(),
            row.TextOrNull(),
            row.TextOrNull() is { } parent ? CaseId.Parse(parent) : null,
            row.TextOrNull(),
            row.TextOrNull(),
            row.Int(),
            row.TextOrNull(),
            row.TextOrNull() is { } terms ? [.. JsonSerializer.Deserialize(terms, HeadJson.Default.StringArray)!] : default);

    private static string Update(string where, string[] but) =>
        $"""
        on conflict (case_no) do update set
            lease_until = case when heads.deadline is distinct from excluded.deadline then null else heads.lease_until end,
            lease_holder = case when heads.deadline is distinct from excluded.deadline then null else heads.lease_holder end,
            {string.Join(", ", Columns.Select(column => column.Name).Except(Fixed).Except(but).Select(name => $"{name} = excluded.{name}"))}
        {where}
        """;

    private static T? Named<T>(string? name)
        where T : struct, Enum => name is null ? null : Enum.Parse<T>(name);

    private static string? WriteDeadline(Deadline? deadline) =>
        deadline is null ? null : JsonSerializer.Serialize(deadline, HeadJson.Default.Deadline);

    private static string? WriteTerms(ImmutableArray<string> terms) =>
        terms.IsDefaultOrEmpty ? null : JsonSerializer.Serialize([.. terms], HeadJson.Default.StringArray);
}
