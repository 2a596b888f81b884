namespace Crossdock.Storage.Sql;

/// <summary>
/// The tables, in steps that are only ever added to. What differs between the stores is in the words in braces and in the
/// journal itself, which each store brings along.
/// </summary>
internal static class Schema
{
    /// <summary>A later version adds to this list and changes nothing that was released.</summary>
    private static readonly string[] Steps =
    [
        Journal + Heads + Records, Operations + Incidents + Bulk, Leases, Seals, LeanHeads, Archive, NodeLines, "{named}", "{apart}",
    ];

    /// <summary>The step from which on a store may keep what is derived apart from the journal.</summary>
    public const int Apart = 9;

    private const string Journal =
        """
        {journal}
        create table counters (name {text} primary key, next bigint not null);
        insert into counters (name, next) values ('case', 1);

        create table snapshots (
            case_id {text} primary key, case_no bigint not null, kind {text} not null, seq bigint not null,
            hash {bytes} not null, body {bytes} not null);
        create index snapshots_kind on snapshots (kind, case_id);

        """;

    /// <summary>
    /// Lists of open cases have indexes of their own, so that what closed over the years costs them nothing. Where two indexes
    /// serve alike SQLite takes the later one: heads_open_kind stands behind heads_kind_opened for that.
    /// </summary>
    private const string Heads =
        """
        create table heads (
            case_no {key}, case_id {text} not null unique, process {text} not null, map_version bigint not null,
            seq bigint not null, state {text} not null, waits {text} not null, since bigint not null,
            opened bigint not null, closed bigint, updated bigint not null, deadline {text}, incident {text},
            touches bigint not null, title {text} not null, region {text}, channel {text}, node {text}, owner {text},
            exception {text}, promise bigint, value {decimal}, currency {text}, parent {text}, with_whom {text},
            task_kind {text}, priority bigint not null, why {text}, terms {text},
            kind {text} not null, folded_key {text} not null, due_at bigint,
            lease_until bigint, lease_holder {text});
        create index heads_open on heads (case_no) where closed is null;
        create index heads_due on heads (due_at, case_no) where closed is null and due_at is not null;
        create index heads_promise on heads (promise) where closed is null and promise is not null;
        create index heads_queue on heads (kind, node, priority) where closed is null;
        create index heads_parent on heads (parent) where parent is not null;
        create index heads_exception on heads (exception) where closed is null and exception is not null;
        create index heads_incident on heads (case_no) where incident is not null;
        create index heads_open_opened on heads (opened, case_no) where closed is null;
        create index heads_kind_opened on heads (kind, opened, case_no);
        create index heads_opened on heads (opened, case_no);
        create index heads_open_kind on heads (kind, opened, case_no) where closed is null;
        create index heads_kind_closed on heads (kind, closed) where closed is not null;
        create index heads_key on heads (folded_key);

        """ + Followed;

    /// <summary>What stands beside the heads and follows the same rows.</summary>
    public const string Followed =
        """
        create table terms (value {text} not null, kind {text} not null, case_no bigint not null,
            primary key (value, kind, case_no));
        create index terms_case on terms (case_no);

        create table in_flight (
            key {text} primary key, case_id {text} not null, kind {text} not null, since bigint not null);
        create index in_flight_since on in_flight (since, key);
        create index in_flight_case on in_flight (case_id);

        create table checkpoints (reader {text} primary key, epoch bigint not null, number bigint not null);

        """;

    private const string Records =
        """
        create table attempts (
            number {serial}, effect_key {text} not null, case_id {text} not null, system {text} not null,
            operation {text} not null, attempt bigint not null, at bigint not null, took bigint not null,
            outcome {text} not null, detail {text} not null);
        create index attempts_case on attempts (case_id, number);
        create index attempts_system on attempts (system, took);

        create table api_keys (
            id {text} primary key, name {text} not null, role {text} not null, scope {text}, secret_hash {bytes} not null,
            created bigint not null, revoked bigint not null);

        create table answered_requests (
            caller {text} not null, key {text} not null, fingerprint {bytes} not null, status bigint not null,
            body {text} not null, at bigint not null, primary key (caller, key));
        create index answered_requests_at on answered_requests (at);

        create table shared_values (
            area {text} not null, name {text} not null, value {text} not null, primary key (area, name));
        """;

