using System.Collections.Immutable;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;

namespace Crossdock.Api.Orders;

/// <summary>An order's canonical form, and what only the whole of it and the network can tell to be wrong.</summary>
internal sealed class OrderReading(RetailNetwork network, BusinessClock clock)
{
    /// <summary>Clocks of tills and shops differ a little, and a day covers every time zone.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromDays(1);

    /// <summary>The order, or null when there are faults; all of them are said then.</summary>
    public OrderReceived? Read(Given given, Faults faults)
    {
        Check(given, faults);
        var lines = Lines(given, faults);
        var charges = Charges(given);
        CheckTotal(given, lines, charges, faults);
        var region = RegionOf(given, faults);
        return faults.Any ? null : Build(given, region!, lines, charges);
    }

    private static OrderReceived Build(Given given, string region, ImmutableArray<OrderLine> lines, ImmutableArray<Charge> charges)
    {
        var customer = given.Get(OrderShape.Customer);
        var delivery = given.Get(OrderShape.Delivery);
        var payment = given.Get(OrderShape.Payment);
        var address = delivery.TryGet(DeliveryShape.Address, out var place) ? AddressShape.Read(place) : null;
        var contact = address is null && !customer.Has(CustomerShape.Name) && !customer.Has(CustomerShape.Email)
            ? null
            : new Contact(customer.Get(CustomerShape.Name, ""), customer.Get(CustomerShape.Email, ""), address);
        return new OrderReceived(
            given.Get(OrderShape.Number),
            given.Get(OrderShape.Channel),
            region,
            given.Get(OrderShape.PlacedAt),
            given.Get(OrderShape.Currency),
            new Customer(customer.Get(CustomerShape.Id), customer.Get(CustomerShape.Tier, ""), contact),
            delivery.Get(DeliveryShape.Wish),
            delivery.TryGet(DeliveryShape.Node, out var node) ? node : null,
            given.Maybe(OrderShape.AvailableFrom),
            given.Get(OrderShape.AcceptsSubstitutes),
            lines,
            charges,
            new PaymentMethod(payment.Get(PaymentShape.Kind), payment.Get(PaymentShape.Token), Tenders(given) is { Length: > 0 } tenders
                ? tenders
                : default));
    }

    private void Check(Given given, Faults faults)
    {
        if (given.TryGet(OrderShape.Number, out var number) && number.StartsWith(ExchangeWish.Prefix, StringComparison.Ordinal))
        {
            faults.Add("number", $"must not begin with {ExchangeWish.Prefix}, which names the orders that exchanges make; got '{number}'");
        }

        if (given.TryGet(OrderShape.Channel, out var channel) && network.Channels.All(known => known.Id != channel))
        {
            faults.Add("channel", $"is not known; got '{channel}'{NearestName.Hint(channel, network.Channels.Select(known => known.Id))}");
        }

        if (given.TryGet(OrderShape.PlacedAt, out var placedAt) && placedAt > clock.GetUtcNow() + ClocksDiffer)
        {
            faults.Add("placedAt", $"must not lie ahead of now, {clock.GetUtcNow():u}; got {placedAt:u}");
        }

        if (given.TryGet(OrderShape.Delivery, out var delivery))
        {
            CheckDelivery(delivery, faults);
        }
    }

    private void CheckDelivery(Given delivery, Faults faults)
    {
        var hasNode = delivery.TryGet(DeliveryShape.Node, out var id);
        var node = network.Find(id);
        if (hasNode && node is null)
        {
            faults.Add("delivery.node", $"is not known; got '{id}'{NearestName.Hint(id, network.Nodes.Select(known => known.Id))}");
        }

        if (delivery.TryGet(DeliveryShape.Address, out var address))
        {
            AddressShape.Check(address, faults);
        }

        if (!delivery.TryGet(DeliveryShape.Wish, out var wish))
        {
            return;
        }

        if (wish == DeliveryWish.Ship && !delivery.Has(DeliveryShape.Address))
        {
            faults.Add("delivery.address", "is missing; an order that ships needs one");
        }

        if (wish != DeliveryWish.Ship && !hasNode)
        {
            faults.Add("delivery.node", "is missing; a pickup names its store");
        }
        else if (wish != DeliveryWish.Ship && node is { Kind: not NodeKind.Store })
        {
            faults.Add("delivery.node", $"must be a store; {id} is none");
        }
    }

