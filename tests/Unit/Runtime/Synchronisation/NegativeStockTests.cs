using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockVariances;
using Crossdock.Runtime.Synchronisation;
using Crossdock.Unit.Tests.Api;

namespace Crossdock.Unit.Tests.Runtime.Synchronisation;

/// <summary>A till that sells what is not there is heard of, once for each count.</summary>
public class NegativeStockTests : ITellCases
{
    private readonly SyncHouse _house = new();
    private readonly InMemoryHeads _heads = new();
    private readonly List<VarianceFound> _told = [];
    private readonly List<CaseId> _cases = [];

    [Fact]
    public async Task A_sale_below_nothing_asks_for_one_count_and_the_next_after_it_for_another()
    {
        var negative = new NegativeStock(_heads, this, Processes.Given.Network, _house.Clock);
        var ledgers = _house.Reading();
        await Sell(2, -1);
        _told.ShouldBeEmpty("there was enough");
        await Sell(-2);
        await Sell(-2);
        _told.ShouldHaveSingleItem().ShouldBe(new VarianceFound(
            "A", "ST-1", "UK", -1, -1, 3, "It was sold or written off though the books had promised it: -1 free of A at ST-1."));

        _heads.All.Add(Head(_cases[0], closed: null));
        await Sell(-1);
        _told.Count.ShouldBe(1, "it is being counted");
        _heads.All[0] = Head(_cases[0], closed: _house.Clock.GetUtcNow());
        await Sell(-1);
        _told.Count.ShouldBe(2);
        _cases.Distinct().Count().ShouldBe(2);

        async Task Sell(params int[] moves)
        {
            foreach (var pieces in moves)
            {
                _house.Move("A", pieces);
            }

            foreach (var row in _house.TakeUnheard())
            {
                negative.Take(row);
            }

            await negative.TellNext(ledgers, CancellationToken.None);
            ledgers = _house.Reading();
        }
    }

    [Fact]
    public async Task Whoever_takes_over_finds_what_stands_below_nothing_and_has_it_counted_once()
    {
        _house.Move("A", 1);
        _house.Move("A", -3);
        await Look();
        _told.ShouldHaveSingleItem().Available.ShouldBe(-2);

        _heads.All.Add(Head(_cases[0], closed: _house.Clock.GetUtcNow()));
        await Look();
        _told.Count.ShouldBe(1, "it was counted since it moved");

        _house.Wall.Advance(TimeSpan.FromMinutes(1));
        _house.Move("A", -1);
        await Look();
        _told.Count.ShouldBe(2, "it moved since it was counted");

        async Task Look()
        {
            var negative = new NegativeStock(_heads, this, Processes.Given.Network, _house.Clock);
            var ledgers = _house.Reading();
            negative.Swept("A", await ledgers.Read("A", anew: true, CancellationToken.None));
            await negative.TellNext(ledgers, CancellationToken.None);
        }
    }

    Task<TellReceipt> ITellCases.Tell(Envelope envelope, CancellationToken cancel)
    {
        _told.Add(envelope.Data.ShouldBeOfType<VarianceFound>());
        _cases.Add(envelope.Subject);
        return Task.FromResult(new TellReceipt(TellResult.Applied, envelope.Subject, 1, "Counting", ""));
    }

    private static CaseHead Head(CaseId id, DateTimeOffset? closed) => new(
        1, id, "stock-variance", 1, 1, "Counting", Waits.OnPerson, Processes.Given.Now, Processes.Given.Now, closed, Processes.Given.Now,
        null, null, 0, new CaseCard("Stock of A", Node: "ST-1"));
}
