using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Hosts;
using Crossdock.Rehearsal.Simulation.Retail;
using Crossdock.Rehearsal.Simulation.Running;
using Crossdock.Runtime.Journal;

namespace Crossdock.Rehearsal.Simulation.Laws;

/// <summary>What came of a life.</summary>
/// <param name="Hash">over every row in the order of the journal: the same seed gives the same</param>
internal sealed record TrialResult(
    Scenario Scenario, IReadOnlyList<Harm> Harms, IReadOnlySet<Fault> Struck, IReadOnlyList<PlannedOrder> Orders, int Rows, long Steps,
    TimeSpan Passed, string Hash, IReadOnlyList<Seen> Seen, Chronicle Chronicle);

/// <summary>Holds a life that is over against the laws.</summary>
internal sealed class Verdicts(HostParts parts, Cluster cluster, Messenger messenger, IReadOnlyList<PlannedOrder> orders)
{
    private Chronicle Chronicle => parts.Chronicle;

    public TrialResult Result(Scenario scenario, IReadOnlySet<Fault> struck)
    {
        Acknowledged();
        Decisions();
        Ends();
        Journal();
        Lists();
        Hosts();
        new MoneyAndGoods(parts, orders).Judge();
        new LiveState(parts, cluster).Judge();
        new Answers(Chronicle, messenger.Seen).Judge();
        return new TrialResult(
            scenario, Chronicle.Harms, struck, orders, parts.Store.Feed.Count, parts.Steps.Taken, parts.Time.Passed, Hash(), messenger.Seen,
            Chronicle);
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in parts.Store.Feed)
        {
            hash.AppendData(row.Hash);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private void Acknowledged()
    {
        foreach (var seen in messenger.Seen)
        {
            if (seen is { Receipt: { Seq: > 0, Result: TellResult.Applied or TellResult.Deferred or TellResult.Incident } receipt }
                && Chronicle.RowsOf(receipt.Case).All(row => row.Message.Id != seen.Message.Id))
            {
                Chronicle.Harmed(
                    Law.AcknowledgedIsDurable, receipt.Case, $"lost {seen.Message.Data.GetType().Name} ({seen.Message.Id}), acknowledged");
            }
        }

        foreach (var order in orders.Where(order => Chronicle.RowsOf(order.Id).Count == 0))
        {
            Chronicle.Harmed(Law.AcknowledgedIsDurable, order.Id, "was placed until it was acknowledged, and is not there");
        }
    }

    private void Decisions()
    {
        foreach (var row in Chronicle.Rows)
        {
            // What nobody expected is put before a person, by design; a decision that fails is a fault.
            if (row.Outcome == Outcome.Incident)
            {
                Chronicle.Harmed(
                    Law.Decisions, row.Case,
                    $"could not decide {row.Message.Data.GetType().Name} in {row.From} (row {row.Seq}): {row.Because}");
            }
        }
    }

    private void Ends()
    {
        foreach (var (id, rows) in Chronicle.ByCase)
        {
            var last = rows[^1];
            if (id.Kind == "stock" || last.Final)
            {
                continue;
            }

            var waits = last.Deadline is { } deadline ? $"its deadline is {deadline.Due:u}" : "it has no deadline";
            Chronicle.Harmed(Law.Stuck, id, $"still stands in {last.To} since {last.At:u} (row {last.Seq}), and {waits}");
        }
    }

    private void Journal()
    {
        foreach (var id in parts.Store.Cases)
        {
            var (hash, seq, messages, answered) = (Chain.Start, 0, new HashSet<string>(), new HashSet<string>());
            foreach (var (stored, row) in parts.Store.RowsOf(id).Zip(Chronicle.RowsOf(id)))
            {
                hash = Chain.Next(hash, stored.Body);
                if (stored.Seq != ++seq || row.Seq != seq || row.Case != id || !hash.AsSpan().SequenceEqual(stored.Hash))
                {
                    Chronicle.Harmed(Law.Journal, id, $"has a row {stored.Seq} that does not follow the one before it");
                }

                if (!messages.Add(row.Message.Id))
                {
                    Chronicle.Harmed(Law.Journal, id, $"took message {row.Message.Id} twice, the second time in row {row.Seq}");
                }

                if (row.Message.Answers is { } key && row.Outcome is not (Outcome.Incident or Outcome.Deferred) && !answered.Add(key))
                {
                    Chronicle.Harmed(Law.Journal, id, $"had {key} answered twice, the second time in row {row.Seq}");
                }

                foreach (var (effect, n) in row.Effects.Select((effect, n) => (effect, n)))
                {
                    if (effect.Key != RequestedEffect.KeyOf(id, row.Seq, n + 1))
                    {
                        Chronicle.Harmed(Law.Journal, id, $"asks in row {row.Seq} under the key {effect.Key}");
                    }
                }
            }
        }
    }

    private void Lists()
    {
        var heads = parts.Store.Heads.ToDictionary(head => head.Case);
        foreach (var (id, rows) in Chronicle.ByCase)
        {
            var number = parts.Store.RowsOf(id)[0].CaseNo;
            var folded = rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, number));
            if (!heads.TryGetValue(id, out var head) || head != folded)
            {
                Chronicle.Harmed(
                    Law.ListsEqualFold, id,
                    $"has a head of row {head?.Seq ?? 0} in {head?.State}, and its rows say row {folded!.Seq} in {folded.State}");
            }
        }

        foreach (var effect in parts.Store.ReadInFlight(null, int.MaxValue).Where(effect => !Chronicle.IsOpen(effect.Key)))
        {
            Chronicle.Harmed(Law.ListsEqualFold, effect.Case, $"has {effect.Key} listed in flight, and it is answered");
        }
    }

    private void Hosts()
    {
        foreach (var host in cluster.Hosts.Where(host => host.Alive))
        {
            foreach (var end in host.Ended)
            {
                Chronicle.Harmed(Law.Hosts, null, $"{host.Name} lost one of its loops: {end?.Message ?? "it just ended"}");
            }
        }
    }
}
