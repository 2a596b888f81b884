using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>What a line of a provider's settlement is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SettledKind>))]
public enum SettledKind { Capture, Refund }

/// <summary>A capture or a refund, as the payment provider settles it.</summary>
/// <param name="Id">the provider's; names the line once and for ever</param>
/// <param name="Order">our number of the order that was paid</param>
/// <param name="Reference">ours of the capture or refund: what it was asked for under</param>
/// <param name="Amount">above 0, of a refund too, before the fee</param>
/// <param name="Fee">what the provider keeps; 0 or more</param>
public sealed record SettledLine(string Id, SettledKind Kind, string Order, string Reference, decimal Amount, decimal Fee, string Currency);

/// <summary>What a payment provider pays out in one sum, line by line.</summary>
/// <param name="Number">the provider's, which the bank statement carries as end-to-end id</param>
/// <param name="Amount">what is paid: captures less refunds less fees; below 0 where the provider collects it</param>
/// <param name="Unread">lines that could not be read, in words: whatever they are about is in no sum</param>
public sealed record ProviderPayout(
    string Number, DateOnly On, string Currency, decimal Amount, ImmutableArray<SettledLine> Lines, ImmutableArray<string> Unread)
{
    /// <summary>What the lines come to.</summary>
    [JsonIgnore]
    public decimal Sum => Lines.Sum(line => (line.Kind == SettledKind.Capture ? line.Amount : -line.Amount) - line.Fee);
}

public sealed record PayoutReported(ProviderPayout Payout) : Message;

/// <summary>A payout has a capture or refund of an order on a line.</summary>
/// <param name="Payout">the case that hears whether it is what the order knows</param>
public sealed record SettlementShown(CaseId Payout, SettledLine Line) : Message;

/// <summary>It is what was captured or paid back, and settled for the first time.</summary>
public sealed record SettlementTaken(CaseId Order, string Line) : Message;

public sealed record SettlementDenied(CaseId Order, string Line, string Why) : Message;

/// <summary>Finance has explained what differs in a payout.</summary>
public sealed record PayoutExplained(string By, string Role, string Note) : Message;
