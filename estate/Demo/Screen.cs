using System.Diagnostics;
using System.Globalization;
using Crossdock.Estate.Channels;
using Crossdock.Estate.OrderBook;
using Spectre.Console;

namespace Crossdock.Estate.Demo;

/// <summary>What a run says on the screen: where things are, a live line, a table at the end.</summary>
internal sealed class Screen(IAnsiConsole console, TimeProvider wall)
{
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(5);

    private readonly long _begun = wall.GetTimestamp();
    private DateTimeOffset _lastPlain = DateTimeOffset.MinValue;
    private (int Orders, long At) _rate;

    private static CultureInfo Plain => CultureInfo.InvariantCulture;

    // Past the console's own wrapping: a path that is cut in two cannot be copied.
    public void Say(string line) => console.Profile.Out.Writer.WriteLine(line);

    public void TellBook(Book book, DemoOptions options)
    {
        var facts = book.Facts;
        Say(string.Create(Plain,
            $"order book   {(options.Input ?? "generated, seed " + options.Seed)}: {facts.RowsRead:N0} rows, {facts.Orders:N0} orders, " +
            $"{facts.Cancellations:N0} cancellations, {facts.CorrectionsOnly:N0} stock corrections, {facts.RowsOdd:N0} odd rows"));
    }

    public void TellPace(double factor, TimeSpan arrivals, Book book)
    {
        Say(string.Create(Plain, $"pace         {factor:0.#} business seconds a second; orders arrive for {arrivals.TotalSeconds:0} s " +
            $"({book.Facts.Orders / arrivals.TotalSeconds:0.#} a second)"));
    }

    public void TellAddress(Uri host, Uri control, string store, string keyFile, string log, string? keyOnce)
    {
        Say($"open         {host}");
        Say($"key          {(keyOnce is null ? "" : $"{keyOnce}   ")}(in {keyFile})");
        Say($"store        {store}");
        Say($"host's log   {log}");
        Say($"estate       {control} shows the outside systems' books: "
            + "GET /books/erp, .../payment, .../wms, .../supplier, .../carrier, .../mail");
    }

    public void Show(Glance glance, ChannelRun channels)
    {
        var perSecond = Rate(glance.OrdersIn);
        var line = string.Create(Plain,
            $"{glance.Business:ddd HH:mm}  in {glance.OrdersIn:N0}  ended {glance.Ended:N0}  open {glance.Open:N0}  " +
            $"on a person {glance.WaitingOnPerson:N0}  late {glance.Late:N0}  refused {glance.Refused:N0}  " +
            $"{perSecond:0.0}/s{(channels.AllSent ? "  all sent" : channels.IsHeld ? "  the book waits for the machine" : "")}");
        if (console.Profile.Capabilities.Ansi && console.Profile.Out.IsTerminal)
        {
            console.Write(new ControlCode("\r\u001b[2K"));
            console.Write(new Text(line.Length < console.Profile.Width ? line : line[..(console.Profile.Width - 1)]));
        }
        else if (wall.GetUtcNow() - _lastPlain >= PlainEvery)
        {
            _lastPlain = wall.GetUtcNow();
            Say(line);
        }
    }

    public void Tell(RunReport report)
    {
        Say("");
        var table = new Table().Border(TableBorder.Rounded).AddColumn("what").AddColumn(new TableColumn("count").RightAligned());
        foreach (var (what, count) in Rows(report))
        {
            table.AddRow(what, count.ToString("N0", Plain));
        }

        console.Write(table);
        foreach (var finding in report.Findings.Take(20))
        {
            Say($"finding: {finding}");
        }

        foreach (var (reason, times) in report.RefusedByReason.OrderByDescending(entry => entry.Value).Take(8))
        {
            Say($"refused {times.ToString(Plain)} x: {reason}");
        }

        if (report.HeldSeconds >= 1)
        {
            Say(string.Create(Plain,
                $"The machine was too slow for the pace: the book was held for {report.HeldSeconds:0} s of {report.ArrivalSeconds:0}."));
        }

        Say(report.Good
            ? string.Create(Plain, $"Every order is accounted for, after {report.WallSeconds:0} s.")
            : report.TimedOut ? "The run did not settle in its time; what stands above is how far it came."
                : "The books do not agree; see above.");
    }

