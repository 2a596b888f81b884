using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>How facts change an order. Nothing is decided here.</summary>
public static partial class Folding
{
    public static Order Fold(Order order, Fact fact, Message message) => fact switch
    {
        OrderAccepted accepted => Accept(order, (OrderReceived)message) with { Near = accepted.Near },
        OrderHeld held => order with { Holds = order.Holds.Add(new OpenHold(held.Kind, held.Why)) },
        OrderReleased released => order with { Holds = order.Holds.RemoveAll(hold => hold.Kind == released.Kind) },
        Awaits awaits => order with { Pending = order.Pending.Add(awaits.What) },
        Answered answered => order with
        {
            Pending = order.Pending.Remove(answered.What),
            SalesOrder = answered.What == Pending.SalesOrderCancel ? null : order.SalesOrder,
            ChangedInPosting = answered.What == Pending.SalesOrder ? [] : order.ChangedInPosting,
        },
        AuthorisationHeld held => order with { Tenders = order.Tenders.Add(new Tender(held.Authorisation, held.Amount)) },
        // What was captured can still be refunded under it.
        AuthorisationGone gone => EditTenders(
            order, (gone.Authorisation ?? order.Unclaimed?.Authorisation) is { } id ? tender => tender.Authorisation == id : _ => false,
            tender => tender with { Authorised = tender.Captured }),
        LinesChanged changed => Want(order, changed.Lines),
        AddressChanged changed => SendTo(order, ((ChangeRequested)message).Address!) with { Near = changed.Near },
        PiecesGivenUp given => Want(order, given.Lines),
        LineSubstituted instead => Substitute(order, instead),
        StandInPricesAsked asked => order with
        {
            StandInPrices = order.StandInPrices.AddRange(
                asked.Skus.Where(sku => !order.StandInPrices.ContainsKey(sku)).Select(sku => KeyValuePair.Create(sku, (decimal?)null))),
        },
        StandInPricesKnown known => order with
        {
            StandInPrices = order.StandInPrices.SetItems(
                known.Prices.Select(price => KeyValuePair.Create(price.Sku, (decimal?)price.UnitPrice))),
        },
        SourcingTried => order with { Round = order.Round + 1 },
        SourcingReset => order with { Round = 0, SendFrom = null, ReleaseIn = TimeSpan.Zero },
        SupplyExpected expected => order with { ExpectedBy = expected.By },
        ReleaseWaited waited => order with { ReleaseIn = waited.For },
        StockHeld held => order with { Reserved = order.Reserved.AddRange(held.Lines.Where(line => line.Reserved > 0)), SendFrom = null },
        StockLetGo => order with { Reserved = [] },
        PromiseMade made => order with { Promise = made.Promise },
        SalesOrderBooked booked => order with { SalesOrder = booked.Document },
        LookedAgain => order with { Looks = order.Looks + 1 },
        // What was missing is no question any more, also where the cancellation comes too late for another part.
        CancellationBegun begun => order with
        {
            CancelReason = begun.Reason, IsRefused = begun.Refused, Shortages = [], Options = [], Offered = null,
        },
        TaskAsked asked => order with
        {
            Tasks = order.Tasks + 1,
            OpenTasks = order.OpenTasks.Add(asked.Task),
            Holds = [.. order.Holds.Select(hold => hold.Kind == asked.Hold ? hold with { Task = asked.Task } : hold)],
        },
        _ => FoldPart(order, fact),
    };

    private static Order SendTo(Order order, Address address)
    {
        var customer = order.Needs.Customer;
        var contact = customer.Contact ?? new Contact(customer.Id, "", null);
        return order with { Placed = order.Needs with { Customer = customer with { Contact = contact with { Address = address } } } };
    }

