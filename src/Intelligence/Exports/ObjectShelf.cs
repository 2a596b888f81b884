using Crossdock.Contracts;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Exports;

/// <summary>A value that an object's attribute took; at 0 it was so from the start.</summary>
internal sealed record ShelvedValue(string Name, long Micros, string Value);

internal sealed record ShelvedObject(string Id, string Type, IReadOnlyList<ShelvedValue> Values, IReadOnlyList<Link> Links);

/// <summary>
/// What an export learns of objects and cases while it reads the journal, in a temporary SQLite file: a log lists an object once with
/// all it ever was, and a year of a retailer's objects does not fit into memory. The file is deleted at the end.
/// </summary>
internal sealed class ObjectShelf : IDisposable
{
    private const string Schema =
        """
        pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -16384;
        create table cases (id text primary key, at integer not null, node text, parent text) without rowid;
        create table objects (id text primary key, type text not null, known integer not null, used integer not null) without rowid;
        create table attributes (
            object text not null, name text not null, at integer not null, value text not null, primary key (object, name, at)
        ) without rowid;
        create table links (
            source text not null, target text not null, type text not null, qualifier text not null,
            primary key (source, target, qualifier)) without rowid;
        begin;
        """;

    private readonly DirectoryInfo _folder;
    private readonly SqliteConnection _database;
    private readonly Prepared _recall, _keep, _declare, _isKnown, _know, _use, _latest, _attribute, _link;

    public ObjectShelf()
    {
        _folder = Directory.CreateTempSubdirectory("crossdock-export-");
        var address = new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.FullName, "objects.db"), Pooling = false };
        _database = new SqliteConnection(address.ToString());
        _database.Open();
        using (var schema = _database.CreateCommand())
        {
            schema.CommandText = Schema;
            schema.ExecuteNonQuery();
        }

        _recall = new Prepared(_database, "select at, node, parent from cases where id = @p0");
        _keep = new Prepared(_database, "insert or replace into cases values (@p0, @p1, @p2, @p3)");
        _declare = new Prepared(_database, "insert or ignore into objects values (@p0, @p1, 0, 0)");
        _isKnown = new Prepared(_database, "select id from objects where id = @p0 and known = 1");
        _know = new Prepared(_database, "update objects set known = 1 where id = @p0");
        _use = new Prepared(_database, "update objects set used = 1 where id = @p0 and used = 0");
        _latest = new Prepared(
            _database, "select value from attributes where object = @p0 and name = @p1 order by at desc limit 1");
        _attribute = new Prepared(_database, "insert or replace into attributes values (@p0, @p1, @p2, @p3)");
        _link = new Prepared(_database, "insert or ignore into links values (@p0, @p1, @p2, @p3)");
    }

    public CaseMemory Recall(CaseId id) => _recall.One(
        row => new CaseMemory(row.GetInt64(0), Text(row, 1), Text(row, 2) is { } parent ? CaseId.Parse(parent) : null), id.ToString())
        ?? CaseMemory.None;

    public void Keep(CaseId id, CaseMemory memory) => _keep.Run(id.ToString(), memory.Micros, memory.Node, memory.Parent?.ToString());

    /// <summary>Whatever takes part in an event is an object of the log.</summary>
    public void Use(Link link)
    {
        _declare.Run(link.Object, link.Type);
        _use.Run(link.Object);
    }

    /// <summary>What the first news of an object say it was from the start; later ones are changes.</summary>
    public void Learn(ObjectNews news, long micros)
    {
        _declare.Run(news.Id, news.Type);
        var isKnown = _isKnown.One(row => row.GetString(0), news.Id) is not null;
        foreach (var (name, value) in news.Attributes)
        {
            var before = isKnown ? _latest.One(row => row.GetString(0), news.Id, name) : null;
            // A number or an instant cannot be none in a log: the last one stands.
            var now = value ?? (before is not null && ObjectTypes.OfAttribute(name) == "string" ? "" : before);
            if (now is not null && now != before)
            {
                _attribute.Run(news.Id, name, isKnown ? micros : 0, now);
            }
        }

        foreach (var link in news.Links)
        {
            _declare.Run(link.Object, link.Type);
            _link.Run(news.Id, link.Object, link.Type, link.Qualifier);
        }

        if (!isKnown)
        {
            _know.Run(news.Id);
        }
    }

    /// <summary>Each type that takes part in an event, with the attributes of its objects.</summary>
    public SortedDictionary<string, List<string>> Types()
    {
        var types = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (type, name) in Each(
            """
            select distinct type, name from objects left join attributes on object = id where used = 1 order by type, name
            """,
            row => (row.GetString(0), Text(row, 1))))
        {
            var names = types.TryGetValue(type, out var known) ? known : types[type] = [];
            if (name is not null)
            {
                names.Add(name);
            }
        }

        return types;
    }

    /// <summary>The objects that take part in an event, one after the other, with their links to such.</summary>
    public IEnumerable<ShelvedObject> Objects()
    {
        using var values = new Prepared(_database, "select name, at, value from attributes where object = @p0 order by at, name");
        using var links = new Prepared(
            _database,
            """
            select target, links.type, qualifier from links join objects on id = target
            where source = @p0 and used = 1 order by target, qualifier
            """);
        foreach (var (id, type) in Each(
            "select id, type from objects where used = 1 order by id", row => (row.GetString(0), row.GetString(1))))
        {
            yield return new ShelvedObject(
                id, type, values.All(row => new ShelvedValue(row.GetString(0), row.GetInt64(1), row.GetString(2)), id),
                links.All(row => new Link(row.GetString(0), row.GetString(1), row.GetString(2)), id));
        }
    }

    public void Dispose()
    {
        foreach (var one in new[] { _recall, _keep, _declare, _isKnown, _know, _use, _latest, _attribute, _link })
        {
            one.Dispose();
        }

        _database.Dispose();
        _folder.Delete(recursive: true);
    }

    private IEnumerable<T> Each<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return read(rows);
        }
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
