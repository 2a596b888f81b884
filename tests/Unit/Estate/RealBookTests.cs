using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class RealBookTests
{
    [Fact]
    public void every_row_and_invoice_of_the_real_book_is_accounted_for()
    {
        var folder = Environment.GetEnvironmentVariable("CROSSDOCK_SUITES");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "CROSSDOCK_SUITES does not name the folder with the real order book.");
        var file = Directory.EnumerateFiles(Path.Combine(folder!, "online-retail"), "online-retail-2010-12*.csv.gz").FirstOrDefault();
        Assert.SkipWhen(file is null, $"There is no online-retail book in {folder}.");

        var facts = BookBuilder.Build(OnlineRetailCsv.ReadFile(file!), 1, RetailMap.Build([2010, 2011])).Facts;

        facts.Gap.ShouldBe("");
        facts.RowsRead.ShouldBe(245_903);
        (facts.Orders + facts.CorrectionsOnly + facts.OddOnly).ShouldBe(10_789);
        facts.Cancellations.ShouldBe(2_006);
        facts.Fates[RowFate.StockCorrection].ShouldBe(758);
    }
}
