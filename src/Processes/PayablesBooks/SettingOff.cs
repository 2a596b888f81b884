using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.PayablesBooks;

/// <summary>
/// Takes credit notes off payments. One book decides one after the other, so that no credit note is taken off twice; a payment is never
/// below nothing, and what is left goes to the next one.
/// </summary>
internal static class SettingOff
{
    public static Decision<PayablesState> Answer(
        PayablesBook book, SetOffAsked asked, Decision<PayablesState> decision, Context context)
    {
        if (book.SetOff.TryGetValue(asked.Case.Key, out var before))
        {
            return decision.Tell(asked.Case, new SetOffAnswered(context.Case, before));
        }

        var shares = Shares(book, asked);
        var answered = decision.With(new CreditsTaken(asked.Case.Key, shares)).Tell(asked.Case, new SetOffAnswered(context.Case, shares));
        return shares.Aggregate(answered, (all, share) => all.Tell(share.Case, new CreditTaken(
            context.Case, asked.Case, asked.Number, share.Amount)));
    }

    /// <summary>Whatever is left of it is over; also where nothing is, its case is told so that it can end.</summary>
    public static Decision<PayablesState> End(
        PayablesBook book, CreditEnded ended, Decision<PayablesState> decision, Context context) =>
        decision.Tell(ended.Case, new CreditTaken(
            context.Case, null, "", book.Credits.GetValueOrDefault(ended.Case.Key)?.Left ?? 0m));

    private static ImmutableArray<CreditShare> Shares(PayablesBook book, SetOffAsked asked)
    {
        var (shares, rest) = (ImmutableArray.CreateBuilder<CreditShare>(), asked.Amount);
        foreach (var credit in book.Credits.Values.Where(credit => credit.Currency == asked.Currency && credit.Left > 0m)
            .OrderBy(credit => credit.Place).TakeWhile(_ => rest > 0m))
        {
            var amount = Math.Min(credit.Left, rest);
            shares.Add(new CreditShare(credit.Case, credit.Number, amount));
            rest -= amount;
        }

        return shares.ToImmutable();
    }
}
