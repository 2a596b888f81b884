using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Logs;

/// <summary>Reads OCEL 2.0 in SQLite: a table of events and one of objects, and for each type of event a table with its times.</summary>
internal sealed class OcelSqliteReader
{
    public const string NoTable = "type of event without a table of its own; its events have no time";

    private readonly SqliteConnection _database;
    private readonly OddEvents _odd = new();
    private readonly ObjectLogBuilder _builder;
    private readonly HashSet<string> _tables = new(StringComparer.Ordinal);

    private OcelSqliteReader(SqliteConnection database)
    {
        _database = database;
        _builder = new ObjectLogBuilder(_odd);
    }

    public static LogContent Read(string path)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var database = new SqliteConnection(address.ToString());
        database.Open();
        return new OcelSqliteReader(database).Read();
    }

    private LogContent.Objects Read()
    {
        // A schema that comes from elsewhere may not call anything.
        Each("PRAGMA trusted_schema = OFF", 0, _ => { });
        // Tables only: a view of a hostile file may count without end.
        Each("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'", 1, row => _tables.Add(row[0]));
        foreach (var table in new[] { "event", "object", "event_object", "event_map_type" })
        {
            if (!_tables.Contains(table))
            {
                throw new InvalidDataException($"its SQLite database has no table {table}, so it is no OCEL 2.0");
            }
        }

        Each("SELECT ocel_id, ocel_type FROM object", 2, row =>
        {
            if (row[0].Length == 0 || row[1].Length == 0)
            {
                _odd.Add(OcelXmlReader.NoIdOrType, "table object");
            }
            else
            {
                _builder.Object(row[0], row[1], $"object {row[0]}");
            }
        });
        ReadEvents();
        Each("SELECT ocel_event_id, ocel_object_id FROM event_object", 2, row =>
        {
            if (_builder.EventOf(row[0]) is { } number)
            {
                _builder.Relation(number, row[1]);
            }
            else
            {
                _odd.Add(ObjectLogBuilder.UnknownEvent, $"event {row[0]}");
            }
        });
        if (_tables.Contains("object_object"))
        {
            Each("SELECT ocel_source_id, ocel_target_id FROM object_object", 2, row => _builder.ObjectRelation(row[0], row[1]));
        }

        return new LogContent.Objects("OCEL 2.0 SQLite", _odd, _builder.Build());
    }

    // Events at the same instant have no order across the tables but this: the first rows of all types, then the second ones.
    private void ReadEvents()
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        Each("SELECT ocel_id, ocel_type FROM event", 2, row => types.TryAdd(row[0], row[1]));
        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Each("SELECT ocel_type, ocel_type_map FROM event_map_type", 2, row => tables[row[0]] = "event_" + row[1]);
        var place = 0;
        foreach (var table in tables.Values)
        {
            ReadTimes(table, types, place++, tables.Count);
        }

        foreach (var left in types.Keys.Where(id => _builder.EventOf(id) is null))
        {
            _odd.Add(OcelXmlReader.NoTime, $"event {left}");
        }
    }

    private void ReadTimes(string table, Dictionary<string, string> types, int place, int many)
    {
        if (!_tables.Contains(table))
        {
            _odd.Add(NoTable, table);
            return;
        }

        var number = 0L;
        Each($"SELECT ocel_id, ocel_time FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", 2, row =>
        {
            var order = (number++ * many) + place;
            if (!types.TryGetValue(row[0], out var type) || type.Length == 0 || row[0].Length == 0)
            {
                _odd.Add(OcelXmlReader.NoIdOrType, $"{table}, row {number}");
            }
            else if (LogTime.TryRead(row[1], out var ticks))
            {
                _builder.Event(row[0], type, ticks, order, $"{table}, row {number}");
            }
        });
    }

    private void Each(string sql, int columns, Action<string[]> act)
    {
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var row = new string[columns];
        while (rows.Read())
        {
            for (var i = 0; i < columns; i++)
            {
                row[i] = rows.IsDBNull(i) ? "" : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture) ?? "";
            }

            act(row);
        }
    }
}
