using System.Text;
using System.Text.Json;
using System.Xml;
using CsvHelper;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Logs;

/// <summary>Reads an event log. What it is, the first bytes say and not the name.</summary>
public static class LogReader
{
    private const int HeadBytes = 512;

    /// <exception cref="InvalidDataException">the file cannot be read as a log; the message is a sentence on what to mend</exception>
    public static LogContent Read(string path, LogColumns columns)
    {
        Refuse(path);
        try
        {
            return ReadAny(path, columns);
        }
        catch (XmlException fault)
        {
            throw new InvalidDataException(
                fault.Message.Contains("DTD", StringComparison.Ordinal)
                    ? $"{path} has a DOCTYPE, which no log needs and which is not read."
                    : $"{path} is not well-formed XML, line {fault.LineNumber}, column {fault.LinePosition}.", fault);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException(
                $"{path} is not well-formed JSON, or nested too deep, line {fault.LineNumber + 1}, byte {fault.BytePositionInLine}.",
                fault);
        }
        catch (CsvHelperException fault)
        {
            throw new InvalidDataException(
                $"{path} has a field of more than {CsvLogReader.MostCharactersInField:N0} characters near line "
                + $"{fault.Context?.Parser?.RawRow}; does a quote never close?", fault);
        }
        catch (SqliteException fault)
        {
            throw new InvalidDataException($"{path} cannot be read as an SQLite database: {fault.Message}.", fault);
        }
        catch (InvalidDataException fault) when (!fault.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} cannot be read: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    private static void Refuse(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidDataException("The name of the file is empty or holds a character that no name can.");
        }

        if (Directory.Exists(path))
        {
            throw new InvalidDataException($"{path} is a folder; name the file of the log.");
        }

        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no file {path}.");
        }
    }

    private static LogContent ReadAny(string path, LogColumns columns)
    {
        var (head, packed) = HeadOf(path);
        if (head.Length == 0)
        {
            throw new InvalidDataException($"{path} is empty.");
        }

        if (head.AsSpan().StartsWith("SQLite format 3\0"u8))
        {
            return packed
                ? throw new InvalidDataException($"{path} is a packed SQLite database; unpack it first.")
                : OcelSqliteReader.Read(path);
        }

        if (head.AsSpan().StartsWith("PK"u8))
        {
            throw new InvalidDataException($"{path} is a ZIP archive; unpack it first.");
        }

        var text = Decoded(head);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path} is neither XES, CSV nor OCEL 2.0 in JSON, XML or SQLite.");
        }

        var sign = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n') is [var first, ..] ? first : ' ';
        using var bytes = Open(path, packed, sign is '<' or '{' ? LogBytes.UsualMebibytes : LogBytes.RowMebibytes);
        return sign switch
        {
            '<' => new XmlLogReader(bytes, columns).Read(),
            '{' => new OcelJsonReader(bytes, columns.MindZones).Read(),
            _ => new CsvLogReader(bytes, columns).Read(),
        };
    }

    private static (byte[] Head, bool Packed) HeadOf(string path)
    {
        using var file = File.OpenRead(path);
        var head = Head(file);
        if (head.Length < 2 || head[0] != 0x1F || head[1] != 0x8B)
        {
            return (head, false);
        }

        file.Position = 0;
        using var unpacked = new UnpackedStream(file);
        return (Head(unpacked), true);
    }

    private static byte[] Head(Stream stream)
    {
        var head = new byte[HeadBytes];
        return head[..stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
    }

    private static string Decoded(byte[] head) => head switch
    {
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(head),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(head),
        _ => Encoding.UTF8.GetString(head),
    };

    private static LogBytes Open(string path, bool packed, int withoutEventMebibytes)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return new LogBytes(packed ? new UnpackedStream(file) : file, packed ? file.Length : long.MaxValue, withoutEventMebibytes);
    }
}
