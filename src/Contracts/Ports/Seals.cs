namespace Crossdock.Contracts.Ports;

/// <summary>
/// A signed statement of what the journal held: so many rows of so many cases up to a place in the feed, and a digest over
/// them. Each seal covers the one before it.
/// </summary>
/// <param name="Number">1, 2, 3 ... without a gap</param>
/// <param name="Rows">all rows up to <paramref name="Reached"/>, those of earlier seals included</param>
/// <param name="Cases">all cases begun up to there</param>
/// <param name="Digest">over the previous seal's digest and the case number, sequence number and hash of each row since</param>
/// <param name="Previous">hash of the previous seal; zeros for the first</param>
/// <param name="KeyId">which key signed</param>
public sealed record Seal(
    long Number, DateTimeOffset At, FeedPosition Reached, long Rows, long Cases, byte[] Digest, byte[] Previous, string KeyId,
    byte[] Signature);

public interface ISeals
{
    Task<Seal?> ReadLast(CancellationToken cancel);

    Task<IReadOnlyList<Seal>> Read(long afterNumber, int max, CancellationToken cancel);

    /// <summary>False when another process made the seal of that number first.</summary>
    Task<bool> Add(Seal seal, CancellationToken cancel);
}
