using System.Security.Cryptography;
using System.Text;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Conformance.Tests.Storage;

/// <summary>Rows and heads to test stores with.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static int _keys;

    /// <summary>A case id that no other test uses.</summary>
    public static CaseId NewCase(string kind = "order") => new(kind, $"T{Interlocked.Increment(ref _keys)}");

    /// <summary>Rows of one case as one writer would write them: other writers' rows have other bodies and hashes.</summary>
    public static List<JournalRow> Rows(CaseId id, long number, int first, int count, string writer = "a", byte[]? previous = null)
    {
        var rows = new List<JournalRow>();
        var hash = previous ?? new byte[32];
        for (var seq = first; seq < first + count; seq++)
        {
            var body = Encoding.UTF8.GetBytes($"{{\"case\":\"{id}\",\"seq\":{seq},\"writer\":\"{writer}\"}}");
            hash = SHA256.HashData([.. hash, .. body]);
            rows.Add(new JournalRow(number, id, seq, Noon.AddTicks(seq), body, hash));
        }

        return rows;
    }

    public static Deadline DueAt(DateTimeOffset due) => new("pick", TimeSpan.FromHours(2), "always", due.AddHours(-2), due, 0);

    public static CaseHead Head(
        long number,
        CaseId id,
        int seq = 1,
        string state = "AwaitingPick",
        DateTimeOffset? opened = null,
        DateTimeOffset? closed = null,
        DateTimeOffset? due = null,
        string? incident = null,
        CaseCard? card = null) =>
        new(
            number,
            id,
            "order-to-fulfilment",
            1,
            seq,
            state,
            closed is null ? Waits.OnPerson : Waits.Nothing,
            Noon,
            opened ?? Noon,
            closed,
            Noon.AddTicks(seq),
            due is { } at ? DueAt(at) : null,
            incident,
            2,
            card ?? new CaseCard($"Case {id}"));

    public static HeadChanges Changes(params CaseHead[] heads) => new("test", FeedPosition.Start, heads, [], []);
}
