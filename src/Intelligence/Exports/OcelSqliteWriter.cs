using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Exports;

/// <summary>
/// OCEL 2.0 in SQLite, with the tables of its specification: what there is in <c>event</c> and <c>object</c>, and a dense table for each
/// type of both. It is one transaction: a file that was not finished holds nothing.
/// </summary>
internal sealed class OcelSqliteWriter : ILogWriter
{
    private const string Schema =
        """
        pragma journal_mode = off; pragma synchronous = full; pragma cache_size = -16384;
        begin;
        create table "event_map_type" ("ocel_type" TEXT, "ocel_type_map" TEXT, primary key ("ocel_type"));
        create table "object_map_type" ("ocel_type" TEXT, "ocel_type_map" TEXT, primary key ("ocel_type"));
        create table "event" (
            "ocel_id" TEXT, "ocel_type" TEXT, primary key ("ocel_id"),
            foreign key ("ocel_type") references "event_map_type" ("ocel_type"));
        create table "object" (
            "ocel_id" TEXT, "ocel_type" TEXT, primary key ("ocel_id"),
            foreign key ("ocel_type") references "object_map_type" ("ocel_type"));
        create table "event_object" (
            "ocel_event_id" TEXT, "ocel_object_id" TEXT, "ocel_qualifier" TEXT,
            primary key ("ocel_event_id", "ocel_object_id", "ocel_qualifier"),
            foreign key ("ocel_event_id") references "event" ("ocel_id"),
            foreign key ("ocel_object_id") references "object" ("ocel_id"));
        create table "object_object" (
            "ocel_source_id" TEXT, "ocel_target_id" TEXT, "ocel_qualifier" TEXT,
            primary key ("ocel_source_id", "ocel_target_id", "ocel_qualifier"),
            foreign key ("ocel_source_id") references "object" ("ocel_id"),
            foreign key ("ocel_target_id") references "object" ("ocel_id"));
        """;

    private readonly SqliteConnection _database;
    private readonly Prepared _event, _object, _eventObject, _objectObject;
    private readonly Dictionary<string, Prepared> _byActivity = new(StringComparer.Ordinal);
    private readonly TableNames _activities = new(), _types = new();

    public OcelSqliteWriter(string path)
    {
        _database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _database.Open();
        // Objects are written after the events that name them.
        Do("pragma foreign_keys = off");
        Do(Schema);
        _event = new Prepared(_database, "insert into \"event\" values (@p0, @p1)");
        _object = new Prepared(_database, "insert into \"object\" values (@p0, @p1)");
        _eventObject = new Prepared(_database, "insert into \"event_object\" values (@p0, @p1, @p2)");
        _objectObject = new Prepared(_database, "insert into \"object_object\" values (@p0, @p1, @p2)");
    }

    public bool HasObjects => true;

    public void Add(LogEvent happened)
    {
        if (!_byActivity.TryGetValue(happened.Activity, out var insert))
        {
            _byActivity[happened.Activity] = insert = Declare(happened.Activity);
        }

        _event.Run(happened.Id, happened.Activity);
        insert.Run(
            happened.Id, ExportTime.Sql(happened.Micros), happened.Process, happened.State, happened.Resource, happened.Node);
        foreach (var link in happened.Links)
        {
            _eventObject.Run(happened.Id, link.Object, link.Qualifier);
        }
    }

