using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Api.Stock;

/// <summary>Books what tills, counts and goods receipts report.</summary>
internal sealed class StockDesk(ITellCases cases, RetailNetwork network, BusinessClock clock)
{
    /// <summary>The partners' systems that keep stock of their own.</summary>
    private static readonly string[] Keepers = ["erp", "tills", "wms"];

    public async Task<Answer> Move(Post post)
    {
        if (post.Faults.Any)
        {
            return Answer.Refused(post.Faults);
        }

        var movements = post.Body.Get(MovementBatch.Movements);
        var results = new MovementResult[movements.Length];
        var told = new List<(int Index, Envelope Envelope)>(movements.Length);
        foreach (var (json, i) in movements.Select((json, i) => (json, i)))
        {
            var faults = new Faults();
            var given = MovementShape.Shape.Read(json, $"movements[{i}]", faults);
            if (Check(given, post.Caller, faults))
            {
                told.Add((i, Envelope(given, post)));
            }
            else
            {
                results[i] = new MovementResult(given.TryGet(MovementShape.Id, out var id) ? id : null, "refused", faults.ToString());
            }
        }

        // A SKU's movements go one after the other, as they happened; SKUs side by side.
        var bounded = new ParallelOptions { MaxDegreeOfParallelism = ApiLimits.ConcurrentMovements, CancellationToken = post.Cancel };
        await Parallel.ForEachAsync(told.GroupBy(one => one.Envelope.Subject), bounded, async (ofSku, cancel) =>
        {
            foreach (var (index, envelope) in ofSku)
            {
                results[index] = Result(envelope, await cases.Tell(envelope, cancel));
            }
        });
        return Answer.Ok(new MovementResults([.. results]), ApiJson.Default.MovementResults);
    }

    private static MovementResult Result(Envelope envelope, TellReceipt receipt)
    {
        var id = envelope.Id[(envelope.Id.LastIndexOf('/') + 1)..];
        return receipt.Result switch
        {
            TellResult.Applied or TellResult.Deferred => new MovementResult(id, "accepted", null),
            TellResult.Duplicate => new MovementResult(id, "duplicate", null),
            TellResult.Incident => new MovementResult(id, "accepted", $"recorded; an operator looks at it: {receipt.Reason}"),
            TellResult.Ignored => new MovementResult(id, "refused", receipt.Reason),
            _ => throw new InvalidOperationException($"{receipt.Result} is no result of a tell."),
        };
    }

    private bool Check(Given given, Caller caller, Faults faults)
    {
        if (given.TryGet(MovementShape.Node, out var node) && network.Find(node) is null)
        {
            faults.Add(given.At(MovementShape.Node),
                $"is not known; got '{node}'{NearestName.Hint(node, network.Nodes.Select(known => known.Id))}");
        }
        else if (node is not null && caller.LimitOf(Roles.Store) is { } own && own != node)
        {
            faults.Add(given.At(MovementShape.Node), $"must be {own}, for which this key speaks; got '{node}'");
        }

        if (caller.LimitOf(Roles.Partner) is { } system && !Keepers.Contains(system))
        {
            faults.Add(given.At(MovementShape.Act), $"is not for a key of {system}: {string.Join(", ", Keepers)} say what moved");
        }

        if (given.TryGet(MovementShape.Act, out var act) && given.TryGet(MovementShape.Quantity, out var quantity)
            && (quantity == 0 || (quantity < 0 && act != StockAct.Adjust)))
        {
            faults.Add(given.At(MovementShape.Quantity), act == StockAct.Adjust ? "must not be 0" : $"must be 1 or more; got {quantity}");
        }

        return !faults.Any;
    }

    private Envelope Envelope(Given given, Post post)
    {
        // What the sender has written off is gone, promised or not; only a count of our own is weighed against promises.
        var (act, quantity) = (given.Get(MovementShape.Act), given.Get(MovementShape.Quantity)) switch
        {
            (StockAct.Adjust, < 0 and var fewer) => (StockAct.WrittenOff, -fewer),
            var asGiven => asGiven,
        };
        var instruction = new StockInstruction(
            act,
            given.Get(MovementShape.Node),
            quantity,
            Reservation: null,
            given.Get(MovementShape.Reason, ""));
        var sku = given.Get(MovementShape.Sku);
        return new Envelope(
            $"movement/{post.Caller.Name}/{given.Get(MovementShape.Id)}",
            $"{post.Caller.Role}/{post.Caller.Name}",
            CaseId.Stock(sku),
            clock.GetUtcNow(),
            post.Who,
            new StockInstructed(sku, [instruction], ExpireAfter: null),
            Trace: post.Trace);
    }
}
