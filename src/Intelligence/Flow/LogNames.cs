namespace Crossdock.Intelligence.Flow;

/// <summary>The names that the standard XES extensions give to what every log has.</summary>
public static class LogNames
{
    public const string Case = "case:concept:name";
    public const string Activity = "concept:name";
    public const string Time = "time:timestamp";
    public const string Resource = "org:resource";
}
