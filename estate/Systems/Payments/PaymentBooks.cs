using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Payments;

/// <summary>Money that the provider holds for a customer: authorised, taken and given back.</summary>
public sealed class Authorisation(string id, decimal amount, string currency)
{
    private readonly Lock _lock = new();

    public string Id => id;

    public decimal Amount => amount;

    public string Currency => currency;

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

    public void Void()
    {
        lock (_lock)
        {
            Voided = true;
        }
    }
}

public sealed class PaymentBooks
{
    private readonly ConcurrentDictionary<string, Authorisation> _authorisations = new(StringComparer.Ordinal);

    public IEnumerable<Authorisation> Authorisations => _authorisations.Values;

    public Authorisation? Find(string id) => _authorisations.GetValueOrDefault(id);

    public Authorisation Open(string id, decimal amount, string currency) =>
        _authorisations.GetOrAdd(id, key => new Authorisation(key, amount, currency));
}
