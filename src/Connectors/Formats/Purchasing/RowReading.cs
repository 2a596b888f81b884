using System.Globalization;

namespace Crossdock.Connectors.Formats.Purchasing;

/// <summary>Everything that was noticed while the files were read.</summary>
internal sealed class Noticed
{
    public const int FaultsKept = 1_000;

    public List<RowFault> Faults { get; } = [];

    public int FaultCount { get; private set; }

    public List<PurchasingFinding> Findings { get; } = [];

    public List<string> Notes { get; } = [];

    public void Fault(string file, int line, string? column, string what)
    {
        FaultCount++;
        if (Faults.Count < FaultsKept)
        {
            Faults.Add(new RowFault(file, line, column, what));
        }
    }
}

/// <summary>Reads the fields of one row; what cannot be read is noticed with its place, and the row says that it is not whole.</summary>
internal sealed class RowReading(TableColumns columns, TableRow row, Noticed noticed)
{
    /// <summary>A billion pieces or a price of a billion is a slip; with sums of such the arithmetic stays exact.</summary>
    public const decimal Largest = 1_000_000_000m;

    private const int Decimals = 8;
    private const int Shown = 40;

    private const NumberStyles Numbers =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public bool IsWhole { get; private set; } = true;

    public int Line => row.Line;

    public string Key(string column)
    {
        var text = columns.Text(row, column);
        if (text.Length == 0)
        {
            Fault(column, "is empty: without it nobody knows what the row belongs to");
        }

        return text;
    }

    public decimal Number(string column)
    {
        var text = columns.Text(row, column);
        if (text.Length == 0)
        {
            Fault(column, "is empty: write a number, 0 where there is none");
            return 0m;
        }

        return Parse(column, text, Largest) ?? 0m;
    }

    /// <summary>A number that may be missing, such as a total. One that cannot be read is noticed and counts as missing.</summary>
    public decimal? NumberIfAny(string column)
    {
        var (text, whole) = (columns.Text(row, column), IsWhole);
        var number = text.Length == 0 ? null : Parse(column, text, Largest * Largest);
        IsWhole = whole;
        return number;
    }

    public DateOnly? DateIfAny(string column)
    {
        var text = columns.Text(row, column);
        if (text.Length == 0)
        {
            return null;
        }

        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return DateOnly.FromDateTime(time);
        }

        noticed.Fault(columns.File, row.Line, columns.Named(column), $"'{Cut(text)}' is no date: write it as 2011-04-30");
        return null;
    }

    private decimal? Parse(string column, string text, decimal largest)
    {
        if (!decimal.TryParse(text, Numbers, CultureInfo.InvariantCulture, out var number))
        {
            Fault(column, $"'{Cut(text)}' is no number: {Advice(text)}");
            return null;
        }

        if (Math.Abs(number) > largest)
        {
            Fault(column, $"'{Cut(text)}' is beyond {largest:#,##0}");
            return null;
        }

        if (number != Math.Round(number, Decimals))
        {
            Fault(column, $"'{Cut(text)}' has more than {Decimals} decimals");
            return null;
        }

        return number;
    }

    private static string Advice(string text) =>
        text.Contains(',', StringComparison.Ordinal) ? "write a point before the decimals and nothing between the thousands"
            : "write digits and a point, such as 3.00";

    private void Fault(string column, string what)
    {
        IsWhole = false;
        noticed.Fault(columns.File, row.Line, columns.Named(column), what);
    }

    private static string Cut(string text) => text.Length <= Shown ? text : $"{text[..Shown]}...";
}
