using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <param name="FraudScore">the provider's, 0 to 1</param>
public sealed record PaymentAuthorised(string Authorisation, decimal Amount, string Currency, double FraudScore) : Message;

public sealed record PaymentDeclined(string Reason) : Message;

/// <param name="Reference">the part that was paid for, and which of several tenders paid it</param>
public sealed record PaymentCaptured(string Capture, decimal Amount, string Currency, string Reference) : Message;

public sealed record CaptureDeclined(string Reason, string Reference) : Message;

public sealed record AuthorisationVoided(string Authorisation) : Message;

/// <param name="Authorisation">which one stays; not kept before an order could have several</param>
public sealed record VoidDeclined(string Reason, string? Authorisation = null) : Message;

/// <param name="Reference">what was refunded: a return, or a part that came back, and over which of several tenders</param>
/// <param name="Credit">the token of the credit that it became, where it did not go back as money</param>
/// <param name="Credits">told to a return: what of it became a credit</param>
/// <param name="Shares">told to a return whose money went back over several tenders: what the statement will show of each</param>
/// <param name="Stored">told to a return: what of it is the retailer's own stored value, which no provider settles</param>
public sealed record PaymentRefunded(
    string Refund,
    decimal Amount,
    string Currency,
    string Reference,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<decimal> Shares = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Credit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<PaymentTender> Credits = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Stored = 0) : Message;

/// <param name="Returned">told to a return: what went back all the same, over other tenders</param>
/// <param name="Owed">told to a return: what is to go back in all</param>
/// <param name="Stored">told to a return: what of <paramref name="Returned"/> is stored value</param>
/// <param name="Credits">told to a return: what of <paramref name="Returned"/> became a credit</param>
public sealed record RefundDeclined(
    string Reason,
    string Reference,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Returned = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Owed = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Stored = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<PaymentTender> Credits = default) : Message;
