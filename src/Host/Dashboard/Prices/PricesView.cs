using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Prices;
using Crossdock.Processes.Policies;
using Microsoft.AspNetCore.WebUtilities;

namespace Crossdock.Host.Dashboard.Prices;

public sealed record PricesView(DeskFrame Frame, PriceSlice Slice, PriceBoard Board, GoLiveRule Rule, RetailNetwork Network)
{
    public int Pages => PriceStandingReader.PagesOf(Board.PromotionCount, Slice.Size);

    public int TargetPages => PriceStandingReader.PagesOf(Board.RowCount, Slice.Size);

    /// <summary>Somebody looks for a number that nobody knows.</summary>
    public bool NotFound => Slice.Price is not null && Board.Chosen is null;

    /// <summary>What is the matter, by rule: customers who pay the wrong price first, then who lags, then what is left over.</summary>
    public IReadOnlyList<Phrase> Headline
    {
        get
        {
            if (Board.Chosen is { } one)
            {
                return
                [
                    new(one.Head.Card.Title, CaseDoor(one.Head)),
                    new($": {(one.Head.Card.Why ?? Words.Sentence(one.Head.State)).TrimEnd('.')}."),
                    .. one.Behind == 0 ? (Phrase[])[] : [new(" "), new(Words.Count(one.Behind, "target", "targets"), "#h-targets"),
                        new(one.Behind == 1 ? " is not where it should be." : " are not where they should be.")],
                ];
            }

            if (Board is { Drifting: 0, Behind: 0, LeftOver: 0 })
            {
                return Board.PromotionCount == 0
                    ? [new("No promotion and no price change is planned or out.")]
                    :
                    [
                        new("All targets of "), new(Words.Count(Board.PromotionCount, "promotion", "promotions"), Url(s => s)),
                        new(" are where they should be."),
                    ];
            }

            List<Phrase> said = [];
            Add(Board.Drifting, "sells at a wrong price", "sell at a wrong price", s => s with { View = TargetView.Drifting });
            Add(Board.Behind - Board.Drifting, "lags", "lag", s => s with { View = TargetView.Behind });
            Add(Board.LeftOver, "is left over of what has ended", "are left over of what has ended", s => s with { Over = true });
            return [.. said, new(".")];

            void Add(int count, string does, string they, Func<PriceSlice, PriceSlice> door)
            {
                if (count > 0)
                {
                    said.Add(new(said.Count == 0 ? "" : ", "));
                    said.Add(new(Words.Count(count, "target", "targets"), Url(door)));
                    said.Add(new(" " + (count == 1 ? does : they)));
                }
            }
        }
    }

    public string RuleInWords => Rule.GoLive switch
    {
        GoLive.All => "It goes live once every target is ready (All)",
        GoLive.Quorum => $"A region goes live once {Rule.Quorum * 100:0.#} % of its targets are ready (Quorum)",
        GoLive.Hold => "A person lets each go live (Hold)",
        _ => throw new InvalidOperationException($"{Rule.GoLive} is no go-live policy."),
    };

    public string Url(Func<PriceSlice, PriceSlice> other)
    {
        var slice = other(Slice with { Page = 1, TargetPage = 1 });
        return QueryHelpers.AddQueryString(
            PricesEndpoints.Screen,
            new Dictionary<string, string?>
            {
                ["region"] = slice.Region, ["channel"] = slice.Channel, ["node"] = slice.Node, ["price"] = slice.Price,
                ["text"] = slice.Text, ["over"] = slice.Over ? "yes" : null,
                ["view"] = slice.View == TargetView.Behind ? null : slice.View.ToString(),
                ["page"] = slice.Page > 1 ? $"{slice.Page}" : null, ["targets"] = slice.TargetPage > 1 ? $"{slice.TargetPage}" : null,
            }.Where(pair => pair.Value is not null));
    }

    public string? CaseDoor(Crossdock.Contracts.Ports.CaseHead head) => Frame.Person.MayRead(head.Case) ? $"/cases/{head.Case}" : null;

    /// <summary>The cases behind a count: those of the chosen promotion carry its number, closed ones too.</summary>
    public string? DoorOf(StateCount count) => !Frame.Person.MayReadCases ? null
        : Board.Chosen is { } chosen
            ? new Slice(
                Text: $"{chosen.Head.Case.Key}:", Kind: Phases.Target, State: count.State, Region: Slice.Region, Channel: Slice.Channel,
                Node: Slice.Node, Open: "any").Url()
            : new Slice(
                Kind: Phases.Target, State: count.State, Region: Slice.Region, Channel: Slice.Channel, Node: Slice.Node).Url();

    public string PlaceOf(TargetStory target) => Network.Find(target.Head.Card.Node)?.Name ?? target.Head.Card.Channel ?? "no place";

    /// <summary>A word that is none narrows nothing.</summary>
    public static PriceSlice SliceOf(IQueryCollection query)
    {
        string? Word(string name) => query[name].ToString().Trim() is { Length: > 0 and <= 100 } word ? word : null;
        int Page(string name) => int.TryParse(Word(name), out var page) ? Math.Clamp(page, 1, 10_000) : 1;
        return new PriceSlice(
            Word("region"), Word("channel"), Word("node"), Word("price"), Word("text"), Word("over") == "yes",
            Enum.TryParse<TargetView>(Word("view"), ignoreCase: true, out var view) && Enum.IsDefined(view) ? view : TargetView.Behind,
            Page("page"), Page("targets"));
    }

    public static string TitleOf(TargetPhase phase) => phase switch
    {
        TargetPhase.Sending => "on its way there",
        TargetPhase.Ready => "ready, waits for its start",
        TargetPhase.Live => "live",
        TargetPhase.Drifting => "drifted, being corrected",
        TargetPhase.Lagging => "lagging",
        TargetPhase.TakingBack => "being taken back",
        TargetPhase.Cleared => "gone, proved",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "is no phase"),
    };
}
