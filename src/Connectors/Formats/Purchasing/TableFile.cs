using System.Text;

namespace Crossdock.Connectors.Formats.Purchasing;

/// <summary>A row of a table file.</summary>
/// <param name="Line">the line of the file that it begins on, from 1</param>
public readonly record struct TableRow(int Line, IReadOnlyList<string> Fields);

/// <summary>
/// Reads the rows of an exported table. Exports differ: bulk copies quote nothing, so that a quote is a sign like any other, and
/// spreadsheets quote what holds a separator. A field is taken as quoted only where its quote closes as it should; a quote that
/// never closes costs nothing. That is why no library for CSV reads it: each decides for one of the two.
/// </summary>
public static class TableFile
{
    public const long MaxBytes = 1L << 30;
    public const int MaxLineLength = 1 << 20;
    public const int MaxRows = 2_000_000;
    private const int MaxLinesOfField = 20;

    /// <exception cref="InvalidDataException">the file is past a limit; the message says which</exception>
    public static IEnumerable<TableRow> Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is larger than {MaxBytes >> 20} MiB: split it by orders.");
        }

        using var stream = File.OpenRead(path);
        using var reader = new StreamReader(stream, EncodingOf(stream), detectEncodingFromByteOrderMarks: true);
        foreach (var row in Rows(new LineReader(reader, Path.GetFileName(path))))
        {
            yield return row;
        }
    }

    private static IEnumerable<TableRow> Rows(LineReader lines)
    {
        char? separator = null;
        var count = 0;
        while (lines.Next() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            separator ??= SeparatorOf(line);
            if (++count > MaxRows)
            {
                throw new InvalidDataException($"{lines.File} has more than {MaxRows:N0} rows: split it by orders.");
            }

            var begins = lines.Number;
            yield return new TableRow(begins, Fields(line, separator.Value, lines));
        }
    }

    private static List<string> Fields(string line, char separator, LineReader lines)
    {
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"' && Quoted(ref line, at, separator, lines) is { } quoted)
            {
                fields.Add(quoted.Text);
                at = quoted.End;
            }
            else
            {
                var end = line.IndexOf(separator, at);
                end = end < 0 ? line.Length : end;
                fields.Add(line[at..end]);
                at = end;
            }

            if (at >= line.Length)
            {
                return fields;
            }

            at++;
        }
    }

    /// <summary>The quoted field at a place, or null when the quote there is only a sign. May take in the lines below.</summary>
    private static (string Text, int End)? Quoted(ref string line, int at, char separator, LineReader lines)
    {
        var whole = line;
        for (var more = 0; more < MaxLinesOfField; more++)
        {
            if (Closed(whole, at, separator, out var malformed) is { } field)
            {
                line = whole;
                lines.Take(more);
                return field;
            }

            if (malformed || lines.Peek(more) is not { } next || whole.Length + next.Length > MaxLineLength)
            {
                return null;
            }

            whole = $"{whole}\n{next}";
        }

        return null;
    }

    private static (string Text, int End)? Closed(string line, int at, char separator, out bool malformed)
    {
        malformed = false;
        var text = new StringBuilder();
        for (var i = at + 1; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                text.Append(line[i]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                text.Append('"');
                i++;
            }
            else if (i + 1 == line.Length || line[i + 1] == separator || line[i + 1] == '\n')
            {
                return (text.ToString(), i + 1);
            }
            else
            {
                malformed = true;
                return null;
            }
        }

        return null;
    }

    private static char SeparatorOf(string line) =>
        line.Contains('\t', StringComparison.Ordinal) ? '\t' : ",;|".MaxBy(sign => line.Count(other => other == sign));

    // A mark decides, and the reader sees it. Without one, UTF-16 shows by the zero bytes beside its plain letters.
    private static Encoding EncodingOf(FileStream stream)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        stream.Position = 0;
        var (even, odd) = (0, 0);
        for (var i = 0; i < start.Length; i++)
        {
            _ = start[i] != 0 ? 0 : i % 2 == 0 ? even++ : odd++;
        }

        return odd > start.Length / 4 ? Encoding.Unicode : even > start.Length / 4 ? Encoding.BigEndianUnicode : Encoding.UTF8;
    }

    /// <summary>Lines of bounded length, with a look ahead.</summary>
    private sealed class LineReader(TextReader reader, string file)
    {
        private readonly Queue<string> _ahead = [];
        private readonly char[] _buffer = new char[1 << 14];
        private readonly StringBuilder _line = new();
        private (int At, int End) _held;

        public string File => file;

        public int Number { get; private set; }

        public string? Next()
        {
            Number++;
            return _ahead.TryDequeue(out var line) ? line : Fetch();
        }

        public string? Peek(int place)
        {
            while (_ahead.Count <= place)
            {
                if (Fetch() is not { } line)
                {
                    return null;
                }

                _ahead.Enqueue(line);
            }

            return _ahead.ElementAt(place);
        }

        public void Take(int lines)
        {
            for (; lines > 0; lines--)
            {
                _ahead.Dequeue();
                Number++;
            }
        }

        private string? Fetch()
        {
            _line.Clear();
            while (true)
            {
                if (_held.At == _held.End)
                {
                    _held = (0, reader.Read(_buffer, 0, _buffer.Length));
                    if (_held.End == 0)
                    {
                        return _line.Length == 0 ? null : _line.ToString().TrimEnd('\r');
                    }
                }

                var end = Array.IndexOf(_buffer, '\n', _held.At, _held.End - _held.At);
                var until = end < 0 ? _held.End : end;
                _line.Append(_buffer, _held.At, until - _held.At);
                if (_line.Length > MaxLineLength)
                {
                    throw new InvalidDataException(
                        $"{file} has a line of more than {MaxLineLength:N0} characters (near line {Number:N0}): it is no table.");
                }

                _held.At = end < 0 ? _held.End : end + 1;
                if (end >= 0)
                {
                    return _line.ToString().TrimEnd('\r');
                }
            }
        }
    }
}