    /// <summary>What operators work with: holds, open incidents, frozen sets with their outcomes.</summary>
    private const string Operations =
        """
        alter table heads add column held {text};
        create index heads_held on heads (case_no) where held is not null;

        """;

    public const string Incidents =
        """
        create table incidents (
            case_no bigint not null, effect {text} not null, case_id {text} not null, kind {text} not null, seq bigint not null,
            what {text} not null, system {text}, cause {text} not null, cause_id {text} not null, reason {text} not null,
            since bigint not null, latest bigint not null, primary key (case_no, effect));
        create index incidents_latest on incidents (latest, case_no);
        create index incidents_cause on incidents (cause_id, latest);
        create index incidents_effect on incidents (effect) where effect <> '';
        create index incidents_case on incidents (case_id);

        """;

    private const string Bulk =
        """
        create table bulk_sets (operation {text} primary key, items bigint not null);
        create table bulk_items (
            operation {text} not null, place bigint not null, case_id {text} not null, effect {text} not null, seq bigint not null,
            state {text} not null, outcome {text} not null, reason {text} not null, at bigint, primary key (operation, place));
        create index bulk_items_outcome on bulk_items (operation, outcome, place);
        """;

    public const string Leases =
        "create table leases (name {text} primary key, holder {text} not null, token bigint not null, beats bigint not null);";

    private const string Seals =
        """
        create table seals (
            number {key}, at bigint not null, epoch bigint not null, feed_number bigint not null, row_count bigint not null,
            case_count bigint not null, digest {bytes} not null, previous {bytes} not null, key_id {text} not null,
            signature {bytes} not null);
        """;

    /// <summary>
    /// A head is found by its key, folded; that its id is unique is the journal's to say, and a second index on it would only cost.
    /// The queue of a node holds what stands at one.
    /// </summary>
    private const string LeanHeads = "{lean_heads}" + HeadsQueue;

    public const string HeadsQueue =
        """

        create index heads_queue on heads (kind, node, priority) where closed is null and node is not null;

        """;

    /// <summary>
    /// What stays of cases that were taken out of the journal: for each case where it went and its last hash, for each row the 48
    /// bytes that seals cover. <c>leaving</c> holds the cases whose rows are still being taken out.
    /// </summary>
    private const string Archive =
        """
        {partitions}
        {archived_rows}
        create table archived_cases (
            case_no {key}, last_seq bigint not null, last_hash {bytes} not null, closed bigint not null, at bigint not null,
            file {text} not null);
        create table archive_files (
            name {text} primary key, cases bigint not null, row_count bigint not null, bytes bigint not null, sha256 {bytes} not null,
            at bigint not null);
        create table leaving (case_no {key});
        """;

    /// <summary>A projection like the heads, saved with them: a row a node and day, so that reading today costs always the same.</summary>
    public const string NodeLines =
        """
        create table node_lines (
            day bigint not null, node {text} not null, lines bigint not null, primary key (day, node));
        """;

    public static int Version => Steps.Length;

    /// <summary>Brings the schema to this program's version, in the caller's transaction.</summary>
    /// <param name="words">what a store writes for a word in braces</param>
    /// <param name="upTo">the step to stop behind, for what has to be done between two; null for all</param>
    public static async Task Migrate(Session session, IReadOnlyDictionary<string, string> words, int? upTo = null)
    {
        await session.Execute("create table if not exists schema_version (version bigint not null)");
        var found = await session.Scalar<long?>("select max(version) from schema_version") ?? 0;
        if (found > Version)
        {
            throw new InvalidOperationException(
                $"The store has schema version {found}, and this program knows versions up to {Version}. "
                + "Start the newer program, or restore the store from before it was upgraded.");
        }

        for (var step = found; step < (upTo ?? Version); step++)
        {
            await session.Execute(Write(Steps[step], words));
            await session.Execute("insert into schema_version (version) values (@version)", new { version = step + 1 });
        }
    }

    public static string Write(string step, IReadOnlyDictionary<string, string> words) =>
        words.Aggregate(step, (text, word) => text.Replace($"{{{word.Key}}}", word.Value, StringComparison.Ordinal));
}