    private static Order FoldPart(Order order, Fact fact) => fact switch
    {
        PartStarted started => Start(order, started),
        // Words of a part may overtake each other; it never goes back.
        PartMoved moved => EditPart(order, moved.Part, part => moved.Stage > part.Stage ? part with { Stage = moved.Stage } : part),
        PartClimbed climbed => EditPart(order, climbed.Part, part => part with { Late = climbed.Step }),
        PiecesLeftPart left => Leave(order, left),
        PiecesRecalled recalled => order with { Recalls = order.Recalls.Add(new Recall(recalled.Part, recalled.Lines)) },
        RecallAnswered answered => order with { Recalls = order.Recalls.RemoveAll(recall => recall.Part == answered.Part) },
        RecallKept kept => EditRecall(order, kept.Part, recall => recall with { Kept = true }),
        RecallLeft left => EditRecall(order, left.Part, recall => recall with { Lines = left.Lines, Kept = true }),
        RecallReturns returns => EditRecall(order, returns.Part, recall => recall with { Returns = true }),
        ShortageLessened less => order with
        {
            Shortages =
            [
                .. order.Shortages
                    .Select(one => one.Part == less.Part && !one.Late ? one with { Missing = one.Missing.Without(less.Lines) } : one)
                    .Where(one => !one.Missing.IsEmpty),
            ],
        },
        PiecesDelivered delivered => Deliver(order, delivered),
        ShortageFound found => order with
        {
            Shortages = order.Shortages.Add(new Shortage(found.Part, found.Node, found.Missing, found.Late)),
            AvoidNodes = order.AvoidNodes.Add(found.Node),
            HeardShort = found.Late ? order.HeardShort : order.HeardShort.Add(found.Part),
            WaysSought = found.Late ? order.WaysSought.Add(found.Part) : order.WaysSought,
        },
        ShortageDecided decided => order with
        {
            Shortages = order.Shortages.RemoveAt(0),
            GivenUp = order.Shortages[0].Late && decided.Kind == RerouteKind.Refund
                ? order.GivenUp.Add(order.Shortages[0].Part)
                : order.GivenUp,
            Options = [],
            Offered = null,
            Reminders = 0,
            ConsentToShip = order.ConsentToShip || decided.Consent,
            PickupNode = decided.PickupNode ?? order.PickupNode,
            SendFrom = decided.From,
        },
        ShortagesDropped dropped => order with { Shortages = order.Shortages.RemoveAll(one => one.Part == dropped.Part) },
        LateShortageDropped dropped => order with
        {
            Shortages = order.Shortages.RemoveAll(one => one.Part == dropped.Part && one.Late),
        },
        ChoiceDropped => order with { SendFrom = null },
        QuestionDropped => order with { Options = [], Offered = null, Reminders = 0 },
        NodeTrusted trusted => order with { AvoidNodes = order.AvoidNodes.Remove(trusted.Node) },
        OptionsKnown known => order with { Options = known.Options },
        CustomerAsked asked => order with { Offered = asked.Option, Reminders = 0, Asked = order.Asked + 1 },
        CustomerReminded => order with { Reminders = order.Reminders + 1 },
        _ => FoldMoney(order, fact),
    };

    private static Order EditTenders(Order order, Func<Tender, bool> which, Func<Tender, Tender> edit) => order with
    {
        Tenders = [.. order.Tenders.Select(tender => which(tender) ? edit(tender) : tender)],
    };

    private static Order Accept(Order order, OrderReceived placed) => order with
    {
        Placed = placed,
        PickupNode = placed.PickupNode,
        Lines = [.. placed.Lines.Select(line => new Line(
            line.Line, line.Sku, line.Description, line.UnitPrice, line.Quantity, line.Quantity, 0, 0))],
    };

