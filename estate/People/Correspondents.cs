using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// Those who send papers about money: suppliers their invoices and credit notes when they are written, the payment provider what it pays
/// out, and the bank a statement, each evening. One invoice in 40 is sent twice, and one statement in ten.
/// </summary>
public sealed class Correspondents(CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance, OutsideWorld world)
{
    private const int StatementHour = 18;
    private static readonly TimeSpan Looks = TimeSpan.FromMilliseconds(500);

    private DateOnly? _stated;

    /// <summary>What was not taken, with its reason: none of these should be.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    /// <summary>The case of each movement that was taken, by the bank's number.</summary>
    public ConcurrentDictionary<string, string> Entries { get; } = new(StringComparer.Ordinal);

    public async Task Work(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                foreach (var bill in world.Billing.DueBy(clock.GetUtcNow()))
                {
                    await Send(bill, cancel);
                }

                var now = clock.GetUtcNow().UtcDateTime.AddHours(-StatementHour);
                var day = DateOnly.FromDateTime(now);
                _stated ??= day;
                if (_stated < day)
                {
                    _stated = day;
                    await SendPayout(cancel);
                    await SendStatement(cancel);
                }

                await Task.Delay(Looks, wall, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>What the payment provider pays for what moved since its last payout; one file in ten comes twice.</summary>
    public async Task SendPayout(CancellationToken cancel)
    {
        if (world.Payments.PayOut(clock.GetUtcNow(), chance) is not { } payout)
        {
            return;
        }

        world.Bank.PayOut(payout.Number, payout.Amount, clock.GetUtcNow());
        var body = WireJson.Write(new SettlementSent(payout.Csv));
        for (var times = chance.Chance(0.1, "settles-twice", payout.Number) ? 2 : 1; times > 0; times--)
        {
            var answer = await crossdock.Post("/v1/settlements", body, null, cancel);
            payout.Case = answer.Read<SettlementAnswer>()?.Case ?? payout.Case;
            if (!answer.Done || answer.Read<SettlementAnswer>() is not { Outcome: "accepted" or "duplicate", Proved: true })
            {
                Refused.Enqueue($"payout {payout.Number}: {answer.Why()}");
            }
        }
    }

    /// <summary>What moved since the last statement, if anything did.</summary>
    public async Task SendStatement(CancellationToken cancel)
    {
        if (world.Bank.Close(clock.GetUtcNow()) is not { } statement)
        {
            return;
        }

        var body = WireJson.Write(new StatementSent(statement));
        for (var times = chance.Chance(0.1, "states-twice", statement) ? 2 : 1; times > 0; times--)
        {
            var answer = await crossdock.Post("/v1/statements", body, null, cancel);
            foreach (var entry in answer.Read<StatementsAnswer>()?.Statements?.SelectMany(one => one.Entries ?? []) ?? [])
            {
                if (entry is { Outcome: not "refused", Reference: { } number, Case: { } id })
                {
                    Entries[number] = id;
                }
                else
                {
                    Refused.Enqueue($"{entry.Place} of a statement: {entry.Reason}");
                }
            }

            if (!answer.Done)
            {
                Refused.Enqueue($"a statement: {answer.Why()}");
            }
        }
    }

    private async Task Send(SentBill sent, CancellationToken cancel)
    {
        var body = WireJson.Write(new InvoiceSent(sent.Bill.Supplier, UblDocuments.Write(sent.Bill)));
        var answer = await crossdock.Post("/v1/invoices", body, null, cancel);
        if (chance.Chance(0.025, "sends-twice", sent.Bill.Number))
        {
            answer = await crossdock.Post("/v1/invoices", body, null, cancel);
        }

        world.Billing.Note(sent, answer.Done ? answer.Read<CaseAnswer>()?.Case : null);
        if (!answer.Done)
        {
            Refused.Enqueue($"{sent.Bill.Number}: {answer.Why()}");
        }
    }
}
