using System.Diagnostics;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>
/// Waits for what another process does. It can only be asked, since nothing signals across the wire: so it is asked again and
/// again until a deadline, and a failure says what did not happen. This is the one place where these tests let time pass.
/// </summary>
internal static class Eventually
{
    /// <summary>Generous: the machine may be busy with other work; a test that passes does not wait for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>The first answer that is not null.</summary>
    public static async Task<T> Get<T>(string what, Func<Task<T?>> ask, TimeSpan? within = null, Func<string>? otherwise = null)
        where T : class
    {
        var begun = Stopwatch.GetTimestamp();
        using var next = new PeriodicTimer(AskEvery);
        do
        {
            if (await ask() is { } answer)
            {
                return answer;
            }
        }
        while (Stopwatch.GetElapsedTime(begun) < (within ?? Patience) && await next.WaitForNextTickAsync());

        throw new TimeoutException($"It did not happen within {within ?? Patience}: {what}. {otherwise?.Invoke()}");
    }

    public static Task Holds(string what, Func<Task<bool>> ask, TimeSpan? within = null, Func<string>? otherwise = null) =>
        Get(what, async () => await ask() ? what : null, within, otherwise);
}
