namespace Crossdock.Contracts.Messages;

/// <param name="FraudScore">the provider's, 0 to 1</param>
public sealed record PaymentAuthorised(string Authorisation, decimal Amount, string Currency, double FraudScore) : Message;

public sealed record PaymentDeclined(string Reason) : Message;

/// <param name="Reference">the part that was paid for</param>
public sealed record PaymentCaptured(string Capture, decimal Amount, string Currency, string Reference) : Message;

public sealed record CaptureDeclined(string Reason, string Reference) : Message;

public sealed record AuthorisationVoided(string Authorisation) : Message;

public sealed record VoidDeclined(string Reason) : Message;

/// <param name="Reference">what was refunded: a return, or a part that came back</param>
public sealed record PaymentRefunded(string Refund, decimal Amount, string Currency, string Reference) : Message;

public sealed record RefundDeclined(string Reason, string Reference) : Message;
