using System.Collections.Immutable;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Intelligence.Investment;

/// <summary>Reckons what was given back over the closed cases of a slice.</summary>
public sealed class InvestmentReader(FigureReader figures, RetailNetwork network, ReadPolicyNumber policies)
{
    public Task<ImmutableArray<InvestmentReturn>> Read(FigureSlice slice, ReturnBy by, CancellationToken cancel) =>
        figures.Read(slice, source => ReturnOnInvestment.Of(source.Closed, by, network, policies), cancel);
}
