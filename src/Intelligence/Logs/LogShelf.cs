using System.Text.Json;

namespace Crossdock.Intelligence.Logs;

/// <param name="Kept">when it was put there</param>
public sealed record ShelvedLog(string Name, long Bytes, DateTimeOffset Kept);

/// <summary>
/// Event logs of other systems in a folder, read when somebody looks at one. The file itself is kept, with the names of its columns
/// beside it where these are not the usual ones.
/// </summary>
public sealed class LogShelf(string folder) : IDisposable
{
    /// <summary>Read it takes several times as much memory; what is larger is printed by the command, and not held here.</summary>
    public const long MostBytes = 256L * 1024 * 1024;

    private const string ColumnsEnd = ".columns";
    private const int MostHeld = 2;
    private const int LongestName = 150;

    private readonly SemaphoreSlim _one = new(1);
    private readonly List<(ShelvedLog Log, LogContent Content)> _held = [];

    public string Folder => folder;

    /// <summary>The latest first.</summary>
    public IReadOnlyList<ShelvedLog> All => !Directory.Exists(folder) ? [] :
    [
        .. new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => !file.Name.EndsWith(ColumnsEnd, StringComparison.Ordinal) && file.Name[0] != '.')
            .Select(file => new ShelvedLog(file.Name, file.Length, file.LastWriteTimeUtc))
            .OrderByDescending(log => log.Kept).ThenBy(log => log.Name, StringComparer.Ordinal),
    ];

    /// <summary>By its very name among those that are there, so that no name leads out of the folder.</summary>
    public ShelvedLog? Find(string name) => All.FirstOrDefault(log => log.Name == name);

    /// <summary>Puts a log there under its own name; one of that name is replaced.</summary>
    public ShelvedLog Keep(string path, LogColumns columns)
    {
        var name = Path.GetFileName(path);
        if (name.Length is 0 or > LongestName || name[0] == '.' || name.EndsWith(ColumnsEnd, StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"A log is kept under the name of its file, and '{name}' cannot be one: 1 to {LongestName} characters, no point first.");
        }

        Directory.CreateDirectory(folder);
        var (target, beside) = (Path.Combine(folder, name), Path.Combine(folder, name + ColumnsEnd));
        var unfinished = Path.Combine(folder, $".{name}");
        // A copy of the file would be as old as the file is.
        using (var from = File.OpenRead(path))
        using (var to = File.Create(unfinished))
        {
            from.CopyTo(to);
        }

        File.WriteAllText(beside, JsonSerializer.Serialize(columns));
        File.Move(unfinished, target, overwrite: true);
        return Find(name)!;
    }

    /// <summary>One is read at a time, and the latest are held: several people look at the same.</summary>
    /// <exception cref="InvalidDataException">it cannot be read; the message is a sentence on what to mend</exception>
    public async Task<LogContent> Read(ShelvedLog log, CancellationToken cancel)
    {
        if (log.Bytes > MostBytes)
        {
            throw new InvalidDataException(
                $"{log.Name} has more than {MostBytes / (1024 * 1024)} MB; crossdock import log prints its figures instead.");
        }

        await _one.WaitAsync(cancel);
        try
        {
            if (_held.Find(held => held.Log == log).Content is { } known)
            {
                return known;
            }

            var read = await Task.Run(() => LogReader.Read(
                Path.Combine(folder, log.Name), ColumnsOf(log) with { FindsAttributes = true }), cancel);
            _held.RemoveAll(held => held.Log.Name == log.Name);
            _held.Add((log, read));
            if (_held.Count > MostHeld)
            {
                _held.RemoveAt(0);
            }

            return read;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private LogColumns ColumnsOf(ShelvedLog log)
    {
        var beside = Path.Combine(folder, log.Name + ColumnsEnd);
        try
        {
            return (File.Exists(beside) ? JsonSerializer.Deserialize<LogColumns>(File.ReadAllText(beside)) : null) ?? new LogColumns();
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{log.Name}{ColumnsEnd} does not name the columns; keep the log anew.", fault);
        }
    }
}
