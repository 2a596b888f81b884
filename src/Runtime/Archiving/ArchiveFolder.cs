using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Archiving;

/// <summary>
/// The archive files: lines of JSON, compressed with gzip, each with its SHA-256 beside it as <c>sha256sum -c</c> reads it. A file
/// has its name only when it is whole and on the disk.
/// </summary>
public sealed class ArchiveFolder(string folder)
{
    private const string Unfinished = ".part";
    private const int LongestLine = 64 << 20;

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Removes what a run that was cut short left unfinished.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(folder);
        foreach (var left in Directory.EnumerateFiles(folder, $"cases-*{Unfinished}"))
        {
            File.Delete(left);
        }
    }

    /// <summary>Writes a file of whole cases under a passing name; <see cref="Keep"/> gives it its own.</summary>
    /// <returns>the passing path</returns>
    public async Task<string> Write(string name, IAsyncEnumerable<FeedRow> rows, CancellationToken cancel)
    {
        var path = PathOf($"{name}{Unfinished}");
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (var zip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new ArrayBufferWriter<byte>();
            await foreach (var row in rows.WithCancellation(cancel))
            {
                line.ResetWrittenCount();
                ArchiveLine.Write(line, row);
                await zip.WriteAsync(line.WrittenMemory, cancel);
            }
        }

        file.Flush(flushToDisk: true);
        return path;
    }

    /// <summary>Gives a file that was read back its own name, which is made of its content: the same cases give the same file.</summary>
    public async Task<(string Name, byte[] Sha256, long Bytes)> Keep(string passing, string name, CancellationToken cancel)
    {
        var sum = await SumOf(passing, cancel);
        var own = $"{name}-{Convert.ToHexStringLower(sum.AsSpan(0, 4))}.ndjson.gz";
        File.Move(passing, PathOf(own), overwrite: true);
        await using (var kept = new FileStream(PathOf(own), FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            // The name is to be on the disk, too, before anything is taken out of the store.
            kept.Flush(flushToDisk: true);
        }

        await File.WriteAllTextAsync(PathOf($"{own}.sha256"), $"{Convert.ToHexStringLower(sum)}  {own}\n", cancel);
        return (own, sum, new FileInfo(PathOf(own)).Length);
    }

    public static async Task<byte[]> SumOf(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return await SHA256.HashDataAsync(file, cancel);
    }

    /// <exception cref="InvalidDataException">the file is not what was written</exception>
    public static async IAsyncEnumerable<FeedRow> Read(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        await using var zip = new GZipStream(file, CompressionMode.Decompress);
        var pipe = PipeReader.Create(zip);
        while (true)
        {
            var read = await pipe.ReadAsync(cancel);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                yield return ArchiveLine.Read(rest.Slice(0, end).ToArray());
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > LongestLine || (read.IsCompleted && rest.Length > 0))
            {
                throw new InvalidDataException("the file ends within a line");
            }

            pipe.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }
}