    private double Rate(int orders)
    {
        var now = wall.GetTimestamp();
        var (before, at) = _rate;
        _rate = (orders, now);
        var seconds = wall.GetElapsedTime(at == 0 ? _begun : at, now).TotalSeconds;
        return seconds <= 0 ? 0 : (orders - before) / seconds;
    }

    private static IEnumerable<(string, long)> Rows(RunReport report) =>
    [
        ("orders in", report.OrdersIn), ("  settled", report.Settled), ("  waiting on a person", report.WaitingOnPerson),
        ("  cancelled", report.Cancelled), ("  refused", report.Refused), ("  still moving", report.StillMoving),
        ("  without an answer", report.Unanswered), ("lost", report.Lost), ("duplicated effects", report.DuplicatedEffects),
        ("oversold pieces", report.Oversold), ("cases stuck", report.CasesStuck), ("incidents", report.Incidents),
        ("duplicates recognised", report.Duplicates), ("returns", report.Returns), ("  unmatched in the book", report.UnmatchedReturns),
        ("stock movements", report.StockMovements), ("tasks done by people", report.TasksDone), ("rows read", report.RowsRead),
        ("  odd", report.RowsOdd), ("host killed", report.Kills),
        .. report.ReturnCases is { } back
            ? new (string, long)[]
            {
                ("returns of any kind", back.Started), ("  settled", back.Settled), ("  waiting on a person", back.WaitingOnPerson),
                ("  exceptions open", back.Exceptions), ("  exchanged", back.Exchanges), ("  differences", back.Differences),
            }
            : [],
        .. report.Availability is { } shown
            ? new (string, long)[]
            {
                ("figures in channels", shown.Figures), ("  publications", shown.Publications), ("  put right", shown.Healed),
                ("  exceptions open", shown.Exceptions), ("  differences", shown.Differences),
            }
            : [],
        .. report.Stock is { } stock
            ? new (string, long)[]
            {
                ("SKUs at places, by ERP, tills and WMS", stock.Places), ("  pieces that counts and picks corrected", stock.Corrected),
                ("  explained by an open case", stock.Explained), ("  differences", stock.Differences),
            }
            : [],
        .. report.Books is { } erp ? Books("the ERP's", erp) : [],
        .. report.WarehouseBooks is { } hall ? Books("the WMS's", hall) : [],
        .. report.Purchases is { } bought ? Supply("purchases", bought) : [],
        .. report.Transfers is { } moved ? Supply("transfers", moved) : [],
        .. report.Payouts is { } paid
            ? new (string, long)[]
            {
                ("payouts of the payment provider", paid.Started), ("  captures and refunds in them", paid.Lines),
                ("  settled", paid.Settled), ("  exceptions open", paid.Exceptions), ("  differences", paid.Differences),
            }
            : [],
        .. report.Invoices is { } billed
            ? new (string, long)[]
            {
                ("suppliers' invoices", billed.Started), ("  settled", billed.Settled), ("  waiting on a person", billed.WaitingOnPerson),
                ("  exceptions open", billed.Exceptions), ("  payments for several in one sum", billed.Bundled),
                ("  credit notes taken off payments", (long)billed.TakenOff), ("  told of another tax than agreed", billed.OtherTaxes),
                ("  told of freight that was not agreed", billed.OtherFreights), ("  differences", billed.Differences),
            }
            : [],
    ];

    private static (string, long)[] Books(string whose, BooksTally books) =>
    [
        ($"SKUs at places, by {whose} own books", books.Places), ("  places that went wrong there", books.WentWrong),
        ("  differences found", books.Found), ("  healed", books.Healed), ("  counted", books.Counted),
        ("  left to the WMS's comparison", books.LeftToKeeper), ("  open", books.Open),
        ("  explained by an open case", books.Explained), ("  differences", books.Differences),
    ];

    private static (string, long)[] Supply(string what, SupplyTally tally) =>
    [
        (what, tally.Started), ("  settled", tally.Settled), ("  with a supplier or on the way", tally.WithPartner),
        ("  waiting on a person", tally.WaitingOnPerson), ("  exceptions open", tally.Exceptions), ("  differences", tally.Differences),
    ];
}
