using System.Collections.Frozen;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Intelligence.Stays;

/// <summary>
/// What a case's messages say about how it came out, beyond its states: whether a promise was kept, a supplier answered, a price
/// arrived. A pure fold of the case's rows, like <see cref="CaseLife"/>, of which it is a part.
/// </summary>
internal sealed class CaseNotes
{
    // Names of facts and states are those of the processes' catalogues and maps; a test holds them against these.
    internal const string FiguresAgreed = "availability.agreed", OptionsKnown = "order.options-known",
        ShortageDecided = "order.shortage-decided", CustomerAsked = "order.customer-asked";

    internal const string OrderClosed = "Closed", OrderRefused = "Refused", PurchaseClosed = "Closed", PriceLive = "Live",
        PartShort = "Short", PartReady = "ReadyForPickup", PartKind = "fulfilment",
        OrderKind = "order", PurchaseKind = "purchase", TargetKind = "price-target", ChannelKind = "availability";

    /// <summary>States in which a part is picked, and those it goes to when it was.</summary>
    internal static readonly FrozenSet<string> Picking = new[] { "AwaitingPick", "WarehousePicking" }.ToFrozenSet();

    internal static readonly FrozenSet<string> Picked = new[] { "Packing", "Staging", PartReady, "Booking", PartShort }.ToFrozenSet();

    internal static readonly FrozenSet<string> Collecting =
        new[] { nameof(FulfilmentMode.StorePickup), nameof(FulfilmentMode.Kerbside) }.ToFrozenSet();

    /// <summary>Messages whose contents are read; those of all others are stepped over.</summary>
    internal static readonly FrozenSet<string> Heard = new[]
    {
        "order.received", "order.cancel-requested", "order.change-requested", "order.customer-answered", "order.reroute-chosen",
        "case.cancel-ordered", "advice.reroute", "part.delivered", "purchase.proposed", "supplier.purchase-sent", "supplier.confirmed",
        "supplier.declined", "purchase.goods-received", "price-target.asked", "availability.published",
    }.ToFrozenSet();

    private OrderNotes? _order;
    private PartNotes? _part;
    private PurchaseNotes? _purchase;
    private DateTimeOffset? _priceStarts;

    public IEnumerable<(string Name, string? Of, string? By, double Value)> Take(
        JournalLine row, DateTimeOffset at, CaseCard? card, MarksFold marks, bool ends) => row.Case.Kind switch
        {
            OrderKind => (_order ??= new OrderNotes()).Take(row, at, marks, ends),
            PartKind => (_part ??= new PartNotes()).Take(row, at, card, ends),
            PurchaseKind => (_purchase ??= new PurchaseNotes()).Take(row, at, ends),
            TargetKind => Target(row, at, card),
            ChannelKind => Channel(row, card),
            _ => [],
        };

    internal static double Yes(bool it) => it ? 1 : 0;

    /// <summary>From its own start, or from when it was asked for where that came later, until it sells at the price.</summary>
    private IEnumerable<(string, string?, string?, double)> Target(JournalLine row, DateTimeOffset at, CaseCard? card)
    {
        if (row.Told?.Said is TargetAsked asked)
        {
            _priceStarts = asked.From > at ? asked.From : at;
        }

        if (row.To == PriceLive && row.From != PriceLive && _priceStarts is { } start)
        {
            _priceStarts = null;
            yield return (Noted.Parity, card?.Channel, null, Math.Max(0, (at - start).TotalSeconds));
        }
    }

    private static IEnumerable<(string, string?, string?, double)> Channel(JournalLine row, CaseCard? card)
    {
        foreach (var fact in row.Told?.Facts ?? [])
        {
            if (fact is { Fact: FiguresAgreed, Milliseconds: { IsDefaultOrEmpty: false } took })
            {
                yield return (Noted.Latency, card?.Channel, null, took.Max() / 1000.0);
            }
        }
    }
}

/// <summary>Promise, completeness and advice of one order.</summary>
internal sealed class OrderNotes
{
    private readonly HashSet<CaseId> _parts = [];
    private int _asked, _delivered;
    private bool _changed;
    private DateTimeOffset? _promised, _kept;
    private RerouteOption? _best;
    private (string Model, string By, DateTimeOffset? Promise)? _taken;
    private string? _model;
    private bool _saidNo;

    public IEnumerable<(string Name, string? Of, string? By, double Value)> Take(
        JournalLine row, DateTimeOffset at, MarksFold marks, bool ends)
    {
        Promise(row.Card, at);
        var advice = row.Told is null ? null : Hear(row.Told);
        if (advice is { } decided)
        {
            yield return decided;
        }

        if (!ends)
        {
            yield break;
        }

        var closed = row.To == CaseNotes.OrderClosed;
        if (_taken is { } taken)
        {
            var right = closed && !_saidNo && _kept <= (taken.Promise ?? _promised);
            yield return (Noted.AdviceRight, taken.Model, taken.By, CaseNotes.Yes(right));
        }

        if (_parts.Count > 0)
        {
            yield return (Noted.Split, null, null, CaseNotes.Yes(_parts.Count > 1));
        }

        if (_changed || row.To == CaseNotes.OrderRefused)
        {
            yield break;
        }

        var inFull = closed && _delivered >= _asked;
        if (closed && _promised is { } promised && _kept is { } kept)
        {
            yield return (Noted.Promise, null, null, (kept - promised).TotalSeconds);
        }

        yield return (Noted.InFull, null, null, CaseNotes.Yes(inFull));
        yield return (Noted.Perfect, null, null, CaseNotes.Yes(inFull && _kept <= _promised && !marks.WasTrouble));
    }

