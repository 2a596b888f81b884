using Crossdock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Crossdock.Storage.Sqlite;

/// <summary>
/// The file beside the journal's for what is derived from it: the lists of cases, what is in flight, leases. With a writer of
/// its own, saving lists never holds up a commit. The disk is not waited for: after a loss of power it may be behind, and is caught up
/// with. Whoever deletes it has it made again from the journal.
/// </summary>
internal static class SqliteLists
{
    private const string HeadColumns =
        """
        case_no integer primary key, case_id text not null, process text not null, map_version bigint not null,
        seq bigint not null, state text not null, waits text not null, since bigint not null,
        opened bigint not null, closed bigint, updated bigint not null, deadline text, incident text,
        touches bigint not null, title text not null, region text, channel text, node text, owner text,
        exception text, promise bigint, value text, currency text, parent text, with_whom text,
        task_kind text, priority bigint not null, why text, terms text,
        kind text not null, folded_key text not null, due_at bigint,
        lease_until bigint, lease_holder text, held text
        """;

    private const string HeadIndexes =
        """

        create index heads_open on heads (case_no) where closed is null;
        create index heads_due on heads (due_at, case_no) where closed is null and due_at is not null;
        create index heads_promise on heads (promise) where closed is null and promise is not null;
        create index heads_parent on heads (parent) where parent is not null;
        create index heads_exception on heads (exception) where closed is null and exception is not null;
        create index heads_incident on heads (case_no) where incident is not null;
        create index heads_open_opened on heads (opened, case_no) where closed is null;
        create index heads_kind_opened on heads (kind, opened, case_no);
        create index heads_opened on heads (opened, case_no);
        create index heads_open_kind on heads (kind, opened, case_no) where closed is null;
        create index heads_kind_closed on heads (kind, closed) where closed is not null;
        create index heads_key on heads (folded_key);
        create index heads_held on heads (case_no) where held is not null;
        """;

    /// <summary>A constraint can only go with its table here: the heads move to a new one.</summary>
    public const string LeanHeads =
        $"""
        create table lean_heads ({HeadColumns});
        insert into lean_heads select * from heads;
        drop table heads;
        alter table lean_heads rename to heads;
        {HeadIndexes}
        """;

    /// <summary>Once they have moved in here.</summary>
    public const string Gone =
        """
        drop table heads; drop table terms; drop table in_flight; drop table incidents; drop table node_lines;
        drop table checkpoints; drop table leases;
        """;

    private const string Tables =
        $"create table heads ({HeadColumns});" + HeadIndexes + Schema.HeadsQueue + Schema.Followed + Schema.Incidents + Schema.NodeLines
        + "\n" + Schema.Leases;

    private static readonly string[] Names = ["heads", "terms", "in_flight", "incidents", "node_lines", "checkpoints", "leases"];

    /// <summary><c>data/crossdock.lists.db</c> beside <c>data/crossdock.db</c>.</summary>
    public static string PathOf(string path) => Path.ChangeExtension(path, null) + ".lists" + Path.GetExtension(path);

    public static void Attach(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "attach @path as lists";
        command.Parameters.AddWithValue("@path", path);
        command.ExecuteNonQuery();
    }

    public static void Detach(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "detach lists";
        command.ExecuteNonQuery();
    }

    public static async Task Create(Session session)
    {
        if (await session.Scalar<long?>("select 1 from sqlite_master where type = 'table' and name = 'lists_of'") is null)
        {
            await session.Execute(Schema.Write(Tables, SqliteDatabase.Words));
            await session.Execute("create table lists_of (id text not null)");
        }
    }

    /// <summary>As long as they still are in the journal's file, that is where they are kept.</summary>
    public static async Task<bool> MoveIn(Session session)
    {
        if (await session.Scalar<long?>("select 1 from main.sqlite_master where type = 'table' and name = 'heads'") is null)
        {
            return false;
        }

        foreach (var name in Names)
        {
            await session.Execute($"delete from lists.{name}");
            await session.Execute($"insert into lists.{name} select * from main.{name}");
        }

        await session.Execute("delete from lists.lists_of");
        await session.Execute("insert into lists.lists_of select id from main.store_name");
        return true;
    }

    /// <summary>
    /// Whether they are this journal's and know no more than it has. Where they are not, because somebody deleted them or put a copy back,
    /// they follow the journal from its beginning. Both get a new name then: of the copies of a journal that went on apart, none is taken
    /// for another.
    /// </summary>
    public static async Task<ListsFound> Hold(Session session)
    {
        var own = await session.Scalar<string?>("select id from main.store_name");
        var of = await session.Scalar<string?>("select id from lists.lists_of");
        var reached = await session.Scalar<long?>("select max(number) from lists.checkpoints") ?? 0;
        var last = await session.Scalar<long?>(
            """
            select max(
                coalesce((select max(number) from main.journal), 0), coalesce((select max(number) from main.archived_rows), 0))
            """) ?? 0;
        if (of == own && reached <= last)
        {
            return ListsFound.AsLeft;
        }

        foreach (var name in Names)
        {
            await session.Execute($"delete from lists.{name}");
        }

        await session.Execute("update main.store_name set id = lower(hex(randomblob(16)))");
        await session.Execute("delete from lists.lists_of");
        await session.Execute("insert into lists.lists_of select id from main.store_name");
        return last == 0 ? ListsFound.New : ListsFound.BegunAnew;
    }
}
