using System.Collections.Immutable;

namespace Crossdock.Contracts.Ports;

/// <summary>What the policies in force say of exceptions, for whoever shows them. Decisions read the policies themselves.</summary>
public interface IExceptionTerms
{
    /// <summary>Owner, severity and budget of a category at a place; null means: everywhere.</summary>
    ExceptionRule Of(ExceptionCategory category, string? region = null, string? channel = null, string? node = null);

    /// <summary>Who stands above an owner group, the nearest first.</summary>
    ImmutableArray<string> Above(OwnerGroup owner, string? region = null, string? channel = null, string? node = null);

    /// <summary>How many points of 10 a supplier's matters come before those of others.</summary>
    int RankOf(string supplier);
}