    private static ImmutableArray<OrderLine> Lines(Given given, Faults faults)
    {
        var lines = given.Get(OrderShape.Lines, []);
        var numbered = lines.Count(line => line.Has(LineShape.Line));
        if (numbered > 0 && numbered < lines.Length)
        {
            faults.Add("lines", "must all have a line number, or none of them");
        }

        foreach (var repeated in lines.Where(line => line.Has(LineShape.Line)).GroupBy(line => line.Get(LineShape.Line))
            .Where(g => g.Count() > 1))
        {
            faults.Add(repeated.Last().At(LineShape.Line), $"repeats the number {repeated.Key}; each line has its own");
        }

        return [.. lines.Select((line, i) => new OrderLine(
            line.Get(LineShape.Line, i + 1),
            line.Get(LineShape.Sku),
            line.Get(LineShape.Description, ""),
            line.Get(LineShape.Quantity),
            line.Get(LineShape.UnitPrice)))];
    }

    private static ImmutableArray<Charge> Charges(Given given) =>
        [.. given.Get(OrderShape.Charges, []).Select(charge => new Charge(
            charge.Get(ChargeShape.Code), charge.Get(ChargeShape.Description, ""), charge.Get(ChargeShape.Amount)))];

    private static ImmutableArray<PaymentTender> Tenders(Given given) => !given.TryGet(OrderShape.Payment, out var payment) ? []
        : [.. payment.Get(PaymentShape.Tenders, []).Select(tender => new PaymentTender(
            tender.Get(TenderShape.Kind), tender.Get(TenderShape.Token), tender.Get(TenderShape.Amount)))];

    private static void CheckTotal(Given given, ImmutableArray<OrderLine> lines, ImmutableArray<Charge> charges, Faults faults)
    {
        if (faults.Any)
        {
            // Half an order has no sum worth speaking of.
            return;
        }

        var sum = lines.Sum(line => line.UnitPrice * line.Quantity) + charges.Sum(charge => charge.Amount);
        if (sum < 0)
        {
            faults.Add("charges", $"take more away than the lines are worth: the order comes to {sum}");
        }
        else if (given.TryGet(OrderShape.Total, out var total) && total != sum)
        {
            faults.Add("total", $"must be the sum of lines and charges, which is {sum}; got {total}");
        }

        var stored = Tenders(given);
        if (sum >= 0 && stored.Sum(tender => tender.Amount) is var paid && paid > sum)
        {
            faults.Add("payment.tenders", $"pay {paid}, which is more than the order comes to, {sum}");
        }

        if (stored.GroupBy(tender => tender.Token).FirstOrDefault(same => same.Count() > 1) is not null)
        {
            faults.Add("payment.tenders", "name one token twice; add up what it pays");
        }
    }

    // Where the goods go decides; else where they are fetched.
    private string? RegionOf(Given given, Faults faults)
    {
        if (!given.TryGet(OrderShape.Delivery, out var delivery))
        {
            return null;
        }

        if (delivery.TryGet(DeliveryShape.Node, out var id) && network.Find(id) is { } node)
        {
            return node.Region;
        }

        if (!delivery.TryGet(DeliveryShape.Address, out var address) || !address.TryGet(AddressShape.Country, out var country))
        {
            return null;
        }

        var region = network.RegionOfCountry(country);
        if (region is null)
        {
            var served = string.Join(", ", network.Regions.SelectMany(known => known.Countries).Order());
            faults.Add("delivery.address.country", $"is not served; got '{country}', we deliver to {served}");
        }

        return region?.Id;
    }
}
