using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Crossdock.Intelligence.Figures;

/// <summary>A figure's rows as RFC 4180 has them; a text that a spreadsheet would take for a formula is marked as text.</summary>
public static class FigureCsv
{
    public static string Write(IEnumerable<FigureRow> rows)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var how = new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, NewLine = "\r\n" };
        using (var csv = new CsvWriter(text, how))
        {
            string?[] header = ["process", "of", "measure", "unit", "value", "base"];
            foreach (var row in rows.Select(Fields).Prepend(header))
            {
                foreach (var field in row)
                {
                    csv.WriteField(field);
                }

                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    private static string?[] Fields(FigureRow row) =>
        [row.Process, row.Of, row.Measure, row.Unit, row.Value?.ToString("R", CultureInfo.InvariantCulture), $"{row.Base}"];
}
