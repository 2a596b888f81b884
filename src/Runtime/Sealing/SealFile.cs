using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Sealing;

/// <summary>A line of the file outside: a seal, or what is wrong with the line.</summary>
public sealed record SealLine(int Line, Seal? Seal, string? Fault);

/// <summary>
/// Seals kept outside of the store, one JSON object a line, only ever appended to. Whoever can rewrite the store and this file
/// can rewrite history; so it belongs where the store's owner cannot write.
/// </summary>
public static class SealFile
{
    public static async Task Append(string path, IReadOnlyList<Seal> seals, CancellationToken cancel)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var text = new StringBuilder();
        if (await EndsInsideALine(path, cancel))
        {
            text.Append('\n');
        }

        foreach (var seal in seals)
        {
            text.Append(JsonSerializer.Serialize(seal, SealJson.Default.Seal)).Append('\n');
        }

        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancel);
        file.Flush(flushToDisk: true);
    }

    public static async Task<Seal?> ReadLast(string path, CancellationToken cancel)
    {
        Seal? last = null;
        if (File.Exists(path))
        {
            await foreach (var line in Read(path, cancel))
            {
                last = line.Seal ?? last;
            }
        }

        return last;
    }

    public static async IAsyncEnumerable<SealLine> Read(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (number, pending) = (0, (string?)null);
        await foreach (var line in File.ReadLinesAsync(path, cancel))
        {
            // A crash can leave half a line; then the whole line follows.
            if (pending is not null && !line.StartsWith(pending, StringComparison.Ordinal))
            {
                yield return Parse(number, pending);
            }

            (number, pending) = (number + 1, line);
        }

        if (pending is not null)
        {
            yield return Parse(number, pending);
        }
    }

    private static SealLine Parse(int number, string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SealJson.Default.Seal) is { Digest: not null, Previous: not null, KeyId: not null,
                Signature: not null } seal
                ? new SealLine(number, seal, null)
                : new SealLine(number, null, $"line {number} is no seal");
        }
        catch (JsonException)
        {
            return new SealLine(number, null, $"line {number} is no seal");
        }
    }

    private static async Task<bool> EndsInsideALine(string path, CancellationToken cancel)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return false;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-1, SeekOrigin.End);
        var last = new byte[1];
        return await file.ReadAsync(last, cancel) == 1 && last[0] != '\n';
    }
}
