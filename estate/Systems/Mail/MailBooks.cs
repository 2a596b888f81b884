using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Mail;

/// <summary>A letter to a customer, as the customer will read it.</summary>
public sealed record Letter(string Template, string Number, DateTimeOffset At, IReadOnlyList<string> Facts);

/// <summary>What customers have in their mailboxes and not yet read.</summary>
public sealed class MailBooks
{
    private readonly ConcurrentQueue<Letter> _unread = new();

    public int Unread => _unread.Count;

    public void Put(Letter letter) => _unread.Enqueue(letter);

    public Letter? Take() => _unread.TryDequeue(out var letter) ? letter : null;
}
