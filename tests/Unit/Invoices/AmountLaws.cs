using System.Globalization;
using System.Text;
using Crossdock.Processes.InvoiceToReconciliation.Validation;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Invoices;

/// <summary>The arithmetic of invoices, whatever the amounts.</summary>
public sealed class AmountLaws
{
    private static readonly Gen<decimal> Thousandths = Gen.Long[-2_000_000_000, 2_000_000_000].Select(n => n / 1000m);

    private static readonly Gen<(int Cents, int Rate)[]> Lines =
        Gen.Select(Gen.Int[-500_000, 900_000], Gen.Int[0, 2].Select(i => new[] { 7, 19, 25 }[i])).Array[1, 12];

    [Theory]
    [InlineData("2.345", "2.35")]
    [InlineData("-2.345", "-2.34")]
    [InlineData("2.3449999", "2.34")]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "0.00")]
    public void half_a_cent_goes_up(string number, string rounded) =>
        Amounts.Round2(decimal.Parse(number, CultureInfo.InvariantCulture)).ShouldBe(decimal.Parse(rounded, CultureInfo.InvariantCulture));

    [Fact]
    public void rounding_moves_by_half_a_cent_at_most_and_never_twice() => Thousandths.Sample(number =>
    {
        var rounded = Amounts.Round2(number);
        (rounded - number).ShouldBeInRange(-0.0049999m, 0.005m);
        Amounts.Round2(rounded).ShouldBe(rounded);
        (rounded * 100).ShouldBe(decimal.Truncate(rounded * 100));
    });

    [Theory]
    [InlineData("1.10", true)]
    [InlineData(" -1.10\n", true)]
    [InlineData("+.5", true)]
    [InlineData("1e3", false)]
    [InlineData("1,000.00", false)]
    [InlineData("(1)", false)]
    [InlineData("\u0661", false)]
    [InlineData("NaN", false)]
    [InlineData("", false)]
    [InlineData("999999999999999.99", true)]
    [InlineData("1000000000000000", false)]
    public void a_number_is_written_as_the_schema_writes_it(string text, bool isNumber) => Amounts.TryRead(text, out _).ShouldBe(isNumber);

    [Fact]
    public void an_invoice_whose_sums_are_right_keeps_the_rules_and_one_cent_more_breaks_one() =>
        Gen.Select(Lines, Gen.Int[0, 4]).Sample((lines, wrong) =>
        {
            var cent = new decimal[5];
            SampleInvoice.Check(Json(lines, cent)).Errors().ShouldBeEmpty();
            cent[wrong] = 0.01m;
            var rule = new[] { "BR-CO-10", "BR-CO-13", "BR-CO-14", "BR-CO-15", "BR-CO-16" }[wrong];
            SampleInvoice.Check(Json(lines, cent)).Errors().ShouldContain(rule);
        });

    private static string Json((int Cents, int Rate)[] lines, decimal[] cent)
    {
        var groups = lines.GroupBy(line => line.Rate)
            .Select(group => (Rate: group.Key, Net: group.Sum(line => line.Cents) / 100m)).ToList();
        var net = lines.Sum(line => line.Cents) / 100m;
        var taxes = groups.Select(group => (group.Rate, group.Net, Tax: Amounts.Round2(group.Net * group.Rate / 100m))).ToList();
        var tax = taxes.Sum(group => group.Tax);
        var text = new StringBuilder("""
            {"BT-1": "L", "BT-2": "2026-11-02", "BT-3": "380", "BT-5": "EUR", "BT-20": "soon", "BT-24": "c", "BT-27": "S", "BT-30": "1",
             "BT-31": "DE1", "BT-40": "DE", "BT-44": "B", "BT-55": "DE",
            """);
        text.Append(CultureInfo.InvariantCulture, $"\"BT-106\": {net + cent[0]}, \"BT-109\": {net + cent[1]}, ");
        text.Append(CultureInfo.InvariantCulture, $"\"BT-110\": {tax + cent[2]}, ");
        text.Append(CultureInfo.InvariantCulture, $"\"BT-112\": {net + tax + cent[3]}, \"BT-115\": {net + tax + cent[4]}, \"BG-23\": [");
        text.AppendJoin(", ", taxes.Select(group => string.Create(CultureInfo.InvariantCulture,
            $"{{\"BT-116\": {group.Net}, \"BT-117\": {group.Tax}, \"BT-118\": \"S\", \"BT-119\": {group.Rate}}}")));
        text.Append("], \"BG-25\": [").AppendJoin(", ", lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture,
            $"{{\"BT-126\": {i}, \"BT-129\": 1, \"BT-130\": \"H87\", \"BT-131\": {line.Cents / 100m}, \"BT-146\": 1, ")
            + string.Create(CultureInfo.InvariantCulture, $"\"BT-151\": \"S\", \"BT-152\": {line.Rate}, \"BT-153\": \"I\"}}")));
        return text.Append("]}").ToString();
    }
}