    /// <summary>More than was ordered is ordered then: it is paid for with the rest.</summary>
    private static Order Want(Order order, ImmutableArray<LineChange> changes)
    {
        var wanted = changes.GroupBy(change => change.Line).ToDictionary(line => line.Key, line => line.Last().Quantity);
        var grows = order.Lines.Any(line => wanted.GetValueOrDefault(line.Number) > line.Ordered);
        return order with
        {
            Lines =
            [
                .. order.Lines.Select(line => wanted.TryGetValue(line.Number, out var pieces)
                    ? line with { Wanted = pieces, Ordered = Math.Max(line.Ordered, pieces) }
                    : line),
            ],
            Placed = !grows ? order.Placed : order.Needs with
            {
                Lines = [.. order.Needs.Lines.Select(line =>
                    line with { Quantity = Math.Max(line.Quantity, wanted.GetValueOrDefault(line.Line)) })],
            },
            ChangedInPosting = order.Pending.Contains(Pending.SalesOrder)
                ? order.ChangedInPosting.Union(wanted.Keys)
                : order.ChangedInPosting,
        };
    }

    private static Order Substitute(Order order, LineSubstituted instead)
    {
        var line = order.LineOf(instead.Line);
        return order with
        {
            Lines =
            [
                .. order.Lines.Select(one => one.Number == instead.Line ? one with { Wanted = one.Wanted - instead.Pieces } : one),
                new Line(
                    instead.As, instead.Sku, $"Instead of {line.Description}", instead.Price ?? line.UnitPrice, instead.Pieces,
                    instead.Pieces, 0, 0, instead.Line),
            ],
        };
    }

    private static Order Start(Order order, PartStarted started) => order with
    {
        Parts = order.Parts.Add(
            new Part(started.Part, started.Node, started.Mode, PartStage.Open, started.Lines, Captured: false, Late: 0, Charged: 0, [])),
        Lines = EditLines(order, started.Lines, (line, pieces) => line with { Assigned = line.Assigned + pieces }),
        Reserved = Take(order.Reserved, started.Node, started.Lines),
    };

    private static Order Leave(Order order, PiecesLeftPart left) => EditPart(
        order with
        {
            Lines = EditLines(order, left.Lines, (line, pieces) => line with
            {
                Assigned = line.Assigned - pieces,
                Wanted = left.GivenUp ? line.Wanted - pieces : line.Wanted,
            }),
        },
        left.Part,
        part => part with { Lines = part.Lines.Without(left.Lines) });

    private static Order Deliver(Order order, PiecesDelivered delivered) => EditPart(
        order with
        {
            Lines = EditLines(order, delivered.Lines, (line, pieces) => line with { Delivered = line.Delivered + pieces }),
            DeliveredAt = delivered.At ?? order.DeliveredAt,
        },
        delivered.Part,
        part => part with { Stage = PartStage.Done });

    private static Order EditPart(Order order, CaseId id, Func<Part, Part> edit) => order with
    {
        Parts = [.. order.Parts.Select(part => part.Case == id ? edit(part) : part)],
    };

    private static Order EditRecall(Order order, CaseId part, Func<Recall, Recall> edit) => order with
    {
        Recalls = [.. order.Recalls.Select(recall => recall.Part == part ? edit(recall) : recall)],
    };

    private static ImmutableArray<Line> EditLines(Order order, ImmutableArray<PickedLine> pieces, Func<Line, int, Line> edit)
    {
        var byLine = pieces.ToLookup(piece => piece.Line, piece => piece.Picked);
        return [.. order.Lines.Select(line => byLine[line.Number].Sum() is var count and > 0 ? edit(line, count) : line)];
    }

    private static ImmutableArray<ReservedLine> Take(ImmutableArray<ReservedLine> held, string node, ImmutableArray<PickedLine> pieces)
    {
        var left = pieces.ToDictionary(piece => piece.Line, piece => piece.Picked);
        var rest = ImmutableArray.CreateBuilder<ReservedLine>();
        foreach (var line in held)
        {
            var taken = line.Node == node ? Math.Min(line.Reserved, left.GetValueOrDefault(line.Line)) : 0;
            if (taken > 0)
            {
                left[line.Line] -= taken;
            }

            if (line.Reserved > taken)
            {
                rest.Add(line with { Reserved = line.Reserved - taken });
            }
        }

        return rest.ToImmutable();
    }
}
