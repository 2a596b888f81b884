using System.Text;

namespace Crossdock.Estate.OrderBook;

/// <summary>
/// Cuts a text into CSV records. A quote that is never closed would swallow the rest of the file as one field; here it costs
/// its own line only: a record that runs on for more than <see cref="MaxLines"/> lines is given up after its first.
/// </summary>
internal sealed class RecordLines(TextReader text)
{
    private const int MaxLines = 20;

    private readonly Queue<string> _ahead = new();
    private bool _ended;

    /// <summary>Why reading stopped before the end of the file, such as a broken archive; null when it did not.</summary>
    public string? Broken { get; private set; }

    /// <param name="closed">false when the record's quotes never close</param>
    public string? Next(out bool closed)
    {
        closed = true;
        if (Peek(0) is not { } first)
        {
            return null;
        }

        var count = CountOfLines();
        closed = count > 0;
        if (count <= 1)
        {
            _ahead.Dequeue();
            return first;
        }

        var record = new StringBuilder(_ahead.Dequeue());
        for (var line = 1; line < count; line++)
        {
            record.Append('\n').Append(_ahead.Dequeue());
        }

        return record.ToString();
    }

    // How many lines make the next record; 0 when no end is in sight.
    private int CountOfLines()
    {
        var quoted = false;
        for (var line = 0; line < MaxLines && Peek(line) is { } text; line++)
        {
            quoted = EndsQuoted(text, quoted);
            if (!quoted)
            {
                return line + 1;
            }
        }

        return 0;
    }

    // RFC 4180: a field is quoted when its first letter is a quote; within it, a doubled quote is a letter.
    private static bool EndsQuoted(string line, bool quoted)
    {
        var fieldStart = !quoted;
        for (var i = 0; i < line.Length; i++)
        {
            if (quoted)
            {
                if (line[i] == '"' && i + 1 < line.Length && line[i + 1] == '"')
                {
                    i++;
                }
                else if (line[i] == '"')
                {
                    quoted = false;
                }
            }
            else if (line[i] == ',')
            {
                fieldStart = true;
                continue;
            }
            else if (line[i] == '"' && fieldStart)
            {
                quoted = true;
            }

            fieldStart = false;
        }

        return quoted;
    }

    private string? Peek(int index)
    {
        while (!_ended && _ahead.Count <= index)
        {
            var line = ReadLine();
            _ended = line is null;
            if (line is not null)
            {
                _ahead.Enqueue(line);
            }
        }

        return index < _ahead.Count ? _ahead.ElementAt(index) : null;
    }

    private string? ReadLine()
    {
        try
        {
            return text.ReadLine();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Broken = e.Message;
            return null;
        }
    }
}
