namespace Crossdock.Runtime.Archiving;

/// <summary>
/// Keeps transactions short and leaves as much time between them as they took: an append waits for one slice at most, and half of
/// the writer's time stays free.
/// </summary>
internal sealed class Pace(TimeProvider wall)
{
    private const int Fewest = 25;
    private const int Most = 2_000;

    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>How many rows the next slice may have.</summary>
    public int Rows { get; private set; } = 200;

    public TimeSpan Longest { get; private set; }

    public async Task<T> Slice<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        var began = wall.GetTimestamp();
        var done = await work();
        var took = wall.GetElapsedTime(began);
        Longest = took > Longest ? took : Longest;
        Rows = took > Long ? Math.Max(Fewest, Rows / 2) : took < Short ? Math.Min(Most, Rows * 3 / 2) : Rows;
        await Task.Delay(took < LeastPause ? LeastPause : took > LongestPause ? LongestPause : took, wall, cancel);
        return done;
    }
}
