using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Intelligence.Reconciliation;

/// <summary>A part of the backlog. Null means: any.</summary>
public sealed record ReconciliationSlice(
    string? Supplier = null, ReconciliationStage? Stage = null, string? Age = null, int Page = 1, int Size = ReconciliationSlice.PageSize)
{
    public const int PageSize = 25;

    public bool Holds(OpenMatter matter) => HoldsAge(matter) && (Stage is null || matter.Stage == Stage);

    public bool HoldsAge(OpenMatter matter) => Age is null || OpenAge.Of(matter.Age).Name == Age;
}

/// <summary>Open matters that share a name: a stage, an age or a supplier.</summary>
public sealed record BacklogPart(string Name, int Count, int Late, ImmutableArray<CurrencySum> Sums)
{
    public static BacklogPart Of(string name, IEnumerable<OpenMatter> matters)
    {
        var all = matters.ToArray();
        return new BacklogPart(name, all.Length, all.Count(matter => matter.Late), CurrencySum.Of(all));
    }
}

/// <param name="Stages">of the supplier and age that were asked for</param>
/// <param name="Ages">of the supplier and stage that were asked for</param>
/// <param name="Suppliers">of the stage and age that were asked for, the most open first; the others are counted</param>
/// <param name="Rows">one page, the oldest first</param>
/// <param name="NotLooked">open ones that are younger than all that were looked at, and in no figure here</param>
public sealed record Backlog(
    BacklogPart All, ImmutableArray<BacklogPart> Stages, ImmutableArray<BacklogPart> Ages, ImmutableArray<BacklogPart> Suppliers,
    int OtherSuppliers, ImmutableArray<OpenMatter> Rows, int Count, int Page, int NotLooked, DateTimeOffset At)
{
    public static int PagesOf(int count, int size) => Math.Max(1, (count + size - 1) / size);
}

/// <summary>
/// What is open between suppliers' bills and the bank's word. Counted from the heads; why a row does not match is read from its own
/// journal, and only for the rows of a page.
/// </summary>
public sealed class ReconciliationReader(IHeads heads, CaseReader cases, BusinessClock clock)
{
    /// <summary>Of each kind no more are looked at, the oldest first: what waits longest is never left out.</summary>
    public const int Most = 2_000;

    private const int SuppliersShown = 12;

    public async Task<Backlog> Read(ReconciliationSlice slice, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (invoices, more) = await Open(Stages.Invoice, slice.Supplier, cancel);
        // A bank does not say which supplier a movement is of until an invoice has taken it.
        var (entries, moreEntries) = slice.Supplier is null ? await Open(Stages.BankEntry, null, cancel) : ([], 0);
        var (payouts, morePayouts) = slice.Supplier is null ? await Open(Stages.ProviderPayout, null, cancel) : ([], 0);
        var all = invoices.Concat(entries).Concat(payouts).Select(head => OpenMatter.Of(head, now))
            .Where(matter => slice.Supplier is null || matter.Supplier == slice.Supplier)
            .OrderByDescending(matter => matter.Age).ThenBy(matter => matter.Head.CaseNo).ToArray();
        var ofSlice = all.Where(slice.Holds).ToArray();
        var suppliers = ofSlice.Where(matter => matter.Supplier is not null).GroupBy(matter => matter.Supplier!)
            .Select(supplier => BacklogPart.Of(supplier.Key, supplier))
            .OrderByDescending(part => part.Count).ThenBy(part => part.Name, StringComparer.Ordinal).ToArray();
        // A link may name a page that has emptied since.
        var page = Math.Clamp(slice.Page, 1, Backlog.PagesOf(ofSlice.Length, slice.Size));
        return new Backlog(
            BacklogPart.Of("", all),
            [
                .. Enum.GetValues<ReconciliationStage>().Select(stage => BacklogPart.Of(
                    stage.ToString(), all.Where(matter => slice.HoldsAge(matter) && matter.Stage == stage))),
            ],
            [
                .. OpenAge.All.Select(age => BacklogPart.Of(
                    age.Name, all.Where(matter => (slice with { Age = age.Name }).Holds(matter)))),
            ],
            [.. suppliers.Take(SuppliersShown)],
            Math.Max(0, suppliers.Length - SuppliersShown),
            await WithReasons(ofSlice.Skip((page - 1) * slice.Size).Take(slice.Size), cancel),
            ofSlice.Length, page, more + moreEntries + morePayouts, now);
    }

    private async Task<(IReadOnlyList<CaseHead> Found, int More)> Open(string kind, string? supplier, CancellationToken cancel)
    {
        var filter = new HeadFilter(Text: supplier, Kind: kind, Open: true);
        var found = await heads.Search(filter, HeadOrder.Oldest, 0, Most, cancel);
        return (found, found.Count < Most ? 0 : Math.Max(0, await heads.Count(filter, cancel) - found.Count));
    }

    private async Task<ImmutableArray<OpenMatter>> WithReasons(IEnumerable<OpenMatter> page, CancellationToken cancel)
    {
        var rows = ImmutableArray.CreateBuilder<OpenMatter>();
        foreach (var matter in page)
        {
            var reading = Stages.IsRead(matter.Stage) ? await Reading(matter.Head.Case, cancel) : null;
            rows.Add(reading is null ? matter : matter with
            {
                Reason = matter.Reason.Length > 0 ? matter.Reason : reading.Why,
                Lines = [.. reading.Lines.Where(line => line.Standing != InvoiceStanding.Matched).Select(line =>
                    new LineVariance(line.Line, line.Order, line.Sku, line.Amount - line.Payable, line.Reason))],
            });
        }

        return rows.ToImmutable();
    }

    /// <summary>How it reads by the last word of its supplier's book.</summary>
    private async Task<InvoiceReading?> Reading(CaseId invoice, CancellationToken cancel) =>
        (await cases.ReadTransitions(invoice, cancel)).Where(row => row.Outcome == Outcome.Applied)
            .Select(row => row.Message.Data).OfType<PayablesAnswered>().MaxBy(answer => answer.Round)?.Reading;
}
