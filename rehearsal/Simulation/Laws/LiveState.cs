using System.Reflection;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Rehearsal.Simulation.Hosts;
using Crossdock.Rehearsal.Simulation.Retail;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Stock;

namespace Crossdock.Rehearsal.Simulation.Laws;

/// <summary>Holds what hosts have in memory against a fresh fold of the journal. It looks where no port lets one look.</summary>
internal sealed class LiveState(HostParts parts, Cluster cluster)
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly FieldInfo Run = typeof(LiveCase).GetField("_run", Inside)!;
    private static readonly FieldInfo Item = typeof(LiveLedger).GetField("_item", Inside)!;
    private static readonly FieldInfo Seq = typeof(LiveLedger).GetField("_seq", Inside)!;

    public void Judge()
    {
        foreach (var host in cluster.Hosts.Where(host => host.Alive))
        {
            foreach (var (id, rows) in parts.Chronicle.ByCase)
            {
                if (id.Kind == "stock")
                {
                    Compare(host, id, rows, host.Local.FindLedger(id.Key));
                }
                else
                {
                    Compare(host, id, rows, host.Local.Find(id));
                }
            }
        }
    }

    private static string Text(object state) => JsonSerializer.Serialize(state, state.GetType());

    private void Compare(SimHost host, CaseId id, List<Transition> rows, LiveCase? live)
    {
        // An activation that is behind is another one's loser: it finds that out by its fence. One that is up to date must agree.
        if (live is null || Run.GetValue(live) is not CaseRun run || run.Seq != rows.Count)
        {
            return;
        }

        var fresh = new CaseRun(parts.Processes.Find(id.Kind)!, id, parts.Rules);
        rows.ForEach(fresh.Apply);
        if (run.At != fresh.At || run.Final != fresh.Final || Text(run.State) != Text(fresh.State))
        {
            parts.Chronicle.Harmed(Law.LiveEqualsFold, id, $"lives on {host.Name} in another state than its rows give");
        }
    }

    private void Compare(SimHost host, CaseId id, List<Transition> rows, LiveLedger? live)
    {
        if (live is null || (int)Seq.GetValue(live)! != rows.Count)
        {
            return;
        }

        var (item, fresh) = ((StockItem)Item.GetValue(live)!, MoneyAndGoods.Fold(id, rows));
        var same = item.Nodes.SequenceEqual(fresh.Nodes)
            && item.Reservations.Count == fresh.Reservations.Count
            && item.Reservations.Values.All(one => fresh.Reservations.GetValueOrDefault(one.Name) == one);
        if (!same)
        {
            parts.Chronicle.Harmed(Law.LiveEqualsFold, id, $"lives on {host.Name} with other accounts than its rows give");
        }
    }
}
