using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Sealing;
using Crossdock.Runtime.Verification;
using Crossdock.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Verification;

/// <summary>
/// A short run on a store: an order that is checked, picked by a person's task and being delivered, a second one that is being
/// checked, and the ledger of what they sell. Written with the runtime's own chain, fold and ledger; then the lists, then a seal.
/// </summary>
internal sealed class Story(Store store, SealKey key)
{
    public static readonly CaseId First = CaseId.Order("A");
    public static readonly CaseId Second = CaseId.Order("B");
    public static readonly CaseId Pick = CaseId.Task("PICK-A");
    public static readonly CaseId Lamp = CaseId.Stock("LAMP");

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly JournalJson Json = ProcessCatalogue.Retail.Json();
    private static readonly Actor Aylin = new("Aylin", "staff");

    private readonly Dictionary<CaseId, (long Number, Transition Row, byte[] Hash)> _latest = [];
    private StockItem _lamps = StockItem.Empty with { Sku = "LAMP" };
    private int _rows;
    private int _messages;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Wall { get; } = new(Noon);

    public Store Store => store;

    public async Task Fill()
    {
        await Move(new StockInstruction(StockAct.Receive, "LEEDS", 10, null, "Delivered."));
        await Move(new StockInstruction(StockAct.Reserve, "LEEDS", 4, "A", "Reserved."));
        await Write(First, Heard(new LookAgain("placed")), "Checking", asks: [new FindStock(["LAMP"], null)]);
        await Write(
            First, Answer(First, 1, new StockNotFound("none")), "AwaitingPick", within: TimeSpan.FromHours(2),
            asks: [new TellCase(Pick, new LookAgain("pick"))]);
        await Write(Pick, Told(First, 2, new LookAgain("pick")), "Open", within: TimeSpan.FromHours(1));
        await Write(
            Pick, Heard(new TaskClaimed("Aylin"), Aylin), "Done", final: true, asks: [new TellCase(First, new LookAgain("picked"))]);
        await Write(First, Told(Pick, 2, new LookAgain("picked")), "Delivering", asks: [new FindStock(["SHADE"], null)]);
        await Move(new StockInstruction(StockAct.HandOver, "LEEDS", 1, "A", "Handed over."));
        await Write(Second, Heard(new LookAgain("placed")), "Checking", asks: [new FindStock(["LAMP"], "LEEDS")]);
        await Project();
        (await NewSealer().Step(Cancel)).ShouldNotBeNull();
    }

    public Sealer NewSealer(string? file = null) => new(
        store.Audit, store.Seals, store.SharedValues, key, new SealSettings(TimeSpan.FromMinutes(1), file), Wall,
        NullLogger<Sealer>.Instance);

    public Task<VerificationResult> Verify(string? outside = null) =>
        new Verifier(store.Audit, store.Heads, store.Seals, store.SharedValues, Json)
            .Run(new VerificationOrder(outside, [key.PublicPem]), Cancel);

    public Envelope Heard(Message data, Actor? who = null) =>
        new($"M{++_messages}", "test", default, Noon, who ?? Actor.Crossdock, data);

    public static Envelope Answer(CaseId asker, int seq, Message data) =>
        Told(asker, seq, data) with
        {
            Id = $"{RequestedEffect.KeyOf(asker, seq, 1)}/answer", Answers = RequestedEffect.KeyOf(asker, seq, 1),
        };

    public static Envelope Told(CaseId asker, int seq, Message data) =>
        new(RequestedEffect.KeyOf(asker, seq, 1), asker.ToString(), default, Noon, Actor.Crossdock, data);

    /// <summary>A further row of a case, as the runtime would chain it.</summary>
    public Task Write(
        CaseId id, Envelope message, string to, bool final = false, TimeSpan? within = null, params Effect[] asks)
    {
        var seq = _latest.TryGetValue(id, out var last) ? last.Row.Seq + 1 : 1;
        var deadline = within is { } budget ? new Deadline(to, budget, "always", At, At + budget, 1) : null;
        return Write(Row(id, seq, message, to) with
        {
            Final = final,
            Deadline = deadline,
            Effects = [.. asks.Select((effect, n) => new RequestedEffect(RequestedEffect.KeyOf(id, seq, n + 1), effect))],
        });
    }

    /// <summary>A row of facts that the ledger did not decide.</summary>
    public Task WriteLedger(StockInstruction instruction, params Fact[] facts)
    {
        var message = Heard(new StockInstructed("LAMP", [instruction], null));
        var seq = _latest.TryGetValue(Lamp, out var last) ? last.Row.Seq + 1 : 1;
        return Write(Row(Lamp, seq, message, LedgerProcess.OnTheBooks) with { Facts = [.. facts] });
    }

    public async Task Write(Transition row)
    {
        var (number, hash) = _latest.TryGetValue(row.Case, out var last)
            ? (last.Number, last.Hash)
            : (await store.Journal.ReserveNumbers(1, Cancel), Chain.Start);
        var body = Json.Write(row);
        hash = Chain.Next(hash, body);
        (await store.Journal.Append([new JournalRow(number, row.Case, row.Seq, row.At, body, hash)], Cancel)).ShouldBeEmpty();
        _latest[row.Case] = (number, row, hash);
        _rows++;
    }

    public Transition Latest(CaseId id) => _latest[id].Row;

    /// <summary>Makes the lists anew, up to the last row.</summary>
    /// <param name="left">how many rows there are, where a test has taken some away</param>
    public async Task Project(int? left = null)
    {
        var rows = await ReadAll(left ?? _rows);
        await store.Heads.Clear(Projector.Reader, Cancel);
        var heads = new Dictionary<CaseId, CaseHead>();
        var open = new Dictionary<string, InFlightEffect>();
        foreach (var (stored, row) in rows.Select(row => (row, Json.Read(row.Row.Body))))
        {
            heads[row.Case] = HeadFold.Next(heads.GetValueOrDefault(row.Case), row, stored.Row.CaseNo);
            foreach (var effect in row.Effects)
            {
                open[effect.Key] = new InFlightEffect(effect.Key, row.Case, "test", row.At);
            }

            foreach (var settled in HeadFold.Settles(row))
            {
                open.Remove(settled);
            }
        }

        await store.Heads.Save(
            new HeadChanges(Projector.Reader, rows[^1].Position, [.. heads.Values], [.. open.Values], []), Cancel);
    }

    private DateTimeOffset At => Noon.AddMinutes(_rows);

    private Transition Row(CaseId id, int seq, Envelope message, string to) => new(
        id, seq, At, id.Kind, 1, message with { Subject = id }, Outcome.Applied, seq == 1 ? null : _latest[id].Row.To, to, Final: false,
        Waits.OnSystem, [], [], null, seq == 1 ? new CaseCard($"Case {id}") : null, "", []);

    public Task Move(StockInstruction instruction)
    {
        var decision = Ledger.Decide(_lamps, new StockInstructed("LAMP", [instruction], null), At);
        _lamps = decision.Facts.Aggregate(_lamps, StockFacts.Fold);
        return WriteLedger(instruction, [.. decision.Facts]);
    }

    /// <summary>The feed may hold back for a while when others use the same server.</summary>
    private async Task<IReadOnlyList<FeedRow>> ReadAll(int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var rows = await store.Journal.ReadFeed(FeedPosition.Start, 1_000, patience.Token);
            if (rows.Count >= count)
            {
                return rows;
            }
        }
    }
}
