using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.BulkOperations;
using Crossdock.Runtime.Approvals;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Runtime.Bulk;

/// <summary>
/// Works off a frozen set, a stretch at a time: tell each case, keep the outcomes, say how far it is. The operation's answer to that
/// says whether to go on. Nothing is kept here; a process that dies leaves items without an outcome, and the next one takes them up.
/// </summary>
public sealed class BulkRunner(IBulkItems items, IServiceProvider services, BusinessClock clock, TimeProvider wall)
{
    /// <summary>At the most between two looks at whether it goes on, so that a pause takes hold within a second or so.</summary>
    private const int Stretch = 500;

    /// <summary>Cases that are told at once: enough for the group commit to fill, few enough to leave room for others.</summary>
    private const int AtOnce = 64;

    private ITellCases? _tell;

    // Resolved late: telling leads back here, and approving does.
    private ITellCases Teller => _tell ??= services.GetRequiredService<ITellCases>();

    private ApprovalDesk Approvals => services.GetRequiredService<ApprovalDesk>();

    public async Task<Message> Run(CaseId bulk, string key, RunBulk order)
    {
        while (true)
        {
            var began = wall.GetTimestamp();
            var waiting = await items.Read(
                bulk.Key, BulkOutcome.Waiting, 0, Math.Clamp(order.PerSecond, 1, Stretch), CancellationToken.None);
            var counts = await items.Count(bulk.Key, CancellationToken.None);
            if (waiting.Count == 0)
            {
                return new BulkRan(order.Run, Complete: true, counts);
            }

            if (counts.Ended > 0 && !await GoesOn(bulk, key, order, counts))
            {
                return new BulkRan(order.Run, Complete: false, counts);
            }

            var absences = order.Act == BulkAct.ApproveCases ? await Approvals.Absences(CancellationToken.None) : [];
            var ended = new BulkItem[waiting.Count];
            await Parallel.ForAsync(
                0, waiting.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (i, cancel) => ended[i] = await Do(bulk, order, waiting[i], absences, cancel));
            await items.Record(bulk.Key, ended, CancellationToken.None);
            var rest = TimeSpan.FromSeconds((double)waiting.Count / order.PerSecond) - wall.GetElapsedTime(began);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, wall);
            }
        }
    }

    private async Task<bool> GoesOn(CaseId bulk, string key, RunBulk order, BulkCounts counts)
    {
        var receipt = await Teller.Tell(
            new Envelope(
                $"{key}/progress/{counts.Ended}", "runtime/bulk", bulk, clock.GetUtcNow(), Actor.Crossdock,
                new BulkProgressed(order.Run, counts)),
            CancellationToken.None);
        return receipt.Result is TellResult.Applied or TellResult.Duplicate && receipt.State == nameof(BulkState.UnderWay);
    }

    /// <summary>The act's own id, made of operation and place: told again after a restart, the case knows it.</summary>
    private async Task<BulkItem> Do(
        CaseId bulk, RunBulk order, BulkItem item, IReadOnlyList<KnownAbsence> absences, CancellationToken cancel)
    {
        var message = order.Act == BulkAct.ApproveCases
            ? await Approvals.YesTo(item, order.Why, order.For, absences, cancel) : BulkRules.MessageOf(order.Act, item, order.Why);
        var receipt = await Teller.Tell(
            new Envelope(
                $"{bulk}/{item.Place}", bulk.ToString(), item.Case, clock.GetUtcNow(), order.For, message),
            cancel);
        return item with { Outcome = BulkRules.OutcomeOf(receipt.Result), Reason = receipt.Reason, At = clock.GetUtcNow() };
    }
}
