using System.Globalization;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.Logs;

/// <summary>
/// Reads instants as logs write them. A time without a zone is UTC. ISO 8601 is read by hand, since a log holds millions of them.
/// Where it is so wanted a zone is left aside: what the clock showed is what counts.
/// </summary>
public static class LogTime
{
    private const int FractionDigits = 7;

    // Month first where both orders are possible, as spreadsheets and the usual readers of logs take it.
    private static readonly string[] OtherForms =
    [
        "yyyy/M/d H:m:s.FFFFFFFK", "yyyy/M/d H:m:sK", "yyyy/M/d H:m", "yyyy/M/d", "yyyyMMdd'T'HHmmssK", "yyyyMMdd",
        "yyyy.M.d H:m:s", "yyyy.M.d H:m", "M/d/yyyy H:m:s.FFFFFFFK", "M/d/yyyy H:m:sK", "M/d/yyyy H:m", "M/d/yyyy",
        "M/d/yyyy h:m:s tt", "M/d/yyyy h:m tt", "d/M/yyyy H:m:s.FFFFFFFK", "d/M/yyyy H:m:sK", "d/M/yyyy H:m", "d/M/yyyy",
        "d.M.yyyy H:m:s.FFFFFFFK", "d.M.yyyy H:m:s", "d.M.yyyy H:m", "d.M.yyyy", "d MMM yyyy H:m:s", "d-MMM-yyyy H:m:s",
        "ddd, d MMM yyyy H:m:s 'GMT'",
    ];

    public static bool TryRead(ReadOnlySpan<char> text, out long ticks, bool mindZone = true)
    {
        text = text.Trim();
        if (TryReadIso(text, mindZone, out ticks))
        {
            return true;
        }

        if (DateTimeOffset.TryParseExact(
            text, OtherForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            ticks = mindZone ? instant.UtcTicks : instant.Ticks;
            return true;
        }

        ticks = EventLog.NoTime;
        return false;
    }

    private static bool TryReadIso(ReadOnlySpan<char> text, bool mindZone, out long ticks)
    {
        ticks = EventLog.NoTime;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var time = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        if (text.Length == 10)
        {
            ticks = time;
            return true;
        }

        if (text[10] is not ('T' or 't' or ' ') || !TryClock(text[11..], out var clock, out var rest) || !TryZone(rest, out var ahead))
        {
            return false;
        }

        time += clock - (mindZone ? ahead : 0);
        if (time < 0 || time > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        ticks = time;
        return true;
    }

    private static bool TryClock(ReadOnlySpan<char> text, out long clock, out ReadOnlySpan<char> rest)
    {
        clock = 0;
        rest = default;
        if (text.Length < 2 || !TryNumber(text[..2], out var hour) || hour > 23)
        {
            return false;
        }

        var (minute, second) = (0, 0);
        text = text[2..];
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!TryNumber(text[1..3], out minute) || minute > 59)
            {
                return false;
            }

            text = text[3..];
            if (text.Length >= 3 && text[0] == ':')
            {
                if (!TryNumber(text[1..3], out second) || second > 59)
                {
                    return false;
                }

                text = text[3..];
            }
        }

        clock = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        if (text.Length > 0 && text[0] is '.' or ',')
        {
            var digits = 1;
            var part = 0L;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                // Beyond 100 ns a clock is not believed.
                part = digits <= FractionDigits ? (part * 10) + (text[digits] - '0') : part;
                digits++;
            }

            if (digits == 1)
            {
                return false;
            }

            for (var missing = digits - 1; missing < FractionDigits; missing++)
            {
                part *= 10;
            }

            clock += part;
            text = text[digits..];
        }

        rest = text;
        return true;
    }

    private static bool TryZone(ReadOnlySpan<char> text, out long ahead)
    {
        ahead = 0;
        text = text.TrimStart();
        if (text.IsEmpty || text is "Z" or "z" or "UTC" or "GMT")
        {
            return true;
        }

        if (text[0] is not ('+' or '-') || text.Length < 3 || !TryNumber(text[1..3], out var hours) || hours > 18)
        {
            return false;
        }

        var tail = text[3..];
        tail = tail.Length > 0 && tail[0] == ':' ? tail[1..] : tail;
        var minutes = 0;
        if (tail.Length > 0 && (tail.Length != 2 || !TryNumber(tail, out minutes) || minutes > 59))
        {
            return false;
        }

        ahead = ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
