using System.Text;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Settlements;

/// <summary>Takes payouts of the payment provider: each is a case, known by its number, and no line stops another.</summary>
internal sealed class SettlementDesk(ITellCases cases, IReadSettlements settlements, BusinessClock clock)
{
    /// <summary>Whoever hands it in, it is the provider's: the same one told again has the same id.</summary>
    private const string Source = "payment/settlement";

    /// <summary>A provider may number its payouts in words that no case can have.</summary>
    public static CaseId CaseOf(string number) =>
        new("payout", CaseId.IsKey(number) ? number : Post.Fingerprint(Encoding.UTF8.GetBytes(number)));

    public async Task<Answer> Submit(Post post)
    {
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var read = settlements.Read(Encoding.UTF8.GetBytes(post.Body.Get(SettlementShape.Document)));
        if (read.Payout is not { } payout)
        {
            post.Faults.Add(post.Body.At(SettlementShape.Document), $"holds no settlement: {read.Advice}");
            return Answer.Refused(post.Faults);
        }

        var data = new PayoutReported(payout);
        var content = Post.Fingerprint(JsonSerializer.SerializeToUtf8Bytes<Message>(data, ContractsJson.Default.Message));
        var subject = CaseOf(payout.Number);
        var receipt = await cases.Tell(
            new Envelope(
                $"payout/{subject.Key}/{content}", Source, subject, clock.GetUtcNow(), post.Who, data,
                Trace: post.Trace),
            post.Cancel);
        var outcome = receipt.Result switch
        {
            TellResult.Applied or TellResult.Deferred or TellResult.Incident => "accepted",
            TellResult.Duplicate => "duplicate",
            _ => "refused",
        };
        return Answer.Of(
            outcome == "accepted" ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
            new SettlementTakenView(
                payout.Number, outcome, subject.ToString(),
                receipt.Result is TellResult.Ignored or TellResult.Incident ? receipt.Reason : null,
                payout.Currency, payout.Amount, payout.Sum, payout.Sum == payout.Amount,
                [
                    .. read.Lines.Select(line => new SettlementLineResult(
                        line.Place, line.Id, line.WhyNot is null && outcome != "refused" ? "accepted" : "refused", line.WhyNot)),
                ]),
            ApiJson.Default.SettlementTakenView);
    }
}