    public Task Flush(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public Task<long> End(ObjectShelf shelf, CancellationToken cancel)
    {
        var tables = shelf.Types().ToDictionary(type => type.Key, type => new ObjectTable(_database, _types, type.Key, type.Value));
        try
        {
            var objects = 0L;
            foreach (var one in shelf.Objects())
            {
                cancel.ThrowIfCancellationRequested();
                _object.Run(one.Id, one.Type);
                tables[one.Type].Write(one);
                foreach (var link in one.Links)
                {
                    _objectObject.Run(one.Id, link.Object, link.Qualifier);
                }

                objects++;
            }

            Do("commit");
            return Task.FromResult(objects);
        }
        finally
        {
            tables.Values.ToList().ForEach(table => table.Dispose());
        }
    }

    public void Dispose()
    {
        foreach (var one in (Prepared[])[_event, _object, _eventObject, _objectObject, .. _byActivity.Values])
        {
            one.Dispose();
        }

        _database.Dispose();
    }

    private Prepared Declare(string activity)
    {
        var map = _activities.Of(activity);
        var columns = LogEvent.AttributeNames.Select(name => $", {Column(name)}");
        Do($"""
            create table "event_{map}" (
                "ocel_id" TEXT, "ocel_time" TIMESTAMP{string.Concat(columns)}, primary key ("ocel_id"),
                foreign key ("ocel_id") references "event" ("ocel_id"))
            """);
        using var insert = new Prepared(_database, "insert into \"event_map_type\" values (@p0, @p1)");
        insert.Run(activity, map);
        return new Prepared(_database, $"insert into \"event_{map}\" values (@p0, @p1, @p2, @p3, @p4, @p5)");
    }

    private void Do(string sql)
    {
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Column(string attribute) => $"\"{attribute}\" {ObjectTypes.OfAttribute(attribute) switch
    {
        "integer" => "INTEGER",
        "float" => "REAL",
        "time" => "TIMESTAMP",
        _ => "TEXT",
    }}";

    /// <summary>A row with all that an object was from the start, and one for each change with nothing but what changed.</summary>
    private sealed class ObjectTable : IDisposable
    {
        private readonly Prepared _insert;
        private readonly Dictionary<string, int> _places;

        public ObjectTable(SqliteConnection database, TableNames names, string type, List<string> attributes)
        {
            var map = names.Of(type);
            _places = attributes.Index().ToDictionary(one => one.Item, one => one.Index + 3);
            using (var table = database.CreateCommand())
            {
                table.CommandText = $"""
                    create table "object_{map}" (
                        "ocel_id" TEXT, "ocel_time" TIMESTAMP, "ocel_changed_field" TEXT
                        {string.Concat(attributes.Select(name => $", {Column(name)}"))},
                        foreign key ("ocel_id") references "object" ("ocel_id"))
                    """;
                table.ExecuteNonQuery();
            }

            using (var mapped = new Prepared(database, "insert into \"object_map_type\" values (@p0, @p1)"))
            {
                mapped.Run(type, map);
            }

            var values = string.Join(", ", Enumerable.Range(0, attributes.Count + 3).Select(i => $"@p{i}"));
            _insert = new Prepared(database, $"insert into \"object_{map}\" values ({values})");
        }

        public void Write(ShelvedObject one)
        {
            Insert(one.Id, 0, null, one.Values.Where(value => value.Micros == 0));
            foreach (var change in one.Values.Where(value => value.Micros != 0))
            {
                Insert(one.Id, change.Micros, change.Name, [change]);
            }
        }

        public void Dispose() => _insert.Dispose();

        private void Insert(string id, long micros, string? changed, IEnumerable<ShelvedValue> values)
        {
            var row = new object?[_places.Count + 3];
            (row[0], row[1], row[2]) = (id, ExportTime.Sql(micros), changed);
            foreach (var value in values)
            {
                row[_places[value.Name]] = Typed(value);
            }

            _insert.Run(row);
        }

        private static object Typed(ShelvedValue value) => ObjectTypes.OfAttribute(value.Name) switch
        {
            "integer" => long.Parse(value.Value, CultureInfo.InvariantCulture),
            "float" => double.Parse(value.Value, CultureInfo.InvariantCulture),
            "time" => ExportTime.Sql(ExportTime.Micros(DateTimeOffset.Parse(value.Value, CultureInfo.InvariantCulture))),
            _ => value.Value,
        };
    }
}
