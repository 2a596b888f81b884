using Crossdock.Acceptance.Tests.Running;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Acceptance.Tests;

/// <summary>One id finds what an order led to, wherever it went.</summary>
public sealed class TraceTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_trace_of_a_posted_order_is_in_every_row_and_in_every_request_that_it_leads_to(bool exported)
    {
        using var folder = new TempFolder();
        var store = $"sqlite:{folder.File("crossdock.db")}";
        await using var collector = await Collector.Start();
        await using var systems = await OutsideSystems.Start();
        await using var host = await CrossdockHost.Start(store, systems, more: exported ? collector.Settings : null);
        await host.Api.Receive("LAMP", Network.Leeds, 5);

        using var taken = await host.Api.Post(
            "/v1/orders", Orders.PickedUp("TRACE-1", "LAMP", 2, Network.Leeds), $"00-{TraceId}-00f067aa0ba902b7-01");
        taken.IsSuccessStatusCode.ShouldBeTrue();
        await host.Api.TaskFor("TRACE-1", "pick", Network.Leeds);
        await Eventually.Holds("the customer is written to", () => Task.FromResult(systems.LettersAbout("TRACE-1").Any()));
        if (exported)
        {
            foreach (var span in new[] { "tell case", "carry out effect", "erp check-order", "/v1/orders" })
            {
                await Eventually.Holds($"the span '{span}' is exported", () => Task.FromResult(collector.HasSpan(span, TraceId)));
            }
        }

        await host.StopAndVerify();

        // What a host says of itself at its start, no order led to.
        var rows = (await ReadRows(store)).Where(row => row.Case.Kind != "calendars").ToList();
        rows.Select(row => row.Case.Kind).Distinct().Order().ShouldBe(["fulfilment", "order", "stock", "task"]);
        rows.Where(row => row.Message.Trace?.Contains(TraceId, StringComparison.Ordinal) != true)
            .Select(row => $"{row.Case}#{row.Seq} {row.Message.Id}: {row.Message.Trace}").ShouldBeEmpty();
        systems.Calls.ShouldNotBeEmpty();
        systems.Calls.Where(call => !call.Trace.Contains(TraceId, StringComparison.Ordinal)).ShouldBeEmpty();
        collector.HasMetric("crossdock.tell.duration").ShouldBe(exported, "metrics are exported exactly when somebody asks for them");
    }

    /// <summary>All but the goods receipt, which came before the order and not with it.</summary>
    private static async Task<IReadOnlyList<Transition>> ReadRows(string address)
    {
        await using var store = Store.Open(address, NullLoggerFactory.Instance);
        var json = ProcessCatalogue.Retail.Json();
        var rows = await store.Journal.ReadFeed(FeedPosition.Start, 1_000, CancellationToken.None);
        return [.. rows.Select(row => json.Read(row.Row.Body)).Where(row => row.Case.Kind != "stock" || row.Seq > 1)];
    }
}
