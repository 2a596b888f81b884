using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>Whether a parcel can reach an address at all, going by what the address itself says.</summary>
internal static class Deliverable
{
    /// <summary>What to mend before a parcel can go there; null where nothing. Where nothing is sent any address will do.</summary>
    public static string? WhyNot(Order order, Address? address, Context context)
    {
        if (order.PickupOnly)
        {
            return null;
        }

        if (address is null)
        {
            return "It is to be sent and has no address.";
        }

        // The countries of the retailer's regions are those that prices, taxes and carriers are agreed for.
        if (context.Network.RegionOfCountry(address.Country) is null)
        {
            var served = context.Network.Regions.SelectMany(region => region.Countries).Order(StringComparer.Ordinal);
            return $"Nobody delivers to {address.Country}; served are {string.Join(", ", served)}.";
        }

        string?[] missing =
        [
            string.IsNullOrWhiteSpace(address.Street) ? "street" : null, string.IsNullOrWhiteSpace(address.City) ? "city" : null,
        ];
        if (missing.Any(part => part is not null))
        {
            return $"The address has no {string.Join(" and no ", missing.Where(part => part is not null))}.";
        }

        if (!context.Policy.Read(Policy.AddressPostalForm) || PostalForms.InsteadOf(address.PostalCode, address.Country) is not { } example)
        {
            return null;
        }

        return string.IsNullOrWhiteSpace(address.PostalCode)
            ? $"The address has no postal code; one of {address.Country} is written as {example}."
            : $"{address.PostalCode} cannot be a postal code of {address.Country}, where one is written as {example}.";
    }
}
