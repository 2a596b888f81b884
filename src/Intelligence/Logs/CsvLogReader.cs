using System.Globalization;
using System.Text;
using Crossdock.Intelligence.Flow;
using CsvHelper;
using CsvHelper.Configuration;

namespace Crossdock.Intelligence.Logs;

/// <summary>Reads a table with a row an event. Rows of one case may lie apart.</summary>
internal sealed class CsvLogReader
{
    public const string NoCase = "row without a case; left out";
    public const string NoActivity = "row without an activity; left out";
    public const string NoTime = "row without a time; left out";
    public const string BrokenTime = "row with a time that cannot be read; left out";
    public const string TooFewFields = "row with too few fields; left out";

    public const int MostCharactersInField = 1 << 20;

    private const int MostColumns = 10_000;

    private static readonly char[] OtherSeparators = [';', '\t', '|'];

    // What tables write where there is nothing.
    private static readonly HashSet<string> Nothing = new(StringComparer.Ordinal)
    {
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN",
        "None", "n/a", "nan", "null",
    };

    private readonly LogBytes _bytes;
    private readonly LogColumns _columns;
    private readonly IReadOnlyList<string> _kept;
    private readonly EventLogBuilder _builder;
    private readonly OddEvents _odd = new();

    public CsvLogReader(LogBytes bytes, LogColumns columns)
    {
        (_bytes, _columns, _kept) = (bytes, columns, columns.Kept);
        _builder = new EventLogBuilder(_kept);
    }

    public LogContent Read()
    {
        using var text = new PeekedText(new StreamReader(_bytes, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16));
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = SeparatorOf(text.FirstLine()).ToString(), BadDataFound = null, BufferSize = 1 << 16, CacheFields = true,
            MaxFieldSize = MostCharactersInField, IgnoreBlankLines = true,
        });
        if (!csv.Read())
        {
            throw new InvalidDataException("there is no line in it that names the columns");
        }

        var names = csv.Record!;
        var (inCase, inActivity, inTime) = (
            Required(names, _columns.Case, "--case"), Required(names, _columns.Activity, "--activity"),
            Required(names, _columns.Time, "--time"));
        int[] kept = [.. _kept.Select(name => Find(names, _columns.InFile(name)))];
        kept = [.. kept, .. Found(names, [inCase, inActivity, inTime, .. kept])];
        var needed = Math.Max(inCase, Math.Max(inActivity, inTime));
        Span<int> codes = stackalloc int[kept.Length];
        while (csv.Read())
        {
            _bytes.Advanced();
            if (csv.Count <= needed)
            {
                _odd.Add(TooFewFields, $"line {csv.RawRow}");
                continue;
            }

            ReadRow(csv, inCase, inActivity, inTime, kept, codes);
        }

        return new LogContent.Cases("CSV", _odd, _builder.Build());
    }

    /// <summary>The columns that nobody named.</summary>
    private IEnumerable<int> Found(string[] names, IReadOnlyList<int> taken) => !_columns.FindsAttributes ? [] : names
        .Select((name, place) => (Name: name.Trim(), Place: place))
        .Where(column => column.Name.Length > 0 && !taken.Contains(column.Place) && !_columns.Has(column.Name))
        .DistinctBy(column => column.Name, StringComparer.Ordinal)
        .TakeWhile(column => _builder.Find(column.Name) >= 0)
        .Select(column => column.Place);

    private void ReadRow(CsvParser csv, int inCase, int inActivity, int inTime, int[] kept, Span<int> codes)
    {
        var (name, activity, time) = (csv[inCase], csv[inActivity], csv[inTime]);
        var lacks = Nothing.Contains(name) ? NoCase : Nothing.Contains(activity) ? NoActivity : Nothing.Contains(time) ? NoTime : null;
        if (lacks is null & !LogTime.TryRead(time, out var ticks))
        {
            lacks = BrokenTime;
        }

        if (lacks is not null)
        {
            _odd.Add(lacks, $"line {csv.RawRow}");
            return;
        }

        for (var i = 0; i < kept.Length; i++)
        {
            var value = kept[i] >= 0 && kept[i] < csv.Count && _builder.Keeps(i) ? csv[kept[i]] : "";
            codes[i] = Nothing.Contains(value) ? -1 : _builder.ValueOf(i, value);
        }

        _builder.Add(_builder.CaseOf(name), _builder.ActivityOf(activity), ticks, codes);
    }

    private static char SeparatorOf(string line) =>
        line.Contains(',', StringComparison.Ordinal) ? ',' : OtherSeparators.MaxBy(sign => line.Count(c => c == sign));

    private static int Required(string[] names, string name, string option)
    {
        var place = Find(names, name);
        return place >= 0
            ? place
            : throw new InvalidDataException(
                $"it has no column {name}; say with {option} which one it is: {Listed(names)}");
    }

    private static int Find(string[] names, string name)
    {
        if (names.Length > MostColumns)
        {
            throw new InvalidDataException($"its first line names more than {MostColumns:N0} columns");
        }

        var exact = Array.IndexOf(names, name);
        return exact >= 0 ? exact : Array.FindIndex(names, other => other.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static string Listed(string[] names)
    {
        var listed = string.Join(", ", names.Take(30).Select(name => name.Length > 60 ? name[..60] + "..." : name));
        return names.Length > 30 ? $"{listed}, and {names.Length - 30} more" : listed;
    }

    /// <summary>A text whose first line is known before it is read.</summary>
    private sealed class PeekedText(StreamReader inner) : TextReader
    {
        private readonly char[] _head = new char[1 << 14];
        private int _length;
        private int _given;

        public string FirstLine()
        {
            _length = inner.ReadBlock(_head, 0, _head.Length);
            var end = Array.IndexOf(_head, '\n', 0, _length);
            return new string(_head, 0, end < 0 ? _length : end);
        }

        public override int Read(char[] buffer, int index, int count)
        {
            if (_given == _length)
            {
                return inner.Read(buffer, index, count);
            }

            var some = Math.Min(count, _length - _given);
            Array.Copy(_head, _given, buffer, index, some);
            _given += some;
            return some;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
