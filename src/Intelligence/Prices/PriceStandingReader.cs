using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Intelligence.Prices;

/// <summary>A part of the prices that are planned or out. Null means: any.</summary>
/// <param name="Price">the number of one promotion: its targets in the place, whatever they do</param>
/// <param name="Text">a promotion's number, or the beginning of it, or a SKU</param>
/// <param name="Over">only promotions that are over and not known to be gone everywhere</param>
public sealed record PriceSlice(
    string? Region = null, string? Channel = null, string? Node = null, string? Price = null, string? Text = null, bool Over = false,
    TargetView View = TargetView.Behind, int Page = 1, int TargetPage = 1, int Size = PriceSlice.PageSize)
{
    public const int PageSize = 25;

    public Place Place => new(Region, Channel, Node);
}

/// <param name="PromotionCount">open ones of the slice</param>
/// <param name="Chosen">null where no number was asked for, or nobody knows it</param>
/// <param name="Phases">targets by how far they are: those of the chosen promotion, else all open ones of the slice</param>
/// <param name="Behind">open targets of the slice that lag or drift, or do not answer in time</param>
/// <param name="Drifting">those of them that were seen to sell at another price</param>
/// <param name="LeftOver">open targets of promotions that are over</param>
/// <param name="Rows">one page of the targets that were asked for</param>
public sealed record PriceBoard(
    ImmutableArray<PromotionStanding> Promotions, int PromotionCount, int Page, PromotionStanding? Chosen,
    ImmutableArray<PhaseCount> Phases, int Behind, int Drifting, int LeftOver, ImmutableArray<TargetStory> Rows, int RowCount,
    int TargetPage, DateTimeOffset At);

/// <summary>
/// Promotions and their targets as the heads have them; of the targets that are shown, the latest row says why. One row is read of each,
/// never a whole case.
/// </summary>
public sealed class PriceStandingReader(IHeads heads, IJournal journal, JournalJson json, OverviewReader overview, BusinessClock clock)
{
    /// <summary>So few are over at once that more of them are somebody's business already.</summary>
    private const int MostOver = 50;

    public async Task<PriceBoard> Read(PriceSlice slice, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var over = await Over(slice, cancel);
        var (promotions, count, page) = slice.Over ? (over, over.Length, 1) : await Running(slice, cancel);
        var chosen = CaseId.IsKey(slice.Price) ? await heads.Read(new CaseId(Phases.Promotion, slice.Price), cancel) : null;
        var targets = Targets(slice.Place);
        var here = targets with { Open = true };
        var (behind, drifting) = (here with { AnyException = true }, here with { Exception = ExceptionCategory.PriceMismatch });
        var rows = chosen is not null ? targets with { Parent = chosen.Case }
            : slice.View == TargetView.Drifting ? drifting : behind;
        var rowCount = await heads.Count(rows, cancel);
        var targetPage = PageOf(slice.TargetPage, rowCount, slice.Size);
        return new PriceBoard(
            promotions, count, page, chosen is null ? null : await Standing(chosen, slice.Place, cancel),
            chosen is null ? PhasesOf(await overview.CountOpen(cancel), slice.Place) : await PhasesOf(rows, cancel),
            await heads.Count(behind, cancel), await heads.Count(drifting, cancel), over.Sum(one => one.LeftOver),
            await Stories(await heads.Search(rows, HeadOrder.Oldest, (targetPage - 1) * slice.Size, slice.Size, cancel), now, cancel),
            rowCount, targetPage, now);
    }

    public static int PagesOf(int count, int size) => Math.Max(1, (count + size - 1) / size);

    /// <summary>A link may name a page that has emptied since.</summary>
    private static int PageOf(int asked, int count, int size) => Math.Clamp(asked, 1, PagesOf(count, size));

    private async Task<(ImmutableArray<PromotionStanding> Page, int Count, int Number)> Running(PriceSlice slice, CancellationToken cancel)
    {
        var running = Promotions(slice);
        var count = await heads.Count(running, cancel);
        var page = PageOf(slice.Page, count, slice.Size);
        var found = await heads.Search(running, HeadOrder.Newest, (page - 1) * slice.Size, slice.Size, cancel);
        return (await Standings(found, slice.Place, cancel), count, page);
    }

    private async Task<ImmutableArray<PromotionStanding>> Over(PriceSlice slice, CancellationToken cancel)
    {
        var over = new List<CaseHead>();
        foreach (var state in Phases.OverStates)
        {
            over.AddRange(await heads.Search(Promotions(slice) with { State = state }, HeadOrder.Oldest, 0, MostOver, cancel));
        }

        return await Standings(over, slice.Place, cancel);
    }

    /// <summary>A promotion of several regions or channels is in none of them by its head: its targets say where it is.</summary>
    private static HeadFilter Promotions(PriceSlice slice) => new(
        Text: slice.Text, Kind: Phases.Promotion, Open: true,
        Reaches: slice.Place == new Place() ? null : new Reach(Phases.Target, slice.Region, slice.Channel, slice.Node));

    private static HeadFilter Targets(Place place) =>
        new(Kind: Phases.Target, Region: place.Region, Channel: place.Channel, Node: place.Node);

    private async Task<ImmutableArray<PromotionStanding>> Standings(
        IReadOnlyList<CaseHead> promotions, Place place, CancellationToken cancel)
    {
        var standings = ImmutableArray.CreateBuilder<PromotionStanding>(promotions.Count);
        foreach (var head in promotions)
        {
            standings.Add(await Standing(head, place, cancel));
        }

        return standings.ToImmutable();
    }

    private async Task<PromotionStanding> Standing(CaseHead head, Place place, CancellationToken cancel)
    {
        var unsent = new PromotionStanding(head, 0, 0, 0);
        if (!unsent.IsOut && head.Closed is null)
        {
            return unsent;
        }

        var own = Targets(place) with { Parent = head.Case };
        return new PromotionStanding(
            head, await heads.Count(own, cancel), await heads.Count(own with { Open = true }, cancel),
            await heads.Count(own with { Open = true, AnyException = true }, cancel));
    }

    private static ImmutableArray<PhaseCount> PhasesOf(IReadOnlyList<HeadCount> counts, Place place) =>
        InOrder(counts.Where(count => count.Process == Phases.Target && place.Holds(count)).Select(count => (count.State, count.Open)));

    private async Task<ImmutableArray<PhaseCount>> PhasesOf(HeadFilter targets, CancellationToken cancel) =>
        InOrder((await heads.CountByState(targets, cancel)).Select(state => (state.Key, state.Value)));

    private static ImmutableArray<PhaseCount> InOrder(IEnumerable<(string State, int Targets)> counts)
    {
        var states = counts.GroupBy(count => count.State, count => count.Targets)
            .Select(state => new StateCount(state.Key, state.Sum())).OrderByDescending(state => state.Targets)
            .ToLookup(state => Phases.Of(state.State));
        return [.. Enum.GetValues<TargetPhase>().Select(phase => new PhaseCount(phase, [.. states[phase]]))];
    }

    private async Task<ImmutableArray<TargetStory>> Stories(IReadOnlyList<CaseHead> targets, DateTimeOffset now, CancellationToken cancel)
    {
        var stories = ImmutableArray.CreateBuilder<TargetStory>(targets.Count);
        foreach (var head in targets)
        {
            var latest = await journal.ReadCase(head.Case, head.Seq - 1, cancel);
            stories.Add(new TargetStory(
                head, Phases.Of(head.State), now - head.Since, latest is [.., var row] ? json.Read(row.Body).Because : ""));
        }

        return stories.ToImmutable();
    }
}
