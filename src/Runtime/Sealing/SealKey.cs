using System.Security.Cryptography;
using Crossdock.Contracts.Ports;

namespace Crossdock.Runtime.Sealing;

/// <summary>The private key that seals are signed with: ECDSA over P-256 and SHA-256.</summary>
public sealed class SealKey : IDisposable
{
    private readonly ECDsa _key;

    private SealKey(ECDsa key)
    {
        _key = key;
        Id = SealKeys.IdOf(key);
    }

    public string Id { get; }

    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>To be kept where only its owner reads.</summary>
    public string PrivatePem => _key.ExportPkcs8PrivateKeyPem();

    public static SealKey Make() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <exception cref="CryptographicException">it is no private key over P-256</exception>
    public static SealKey FromPem(string pem)
    {
        var key = SealKeys.Import(pem);
        try
        {
            // A public key alone imports as well; it shows when it is asked to sign.
            key.SignData([], HashAlgorithmName.SHA256);
            return new SealKey(key);
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw;
        }
    }

    public Seal Sign(Seal draft)
    {
        var named = draft with { KeyId = Id };
        return named with { Signature = _key.SignData(Seals.Text(named), HashAlgorithmName.SHA256) };
    }

    public void Dispose() => _key.Dispose();
}

/// <summary>The public keys that seals are believed by.</summary>
public sealed class SealKeys : IDisposable
{
    /// <summary>Where the processes that share a store leave their public keys.</summary>
    public const string Area = "seal-keys";

    private readonly Dictionary<string, ECDsa> _keys = [];

    private SealKeys(IEnumerable<string> pems)
    {
        foreach (var pem in pems)
        {
            var key = Import(pem);
            if (!_keys.TryAdd(IdOf(key), key))
            {
                key.Dispose();
            }
        }
    }

    /// <exception cref="CryptographicException">one of them is no key over P-256</exception>
    public static SealKeys FromPems(IEnumerable<string> pems) => new(pems);

    /// <summary>What is wrong with a seal's signature; null when it is good.</summary>
    public string? WhyNot(Seal seal) =>
        !_keys.TryGetValue(seal.KeyId, out var key) ? $"is signed with the key {seal.KeyId}, which is not one of those to be believed"
        : !key.VerifyData(Seals.Text(seal), seal.Signature, HashAlgorithmName.SHA256) ? "is not the one that was signed"
        : null;

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    internal static string IdOf(ECDsa key) =>
        Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));

    internal static ECDsa Import(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? key
                : throw new CryptographicException("The key is not over the curve P-256.");
        }
        catch (Exception wrong)
        {
            key.Dispose();
            throw wrong is CryptographicException ? wrong : new CryptographicException("The text holds no key in PEM.", wrong);
        }
    }
}
