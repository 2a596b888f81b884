using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems.Payments;

/// <summary>Money that the provider holds for a customer: authorised, taken and given back.</summary>
/// <param name="number">the retailer's order</param>
public sealed class Authorisation(string id, decimal amount, string currency, string token, string number)
{
    private readonly Lock _lock = new();

    public string Id => id;

    public decimal Amount => amount;

    public string Currency => currency;

    public string Token => token;

    public string Number => number;

    public decimal Captured { get; private set; }

    public decimal Refunded { get; private set; }

    public bool Voided { get; private set; }

    /// <summary>Null when it was taken; else why not.</summary>
    public string? Capture(decimal wanted)
    {
        lock (_lock)
        {
            if (Voided || wanted <= 0 || Captured + wanted > amount + 0.005m)
            {
                return Voided ? "it was given back" : $"{wanted} is not within {amount - Captured} that is left of {amount}";
            }

            Captured += wanted;
            return null;
        }
    }

    public string? Refund(decimal wanted)
    {
        lock (_lock)
        {
            if (wanted <= 0 || Refunded + wanted > Captured + 0.005m)
            {
                return $"{wanted} is not within {Captured - Refunded} that was taken";
            }

            Refunded += wanted;
            return null;
        }
    }

    /// <summary>What was held and not taken; nothing the second time.</summary>
    public decimal Void()
    {
        lock (_lock)
        {
            var left = Voided ? 0 : amount - Captured;
            Voided = true;
            return left;
        }
    }
}

/// <summary>A capture or refund, by the provider's own book.</summary>
public sealed record MovedMoney(string Id, bool IsRefund, string Order, string Reference, decimal Amount, string Currency);

/// <summary>What the provider pays out in one sum.</summary>
/// <param name="Wrong">a line says less than the provider's own book has: somebody has to find it</param>
public sealed record SentPayout(string Number, decimal Amount, string Csv, int Lines, bool Wrong)
{
    public string? Case { get; set; }
}

public sealed class PaymentBooks
{
    private readonly ConcurrentQueue<MovedMoney> _unpaid = new();
    private int _moved, _payouts;

    private readonly ConcurrentDictionary<string, Authorisation> _authorisations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _credits = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IEnumerable<Authorisation> Authorisations => _authorisations.Values;

    public Authorisation? Find(string id) => _authorisations.GetValueOrDefault(id);

    public Authorisation Open(string id, decimal amount, string currency, string token, string number) =>
        _authorisations.GetOrAdd(id, key => new Authorisation(key, amount, currency, token, number));

    /// <summary>Every payout that was sent.</summary>
    public ConcurrentQueue<SentPayout> Payouts { get; } = [];

    public void Move(bool isRefund, string order, string reference, decimal amount, string currency) => _unpaid.Enqueue(new MovedMoney(
        string.Create(CultureInfo.InvariantCulture, $"TX-{Interlocked.Increment(ref _moved):000000}"), isRefund, order, reference, amount,
        currency));

    /// <summary>
    /// All that moved since the last payout, less 1.4 percent and 0.20 of each capture; null where nothing did. In one payout of six a line
    /// is 0.35 short of what was captured.
    /// </summary>
    public SentPayout? PayOut(DateTimeOffset now, Seeded chance)
    {
        var moved = new List<MovedMoney>();
        while (_unpaid.TryDequeue(out var one))
        {
            moved.Add(one);
        }

        if (moved.Count == 0)
        {
            return null;
        }

        var number = string.Create(CultureInfo.InvariantCulture, $"PP-{Interlocked.Increment(ref _payouts):0000}");
        var wrong = chance.Chance(1.0 / 6, "settles-short", number)
            ? moved.FirstOrDefault(one => one is { IsRefund: false, Amount: > 1m })?.Id : null;
        var (rows, sum) = (new StringBuilder(), 0m);
        foreach (var one in moved)
        {
            var amount = one.Id == wrong ? one.Amount - 0.35m : one.Amount;
            var fee = one.IsRefund ? 0m : Math.Min(amount, decimal.Round(amount * 0.014m, 2) + 0.20m);
            sum += (one.IsRefund ? -amount : amount) - fee;
            rows.Append(CultureInfo.InvariantCulture, $"{(one.IsRefund ? "refund" : "capture")},{number},,{one.Currency},{amount:0.00},")
                .Append(CultureInfo.InvariantCulture, $"{one.Id},{one.Order},{one.Reference},{fee:0.00}\n");
        }

        var csv = string.Create(
            CultureInfo.InvariantCulture,
            $"record,payout,date,currency,amount,id,order,reference,fee\npayout,{number},{now:yyyy-MM-dd},GBP,{sum:0.00},,,,\n{rows}");
        var sent = new SentPayout(number, sum, csv, moved.Count, wrong is not null);
        Payouts.Enqueue(sent);
        return sent;
    }

    /// <summary>Money that was to go back stays as a credit of the customer's; its token names it.</summary>
    public string Issue(string credit, decimal amount)
    {
        lock (_lock)
        {
            _credits[credit] = _credits.GetValueOrDefault(credit) + amount;
            return credit;
        }
    }

    /// <summary>As much of it as is there.</summary>
    public decimal Reserve(string credit, decimal amount)
    {
        lock (_lock)
        {
            var held = Math.Min(amount, _credits.GetValueOrDefault(credit));
            _credits[credit] = _credits.GetValueOrDefault(credit) - held;
            return held;
        }
    }

    /// <summary>Of a means that is no credit nothing is kept here.</summary>
    public void GiveBack(string credit, decimal amount)
    {
        lock (_lock)
        {
            if (_credits.TryGetValue(credit, out var left))
            {
                _credits[credit] = left + amount;
            }
        }
    }
}
