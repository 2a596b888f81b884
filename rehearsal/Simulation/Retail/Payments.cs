using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Rehearsal.Simulation.Laws;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>The payment provider's own books of one authorisation.</summary>
internal sealed class Authorisation(string number, decimal amount)
{
    public string Number => number;

    public decimal Authorised => amount;

    public decimal Captured { get; set; }

    public decimal Refunded { get; set; }

    public bool Gone { get; set; }
}

/// <summary>Holds the money; refuses nothing quietly that it should never have been asked.</summary>
internal sealed class Payments(Chronicle chronicle)
{
    private readonly Dictionary<string, Authorisation> _accounts = [];

    public IEnumerable<Authorisation> Of(string number) => _accounts.Values.Where(account => account.Number == number);

    public PaymentAuthorised Authorise(AuthorisePayment pay, double fraud)
    {
        var id = $"AUTH-{pay.Number}-{Of(pay.Number).Count() + 1}";
        _accounts[id] = new Authorisation(pay.Number, pay.Amount);
        return new PaymentAuthorised(id, pay.Amount, pay.Currency, fraud);
    }

    public Message Capture(CapturePayment capture)
    {
        var account = _accounts[capture.Authorisation];
        account.Captured += capture.Amount;
        if (account.Gone)
        {
            Harm(account, $"is captured for {capture.Reference} after its authorisation was given back");
        }

        if (account.Captured > account.Authorised)
        {
            Harm(account, $"has {account.Captured} captured of {account.Authorised} authorised");
        }

        return new PaymentCaptured($"CAP-{capture.Reference}", capture.Amount, capture.Currency, capture.Reference);
    }

    public Message Refund(RefundPayment refund)
    {
        var account = _accounts[refund.Authorisation];
        account.Refunded += refund.Amount;
        if (account.Refunded > account.Captured)
        {
            Harm(account, $"has {account.Refunded} refunded of {account.Captured} captured");
        }

        return new PaymentRefunded(
            $"REF-{refund.Reference}", refund.Amount, refund.Currency, refund.Reference,
            Credit: refund.AsCredit ? $"sc-{refund.Reference}" : null);
    }

    public Message Void(VoidAuthorisation gone)
    {
        _accounts[gone.Authorisation].Gone = true;
        return new AuthorisationVoided(gone.Authorisation);
    }

    private void Harm(Authorisation account, string what) => chronicle.Harmed(Law.Money, CaseId.Order(account.Number), what);
}
