using Crossdock.Estate.Systems.Carrier;

namespace Crossdock.Estate.Systems.Suppliers;

/// <summary>
/// Suppliers that ship direct, within 4 to 30 hours: one order in a hundred is refused, one line in 200 goes out short. Their
/// parcels travel with the same carrier.
/// </summary>
public sealed class SupplierBehaviour(Desk desk, SupplierBooks books, CarrierBehaviour carrier)
{
    public Reply Order(Request request)
    {
        var part = request.Text("part");
        var lines = Parts.LinesOf(request);
        if (part.Length == 0 || lines.Length == 0)
        {
            return Reply.No(400, "an order names its part and has lines");
        }

        if (desk.Chance.Chance(0.01, "refused", part))
        {
            return Reply.No(422, "sold out, and no date for more");
        }

        var entry = desk.Books.Book("supplier-order", part, request.Key, desk.Business.GetUtcNow());
        var reference = $"SU-{part.Replace('/', '-')}{(entry.Times > 1 ? $"-{entry.Times}" : "")}";
        var after = desk.Chance.Between(TimeSpan.FromHours(4), TimeSpan.FromHours(30), "lead", reference);
        desk.Callbacks.Plan(part, "supplier.shipped", after, () => Shipped(part, reference, lines));
        return Reply.Created(new { reference, shipsBy = desk.Business.GetUtcNow() + after + TimeSpan.FromHours(6) });
    }

    private object Shipped(string part, string reference, Wire.PickedItem[] lines)
    {
        var found = Parts.Find(lines, 0.005, desk.Chance, reference);
        foreach (var line in found)
        {
            books.Ship(line.Sku ?? "", line.Picked);
        }

        var tracking = $"TR{desk.Chance.Below(int.MaxValue, "tracking", reference):D10}";
        carrier.PlanDelivery(part, tracking, TimeSpan.Zero);
        return new { reference, tracking, lines = found };
    }
}
