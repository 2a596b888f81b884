using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Api.Orders;

/// <summary>Whether two orders of one number are the same content, and if not, what differs.</summary>
internal static class OrderDifferences
{
    /// <summary>The content's name. The region is ours, not the sender's: it changes with the network's master data.</summary>
    public static string Fingerprint(OrderReceived order) =>
        Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes(order with { Region = "" }, ContractsJson.Default.Message));

    public static ImmutableArray<FieldProblem> Between(OrderReceived first, OrderReceived now)
    {
        var faults = new Faults();
        Say("channel", first.Channel, now.Channel);
        Say("placedAt", first.PlacedAt, now.PlacedAt);
        Say("currency", first.Currency, now.Currency);
        Say("customer.id", first.Customer.Id, now.Customer.Id);
        Say("customer.tier", first.Customer.Tier, now.Customer.Tier);
        Private("customer", (first.Customer.Contact?.Name, first.Customer.Contact?.Email),
            (now.Customer.Contact?.Name, now.Customer.Contact?.Email));
        Private("delivery.address", first.Customer.Contact?.Address, now.Customer.Contact?.Address);
        Say("delivery.wish", first.Wish, now.Wish);
        Say("delivery.node", first.PickupNode, now.PickupNode);
        Say("availableFrom", first.AvailableFrom, now.AvailableFrom);
        Say("acceptsSubstitutes", first.AcceptsSubstitutes, now.AcceptsSubstitutes);
        Lines(first, now, faults);
        if (!first.Charges.SequenceEqual(now.Charges))
        {
            faults.Add("charges",
                $"came to {first.Charges.Sum(charge => charge.Amount)} first, now {now.Charges.Sum(charge => charge.Amount)}");
        }

        Private("payment", first.Payment with { Tenders = default }, now.Payment with { Tenders = default });
        if (!Tenders(first).SequenceEqual(Tenders(now)))
        {
            faults.Add("payment.tenders", "are others than first");
        }

        return faults.All;

        void Say<T>(string field, T was, T isNow)
        {
            if (!EqualityComparer<T>.Default.Equals(was, isNow))
            {
                faults.Add(field, $"was {Shown(was)} first, now {Shown(isNow)}");
            }
        }

        static string Shown<T>(T value) => value is null ? "not given" : $"'{value}'";

        // Personal data and tokens are not said back.
        void Private<T>(string field, T was, T isNow)
        {
            if (!EqualityComparer<T>.Default.Equals(was, isNow))
            {
                faults.Add(field, "is another than first");
            }
        }
    }

    private static IEnumerable<PaymentTender> Tenders(OrderReceived order) =>
        order.Payment.Tenders.IsDefault ? [] : order.Payment.Tenders;

    private static void Lines(OrderReceived first, OrderReceived now, Faults faults)
    {
        if (first.Lines.Length != now.Lines.Length)
        {
            faults.Add("lines", $"were {first.Lines.Length} first, now {now.Lines.Length}");
            return;
        }

        for (var i = 0; i < now.Lines.Length; i++)
        {
            var (was, isNow) = (first.Lines[i], now.Lines[i]);
            if (was != isNow)
            {
                faults.Add($"lines[{i}]",
                    $"was {was.Quantity} x {was.Sku} at {was.UnitPrice} first, now {isNow.Quantity} x {isNow.Sku} at {isNow.UnitPrice}");
            }
        }
    }
}
