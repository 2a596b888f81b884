using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Payments;

/// <summary>Money that the provider holds for a customer: authorised, taken and given back.</summary>
public sealed class Authorisation(string id, decimal amount, string currency, string token)
{
    private readonly Lock _lock = new();

    public string Id => id;

    public decimal Amount => amount;

    public string Currency => currency;

    public string Token => token;

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

public sealed class PaymentBooks
{
    private readonly ConcurrentDictionary<string, Authorisation> _authorisations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _credits = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IEnumerable<Authorisation> Authorisations => _authorisations.Values;

    public Authorisation? Find(string id) => _authorisations.GetValueOrDefault(id);

    public Authorisation Open(string id, decimal amount, string currency, string token) =>
        _authorisations.GetOrAdd(id, key => new Authorisation(key, amount, currency, token));

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
