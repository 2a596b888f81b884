using Crossdock.Host.Dashboard;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed class WordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.04, "under 0.1 s")]
    [InlineData(0.4, "0.4 s")]
    [InlineData(9.99, "9.9 s")]
    [InlineData(34, "34 s")]
    [InlineData(59.97, "59 s")]
    [InlineData(118, "1 min 58 s")]
    [InlineData(120, "2 min")]
    [InlineData(34 * 60, "34 min")]
    [InlineData(3599, "59 min")]
    [InlineData(65 * 60, "1 h 05 min")]
    [InlineData(7200, "2 h")]
    [InlineData(54 * 3600, "2 d 6 h")]
    [InlineData(48 * 3600, "2 d")]
    [InlineData(1200 * 86400.0, "1,200 d")]
    public void A_duration_has_two_units_at_most(double seconds, string words) =>
        Words.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Theory]
    [InlineData(65 * 60, "1 h 05")]
    [InlineData(74, "1 min 14")]
    [InlineData(34 * 60, "34 min")]
    public void In_a_map_the_second_unit_loses_its_word(double seconds, string words) =>
        Words.MapDuration(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Theory]
    [InlineData(26, "26 min left")]
    [InlineData(-34, "over by 34 min")]
    [InlineData(0, "due now")]
    public void A_clock_says_what_is_left_or_over(int minutes, string words) => Words.Left(Noon.AddMinutes(minutes), Noon).ShouldBe(words);

    [Fact]
    public void A_clock_that_was_never_set_says_so() => Words.Left(null, Noon).ShouldBe("no deadline");

    [Theory]
    [InlineData(48200.0, "EUR", "€ 48,200.00")]
    [InlineData(-3.5, "GBP", "−£ 3.50")]
    [InlineData(12.0, "SEK", "SEK 12.00")]
    [InlineData(0.0, "EUR", "€ 0.00")]
    public void Money_says_its_currency_and_has_a_true_minus(double amount, string currency, string words) =>
        Words.Money((decimal)amount, currency).ShouldBe(words);

    [Fact]
    public void What_is_not_known_says_so_and_never_shows_zero()
    {
        Words.Money(null, "EUR").ShouldBe("not known");
        Words.Percent(0, 0).ShouldBe("not known");
        Words.Figure(null).ShouldBe("not known");
    }

    [Fact]
    public void Zero_is_a_dot_in_a_grid_and_a_zero_in_a_row()
    {
        Words.Cell(0).ShouldBe("·");
        Words.Count(0).ShouldBe("0");
        Words.Count(10_233, "case", "cases").ShouldBe("10,233 cases");
        Words.Count(1, "case", "cases").ShouldBe("1 case");
        Words.Percent(978, 1000).ShouldBe("97.8 %");
    }

    [Theory]
    [InlineData(4.7, "+4.7")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(0.01, "±0")]
    public void A_change_is_signed(double change, string words) => Words.Signed(change).ShouldBe(words);

    [Theory]
    [InlineData("CancelRequested", "Cancel requested")]
    [InlineData("order-to-fulfilment", "Order to fulfilment")]
    [InlineData("order.cancel-requested", "Cancel requested")]
    public void Names_in_code_become_words(string name, string words) => Words.Sentence(name).ShouldBe(words);
}
