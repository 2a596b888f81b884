using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;

namespace Crossdock.Host.Settings;

/// <summary>What lists read of exceptions: the same policies that decisions are made by.</summary>
internal sealed class ExceptionTerms(PolicyShelf shelf, BusinessClock clock) : IExceptionTerms
{
    public ExceptionRule Of(ExceptionCategory category, string? region, string? channel, string? node)
    {
        var (policies, known) = (Policy.Exceptions[category], ExceptionRules.Of(category));
        var read = Reader(region, channel, node);
        return known with
        {
            Owner = read.Read(policies.Owner), Severity = read.Read(policies.Severity), Budget = read.Read(policies.Budget),
        };
    }

    public ImmutableArray<string> Above(OwnerGroup owner, string? region, string? channel, string? node) =>
        Ladder.Of(Reader(region, channel, node).Read(Policy.Ladders[owner]));

    public int RankOf(string supplier) =>
        shelf.InForce.Read(Policy.PurchaseSupplierRank, new Scope(Supplier: supplier), clock.GetUtcNow()).Value;

    private PolicyReader Reader(string? region, string? channel, string? node) =>
        new(shelf.InForce, new Scope(region, channel, node), clock.GetUtcNow());
}
