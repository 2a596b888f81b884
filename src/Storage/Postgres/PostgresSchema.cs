namespace Crossdock.Storage.Postgres;

/// <summary>The journal's tables and its one function, and PostgreSQL's words for the shared tables.</summary>
internal static class PostgresSchema
{
    /// <summary>
    /// Appends rows that fit, or nothing: in one round trip and one transaction, without a lock that others would wait for.
    /// A row's epoch is the transaction that wrote it, and its number the place in the batch.
    /// </summary>
    private const string Append =
        """
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

    /// <summary>
    /// The same, and it says first that it will write: whoever takes cases out of the journal then waits for it, or it for them, and
    /// what it finds when it looks whether rows fit still holds when it writes them.
    /// </summary>
    private static readonly string AppendBehindLock = Append
        .Replace("create function", "create or replace function", StringComparison.Ordinal)
        .Replace("begin\n", "begin\n    lock table only journal in row exclusive mode;\n", StringComparison.Ordinal);

    /// <summary>
    /// What was one table becomes the first part, in place: nothing is copied. Its range ends behind every number that was given
    /// out. The keys and indexes of the whole take those of the part over.
    /// </summary>
    private const string Partitioned =
        """
        lock table journal in access exclusive mode;
        alter table journal rename to journal_0;
        alter table journal_0 rename constraint journal_pkey to journal_0_pkey;
        alter index journal_feed rename to journal_0_feed;
        create table journal (
            case_no bigint not null, seq bigint not null, epoch bigint not null, number bigint not null,
            at bigint not null, body bytea not null, hash bytea not null, primary key (case_no, seq)) partition by range (case_no);
        create index journal_feed on journal (epoch, number) include (case_no, seq);
        insert into counters (name, next)
        select 'partitioned', (greatest((select max(case_no) from journal_0), counters.next, 0) / 200000 + 1) * 200000
        from counters where name = 'case';
        do $join$ begin
            execute format(
                'alter table journal attach partition journal_0 for values from (minvalue) to (%s)',
                (select next from counters where name = 'partitioned'));
        end $join$;
        """;

    /// <summary>
    /// Run at every start. Transactions count from the beginning again in a server that a dump was restored to; then new rows
    /// would sort before the old ones. The base moves their epochs behind what is there. It never moves in a server that wrote
    /// the rows itself: there, what a snapshot shows is older than the snapshot's end.
    /// </summary>
    public const string FeedGuard =
        """
        with latest as (select greatest((select max(epoch) from journal), (select max(epoch) from archived_rows)) as epoch)
        update feed_epoch set base = latest.epoch
        from latest where latest.epoch >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + base
        """;

    public static readonly IReadOnlyDictionary<string, string> Words = new Dictionary<string, string>
    {
        // Bytes decide the order and the ranges, not the server's language.
        ["text"] = "text collate \"C\"",
        ["bytes"] = "bytea",
        ["decimal"] = "numeric",
        ["key"] = "bigint primary key",
        ["serial"] = "bigint generated always as identity primary key",
        ["partitions"] = Partitioned,
        ["archived_rows"] =
            """
            create table archived_rows (
                epoch bigint not null, number bigint not null, case_no bigint not null, seq bigint not null, hash bytea not null,
                primary key (epoch, number));

            """ + AppendBehindLock,
        // All of it is in one place here.
        ["named"] = "select 1;",
        ["apart"] = "select 1;",
        ["lean_heads"] = "alter table heads drop constraint heads_case_id_key; drop index heads_queue;",
        ["journal"] =
            """
            create table cases (case_no bigint primary key, case_id text collate "C" not null unique);
            create table journal (
                case_no bigint not null, seq bigint not null, epoch bigint not null, number bigint not null,
                at bigint not null, body bytea not null, hash bytea not null, primary key (case_no, seq));
            create index journal_feed on journal (epoch, number) include (case_no, seq);
            create table feed_epoch (base bigint not null);
            insert into feed_epoch (base) values (0);

            """ + Append,
    };
}
