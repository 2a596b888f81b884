namespace Crossdock.Rehearsal.Overload;

/// <summary>Answers to orders that were offered at a rate, whatever came of the ones before.</summary>
/// <param name="AnswersByStatus">0 for none: the connection broke, or nothing came in ten seconds</param>
public sealed record Offered(
    double RatePerSecond, double Seconds, int Orders, IReadOnlyDictionary<int, int> AnswersByStatus, double AcceptedMedianMs,
    double AcceptedP95Ms, double AcceptedP99Ms, int WithoutRetryAfter);

/// <param name="SustainableRate">orders a second that were all taken, in good time, and reached the ERP meanwhile</param>
/// <param name="OtherWriteLongestGapSeconds">the longest that a stock movement had to wait while the flood lasted</param>
/// <param name="SecondsToNormal">from the end of the flood until ready and as quick as before</param>
/// <param name="Missing">accepted and not in the journal at the end</param>
public sealed record OverloadReport(
    string Store,
    string Date,
    string Commit,
    string Machine,
    double SustainableRate,
    IReadOnlyList<Offered> Steps,
    Offered Flood,
    long RssBeforeMegabytes,
    long RssMostMegabytes,
    long RssAfterMegabytes,
    int HealthNotReady,
    double HealthSlowestMs,
    double OtherWriteLongestGapSeconds,
    double SecondsToNormal,
    int Accepted,
    int Missing,
    int UnaskedExits,
    IReadOnlyList<string> Findings)
{
    public bool Good => Findings.Count == 0;
}
