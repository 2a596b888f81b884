using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Settlements;

/// <param name="Standing">taken: its order has it as its own; denied: it has not, and says why; asked: nobody has answered yet</param>
public sealed record SettlementLineView(
    string Id, string Kind, string Order, string Reference, decimal Amount, decimal Fee, string Standing, string? Why);

/// <summary>A payout as finance follows it.</summary>
/// <param name="Waits">who is waited for: on-system, on-person, on-partner, on-time or nothing</param>
/// <param name="Amount">what the provider says it pays</param>
/// <param name="Sum">what its lines come to</param>
/// <param name="Banked">what the bank shows of it; null before it does</param>
/// <param name="Unread">lines that could not be read, in words</param>
public sealed record SettlementView(
    string Case,
    string Payout,
    string State,
    string Title,
    string Waits,
    bool Final,
    DateTimeOffset Since,
    string? Exception,
    string? Why,
    DateOnly On,
    string Currency,
    decimal Amount,
    decimal Sum,
    decimal? Banked,
    ImmutableArray<SettlementLineView> Lines,
    ImmutableArray<string> Unread)
{
    /// <summary>Read off what orders answered, and what the bank's movements were told.</summary>
    internal static SettlementView Of(CaseStory story, ProviderPayout payout)
    {
        var (head, standing) = (story.Head, new Dictionary<string, (string Standing, string? Why)>(StringComparer.Ordinal));
        decimal? banked = null;
        foreach (var row in story.Rows.Where(row => row.Outcome == Outcome.Applied))
        {
            switch (row.Message.Data)
            {
                case SettlementTaken taken:
                    standing[taken.Line] = ("taken", null);
                    break;
                case SettlementDenied denied:
                    standing[denied.Line] = ("denied", denied.Why);
                    break;
                case CaseNotThere nobody:
                    foreach (var line in payout.Lines.Where(line => nobody.Case.Kind == "order" && nobody.Case.Key == line.Order))
                    {
                        standing[line.Id] = ("denied", "There is no such order.");
                    }

                    break;
                case PaymentShown shown when row.Effects.Any(effect => effect.Effect is TellCase { Data: PaymentTaken }):
                    banked = (banked ?? 0) + shown.Amount;
                    break;
                default:
                    break;
            }
        }

        return new SettlementView(
            head.Case.ToString(), payout.Number, head.State, story.Place?.Title ?? head.State, Words<Waits>.Of(head.Waits),
            head.Closed is not null, head.Since, head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null,
            head.Card.Why, payout.On, payout.Currency, payout.Amount, payout.Sum, banked,
            [
                .. payout.Lines.Select(line => (Line: line, Is: standing.GetValueOrDefault(line.Id, ("asked", null)))).Select(one =>
                    new SettlementLineView(
                        one.Line.Id, one.Line.Kind.ToString().ToLowerInvariant(), one.Line.Order, one.Line.Reference, one.Line.Amount,
                        one.Line.Fee, one.Is.Standing, one.Is.Why)),
            ],
            payout.Unread);
    }
}
