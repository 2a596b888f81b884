namespace Crossdock.Intelligence.Causes;

/// <summary>A number that the retailer set, and the version of the policy that says so.</summary>
public readonly record struct PolicyNumber(decimal Value, int Version);

/// <summary>Reads a policy in force for a place; the host takes it from the book that decisions take it from.</summary>
public delegate PolicyNumber ReadPolicyNumber(string policy, string? region, string? channel, string? node);

/// <summary>When something is said to go with slow or failing cases.</summary>
/// <param name="LeastCases">with the trait, and as many without it</param>
/// <param name="FalseShare">the share of claims that may be chance</param>
/// <param name="NamesStaff">whether people are compared with each other at all</param>
public sealed record CauseRules(int LeastCases, double FalseShare, bool NamesStaff)
{
    // The names are those of the policies' catalogue; a test holds them against it.
    public const string LeastCasesPolicy = "cause-least-cases", FalseSharePolicy = "cause-false-share",
        NamesStaffPolicy = "cause-names-staff";

    public static CauseRules Of(ReadPolicyNumber read, string? region, string? channel, string? node) => new(
        (int)read(LeastCasesPolicy, region, channel, node).Value, (double)read(FalseSharePolicy, region, channel, node).Value,
        read(NamesStaffPolicy, region, channel, node).Value != 0);
}
