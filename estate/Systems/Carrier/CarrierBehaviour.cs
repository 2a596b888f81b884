using Crossdock.Estate.Systems.Wms;

namespace Crossdock.Estate.Systems.Carrier;

/// <summary>
/// The parcel carrier: collects within 8 hours, delivers 16 to 60 hours later. One parcel in fifty is missed the first time and
/// brought a day later; one in 250 is never taken in and comes back. Of those who got a label to send something back, one in a
/// hundred never hands it over; the others' parcels arrive 20 to 70 hours later.
/// </summary>
/// <param name="hall">at whose dock parcels are collected; a store has none</param>
public sealed class CarrierBehaviour(Desk desk, CarrierBooks books, WmsBehaviour? hall = null)
{
    private static readonly string[] Signers = ["the customer", "a neighbour", "reception", "left in the porch"];

    public Reply Book(Request request)
    {
        var part = request.Text("part");
        if (part.Length == 0)
        {
            return Reply.No(400, "a booking names its part");
        }

        var identity = $"{part}/{books.ReturnsOf(part)}";
        var entry = desk.Books.Book("booking", identity, request.Key, desk.Business.GetUtcNow());
        var tracking = $"TR{desk.Chance.Below(int.MaxValue, "tracking", $"{identity}/{entry.Times}"):D10}";
        var collected = desk.Chance.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(8), "collected", tracking);
        desk.Callbacks.Happens(collected, () => hall?.Load(part));
        desk.Callbacks.Plan(part, "carrier.collected", collected, () => new { tracking });
        PlanDelivery(part, tracking, collected);
        return Reply.Created(new { tracking, service = "standard" });
    }

    public Reply Label(Request request)
    {
        var (back, node) = (request.Text("return"), request.Text("node"));
        if (back.Length == 0 || node.Length == 0)
        {
            return Reply.No(400, "a label names its return and where the parcel goes");
        }

        desk.Books.Book("return-label", back, request.Key, desk.Business.GetUtcNow());
        var tracking = $"RT{desk.Chance.Below(int.MaxValue, "return-tracking", back):D10}";
        if (!desk.Chance.Chance(0.01, "keeps-it", back))
        {
            var after = desk.Chance.Between(TimeSpan.FromHours(20), TimeSpan.FromHours(70), "return-road", back);
            desk.Callbacks.Plan(back, "carrier.return-arrived", after, () => new { tracking, node });
        }

        return Reply.Created(new { tracking });
    }

    /// <summary>A parcel on its way: what becomes of it after it was collected.</summary>
    public void PlanDelivery(string part, string tracking, TimeSpan collectedAfter)
    {
        var at = collectedAfter + desk.Chance.Between(TimeSpan.FromHours(16), TimeSpan.FromHours(60), "delivered", tracking);
        var luck = desk.Chance.Unit("luck", tracking);
        if (luck < 0.004)
        {
            Missed(part, tracking, at, 1);
            Missed(part, tracking, at.Add(TimeSpan.FromHours(24)), 2);
            desk.Callbacks.Plan(part, "carrier.returned", at.Add(TimeSpan.FromHours(48)), () =>
            {
                books.Return(part);
                return new { tracking, reason = "not taken in" };
            });
            return;
        }

        if (luck < 0.024)
        {
            Missed(part, tracking, at, 1);
            at += TimeSpan.FromHours(24);
        }

        desk.Callbacks.Plan(part, "carrier.delivered", at, () =>
        {
            books.Deliver(tracking);
            return new { tracking, signedBy = desk.Chance.Pick(Signers, "signed-by", tracking) };
        });
    }

    private void Missed(string part, string tracking, TimeSpan at, int attempt) =>
        desk.Callbacks.Plan(part, "carrier.delivery-failed", at, () => new { tracking, reason = "nobody at home", attempt });
}
