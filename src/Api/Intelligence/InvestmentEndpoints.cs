using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Investment;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Intelligence;

/// <summary>What Crossdock gave back, each step with its formula, its numbers and the policies it assumes.</summary>
internal static class InvestmentEndpoints
{
    private static readonly Field<ReturnBy> By = Optional("by", Kinds.Word<ReturnBy>(), "What the return is told by; whole when left out.");

    private static readonly Shape Query = new("InvestmentQuery", [.. FigureQuery.Place, By]);

    public static void MapInvestment(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/intelligence").WithTags("Intelligence").MapGet("roi", Read)
            .Read(Policies.Reader, Query)
            .Answers<InvestmentView>(200, "readReturnOnInvestment", "Return on investment with every formula and assumption");

    private static async Task<IResult> Read(HttpContext http, InvestmentReader reader, IMaps maps, RetailNetwork network)
    {
        var faults = new Faults();
        var asked = Governance.Reading.Query.Read(http, Query, faults);
        var slice = FigureQuery.Slice(asked, maps, network, faults);
        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var by = asked.Get(By, ReturnBy.Whole);
        var returns = await reader.Read(slice, by, http.RequestAborted);
        return Answer.Ok(
            new InvestmentView(slice.From, slice.To, Words<ReturnBy>.Of(by), [.. returns.Select(InvestmentReturnView.Shown)]),
            ApiJson.Default.InvestmentView);
    }
}

/// <param name="By">what each return is of</param>
/// <param name="Returns">one a place or process and currency</param>
public sealed record InvestmentView(DateTimeOffset? From, DateTimeOffset? To, string By, ImmutableArray<InvestmentReturnView> Returns);

/// <param name="Of">the process or place; null for all</param>
/// <param name="Currency">ISO 4217; null where none is known of the cases</param>
/// <param name="Cases">closed cases that it is reckoned from</param>
public sealed record InvestmentReturnView(string? Of, string? Currency, long Cases, ImmutableArray<InvestmentLineView> Lines)
{
    internal static InvestmentReturnView Shown(InvestmentReturn one) => new(
        one.Of, one.Currency, one.Cases,
        [
            .. one.Lines.Select(line => new InvestmentLineView(
                line.Name, line.Value, line.Unit, line.Formula,
                [
                    .. line.Assumptions.SelectMany(assumed => assumed.Values.Select(
                        value => new AssumptionView(assumed.Policy, value.Version, value.Value))),
                ])),
        ]);
}

/// <param name="Formula">with its numbers</param>
public sealed record InvestmentLineView(string Name, double Value, string Unit, string Formula, ImmutableArray<AssumptionView> Assumptions);

/// <summary>A value that was assumed for some of the cases.</summary>
public sealed record AssumptionView(string Policy, int Version, decimal Value);
