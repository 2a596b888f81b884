using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockLedger;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>The ledger as other systems' books see it, and what is still on its way to them.</summary>
public sealed partial class World
{
    private static readonly string[] SeeingToIt = ["adjustment", "variance", "discrepancy"];

    public StockBooks.SystemBooks Books { get; } = new();

    /// <summary>Whether something that has moved it is still to be told to a system, beside what the cases here have to tell.</summary>
    public Func<string, string, bool> StillToTell { get; set; } = (_, _) => false;

    private LedgerHashed Hash(HashLedger hash) => new(Places.Hashes(
        _ledgers.Values.SelectMany(item => item.Nodes.Where(at => hash.Node is null || at.Key == hash.Node)
            .Select(at => (item.Sku, at.Key, Pieces(at.Value, hash.Measure)))), hash.Buckets));

    private LedgerHeld Hold(HoldLedgerAgainst hold)
    {
        var theirs = hold.Held.ToDictionary(held => (held.Sku, held.Node));
        var places = _ledgers.Values.SelectMany(item => item.Nodes.Keys.Select(node => (item.Sku, Node: node)))
            .Where(at => (hold.Node is null || at.Node == hold.Node) && hold.Asked.Contains(Places.BucketOf(at.Sku, at.Node, hold.Buckets)))
            .Union(theirs.Keys).OrderBy(at => Places.NameOf(at.Sku, at.Node), StringComparer.Ordinal);
        return new LedgerHeld(
        [
            .. from at in places
            let ours = _ledgers.GetValueOrDefault(at.Sku)?.At(at.Node) ?? NodeStock.Zero
            let held = theirs.GetValueOrDefault(at) ?? new HeldStock(at.Sku, at.Node, 0, 0)
            where Pieces(ours, hold.Measure) != held.Pieces
            select new PlaceDiffers(
                at.Sku, at.Node, Given.Network.Find(at.Node)?.Region, held.Pieces, held.Mark, Pieces(ours, hold.Measure),
                LastRow(at.Sku, at.Node, hold.Measure), ours.Available + ours.Reserved, ours.Available, Open(at.Sku, at.Node),
                Beside(hold.System, at.Node)),
        ]);
    }

    private ImmutableArray<BooksBeside> Beside(string system, string node)
    {
        ImmutableArray<BooksBeside> beside =
        [
            .. Cases.Where(run => run is { Final: false, Id.Kind: ComparisonMap.Kind }).Select(run => ((Comparison)run.State).Needs)
                .Where(needs => needs.System != system && (needs.Node ?? node) == node)
                .Select(needs => new BooksBeside(needs.System, needs.Measure)),
        ];
        return beside.IsEmpty ? default : beside;
    }

    private int LastRow(string sku, string node, StockMeasure measure)
    {
        var (row, pieces, last) = (0, 0, 0);
        foreach (var (_, item) in _past)
        {
            row++;
            if (item.Sku == sku && Pieces(item.At(node), measure) is var now && now != pieces)
            {
                (pieces, last) = (now, row);
            }
        }

        return last;
    }

    private ImmutableArray<string> Open(string sku, string node) =>
    [
        .. StillToTell(sku, node) ? ["order/on-its-way"] : Array.Empty<string>(),
        .. _latest.Values.Where(row => !row.Final && SeeingToIt.Contains(row.Case.Kind)
            && _cards[row.Case] is { } card && card.Node == node && card.Terms.Contains($"sku:{sku}")).Select(row => row.Case.ToString()),
    ];

    private static int Pieces(NodeStock at, StockMeasure measure) =>
        at.Available + at.Reserved + (measure == StockMeasure.Owned ? at.InTransit : 0);
}
