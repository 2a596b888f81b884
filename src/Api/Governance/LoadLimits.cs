using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Crossdock.Api.Governance;

/// <summary>
/// How much may be under way at once before the door says "not now". Settings under <c>Crossdock:Limits</c>. New work (orders and
/// returns) stands in a queue of its own: a flood of it costs people and partners nothing.
/// </summary>
/// <param name="ConcurrentOrders">new orders and returns that are decided at once: more only makes each of them later</param>
/// <param name="WaitingOrders">those that wait behind them: a second or two of work, for an early no is kinder than a late yes</param>
/// <param name="ConcurrentWrites">all other writes at once</param>
/// <param name="WaitingWrites">and behind them</param>
/// <param name="LongestWaitSeconds">how long any of them waits: a shopper has gone by then, and a client's own patience, mostly five
/// seconds or more, has to last for the work as well</param>
/// <param name="EffectsInHand">effects that wait or run, some kilobytes each: beyond it new orders are refused until some are done</param>
/// <param name="RowsToWrite">decisions that wait for the disk: beyond it new orders are refused</param>
public sealed record LoadLimits(
    int ConcurrentOrders = 64,
    int WaitingOrders = 128,
    int ConcurrentWrites = 512,
    int WaitingWrites = 2_048,
    int LongestWaitSeconds = 2,
    int EffectsInHand = 20_000,
    int RowsToWrite = 10_000)
{
    public const string Section = "Crossdock:Limits";

    public TimeSpan LongestWait => TimeSpan.FromSeconds(LongestWaitSeconds);

    /// <exception cref="FormatException">a limit is no number from 1 up; the text names it</exception>
    public static LoadLimits Read(IConfiguration settings)
    {
        var section = settings.GetSection(Section);
        var usual = new LoadLimits();
        int Of(string name, int otherwise) => section[name] is not { } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given
            : throw new FormatException($"{Section}:{name} must be a number from 1 up.");
        return new LoadLimits(
            Of(nameof(ConcurrentOrders), usual.ConcurrentOrders), Of(nameof(WaitingOrders), usual.WaitingOrders),
            Of(nameof(ConcurrentWrites), usual.ConcurrentWrites), Of(nameof(WaitingWrites), usual.WaitingWrites),
            Of(nameof(LongestWaitSeconds), usual.LongestWaitSeconds), Of(nameof(EffectsInHand), usual.EffectsInHand),
            Of(nameof(RowsToWrite), usual.RowsToWrite));
    }
}

/// <summary>What is under way behind the door.</summary>
/// <param name="EffectsInHand">asked for and not yet answered</param>
/// <param name="RowsToWrite">decided and not yet on the disk</param>
public readonly record struct WorkInHand(int EffectsInHand, int RowsToWrite);

/// <summary>Tells how much is under way. The host knows; asked with every new order, so it must cost nothing.</summary>
public interface IWorkInHand
{
    WorkInHand Now { get; }
}
