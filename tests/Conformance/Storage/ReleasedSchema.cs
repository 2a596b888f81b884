namespace Crossdock.Conformance.Tests.Storage;

/// <summary>
/// The tables as version 4 of the schema made them, the first that retailers may have data in. Frozen: it stands for their stores.
/// </summary>
internal static class ReleasedSchema
{
    private const string SqliteJournal =
        """
        create table cases (case_no integer primary key, case_id text not null unique);
        create table journal (
            number integer primary key, case_no integer not null, seq integer not null,
            at integer not null, body blob not null, hash blob not null, unique (case_no, seq));
        """;

    private const string PostgresJournal =
        """
        create table cases (case_no bigint primary key, case_id text collate "C" not null unique);
        create table journal (
            case_no bigint not null, seq bigint not null, epoch bigint not null, number bigint not null,
            at bigint not null, body bytea not null, hash bytea not null, primary key (case_no, seq));
        create index journal_feed on journal (epoch, number) include (case_no, seq);
        create table feed_epoch (base bigint not null);
        insert into feed_epoch (base) values (0);

        create function append_journal(
            begun_no bigint[], begun_id text[], going_no bigint[], going_id text[], going_seq bigint[],
            row_no bigint[], row_seq bigint[], row_place bigint[], row_at bigint[], row_body bytea[], row_hash bytea[])
        returns void language plpgsql as $function$
        declare
            fitting bigint;
            this_epoch bigint;
        begin
            if cardinality(going_no) > 0 then
                select count(*) into fitting from unnest(going_no, going_id, going_seq) as going (no, id, seq)
                join cases on cases.case_no = going.no and cases.case_id = going.id
                join journal on journal.case_no = going.no and journal.seq = going.seq;
                if fitting <> cardinality(going_no) then
                    raise exception 'a row does not follow the last of its case' using errcode = 'CD001';
                end if;
            end if;

            insert into cases (case_no, case_id) select * from unnest(begun_no, begun_id);

            select pg_current_xact_id()::text::bigint + feed_epoch.base into strict this_epoch from feed_epoch;
            insert into journal (epoch, number, case_no, seq, at, body, hash)
            select this_epoch, place, no, seq, at, body, hash
            from unnest(row_no, row_seq, row_place, row_at, row_body, row_hash) as given (no, seq, place, at, body, hash);
        end
        $function$;
        """;

    private const string Tables =
        """
        {journal}
        create table counters (name {text} primary key, next bigint not null);
        insert into counters (name, next) values ('case', 1);
        create table snapshots (
            case_id {text} primary key, case_no bigint not null, kind {text} not null, seq bigint not null,
            hash {bytes} not null, body {bytes} not null);
        create index snapshots_kind on snapshots (kind, case_id);
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
        create table terms (value {text} not null, kind {text} not null, case_no bigint not null,
            primary key (value, kind, case_no));
        create index terms_case on terms (case_no);
        create table in_flight (
            key {text} primary key, case_id {text} not null, kind {text} not null, since bigint not null);
        create index in_flight_since on in_flight (since, key);
        create index in_flight_case on in_flight (case_id);
        create table checkpoints (reader {text} primary key, epoch bigint not null, number bigint not null);
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
        alter table heads add column held {text};
        create index heads_held on heads (case_no) where held is not null;
        create table incidents (
            case_no bigint not null, effect {text} not null, case_id {text} not null, kind {text} not null, seq bigint not null,
            what {text} not null, system {text}, cause {text} not null, cause_id {text} not null, reason {text} not null,
            since bigint not null, latest bigint not null, primary key (case_no, effect));
        create index incidents_latest on incidents (latest, case_no);
        create index incidents_cause on incidents (cause_id, latest);
        create index incidents_effect on incidents (effect) where effect <> '';
        create index incidents_case on incidents (case_id);
        create table bulk_sets (operation {text} primary key, items bigint not null);
        create table bulk_items (
            operation {text} not null, place bigint not null, case_id {text} not null, effect {text} not null, seq bigint not null,
            state {text} not null, outcome {text} not null, reason {text} not null, at bigint, primary key (operation, place));
        create index bulk_items_outcome on bulk_items (operation, outcome, place);
        create table leases (name {text} primary key, holder {text} not null, token bigint not null, beats bigint not null);
        create table seals (
            number {key}, at bigint not null, epoch bigint not null, feed_number bigint not null, row_count bigint not null,
            case_count bigint not null, digest {bytes} not null, previous {bytes} not null, key_id {text} not null,
            signature {bytes} not null);
        create table schema_version (version bigint not null);
        insert into schema_version (version) values (1), (2), (3), (4);
        """;

    public static string OnSqlite => Write(
        ("journal", SqliteJournal), ("text", "text"), ("bytes", "blob"), ("decimal", "text"), ("key", "integer primary key"),
        ("serial", "integer primary key autoincrement"));

    public static string OnPostgres => Write(
        ("journal", PostgresJournal), ("text", "text collate \"C\""), ("bytes", "bytea"), ("decimal", "numeric"),
        ("key", "bigint primary key"), ("serial", "bigint generated always as identity primary key"));

    private static string Write(params (string Word, string Text)[] words) =>
        words.Aggregate(Tables, (text, word) => text.Replace($"{{{word.Word}}}", word.Text, StringComparison.Ordinal));
}
