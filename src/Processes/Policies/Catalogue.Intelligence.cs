namespace Crossdock.Processes.Policies;

/// <summary>What figures read: nothing here decides about a case.</summary>
public static partial class Policy
{
    public static readonly Policy<int> CauseLeastCases = new(
        "cause-least-cases", 30, "cases, 10 or more", "how many cases with a trait, and without it, have to be there before it is compared",
        "From thirty on ranks follow the bell curve that the test takes them to follow, and one odd case does not move a median.")
    { Bounds = (10, 100_000) };

    public static readonly Policy<decimal> CauseFalseShare = new(
        "cause-false-share", 0.05m, "share of the claims, 0 to 0.5", "which share of what is said to go with slow cases may be chance",
        "One in twenty: a manager who looks into each finds something nearly every time, and goes on looking.")
    { Bounds = (0.0001m, 0.5m) };

    public static readonly Policy<bool> CauseNamesStaff = new(
        "cause-names-staff", false, "yes or no", "whether people are compared with each other",
        "Whoever gets the hard cases looks slow; in many countries a works council has to agree before people are measured.");
}
