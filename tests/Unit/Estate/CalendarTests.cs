using Crossdock.Estate.Channels;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>The book's months, pressed into the minutes of a run.</summary>
public sealed class CalendarTests
{
    private static readonly DateTimeOffset Book = new(2010, 12, 1, 8, 0, 0, TimeSpan.Zero), Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_put_off_keeps_its_order_and_its_spacing()
    {
        var calendar = Calendar.From(Now, Book, TimeSpan.FromDays(10), TimeSpan.FromSeconds(240), 3600);
        calendar.BusinessAt(Book).ShouldBe(Now);
        calendar.BusinessAt(Book.AddDays(10)).ShouldBe(Now.AddDays(10));

        var later = calendar.PutOff(TimeSpan.FromHours(3));
        foreach (var hours in new[] { 0, 1, 30, 240 })
        {
            later.BusinessAt(Book.AddHours(hours)).ShouldBe(calendar.BusinessAt(Book.AddHours(hours)).AddHours(3));
        }

        later.PutOff(TimeSpan.Zero).ShouldBe(later);
        later.PutOff(TimeSpan.FromHours(-1)).ShouldBe(later, "nothing that is past comes back");
    }
}
