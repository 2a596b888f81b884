namespace Crossdock.Contracts.Messages;

/// <param name="FraudScore">the provider's, 0 to 1</param>
public sealed record PaymentAuthorised(string Authorisation, decimal Amount, string Currency, double FraudScore) : Message;

public sealed record PaymentDeclined(string Reason) : Message;

public sealed record PaymentCaptured(string Capture, decimal Amount, string Currency) : Message;

public sealed record CaptureDeclined(string Reason) : Message;

public sealed record AuthorisationVoided(string Authorisation) : Message;

public sealed record VoidDeclined(string Reason) : Message;

public sealed record PaymentRefunded(string Refund, decimal Amount, string Currency) : Message;

public sealed record RefundDeclined(string Reason) : Message;
