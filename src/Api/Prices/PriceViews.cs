using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Api.Prices;

/// <param name="Why">while it is out, where it is live: <c>Live on 412 of 415.</c></param>
public sealed record PriceItem(
    string Number, string Title, string Kind, string State, bool Final, DateTimeOffset Since, string? Exception, string? Why)
{
    internal static PriceItem Of(CaseHead head) => new(
        head.Case.Key, head.Card.Title, head.Card.Kind ?? "", head.State, head.Closed is not null, head.Since,
        head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null, head.Card.Why);
}

/// <param name="Next">give it as <c>after</c> for the following page; null at the end</param>
public sealed record PricePage(ImmutableArray<PriceItem> Prices, string? Next);

/// <summary>What is wrong with a proposal, and what to do about it.</summary>
public sealed record PriceFindingView(string Code, string? Sku, string Says, string Mend);

public sealed record PriceApprovalView(string Group, string By, string Note);

/// <param name="Standing">pending, ready, live or cleared</param>
/// <param name="Trouble">the category of what is open there; null when nothing is</param>
/// <param name="Receipt">what the target gave for what it holds</param>
/// <param name="WrongSeconds">how long it sold at another price, as far as was seen</param>
public sealed record PriceTargetView(
    string Target, string System, string Region, string? Node, DateTimeOffset From, DateTimeOffset Until, string Standing,
    string? Trouble, string? Receipt, long WrongSeconds, string Note);

/// <summary>A promotion or price change with how far each target is.</summary>
/// <param name="Live">targets that sell at the price, as far as was seen; the ERP, which sells nothing, is not counted</param>
/// <param name="Selling">targets that sell, whatever at</param>
/// <param name="LiveOn">the same in words: <c>Live on 412 of 415.</c></param>
public sealed record PriceView(
    string Number,
    string Title,
    string Kind,
    string State,
    string Waits,
    bool Final,
    DateTimeOffset Since,
    string Because,
    DateTime Starts,
    DateTime Ends,
    string Currency,
    int Live,
    int Selling,
    string LiveOn,
    ImmutableArray<PriceLine> Lines,
    ImmutableArray<PriceFindingView> Findings,
    ImmutableArray<PriceApprovalView> Approvals,
    ImmutableArray<PriceTargetView> Targets)
{
    /// <summary>
    /// Read off the rows: the proposal and the words of the targets are messages, what was found and who approved are facts under
    /// their released names.
    /// </summary>
    internal static PriceView Of(ImmutableArray<Transition> rows, JournalJson json)
    {
        var taken = rows.Where(row => row.Outcome == Outcome.Applied).ToArray();
        var proposal = taken.Select(row => ProposalIn(row.Message.Data)).Last(one => one is not null)!;
        var words = taken.Select(row => row.Message.Data).OfType<TargetReported>().GroupBy(word => word.Target)
            .ToDictionary(target => target.Key, target => target.MaxBy(word => word.Turn)!);
        var targets = taken.SelectMany(row => row.Effects).Select(effect => (effect.Effect as TellCase)?.Data).OfType<TargetAsked>()
            .Select(asked => Target(asked, words.GetValueOrDefault(asked.Target.Id))).ToImmutableArray();
        var selling = targets.Where(target => target.System != "erp").ToArray();
        var live = selling.Count(target => target.Standing == Words<TargetStanding>.Of(TargetStanding.Live)
            && target.Trouble != ExceptionRules.CodeOf(ExceptionCategory.PriceMismatch));
        var facts = taken.SelectMany(row => row.Facts).Select(fact => JsonSerializer.SerializeToElement(fact, json.Options)).ToArray();
        var since = rows.Last(row => row.From != row.To).At;
        return new PriceView(
            proposal.Number, proposal.Title, Words<PriceKind>.Of(proposal.Kind), rows[^1].To, Words<Waits>.Of(rows[^1].Waits),
            rows[^1].Final, since, taken[^1].Because, proposal.StartsLocal, proposal.EndsLocal, proposal.Currency, live, selling.Length,
            $"Live on {live} of {selling.Length}.", proposal.Lines,
            rows[^1].To == "Mending" ? FindingsIn(facts) : [],
            [.. Named(facts, "promotion.approved-by").Select(fact => new PriceApprovalView(
                Text(fact, "group") ?? "", Text(fact, "by") ?? "", Text(fact, "note") ?? ""))],
            targets);
    }

    internal static PromotionProposed? ProposalIn(Message message) =>
        message as PromotionProposed ?? (message as PromotionRevised)?.Proposal;

    private static ImmutableArray<PriceFindingView> FindingsIn(IReadOnlyList<JsonElement> facts) =>
        Named(facts, "promotion.found").LastOrDefault() is { ValueKind: JsonValueKind.Object } latest
        && latest.TryGetProperty("findings", out var findings)
            ? [.. findings.EnumerateArray().Select(finding => new PriceFindingView(
                Text(finding, "code") ?? "", Text(finding, "sku"), Text(finding, "says") ?? "", Text(finding, "mend") ?? ""))]
            : [];

    private static IEnumerable<JsonElement> Named(IReadOnlyList<JsonElement> facts, string name) =>
        facts.Where(fact => Text(fact, "fact") == name);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static PriceTargetView Target(TargetAsked asked, TargetReported? word) => new(
        asked.Target.Id, asked.Target.System, asked.Target.Region, asked.Target.Node, asked.From, asked.Until,
        Words<TargetStanding>.Of(word?.Standing ?? TargetStanding.Pending),
        word?.Trouble is { } trouble ? ExceptionRules.CodeOf(trouble) : null, word?.Receipt, (long)(word?.Wrong.TotalSeconds ?? 0),
        word?.Note ?? "");
}
