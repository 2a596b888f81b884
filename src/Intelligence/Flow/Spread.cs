using System.Runtime.CompilerServices;

namespace Crossdock.Intelligence.Flow;

/// <summary>How a number of durations lie, in seconds.</summary>
/// <param name="Median">of an even number the mean of the two in the middle</param>
/// <param name="P95">between two durations in proportion, as the median is</param>
/// <param name="Deviation">of a sample; null for a single one</param>
public sealed record Spread(int Count, double Min, double Median, double Mean, double P95, double Max, double Sum, double? Deviation)
{
    /// <summary>Null where there is nothing. Reorders what it is given.</summary>
    internal static Spread? Of(Span<long> ticks)
    {
        if (ticks.IsEmpty)
        {
            return null;
        }

        var (min, max) = (long.MaxValue, long.MinValue);
        Int128 sum = 0;
        foreach (var value in ticks)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
        }

        var mean = (double)sum / ticks.Length;
        var squares = 0.0;
        foreach (var value in ticks)
        {
            squares += (value - mean) * (value - mean);
        }

        double? deviation = ticks.Length > 1 ? Math.Sqrt(squares / (ticks.Length - 1)) / TimeSpan.TicksPerSecond : null;
        return new Spread(
            ticks.Length, Seconds(min), Seconds(At(ticks, 0.5)), Seconds(mean), Seconds(At(ticks, 0.95)), Seconds(max),
            Seconds((double)sum), deviation);
    }

    private static double Seconds(double ticks) => ticks / TimeSpan.TicksPerSecond;

    internal static double At(Span<long> ticks, double share)
    {
        var place = share * (ticks.Length - 1);
        var whole = (int)place;
        Select(ticks, whole);
        if (place == whole)
        {
            return ticks[whole];
        }

        var above = long.MaxValue;
        foreach (var value in ticks[(whole + 1)..])
        {
            above = Math.Min(above, value);
        }

        return ticks[whole] + ((place - whole) * ((double)above - ticks[whole]));
    }

    /// <summary>Puts the value of the place there, what is smaller before it and what is larger behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Select(Span<long> ticks, int place)
    {
        var (low, high, rounds) = (0, ticks.Length - 1, 0);
        while (low < high)
        {
            // A row that is made to be split badly is sorted instead.
            if (++rounds > 64)
            {
                ticks[low..(high + 1)].Sort();
                return;
            }

            var pivot = MiddleOf(ticks[low], ticks[low + ((high - low) / 2)], ticks[high]);
            var (smaller, at, larger) = (low, low, high);
            while (at <= larger)
            {
                if (ticks[at] < pivot)
                {
                    (ticks[smaller], ticks[at]) = (ticks[at], ticks[smaller]);
                    smaller++;
                    at++;
                }
                else if (ticks[at] > pivot)
                {
                    (ticks[at], ticks[larger]) = (ticks[larger], ticks[at]);
                    larger--;
                }
                else
                {
                    at++;
                }
            }

            if (place >= smaller && place <= larger)
            {
                return;
            }

            (low, high) = place < smaller ? (low, smaller - 1) : (larger + 1, high);
        }
    }

    private static long MiddleOf(long a, long b, long c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
