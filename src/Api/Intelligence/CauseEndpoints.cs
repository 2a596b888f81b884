using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Causes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Intelligence;

/// <summary>What slow or failing cases have in common, more than chance would have it.</summary>
internal static class CauseEndpoints
{
    public static void MapCauses(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/intelligence").WithTags("Intelligence").MapGet("causes", Read)
            .Read(Policies.Reader, CauseQuery.Shape)
            .Answers<CausesView>(200, "readCauses", "What goes with slow or failing cases of a slice, with effect and confidence");

    private static async Task<IResult> Read(HttpContext http, CauseReader reader, IMaps maps, RetailNetwork network)
    {
        var faults = new Faults();
        var asked = Query.Read(http, CauseQuery.Shape, faults);
        var slice = FigureQuery.Slice(asked, maps, network, faults);
        var map = maps.All.FirstOrDefault(map => map.Process == slice.Process);
        if (slice.Process is null)
        {
            faults.Add("process", "is required: cases of one process are compared with each other");
        }

        var state = asked.Get(CauseQuery.State);
        if (map is not null && state is not null && map.Find(state) is null)
        {
            faults.Add(
                CauseQuery.State.Name,
                $"is not known; got '{Faults.Shown(state)}'{NearestName.Hint(state, map.States.Select(one => one.Name))}");
        }

        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var answer = await reader.Read(slice, state, asked.Get(CauseQuery.Measure, CauseMeasure.Slow), http.RequestAborted);
        return Answer.Ok(CausesView.Shown(answer, map!, network), ApiJson.Default.CausesView);
    }
}

internal static class CauseQuery
{
    public static readonly Field<string> State = Optional("state", Kinds.Key,
        "A state of the process, such as AwaitingPick: cases are compared by the time they stood there; from end to end when left out.");

    public static readonly Field<CauseMeasure> Measure = Optional("of", Kinds.Word<CauseMeasure>(),
        "slow when left out; failing compares how often a state's deadline was broken, or from end to end how often a case was an "
        + "exception.");

    public static readonly Shape Shape = new("CauseQuery", [.. FigureQuery.Place, State, Measure]);
}

/// <param name="Trait">node, region, channel, supplier, category, task, hour, staff, connector, failed-attempt or policy</param>
/// <param name="Sentence">the whole claim for people</param>
/// <param name="With">the median in seconds, or the share from 0 to 1, of cases with the trait</param>
/// <param name="Effect">with less others</param>
/// <param name="Low">the lower end of the effect's 95 % interval</param>
/// <param name="Chance">of so much by chance, were it the only thing looked at</param>
/// <param name="FalseShare">the least share of false claims at which it is still claimed</param>
/// <param name="SameCases">other traits of nearly the same cases</param>
public sealed record ClaimView(
    string Trait, string Value, string Sentence, int WithCases, int OtherCases, double With, double Others, double Effect, double Low,
    double High, double Chance, double FalseShare, ImmutableArray<string> SameCases)
{
    internal static ClaimView Of(CauseClaim claim, string sentence) => new(
        Words<Trait>.Of(claim.Trait.Trait), claim.Trait.Value, sentence, claim.WithCases, claim.OtherCases, claim.With, claim.Others,
        claim.Effect.Value, claim.Effect.Low, claim.Effect.High, claim.Chance, claim.FalseShare,
        [.. claim.SameCases.Select(same => $"{Words<Trait>.Of(same.Trait)} {same.Value}")]);
}

/// <param name="Unit">of with, others, effect and whole: s, or share</param>
/// <param name="Observed">cases that were looked at</param>
/// <param name="Capped">there are more: the latest were looked at</param>
/// <param name="Tested">traits that had enough cases on both sides</param>
/// <param name="TooFew">traits that had not; nothing is said about them</param>
/// <param name="LeastCases">how many are enough</param>
/// <param name="FalseShare">the share of claims that may be chance</param>
public sealed record CausesView(
    string Process, string? State, string Of, string Unit, DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset At, int Observed,
    bool Capped, double? Whole, int Tested, int TooFew, int LeastCases, double FalseShare, ImmutableArray<ClaimView> Causes)
{
    internal static CausesView Shown(CauseAnswer answer, MapPicture map, RetailNetwork network)
    {
        var found = answer.Findings;
        var what = SliceWords.Of(map, answer.State);
        return new CausesView(
            map.Process, answer.State, Words<CauseMeasure>.Of(found.Measure), found.Measure == CauseMeasure.Slow ? "s" : "share",
            answer.Slice.From, answer.Slice.To, answer.At, found.Observed, answer.Capped, found.Whole, found.Tested, found.TooFew,
            answer.Rules.LeastCases, answer.Rules.FalseShare,
            [
                .. found.Claims.Select(claim => ClaimView.Of(
                    claim, ClaimSentence.Of(claim, what, found.Measure, answer.State is not null, network))),
            ]);
    }
}
