using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>Where an order goes, as near as is known.</summary>
internal static class Geography
{
    public static string? Nearest(OrderReceived placed, RetailNetwork network) =>
        placed.PickupNode ?? Nearest(placed.Region, placed.Customer.Contact?.Address, network);

    /// <summary>
    /// By the address where the channel has looked it up. By its country otherwise: the hall there, from which its parcels come, else
    /// any place there, else of the region.
    /// </summary>
    public static string? Nearest(string region, Address? address, RetailNetwork network)
    {
        if (address is { Latitude: { } latitude, Longitude: { } longitude })
        {
            return network.Nodes.Where(node => node.Kind != NodeKind.Supplier)
                .MinBy(node => node.KilometresTo(latitude, longitude))?.Id;
        }

        var abroad = network.Nodes.Where(node => node.Country == address?.Country).ToList();
        return (abroad.Count > 0 ? abroad : network.Nodes.Where(node => node.Region == region))
            .OrderBy(node => node.Kind switch { NodeKind.Dc => 0, NodeKind.Store => 1, _ => 2 }).FirstOrDefault()?.Id;
    }

    /// <summary>How far a parcel goes; nothing where it is not known where to.</summary>
    public static double Kilometres(Order order, Node from, RetailNetwork network) =>
        order.Needs.Customer.Contact?.Address is { Latitude: { } latitude, Longitude: { } longitude }
            ? from.KilometresTo(latitude, longitude)
            : network.Find(order.Near) is { } near ? from.KilometresTo(near) : 0;
}
