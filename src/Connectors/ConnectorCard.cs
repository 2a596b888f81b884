using System.Collections.Immutable;
using Crossdock.Contracts;

namespace Crossdock.Connectors;

/// <summary>What a connector says of itself: all that a screen or an operator needs to know of the way to one system.</summary>
/// <param name="System">the short name in settings, figures and envelopes: <c>erp</c></param>
/// <param name="Name">what people call it: <c>ERP</c></param>
/// <param name="Owner">who mends it</param>
/// <param name="ContractVersion">the version of the wire contract that it speaks</param>
/// <param name="Limits">defaults, which settings may change</param>
/// <param name="Idempotency">how the other side sees a repeated effect once</param>
public sealed record ConnectorCard(
    string System, string Name, OwnerGroup Owner, string ContractVersion, ConnectorLimits Limits, string Idempotency)
{
    /// <summary>The effects it carries out, from its routes.</summary>
    public ImmutableArray<HandledEffect> Effects { get; init; } = [];
}

/// <param name="Concurrency">calls under way at once</param>
/// <param name="TimeoutSeconds">for one attempt, from connecting to the last byte of the answer</param>
public sealed record ConnectorLimits(int Concurrency, int TimeoutSeconds);

/// <param name="Operation">the effect's name in the journal: <c>post-sales-order</c></param>
/// <param name="Path">as the wire contract writes it: <c>/authorisations/{authorisation}/captures</c></param>
public sealed record HandledEffect(string Operation, string Path);
