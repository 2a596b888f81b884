using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Intelligence.Reconciliation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Reconciliation;

internal static class BacklogQuery
{
    public const int MostRows = 100;

    public static readonly Field<string> Supplier = Optional("supplier", Kinds.Key, "As we number him.");
    public static readonly Field<ReconciliationStage> Stage = Optional("stage", Kinds.Word<ReconciliationStage>());
    public static readonly Field<string> Age = Optional("age", Kinds.Key, "1d, 3d, 7d, 14d or more: up to so long.");
    public static readonly Field<int> Page = Optional("page", Kinds.Whole(1, 10_000));
    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, MostRows), $"{ReconciliationSlice.PageSize} when left out.");

    public static readonly Shape Shape = new("BacklogQuery", [Supplier, Stage, Age, Page, Take]);
}

/// <param name="Name">a stage, an age or a supplier</param>
/// <param name="Sums">by currency; a credit note counts as minus</param>
public sealed record BacklogPartView(string Name, int Count, int Late, ImmutableArray<CurrencySum> Sums);

/// <param name="Stage">check, match, dispute, approval, posting, payment or entry</param>
/// <param name="Lines">those that differ from what was ordered and received, each with its reason</param>
public sealed record OpenMatterView(
    string Case, string Title, string Stage, string State, string? Supplier, decimal? Value, string? Currency, DateTimeOffset Opened,
    DateTimeOffset? Due, bool Late, string Reason, ImmutableArray<LineVariance> Lines)
{
    internal static OpenMatterView Of(OpenMatter matter) => new(
        matter.Head.Case.ToString(), matter.Head.Card.Title, Words<ReconciliationStage>.Of(matter.Stage), matter.Head.State,
        matter.Supplier, matter.Value, matter.Head.Card.Currency, matter.Head.Opened, matter.Head.Deadline?.Due, matter.Late,
        matter.Reason, matter.Lines);
}

/// <param name="Suppliers">the twelve with most open; the others are counted in <paramref name="OtherSuppliers"/></param>
/// <param name="Matters">one page, the oldest first</param>
/// <param name="Count">how many there are in this slice</param>
/// <param name="NotLooked">younger ones beyond the 2,000 oldest of a kind, which stand in no figure here</param>
public sealed record BacklogView(
    DateTimeOffset AsOf, BacklogPartView All, ImmutableArray<BacklogPartView> Stages, ImmutableArray<BacklogPartView> Ages,
    ImmutableArray<BacklogPartView> Suppliers, int OtherSuppliers, ImmutableArray<OpenMatterView> Matters, int Count, int Page,
    int NotLooked);

internal static class ReconciliationEndpoints
{
    public static void MapReconciliation(this IEndpointRouteBuilder app) => app.MapGroup("/v1/reconciliation").WithTags("Invoices")
        .MapGet("", Read)
        .Read(Policies.PayablesOrReader, BacklogQuery.Shape)
        .Answers<BacklogView>(200, "readReconciliation", "What is open between suppliers' bills and the bank, by stage, age and supplier");

    private static async Task<IResult> Read(HttpContext http, ReconciliationReader reader)
    {
        var faults = new Faults();
        var asked = Query.Read(http, BacklogQuery.Shape, faults);
        var ages = OpenAge.All.Select(one => one.Name).ToArray();
        if (asked.TryGet(BacklogQuery.Age, out var age) && !ages.Contains(age))
        {
            faults.Add("age", $"must be one of {string.Join(", ", ages)}; got '{Faults.Shown(age)}'");
        }

        if (faults.Any)
        {
            return Answer.Refused(faults);
        }

        var slice = new ReconciliationSlice(
            asked.TryGet(BacklogQuery.Supplier, out var supplier) ? supplier : null, asked.Maybe(BacklogQuery.Stage), age,
            asked.Get(BacklogQuery.Page, 1), asked.Get(BacklogQuery.Take, ReconciliationSlice.PageSize));
        var backlog = await reader.Read(slice, http.RequestAborted);
        return Answer.Ok(
            new BacklogView(
                backlog.At, Part(backlog.All),
                [
                    .. backlog.Stages.Select(part => Part(part) with
                    {
                        Name = Words<ReconciliationStage>.Of(Enum.Parse<ReconciliationStage>(part.Name)),
                    }),
                ],
                [.. backlog.Ages.Select(Part)], [.. backlog.Suppliers.Select(Part)], backlog.OtherSuppliers,
                [.. backlog.Rows.Select(OpenMatterView.Of)], backlog.Count, backlog.Page, backlog.NotLooked),
            ApiJson.Default.BacklogView);
    }

    private static BacklogPartView Part(BacklogPart part) => new(part.Name, part.Count, part.Late, part.Sums);
}