    /// <summary>The first promise counts. A card that promises no longer says that all is there, or ready for the customer.</summary>
    private void Promise(CaseCard? card, DateTimeOffset at)
    {
        if (card is null)
        {
            return;
        }

        _promised ??= card.Promise;
        _kept = card.Promise is not null || _promised is null ? null : _kept ?? at;
    }

    private (string, string?, string?, double)? Hear(LineTold told)
    {
        switch (told.Said)
        {
            case OrderReceived placed:
                _asked = placed.Lines.Sum(line => line.Quantity);
                break;
            case PartDelivered part:
                _delivered += part.Lines.Sum(line => line.Picked);
                _parts.Add(part.Part);
                break;
            case CancelRequested or ChangeRequested or CaseCancelOrdered:
                _changed = true;
                break;
            case CustomerAnswered { Answer: not CustomerAnswer.Agree }:
                _saidNo = true;
                break;
            case RerouteAdvised advised:
                return Advised(advised, told);
            case RerouteChosen chosen when IsDecided(told) && (_best, _model) is ({ } best, { } model):
                (_best, _model) = (null, null);
                return Decided(model, "person", best, chosen.Choice == best.Code);
        }

        return null;
    }

    /// <summary>What policy hides from people is no advice to them.</summary>
    private (string, string?, string?, double)? Advised(RerouteAdvised advised, LineTold told)
    {
        var shown = told.Facts.FirstOrDefault(fact => fact.Fact == CaseNotes.OptionsKnown)?.Options ?? [];
        if (shown is not [var best, ..] || advised.Options is not [var first, ..] || best != first)
        {
            (_best, _model) = (null, null);
            return null;
        }

        if (IsDecided(told))
        {
            return Decided(advised.Model, "policy", best, taken: true);
        }

        (_best, _model) = (best, advised.Model);
        return null;
    }

    private (string, string?, string?, double) Decided(string model, string by, RerouteOption option, bool taken)
    {
        if (taken)
        {
            (_taken, _saidNo) = ((model, by, option.Promise), false);
        }

        return (Noted.Advice, model, by, CaseNotes.Yes(taken));
    }

    private static bool IsDecided(LineTold told) =>
        told.Facts.Any(fact => fact.Fact is CaseNotes.ShortageDecided or CaseNotes.CustomerAsked);
}

/// <summary>How a node picked its part of an order, and whether a pickup was ready when it was promised.</summary>
internal sealed class PartNotes
{
    private DateTimeOffset? _promised;
    private bool _picked, _ready;

    public IEnumerable<(string Name, string? Of, string? By, double Value)> Take(
        JournalLine row, DateTimeOffset at, CaseCard? card, bool ends)
    {
        _promised = card?.Promise ?? _promised;
        if (!_picked && row.From is { } from && CaseNotes.Picking.Contains(from) && CaseNotes.Picked.Contains(row.To))
        {
            _picked = true;
            yield return (Noted.ShortPick, card?.Node, null, CaseNotes.Yes(row.To == CaseNotes.PartShort));
        }

        if (_ready || card?.Kind is not { } mode || !CaseNotes.Collecting.Contains(mode))
        {
            yield break;
        }

        // One that was taken back before it was due says nothing; one that was not ready by then was not ready.
        if (row.To == CaseNotes.PartReady || (ends && at > _promised))
        {
            _ready = true;
            yield return (Noted.Ready, card.Node, null, CaseNotes.Yes(row.To == CaseNotes.PartReady && at <= _promised));
        }
    }
}

/// <summary>A supplier's answer to one purchase, and what came of it by when.</summary>
internal sealed class PurchaseNotes
{
    private readonly Dictionary<string, int> _good = [], _inTime = [];
    private PurchaseProposed? _asked;
    private DateTimeOffset? _sent;
    private bool _answered, _declined;

    public IEnumerable<(string Name, string? Of, string? By, double Value)> Take(JournalLine row, DateTimeOffset at, bool ends)
    {
        switch (row.Told?.Said)
        {
            case PurchaseProposed asked:
                _asked = asked;
                break;
            case PurchaseSent:
                _sent ??= at;
                break;
            case GoodsReceived received:
                Receive(received, at);
                break;
            case PurchaseConfirmed or PurchaseDeclined when !_answered:
                _answered = true;
                _declined = row.Told.Said is PurchaseDeclined;
                yield return (Noted.Confirmation, _asked?.Supplier, null, Math.Max(0, (at - (_sent ?? at)).TotalSeconds));
                break;
        }

        if (ends && _asked is not null && (row.To == CaseNotes.PurchaseClosed || _declined))
        {
            bool All(Func<PurchaseLine, bool> holds) => _asked.Lines.All(holds);
            var full = All(line => _good.GetValueOrDefault(line.Sku) >= line.Quantity);
            var both = All(line => _inTime.GetValueOrDefault(line.Sku) >= line.Quantity);
            var inTime = _good.Values.Any(pieces => pieces > 0) && All(line =>
                Math.Min(_good.GetValueOrDefault(line.Sku), line.Quantity) <= _inTime.GetValueOrDefault(line.Sku));
            yield return (Noted.OnTime, _asked.Supplier, null, CaseNotes.Yes(inTime));
            yield return (Noted.Full, _asked.Supplier, null, CaseNotes.Yes(full));
            yield return (Noted.OnTimeInFull, _asked.Supplier, null, CaseNotes.Yes(both));
        }
    }

    /// <summary>Damaged pieces have not come.</summary>
    private void Receive(GoodsReceived received, DateTimeOffset at)
    {
        foreach (var line in received.Lines)
        {
            var good = line.Received - line.Damaged;
            _good[line.Sku] = _good.GetValueOrDefault(line.Sku) + good;
            _inTime[line.Sku] = _inTime.GetValueOrDefault(line.Sku) + (at <= _asked?.Due ? good : 0);
        }
    }
}
