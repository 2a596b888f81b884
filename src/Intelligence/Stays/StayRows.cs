using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Intelligence.WhereTimeWent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Stays;

/// <summary>Cases, stays and failed attempts as rows of the analysis file, written and read in one place.</summary>
internal static class StayRows
{
    public const string CaseColumns =
        "case_no, case_id, process, seq, region, channel, node, task_kind, opened, closed, touches, loops, category, category_since, "
        + "ended, owner, supplier, goods, value, currency, seen, troubles, staff, systems, policies, messages, duplicates, overtaken, "
        + "unexpected";

    public const string StayColumns =
        "case_no, number, case_id, process, state, waits, region, channel, node, owner, entered, entered_seq, entered_by, left_at, "
        + "left_seq, left_by, waited_for, again, due, working, person, queueing, retry, partner, policy, outside, until, queued, held, "
        + "stuck, asked, failed_since, calendar, task_kind";

    public const string NoteColumns = "case_no, number, case_id, process, region, channel, node, name, of, by, at, value";

    public const string FailureColumns = "effect_key, attempt, case_id, system, operation, at, outcome";

    public static void Write(SqliteConnection connection, SqliteTransaction transaction, StayChanges changes)
    {
        Insert(connection, transaction, "cases", CaseColumns, changes.Cases, one =>
        [
            one.CaseNo, one.Case, one.Process, one.Seq, one.Region, one.Channel, one.Node, one.TaskKind, one.Opened.UtcTicks,
            one.Closed?.UtcTicks, one.Touches, one.Loops, one.Category?.ToString(), one.CategorySince?.UtcTicks,
            one.Marks.EndedIn, one.Marks.Owner?.ToString(), one.Marks.Supplier, one.Marks.Goods,
            one.Marks.Value?.ToString(CultureInfo.InvariantCulture), one.Marks.Currency, one.Marks.Seen, one.Marks.Troubles,
            one.Marks.Staff, one.Marks.Systems, one.Marks.Policies, one.Heard.Messages, one.Heard.Duplicates, one.Heard.Overtaken,
            one.Heard.Unexpected,
        ]);
        Insert(connection, transaction, "stays", StayColumns, changes.Stays, one =>
        [
            one.CaseNo, one.Number, one.Case, one.Process, one.State, one.Waits.ToString(), one.Region, one.Channel, one.Node,
            one.Owner?.ToString(), one.Entered.UtcTicks, one.EnteredSeq, one.EnteredBy, one.Left?.UtcTicks, one.LeftSeq, one.LeftBy,
            one.WaitedFor, one.Again, one.Due?.UtcTicks, .. TimeParts.Causes.Select(cause => (object?)one.Parts[cause]),
            one.Until.UtcTicks, one.Now.Queued, one.Now.Held, one.Now.Stuck, one.Now.Asked, one.Now.FailedSince?.UtcTicks,
            one.Now.Calendar, one.TaskKind,
        ]);
        Insert(connection, transaction, "notes", NoteColumns, changes.Notes, one =>
        [
            one.CaseNo, one.Number, one.Case, one.Process, one.Region, one.Channel, one.Node, one.Name, one.Of, one.By, one.At.UtcTicks,
            one.Value,
        ]);
        Insert(connection, transaction, "failures", FailureColumns, changes.Failures, one =>
            [one.EffectKey, one.Attempt, one.Case, one.System, one.Operation, one.At.UtcTicks, one.Outcome]);
    }

    public static IReadOnlyList<FailedAttempt> ReadFailures(SqliteConnection connection, string where, object? given) =>
        connection.Query<(string, int, string, string, string, long, string)>(
            $"select {FailureColumns} from failures {where} order by at, effect_key, attempt", given)
            .Select(row => new FailedAttempt(row.Item1, row.Item2, row.Item3, row.Item4, row.Item5, At(row.Item6), row.Item7)).ToList();

    public static MeasuredCase Case(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), Text(row, 4), Text(row, 5), Text(row, 6), Text(row, 7),
        At(row.GetInt64(8)), Instant(row, 9), row.GetInt32(10), row.GetInt32(11), Word<ExceptionCategory>(row, 12), Instant(row, 13))
    {
        Marks = new CaseMarks(
            Text(row, 14), Word<OwnerGroup>(row, 15), Text(row, 16), Text(row, 17),
            Text(row, 18) is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null, Text(row, 19), row.GetString(20),
            row.GetString(21), row.GetString(22), row.GetString(23), row.GetString(24)),
        Heard = new Heard(row.GetInt32(25), row.GetInt32(26), row.GetInt32(27), row.GetInt32(28)),
    };

    /// <summary>A stay, and after it the value and the currency of its case with a space between.</summary>
    public static ValuedStay ValuedStay(SqliteDataReader row) => new(
        Stay(row),
        Text(row, 34)?.Split(' ') is [var value, { Length: > 0 } currency]
            ? new Worth(decimal.Parse(value, CultureInfo.InvariantCulture), currency) : null);

    public static MeasuredStay Stay(SqliteDataReader row)
    {
        var parts = new TimeParts();
        foreach (var cause in TimeParts.Causes)
        {
            parts.Add(cause, row.GetInt64(19 + (int)cause));
        }

        var waits = Enum.Parse<Waits>(row.GetString(5));
        return new MeasuredStay(
            row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), waits, Text(row, 6), Text(row, 7),
            Text(row, 8), Word<OwnerGroup>(row, 9), At(row.GetInt64(10)), row.GetInt32(11), row.GetString(12), Instant(row, 13),
            row.IsDBNull(14) ? null : row.GetInt32(14), Text(row, 15), row.GetString(16), row.GetBoolean(17), Instant(row, 18), parts,
            At(row.GetInt64(26)),
            new Situation(
                waits, row.GetBoolean(27), row.GetBoolean(28), row.GetBoolean(29), row.GetBoolean(30), Instant(row, 31),
                Text(row, 32) ?? Situation.AroundTheClock))
        {
            TaskKind = Text(row, 33),
        };
    }

    public static MeasuredNote Note(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), Text(row, 4), Text(row, 5), Text(row, 6), row.GetString(7),
        Text(row, 8), Text(row, 9), At(row.GetInt64(10)), row.GetDouble(11));

    public static FailedAttempt Failure(SqliteDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), At(row.GetInt64(5)), row.GetString(6));

    private static void Insert<T>(
        SqliteConnection connection, SqliteTransaction transaction, string table, string columns, IReadOnlyList<T> rows,
        Func<T, object?[]> values)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var names = columns.Split(", ");
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"insert or replace into {table} ({columns}) values ({string.Join(", ", names.Select((_, i) => $"@v{i}"))})";
        var parameters = names.Select((_, i) => command.Parameters.Add(new SqliteParameter { ParameterName = $"@v{i}" })).ToArray();
        foreach (var row in rows)
        {
            var given = values(row);
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Value = given[i] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Instant(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : At(row.GetInt64(column));

    private static T? Word<T>(SqliteDataReader row, int column) where T : struct, Enum =>
        row.IsDBNull(column) ? null : Enum.Parse<T>(row.GetString(column));

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
