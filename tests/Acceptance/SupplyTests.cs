using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>
/// Sales draw stock, a review proposes, purchases are approved, suppliers confirm, change or say nothing, goods come and are counted,
/// stock and ERP agree, and orders that waited are served. What came is billed, and paid as the bank shows and no more than was received.
/// </summary>
public sealed class SupplyTests
{
    /// <summary>Twelve hours, between two reviews, are seven seconds.</summary>
    private const double Pace = 6_000;

    [Fact]
    public async Task What_runs_low_is_bought_received_and_closed_and_every_book_agrees()
    {
        var report = await EstateRun.Settles(null, usual => usual with
        {
            Orders = 90, Seed = 3, Factor = Pace, ArriveSeconds = 24, LinesMean = 10, Purchases = true, Prices = false,
        });
        var bought = report["purchases"]!.AsObject();
        EstateRun.Count(bought, "started").ShouldBeGreaterThan(0, $"{report}");
        EstateRun.Count(bought, "settled").ShouldBeGreaterThan(0, $"{report}");
        (EstateRun.Count(bought, "differences"), EstateRun.Count(bought, "stuck")).ShouldBe((0, 0), $"{report}");
        var moved = report["transfers"]!.AsObject();
        (EstateRun.Count(moved, "differences"), EstateRun.Count(moved, "stuck")).ShouldBe((0, 0), $"{report}");
        var billed = report["invoices"]!.AsObject();
        EstateRun.Count(billed, "started").ShouldBeGreaterThan(0, $"{report}");
        (EstateRun.Count(billed, "differences"), EstateRun.Count(billed, "stuck")).ShouldBe((0, 0), $"{report}");
    }
}
