using System.Security.Cryptography;

namespace Crossdock.Runtime.Journal;

/// <summary>Each row's hash covers its predecessor's, so that a changed, missing or reordered row shows.</summary>
public static class Chain
{
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    public static byte[] Next(byte[] previous, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
