using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Sealing;

/// <summary>What of a seal is signed, and how one seal covers the one before it.</summary>
public static class Seals
{
    /// <summary>Stands for the seal and the digest before the first.</summary>
    public static readonly byte[] Nothing = new byte[SHA256.HashSizeInBytes];

    /// <summary>Over all of the seal, its signature included.</summary>
    public static byte[] HashOf(Seal? seal) => seal is null ? Nothing : SHA256.HashData([.. Text(seal), .. seal.Signature]);

    public static bool AreSame(Seal one, Seal other) => HashOf(one).AsSpan().SequenceEqual(HashOf(other));

    /// <summary>Plain lines, so that a seal can be checked with any tool that knows ECDSA.</summary>
    public static byte[] Text(Seal seal) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        crossdock-seal-1
        {seal.Number}
        {seal.At.UtcTicks}
        {seal.Reached.Epoch} {seal.Reached.Number}
        {seal.Rows}
        {seal.Cases}
        {Convert.ToHexStringLower(seal.Digest)}
        {Convert.ToHexStringLower(seal.Previous)}
        {seal.KeyId}
        """).ReplaceLineEndings("\n"));
}

/// <summary>A seal as a line of the file outside.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Seal))]
internal sealed partial class SealJson : JsonSerializerContext;
