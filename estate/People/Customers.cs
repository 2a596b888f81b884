using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Estate.Channels;
using Crossdock.Estate.Systems.Mail;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>
/// The customers: they come for what is ready within 1 to 60 hours, three in a hundred never do; asked a question they answer
/// within 8 hours: agree (65 %), wait (20 %) or refuse (15 %), three in a hundred not at all.
/// </summary>
public sealed class Customers(
    CrossdockClient crossdock, BusinessClock clock, TimeProvider wall, Seeded chance, OrderLedger orders, MailBooks mail)
{
    private static readonly TimeSpan LooksIntoMailbox = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _comes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _answering = new();
    private long _answers;

    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Questions that are being thought about.</summary>
    public int Thinking => _answering.Count + mail.Unread;

    /// <summary>Whether the one who fetches it stands at the counter; a carrier's driver always does.</summary>
    public bool HasCome(TaskItem handOver)
    {
        if (orders.OfCase(handOver.About ?? handOver.Key) is not { Collects: true } order)
        {
            return true;
        }

        var now = clock.GetUtcNow();
        var comes = _comes.GetOrAdd(handOver.Key, key => chance.Chance(0.03, "never-comes", order.Number)
            ? DateTimeOffset.MaxValue
            : now + chance.Between(TimeSpan.FromHours(1), TimeSpan.FromHours(60), "comes", key));
        return comes <= now;
    }

    public async Task Live(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                while (mail.Take() is { } letter)
                {
                    Read(letter, cancel);
                }

                await Task.Delay(LooksIntoMailbox, wall, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Task.WhenAll(_answering.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Read(Letter letter, CancellationToken cancel)
    {
        var who = $"{letter.Template}/{letter.Number}";
        if (!letter.Template.Contains("decide", StringComparison.Ordinal) || chance.Chance(0.03, "never-answers", who))
        {
            return;
        }

        var answering = Answer(letter, who, cancel);
        _answering[answering] = true;
        _ = answering.ContinueWith(done => _answering.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task Answer(Letter letter, string who, CancellationToken cancel)
    {
        await Task.Delay(
            clock.ToWall(chance.Between(TimeSpan.FromMinutes(10), TimeSpan.FromHours(8), "thinks", who)), wall, cancel);
        var answer = chance.Weighted([("agree", 65), ("wait", 20), ("refuse", 15)], "answers", who);
        var body = WireJson.Write(new { answer, offer = letter.Facts.ElementAtOrDefault(1) });
        await crossdock.Post($"/v1/orders/{Uri.EscapeDataString(letter.Number)}/answer", body, null, cancel);
        Interlocked.Increment(ref _answers);
    }
}
