using System.Collections.Immutable;

namespace Crossdock.Connectors;

/// <summary>The one way to one outside system: a card and a table of routes. What every call has in common is not its business.</summary>
public sealed class Connector
{
    /// <summary>Idempotency as every system of the wire contract offers it.</summary>
    public const string ByIdempotencyKey = "Idempotency-Key header with the effect's key: a repeat gets the first answer again";

    public Connector(ConnectorCard card, params ImmutableArray<Route> routes)
    {
        Card = card with { Effects = [.. routes.Select(route => new HandledEffect(route.Operation, route.Template))] };
        Routes = routes;
    }

    public ConnectorCard Card { get; }

    public ImmutableArray<Route> Routes { get; }
}
