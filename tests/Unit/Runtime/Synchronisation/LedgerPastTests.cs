namespace Crossdock.Unit.Tests.Runtime.Synchronisation;

/// <summary>What the books had at an instant, whatever moved since.</summary>
public class LedgerPastTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SyncHouse _house = new();

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 10, 1)]
    [InlineData(30, 10, 1)]
    [InlineData(60, 7, 2)]
    [InlineData(120, 9, 3)]
    [InlineData(9_999, 9, 3)]
    public async Task What_moved_after_the_instant_is_taken_back_and_what_moved_at_it_is_not(int seconds, int onHand, int row)
    {
        Move(10, -3, 2);

        (await Read(seconds)).ShouldBe((onHand, row));
    }

    [Fact]
    public async Task Hundreds_of_movements_later_the_books_of_then_are_found()
    {
        Move([.. Enumerable.Range(0, 1_000).Select(n => n % 2 == 0 ? 3 : -1)]);

        (await Read(59)).ShouldBe((3, 1));
        (await Read(500 * 60)).ShouldBe((503, 501));
        (await Read(1_000 * 60)).ShouldBe((1_000, 1_000));
    }

    [Fact]
    public async Task Of_another_place_and_of_a_sku_that_nobody_moved_there_is_nothing()
    {
        Move(10);

        (await _house.Past().OnHand("A", "ST-2", Processes.Given.Now, CancellationToken.None)).OnHand.ShouldBe(0);
        (await _house.Past().OnHand("B", "ST-1", Processes.Given.Now, CancellationToken.None)).ShouldBe((0, 0));
    }

    private void Move(params int[] pieces)
    {
        foreach (var moved in pieces)
        {
            _house.Move("A", moved);
            _house.Wall.Advance(Minute);
        }
    }

    private Task<(int OnHand, int Row)> Read(int secondsIn) =>
        _house.Past().OnHand("A", "ST-1", Processes.Given.Now.AddSeconds(secondsIn), CancellationToken.None);
}
