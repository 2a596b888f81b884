using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Exceptions;

internal static class ExceptionEndpoints
{
    public static void MapExceptions(this IEndpointRouteBuilder app)
    {
        var exceptions = app.MapGroup("/v1/exceptions").WithTags("Exceptions");
        exceptions.MapGet("", List)
            .Read(Policies.Worker, ExceptionQuery.Shape)
            .Answers<ExceptionPage>(
                200, "listExceptions", "Open exceptions of every process by priority, each with its owner, its clock and why it is there");
        exceptions.MapGet("categories", (IExceptionTerms terms) =>
                Answer.Ok(ExceptionRuleList.Of(terms), ApiJson.Default.ExceptionRuleList))
            .Read(Policies.Worker)
            .Answers<ExceptionRuleList>(
                200, "listExceptionCategories",
                "The closed list of categories: owner, severity, budget, ladder and resolutions of each, by the policies in force");
    }

    private static async Task<IResult> List(HttpContext http, WorkReader work, IMaps maps)
    {
        var faults = new Faults();
        var asked = Query.Read(http, ExceptionQuery.Shape, faults);
        var process = asked.TryGet(ExceptionQuery.Process, out var name) ? name : null;
        if (process is not null && maps.All.All(map => map.Process != process))
        {
            faults.Add("process", $"is not known; got '{Faults.Shown(process)}'");
        }

        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var queue = await work.Read(new Place(Node: asked.TryGet(ExceptionQuery.Node, out var node) ? node : null), http.RequestAborted);
        var filter = new WorkFilter(
            Clock: asked.Get(ExceptionQuery.Clock), Owner: asked.Maybe(ExceptionQuery.Owner),
            Category: asked.Maybe(ExceptionQuery.Category), Process: process, ExceptionsOnly: true);
        var rows = queue.Rows.Where(filter.Holds).ToArray();
        var (skip, take) = (asked.Get(ExceptionQuery.After), asked.Get(ExceptionQuery.Take, ExceptionQuery.PageSize));
        return Answer.Ok(
            new ExceptionPage(
                [.. rows.Skip(skip).Take(take).Select(row => ExceptionView.Of(row, maps))], rows.Length, queue.Capped,
                skip + take < rows.Length ? $"{skip + take}" : null),
            ApiJson.Default.ExceptionPage);
    }
}
