namespace Crossdock.Estate.OrderBook;

/// <summary>
/// The measured facts of a real order book (UCI Online Retail, CC BY 4.0), which the generator is fitted to. How they were
/// taken is told in samples/README.md.
/// </summary>
internal static class Shape
{
    public const double GuestShare = 0.18;
    public const double CancellationsPerOrder = 2006.0 / 10031;
    public const double CorrectionsPerOrder = 758.0 / 10031;
    public const double ZeroPricePerOrder = 0.07;
    public const int Skus = 3650;
    public const double OrdersPerDay = 48;
    public const double LinesMean = 22;

    public static readonly Quantiles LinesPerOrder = new(
        (0, 1), (0.10, 1), (0.25, 4.4), (0.50, 12.3), (0.75, 25), (0.90, 46), (0.95, 66), (0.99, 170), (0.999, 420), (1, 560));

    public static readonly Quantiles PiecesPerLine = new(
        (0, 1), (0.25, 1), (0.42, 2), (0.50, 3), (0.62, 6), (0.75, 10), (0.90, 24), (0.99, 100), (0.999, 480), (1, 1200));

    public static readonly Quantiles UnitPrice = new(
        (0, 0.10), (0.01, 0.21), (0.10, 0.65), (0.25, 1.25), (0.50, 2.10), (0.75, 4.15), (0.90, 7.95), (0.99, 18.29), (1, 60));

    public static readonly Quantiles OrdersPerCustomer = new((0, 1), (0.10, 1), (0.50, 2), (0.90, 6), (0.99, 19), (0.9995, 60), (1, 100));

    public static readonly Quantiles LinesPerCancellation = new((0, 1), (0.50, 1), (0.75, 2), (0.90, 4), (0.99, 16), (1, 30));

    /// <summary>How often the SKU of a rank (from 0, the best seller) was bought.</summary>
    public static readonly Quantiles BoughtByRank = new((0, 1290), (4, 814), (100, 340), (1000, 74), (2000, 23), (3000, 4), (3649, 1));

    public static readonly (int Hour, double Weight)[] Hours =
    [
        (7, 60), (8, 500), (9, 1000), (10, 1500), (11, 1450), (12, 1900), (13, 1600), (14, 1400), (15, 1250), (16, 800), (17, 420),
        (18, 120), (19, 90), (20, 30),
    ];

    public static readonly (DayOfWeek Day, double Weight)[] Days =
    [
        (DayOfWeek.Monday, 1600), (DayOfWeek.Tuesday, 2020), (DayOfWeek.Wednesday, 2092), (DayOfWeek.Thursday, 2317),
        (DayOfWeek.Friday, 1773), (DayOfWeek.Saturday, 0), (DayOfWeek.Sunday, 987),
    ];

    public static readonly (string Country, double Weight)[] Countries =
    [
        ("United Kingdom", 92), ("Germany", 1.9), ("France", 1.7), ("EIRE", 1.1), ("Belgium", 0.5), ("Spain", 0.45), ("Netherlands", 0.4),
        ("Portugal", 0.3), ("Switzerland", 0.3), ("Australia", 0.25), ("Norway", 0.2), ("Italy", 0.2), ("Finland", 0.2), ("Sweden", 0.15),
        ("Denmark", 0.1), ("Austria", 0.1), ("Poland", 0.1), ("Japan", 0.05),
    ];

    public static readonly string[] WriteOffWords = ["damaged", "check", "wet", "thrown away", "missing", "broken in store",
        "counted wrong", ""];
}

/// <summary>A distribution given by some of its quantiles; between them it is taken as a straight line of the logarithm.</summary>
internal sealed class Quantiles(params (double At, double Value)[] points)
{
    public double Of(double at)
    {
        for (var i = 1; i < points.Length; i++)
        {
            if (at <= points[i].At)
            {
                var (from, to) = (points[i - 1], points[i]);
                var share = (at - from.At) / (to.At - from.At);
                return Math.Exp(Math.Log(from.Value) + (share * (Math.Log(to.Value) - Math.Log(from.Value))));
            }
        }

        return points[^1].Value;
    }
}
