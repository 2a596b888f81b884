using System.Collections.Frozen;
using System.Data.Common;
using System.Security.Claims;
using System.Security.Cryptography;
using Crossdock.Contracts.Ports;

namespace Crossdock.Api.Governance.Keys;

/// <summary>
/// Says whose key was presented. The keys are few and asked for with every request, so they are held in memory: a revoked
/// key works for <see cref="Refresh"/> more at the longest, a new one within a second.
/// </summary>
public sealed class KeyCheck(IKeys keys, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan Refresh = TimeSpan.FromSeconds(10);

    /// <summary>How often unknown ids may send us to the store: guessing must not become load.</summary>
    private static readonly TimeSpan RefreshForUnknown = TimeSpan.FromSeconds(1);

    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly SemaphoreSlim _reading = new(1, 1);

    private Held? _held;

    private sealed record Held(FrozenDictionary<string, Known> ById, DateTimeOffset At);

    /// <summary>A key, and whoever it signs in: that is looked at with each request and never changed.</summary>
    private sealed record Known(ApiKey Key)
    {
        public ClaimsPrincipal? User { get; set; }
    }

    /// <summary>The caller behind a key, signed in under <paramref name="scheme"/>; null when it is not one of ours.</summary>
    /// <exception cref="StoreUnavailableException">no key was read yet and the store cannot be reached</exception>
    public async Task<ClaimsPrincipal?> Check(string presented, string scheme, CancellationToken cancel)
    {
        if (!KeyText.TrySplit(presented, out var id, out var secret))
        {
            return null;
        }

        var known = (await Current(Refresh, cancel)).GetValueOrDefault(id)
            ?? (await Current(RefreshForUnknown, cancel)).GetValueOrDefault(id);

        // An unknown id costs the same comparison as a known one, so that the time it takes names no ids.
        var same = CryptographicOperations.FixedTimeEquals(KeyText.HashOf(secret), known?.Key.SecretHash ?? NoHash);
        return same && known is { Key: { Revoked: false } key } ? known.User ??= Caller.Principal(key, scheme) : null;
    }

    /// <summary>Whether there is a key of that id that was not revoked; for whoever has shown it before.</summary>
    /// <exception cref="StoreUnavailableException">no key was read yet and the store cannot be reached</exception>
    public async Task<bool> IsGood(string id, CancellationToken cancel) =>
        ((await Current(Refresh, cancel)).GetValueOrDefault(id) ?? (await Current(RefreshForUnknown, cancel)).GetValueOrDefault(id))
            is { Key.Revoked: false };

    public void Dispose() => _reading.Dispose();

    private async ValueTask<FrozenDictionary<string, Known>> Current(TimeSpan noOlderThan, CancellationToken cancel)
    {
        if (Fresh(noOlderThan) is { } held)
        {
            return held;
        }

        await _reading.WaitAsync(cancel);
        try
        {
            if (Fresh(noOlderThan) is { } readMeanwhile)
            {
                return readMeanwhile;
            }

            var all = await keys.ReadAll(cancel);
            _held = new Held(all.ToFrozenDictionary(key => key.Id, key => new Known(key)), clock.GetUtcNow());
        }
        catch (Exception fault) when (_held is not null && fault is (StoreUnavailableException or DbException))
        {
            // Known callers keep working while the store is away; what they ask of it is refused where it is needed.
            _held = _held with { At = clock.GetUtcNow() };
        }
        finally
        {
            _reading.Release();
        }

        return _held.ById;
    }

    private FrozenDictionary<string, Known>? Fresh(TimeSpan noOlderThan) =>
        _held is { } held && clock.GetUtcNow() - held.At < noOlderThan ? held.ById : null;
}
