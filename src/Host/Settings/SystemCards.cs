using Crossdock.Connectors;
using Crossdock.Intelligence.Integrations;

namespace Crossdock.Host.Settings;

/// <summary>What the connectors say of their systems, for readers that know no connector.</summary>
public static class SystemCards
{
    public static KnownSystems Of(ConnectorCatalogue catalogue) => new(
    [
        .. catalogue.Cards.Select(card => new KnownSystem(
            card.System, card.Name, card.Owner, card.ContractVersion, [.. card.Effects.Select(effect => effect.Operation)])),
    ]);
}
