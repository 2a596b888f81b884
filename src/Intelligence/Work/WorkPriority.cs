using System.Globalization;
using Crossdock.Contracts;

namespace Crossdock.Intelligence.Work;

/// <summary>
/// Why one thing stands before another, in points that sum to 100 at most: promise 50, value 20, gravity 20, age 10. Of gravity half is
/// the category's, and half whom it hits: a customer's tier, a supplier's rank.
/// </summary>
/// <param name="Why">the same in words, each a full fact</param>
public sealed record WorkPriority(int Promise, int Value, int Gravity, int Age, string Why)
{
    private const int MostForPromise = 50;

    /// <summary>A deadline of ours that passes breaks no promise by itself.</summary>
    private const int MostForDeadline = 40;

    private const int MostForValue = 20;
    private const int MostForAge = 10;

    /// <summary>Five points for each tenfold from 10 on: a basket, a pallet and a season's order stay apart on one scale.</summary>
    private const int PointsOfTenfold = 5;

    private const decimal LeastValue = 10m;

    private const int GravityOfDegree = 2;

    /// <summary>What has waited for two and a half days has the most that age gives.</summary>
    private static readonly TimeSpan AgeOfPoint = TimeSpan.FromHours(6);

    private static readonly string[] Degrees = ["a trifle", "mild", "middling", "serious", "grave"];

    public int Total => Promise + Value + Gravity + Age;

    public static WorkPriority Of(
        DateTimeOffset? promise, DateTimeOffset due, decimal? value, string? currency, ExceptionRule rule, Hit hit, DateTimeOffset since,
        DateTimeOffset now, string? whyDue = null)
    {
        var waits = now > since ? now - since : TimeSpan.Zero;
        var (most, until) = promise is { } given && given <= due ? (MostForPromise, given) : (MostForDeadline, due);
        var words = new List<string>
        {
            $"{(most == MostForPromise ? "Promised for" : "Due")} {Instant(until)}, {Left(until - now)}"
                + (whyDue is null ? "" : $": {whyDue}"),
            $"{rule.Code.Replace('-', ' ')} is {Degrees[Math.Clamp(rule.Severity, 1, Degrees.Length) - 1]} "
                + $"({rule.Severity} of {Degrees.Length})",
            $"waits {Length(waits)}",
        };
        if (value is { } worth && worth != 0)
        {
            words.Insert(1, $"{worth.ToString("0.00", CultureInfo.InvariantCulture)} {currency} at stake".Replace("  ", " "));
        }

        if (hit.Points > 0)
        {
            words.Insert(words.Count - 1, $"{hit.Whom} ({hit.Points} of {Hit.Most})");
        }

        return new WorkPriority(
            most - (int)Math.Clamp((until - now).TotalHours, 0, most),
            value > LeastValue ? (int)Math.Min(PointsOfTenfold * Math.Log10((double)(value.Value / LeastValue)), MostForValue) : 0,
            (rule.Severity * GravityOfDegree) + hit.Points,
            (int)Math.Clamp(waits / AgeOfPoint, 0, MostForAge),
            string.Join("; ", words));
    }

    /// <summary>Whom it hits, and how many points that gives.</summary>
    public readonly record struct Hit(string Whom, int Points)
    {
        public const int Most = 10;

        public static readonly Hit Anybody = new("", 0);
    }

    // Screens tell an instant of this form in their own zone.
    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);

    internal static string Left(TimeSpan time) => time >= TimeSpan.Zero ? $"{Length(time)} left" : $"over by {Length(-time)}";

    internal static string Length(TimeSpan time) =>
        time.TotalDays >= 1 ? $"{time.Days} d {time.Hours} h"
        : time.TotalHours >= 1 ? $"{time.Hours} h {time.Minutes:00} min"
        : $"{time.Minutes} min";
}
