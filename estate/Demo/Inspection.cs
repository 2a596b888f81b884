using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>Looks at Crossdock's cases from outside, through its own lists.</summary>
public sealed class Inspection(CrossdockClient crossdock)
{
    private const int Page = 500;
    private static readonly string[] Kinds = ["order", "fulfilment", "return", "task", "purchase", "transfer", "variance"];

    /// <summary>Every case of a kind, open and closed.</summary>
    public Task<List<CaseItem>> ReadAll(string kind, CancellationToken cancel) => List($"kind={kind}", cancel);

    public Task<List<CaseItem>> ReadOpen(string kind, CancellationToken cancel) => List($"kind={kind}&open=true", cancel);

    /// <summary>Open cases of every kind that can be stuck. A SKU's ledger never ends and waits for nothing.</summary>
    public async Task<List<CaseItem>> ReadAllOpen(CancellationToken cancel)
    {
        var all = new List<CaseItem>();
        foreach (var kind in Kinds)
        {
            all.AddRange(await ReadOpen(kind, cancel));
        }

        return [.. all.DistinctBy(item => item.Case)];
    }

    /// <summary>One order, asked for by its number; null when Crossdock does not know it.</summary>
    public async Task<CaseItem?> Read(string number, CancellationToken cancel) =>
        (await crossdock.Get($"/v1/cases/order/{Uri.EscapeDataString(number)}", cancel)) is { Done: true } answer
            ? answer.Read<CaseWhole>()?.Case
            : null;

    /// <summary>One promotion with its targets; null when Crossdock does not know it.</summary>
    public async Task<PriceWhole?> ReadPrice(string number, CancellationToken cancel) =>
        (await crossdock.Get($"/v1/prices/{Uri.EscapeDataString(number)}", cancel)) is { Done: true } answer
            ? answer.Read<PriceWhole>()
            : null;

    /// <summary>One return; null when Crossdock does not know it.</summary>
    public async Task<ReturnWhole?> ReadReturn(string number, CancellationToken cancel) =>
        (await crossdock.Get($"/v1/returns/{Uri.EscapeDataString(number)}", cancel)) is { Done: true } answer
            ? answer.Read<ReturnWhole>()
            : null;

    /// <summary>One invoice or credit note; null when Crossdock does not know it.</summary>
    public async Task<InvoiceWhole?> ReadInvoice(string key, CancellationToken cancel) =>
        (await crossdock.Get($"/v1/invoices/{Uri.EscapeDataString(key)}", cancel)) is { Done: true } answer
            ? answer.Read<InvoiceWhole>()
            : null;

    /// <summary>One purchase; null when Crossdock does not know it.</summary>
    public async Task<PurchaseWhole?> ReadPurchase(string number, CancellationToken cancel) =>
        (await crossdock.Get($"/v1/purchases/{Uri.EscapeDataString(number)}", cancel)) is { Done: true } answer
            ? answer.Read<PurchaseWhole>()
            : null;

    /// <summary>One transfer; null when Crossdock does not know it.</summary>
    public async Task<TransferWhole?> ReadTransfer(string number, CancellationToken cancel) =>
        (await crossdock.Get($"/v1/transfers/{Uri.EscapeDataString(number)}", cancel)) is { Done: true } answer
            ? answer.Read<TransferWhole>()
            : null;

    /// <summary>How far Crossdock says each channel is with what it may sell.</summary>
    public async Task<List<ChannelSyncItem>> ReadSync(CancellationToken cancel) =>
        [.. (await crossdock.Get("/v1/stock/sync", cancel)).Read<SyncPage>()?.Channels ?? []];

    public async Task<List<PositionItem>> ReadStock(CancellationToken cancel)
    {
        var all = new List<PositionItem>();
        string? after = null;
        do
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var page = (await crossdock.Get($"/v1/stock/positions?max={Page}{cursor}", cancel)).Read<PositionPage>();
            all.AddRange(page?.Positions ?? []);
            after = page?.Next;
        }
        while (after is not null);
        return all;
    }

    /// <summary>
    /// Cases that wait for a person, with all the cases above them: an order waits for a person when a task of it does.
    /// </summary>
    public static HashSet<string> WaitingOnPeople(IReadOnlyCollection<CaseItem> open)
    {
        var parents = open.Where(item => item.Parent is not null).ToDictionary(item => item.Case, item => item.Parent!,
            StringComparer.Ordinal);
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in open.Where(item => item.Waits == Words.OnPerson || item.Incident is not null))
        {
            for (string? at = item.Case; at is not null && waiting.Add(at); at = parents.GetValueOrDefault(at))
            {
            }
        }

        return waiting;
    }

    /// <summary>Nothing will move it: no person, no deadline, no effect on its way, no incident in an operator's list.</summary>
    public static bool IsStuck(CaseItem item) =>
        item is { Final: false, Due: null, InFlight: 0, Incident: null } && item.Waits != Words.OnPerson;

    private async Task<List<CaseItem>> List(string filter, CancellationToken cancel)
    {
        var all = new List<CaseItem>();
        string? after = null;
        do
        {
            var cursor = after is null ? "" : $"&after={Uri.EscapeDataString(after)}";
            var answer = await crossdock.Get($"/v1/cases?{filter}&order=oldest&take={Page}{cursor}", cancel);
            if (!answer.Done)
            {
                throw new InvalidOperationException($"Crossdock did not show its cases: {answer.Why()}");
            }

            var page = answer.Read<CasePage>();
            all.AddRange(page?.Cases ?? []);
            after = page?.Next;
        }
        while (after is not null);
        return all;
    }
}
