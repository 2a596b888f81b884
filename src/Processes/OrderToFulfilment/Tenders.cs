using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>A means of payment, what it authorised, and what was taken from it and given back to it.</summary>
/// <param name="Asked">of what is authorised, what captures were asked for</param>
/// <param name="Returned">of what was captured, what refunds were asked for, whatever became of them</param>
public sealed record Tender(string Authorisation, decimal Authorised, decimal Asked = 0, decimal Captured = 0, decimal Returned = 0)
{
    public decimal Chargeable => Math.Max(0, Authorised - Asked);

    public decimal Refundable => Math.Max(0, Captured - Returned);
}

/// <summary>What one capture or refund moves over one tender.</summary>
/// <param name="Credit">it becomes a credit of the customer's</param>
public sealed record MoneyShare(
    int Tender,
    decimal Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Credit = false);

/// <summary>
/// How an order is paid by several means. They are authorised one after the other and charged in the same order: stored value first,
/// the customer's own means for the rest. Money goes back only to what paid it.
/// </summary>
internal static class Tenders
{
    private const char Mark = '~';

    /// <summary>The means that is to be authorised next; null when all of the order is.</summary>
    public static PaymentTender? Next(Order order)
    {
        var (payment, left) = (order.Needs.Payment, order.Needs.Total - order.Authorised);
        var stored = payment.Tenders.IsDefault ? [] : payment.Tenders;
        return left <= 0 || order.Tenders.Length > stored.Length ? null
            : order.Tenders.Length < stored.Length
            ? stored[order.Tenders.Length] with { Amount = Math.Min(left, stored[order.Tenders.Length].Amount) }
            : new PaymentTender(payment.Kind, payment.Token, left);
    }

    public static ImmutableArray<MoneyShare> Charge(Order order, decimal amount) =>
        Fill(amount, order.Tenders.Select((tender, n) => new MoneyShare(n, tender.Chargeable)));

    /// <summary>At most what was captured and not given back.</summary>
    public static ImmutableArray<MoneyShare> GiveBack(Order order, decimal amount, RefundOrder how) =>
        GiveBack([.. order.Tenders.Select((tender, n) => new MoneyShare(n, tender.Refundable))], amount, how);

    /// <summary>At most what <paramref name="paid"/> says.</summary>
    public static ImmutableArray<MoneyShare> GiveBack(ImmutableArray<MoneyShare> paid, decimal amount, RefundOrder how) => how switch
    {
        RefundOrder.StoredValueLast => Fill(amount, paid.Reverse()),
        RefundOrder.AsPaid => Fill(amount, Evenly(paid, amount).Concat(paid)),
        _ => Fill(amount, paid),
    };

    /// <summary>It stays with the retailer: it becomes a credit, or goes back to a gift card or credit that paid.</summary>
    public static bool IsStored(Order order, MoneyShare share)
    {
        var payment = order.Needs.Payment;
        return share.Credit || payment.Kind is "gift-card" or "store-credit"
            || (!payment.Tenders.IsDefault && share.Tender < payment.Tenders.Length);
    }

    /// <summary>The first so much of it becomes a credit; a share that is more than that is parted.</summary>
    public static ImmutableArray<MoneyShare> Credit(ImmutableArray<MoneyShare> shares, decimal amount)
    {
        var parted = ImmutableArray.CreateBuilder<MoneyShare>();
        foreach (var share in shares)
        {
            var credit = Math.Clamp(amount, 0, share.Amount);
            amount -= credit;
            parted.AddRange(new[] { share with { Amount = credit, Credit = true }, share with { Amount = share.Amount - credit } }
                .Where(part => part.Amount > 0));
        }

        return parted.ToImmutable();
    }

    /// <summary>The name under which the provider moves a share; the first has the plain name.</summary>
    public static string Reference(string of, int share) => share == 0 ? of : $"{of}{Mark}{share + 1}";

    /// <summary>The name under which the provider moves what goes back for a part.</summary>
    public static string RefundOf(CaseId part) => $"refund/{part.Key}";

    public static (string Of, int Share) Parse(string reference)
    {
        var mark = reference.LastIndexOf(Mark);
        return mark > 0 && int.TryParse(reference.AsSpan(mark + 1), out var number) && number > 1
            ? (reference[..mark], number - 1)
            : (reference, 0);
    }

    /// <summary>Facts keep shares only where the plain amount over the first tender does not say it all.</summary>
    public static ImmutableArray<MoneyShare> Kept(ImmutableArray<MoneyShare> shares) =>
        shares is [{ Tender: 0, Credit: false }] ? default : shares;

    /// <summary>The other way round.</summary>
    public static ImmutableArray<MoneyShare> Of(ImmutableArray<MoneyShare> kept, decimal amount) =>
        kept.IsDefault ? [new MoneyShare(0, amount)] : kept;

    /// <summary>To each its part of the amount, to the cent below; who comes after fills up what rounding left.</summary>
    private static IEnumerable<MoneyShare> Evenly(ImmutableArray<MoneyShare> paid, decimal amount)
    {
        var all = paid.Sum(share => share.Amount);
        return all <= 0 ? [] : paid.Select(share => share with
        {
            Amount = Math.Min(share.Amount, decimal.Round(amount * share.Amount / all, 2, MidpointRounding.ToZero)),
        });
    }

    private static ImmutableArray<MoneyShare> Fill(decimal amount, IEnumerable<MoneyShare> limits)
    {
        var given = new SortedDictionary<int, (decimal Amount, decimal Limit)>();
        foreach (var limit in limits)
        {
            var (before, most) = given.GetValueOrDefault(limit.Tender);
            most = Math.Max(most, limit.Amount);
            var more = Math.Min(amount, most - before);
            given[limit.Tender] = (before + Math.Max(0, more), most);
            amount -= Math.Max(0, more);
        }

        return [.. given.Where(share => share.Value.Amount > 0).Select(share => new MoneyShare(share.Key, share.Value.Amount))];
    }
}
