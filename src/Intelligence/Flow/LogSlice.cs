namespace Crossdock.Intelligence.Flow;

/// <summary>A part of a log. What is null does not narrow it.</summary>
/// <param name="Attribute">
/// one that begins with <c>case:</c> keeps whole cases, any other keeps the events that have the value
/// </param>
/// <param name="From">cases that began then or later</param>
/// <param name="Until">cases that began before</param>
public sealed record LogSlice(string? Attribute = null, string? Value = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    public const string OfCase = "case:";

    public bool IsWhole => Attribute is null && From is null && Until is null;

    public static bool IsOfCase(string attribute) => attribute.StartsWith(OfCase, StringComparison.Ordinal);
}
