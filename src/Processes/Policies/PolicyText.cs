using System.Globalization;

namespace Crossdock.Processes.Policies;

/// <summary>
/// Values as people write and read them, without loss: <c>1 h 30 min</c>, <c>0.05</c>, <c>yes</c>, <c>25 and 0.5 %</c>. What is journalled
/// of a change is this text, so whatever is written here can be read here.
/// </summary>
public static class PolicyText
{
    private const int MostLetters = 60;
    private const string NoNames = "none";

    private static readonly (string Unit, string[] Names, long Ticks)[] Units =
    [
        ("d", ["d", "day", "days"], TimeSpan.TicksPerDay), ("h", ["h", "hour", "hours"], TimeSpan.TicksPerHour),
        ("min", ["min", "minute", "minutes"], TimeSpan.TicksPerMinute), ("s", ["s", "second", "seconds"], TimeSpan.TicksPerSecond),
    ];

    private static readonly string[] Shares = ["share", "probability", "confidence", "score"];

    public static string Of(object value) => value switch
    {
        TimeSpan time => Of(time),
        bool yes => yes ? "yes" : "no",
        decimal number => Plain(number),
        "" => NoNames,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>What a kind allows by itself; null where its bounds say it.</summary>
    public static string? LimitsOf(Type kind) =>
        kind == typeof(bool) ? "yes or no"
        : kind.IsEnum ? string.Join(" or ", Enum.GetNames(kind))
        : kind == typeof(Tolerance) ? "none, an amount, a share of 0 % to 100 %, or both as 25 and 0.5 %"
        : kind == typeof(string) ? $"{NoNames}, or names of letters, digits, dots, dashes and underscores with commas between"
        : null;

    /// <summary>The value, or what is wrong with the text, ready to stand after the field's name.</summary>
    public static (object? Value, string? WhyNot) Read(string text, Type kind, string unit)
    {
        var written = text.Trim();
        var (value, whyNot) =
            written.Length is 0 or > MostLetters ? (null, $"must be a value of 1 to {MostLetters} characters")
            : kind == typeof(TimeSpan) ? Time(written)
            : kind == typeof(bool) ? YesOrNo(written)
            : kind.IsEnum ? Word(written, kind)
            : kind == typeof(Tolerance) ? Limits(written)
            : kind == typeof(string) ? Names(written)
            : Number(written, kind, unit);
        return value is null || Equals(ReadBack(value, kind, unit), value)
            ? (value, whyNot)
            : (null, $"is finer than is kept; {Of(value)} is the nearest");
    }

    private static object? ReadBack(object value, Type kind, string unit) =>
        kind == typeof(TimeSpan) ? Time(Of(value)).Value
        : kind == typeof(Tolerance) ? Limits(Of(value)).Value
        : kind == typeof(decimal) ? Number(Of(value), kind, unit).Value
        : value;

    private static string Of(TimeSpan time)
    {
        var left = time.Ticks;
        var parts = new List<string>();
        // A day and a half is 36 h to people, and nine days are not 216.
        foreach (var (unit, _, ticks) in time < TimeSpan.FromDays(2) ? Units[1..] : Units)
        {
            var whole = left / ticks;
            left -= whole * ticks;
            if (whole != 0)
            {
                parts.Add($"{whole} {unit}");
            }
        }

        return parts.Count == 0 ? "0 min" : string.Join(' ', parts);
    }

    private static (object? Value, string? WhyNot) Time(string text)
    {
        const string Expected = "must be a time such as 30 min, 4 h or 1 d 12 h";
        var words = Spaced(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length % 2 != 0)
        {
            return (null, $"{Expected}; got '{text}'");
        }

        var (sum, before) = (0m, long.MaxValue);
        for (var i = 0; i < words.Length; i += 2)
        {
            var ticks = Units.FirstOrDefault(unit => unit.Names.Contains(words[i + 1].ToLowerInvariant())).Ticks;
            if (ticks == 0 || ticks >= before
                || !decimal.TryParse(words[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
                || count > 1_000_000)
            {
                return (null, $"{Expected}; got '{text}'");
            }

            (sum, before) = (sum + (count * ticks), ticks);
        }

        return (TimeSpan.FromTicks((long)decimal.Round(sum)), null);
    }

    /// <summary><c>4h</c> is read like <c>4 h</c>.</summary>
    private static string Spaced(string text) =>
        string.Concat(text.Select((letter, i) => i > 0 && char.IsAsciiLetter(letter) && char.IsAsciiDigit(text[i - 1])
            ? $" {letter}" : $"{letter}"));

    private static (object? Value, string? WhyNot) YesOrNo(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" => (true, null),
        "no" or "false" => (false, null),
        _ => (null, $"must be yes or no; got '{text}'"),
    };

    private static (object? Value, string? WhyNot) Word(string text, Type kind)
    {
        var name = Enum.GetNames(kind).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null ? (null, $"must be {LimitsOf(kind)}; got '{text}'") : (Enum.Parse(kind, name), null);
    }

    private static (object? Value, string? WhyNot) Names(string text)
    {
        if (text.Equals(NoNames, StringComparison.OrdinalIgnoreCase))
        {
            return ("", null);
        }

        var names = text.Split(',', StringSplitOptions.TrimEntries);
        return names.All(name => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'))
            ? (string.Join(',', names), null)
            : (null, $"must be {LimitsOf(typeof(string))}; got '{text}'");
    }

    private static (object? Value, string? WhyNot) Number(string text, Type kind, string unit)
    {
        var percent = text.EndsWith('%');
        if (percent && (kind == typeof(int) || !Shares.Any(share => unit.StartsWith(share, StringComparison.Ordinal))))
        {
            return (null, $"is counted in {unit} and not in percent; got '{text}'");
        }

        // Through decimal, so that neither 1e308 nor not-a-number can come in, and a comma is not taken for a thousand's mark.
        if (!decimal.TryParse(
            percent ? text[..^1].TrimEnd() : text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number))
        {
            var hint = text.Contains(',', StringComparison.Ordinal) ? "; write the decimals behind a point" : "";
            return (null, $"must be a number such as {(kind == typeof(int) ? "3" : "0.05")}; got '{text}'{hint}");
        }

        number = percent ? number / 100m : number;
        return kind == typeof(decimal) ? (number, null)
            : kind == typeof(double) ? ((double)number, null)
            : number != decimal.Truncate(number) || number is < int.MinValue or > int.MaxValue
                ? (null, $"must be a whole number; got '{text}'")
                : ((int)number, null);
    }

    private static (object? Value, string? WhyNot) Limits(string text)
    {
        const string Expected = "must be none, an amount such as 25, a share such as 0.5 %, or both as 25 and 0.5 %";
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return (Tolerance.None, null);
        }

        decimal? amount = null, share = null;
        foreach (var part in text.Split(" and ", StringSplitOptions.TrimEntries))
        {
            var percent = part.EndsWith('%');
            if (!decimal.TryParse(
                percent ? part[..^1].TrimEnd() : part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || (percent ? share : amount) is not null)
            {
                return (null, $"{Expected}; got '{text}'");
            }

            amount = percent ? amount : number;
            share = percent ? number / 100m : share;
        }

        var tolerance = new Tolerance(amount, share);
        return tolerance.IsUsable ? (tolerance, null) : (null, $"{Expected}, with a share of 0 % to 100 %; got '{text}'");
    }

    private static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
