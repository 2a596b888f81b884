using System.Globalization;
using Npgsql;

namespace Crossdock.Bench.Measuring;

/// <summary>
/// The processor seconds that a database server on this machine has used: its first process and all that it started. Not known
/// where the server is elsewhere, or where there is no /proc; an embedded store's are this process's own.
/// </summary>
public sealed class DatabaseCpu
{
    private const int TicksPerSecond = 100;

    public static readonly DatabaseCpu InThisProcess = new(null, known: true);

    private readonly int? _first;
    private readonly bool _known;

    private DatabaseCpu(int? first, bool known) => (_first, _known) = (first, known);

    public static async Task<DatabaseCpu> Of(string connection, CancellationToken cancel)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(cancel);
        await using var command = open.CreateCommand();
        command.CommandText = "select pg_backend_pid(), inet_server_addr() <<= '127.0.0.0/8' or inet_server_addr() is null";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return reader.GetBoolean(1) && Stat(reader.GetInt32(0)) is { } backend
            ? new DatabaseCpu(backend.Parent, known: true)
            : new DatabaseCpu(null, known: false);
    }

    /// <summary>Seconds so far, of the server alone; null when not known.</summary>
    public double? Seconds() =>
        !_known ? null
        : _first is not { } first ? 0
        : Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? Stat(pid) : null)
            .OfType<ProcessTimes>()
            .Where(process => process.Pid == first || process.Parent == first)
            .Sum(process => process.Own + (process.Pid == first ? process.Ended : 0));

    private sealed record ProcessTimes(int Pid, int Parent, double Own, double Ended);

    /// <summary>Fields after the name, which may hold spaces: state, ppid, ... utime, stime, cutime, cstime. See proc(5).</summary>
    private static ProcessTimes? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            double Ticks(int index) => double.Parse(fields[index], CultureInfo.InvariantCulture) / TicksPerSecond;
            return new ProcessTimes(
                pid, int.Parse(fields[1], CultureInfo.InvariantCulture), Ticks(11) + Ticks(12), Ticks(13) + Ticks(14));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended between the list and the look.
            return null;
        }
    }
}
