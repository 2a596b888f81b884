using System.Buffers.Binary;
using System.Security.Cryptography;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Sealing;

/// <summary>
/// Counts and digests the rows behind a seal, in the order of the feed. A row's own hash covers its body and its case's rows
/// before it, so 48 bytes a row are enough.
/// </summary>
public sealed class Reckoning : IDisposable
{
    private const int PrintBytes = sizeof(long) + sizeof(long) + SHA256.HashSizeInBytes;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private Reckoning(Seal? after)
    {
        (Reached, Rows, Cases) = after is null ? (FeedPosition.Start, 0, 0) : (after.Reached, after.Rows, after.Cases);
        _hash.AppendData(after is null ? Seals.Nothing : after.Digest);
    }

    public FeedPosition Reached { get; private set; }

    public long Rows { get; private set; }

    public long Cases { get; private set; }

    public byte[] Digest => _hash.GetCurrentHash();

    public static Reckoning After(Seal? seal) => new(seal);

    public void Add(RowPrint row)
    {
        Span<byte> print = stackalloc byte[PrintBytes];
        BinaryPrimitives.WriteInt64BigEndian(print, row.CaseNo);
        BinaryPrimitives.WriteInt64BigEndian(print[sizeof(long)..], row.Seq);
        // A hash of another length is a broken row's: what is there of it is taken, so that the digest cannot fit.
        row.Hash.AsSpan(0, Math.Min(row.Hash.Length, SHA256.HashSizeInBytes)).CopyTo(print[(2 * sizeof(long))..]);
        _hash.AppendData(print);
        (Reached, Rows, Cases) = (row.Position, Rows + 1, Cases + (row.Seq == 1 ? 1 : 0));
    }

    public void Dispose() => _hash.Dispose();
}
