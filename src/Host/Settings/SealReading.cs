using System.Globalization;
using System.Security.Cryptography;
using Crossdock.Api.Governance.Keys;
using Crossdock.Runtime.Sealing;

namespace Crossdock.Host.Settings;

/// <summary>
/// The key that seals the journal, and how often. The key comes from a setting, or from a file that the first start makes:
/// the private part for its owner only, the public part beside it for those who verify.
/// </summary>
internal static class SealReading
{
    private const int DefaultIntervalSeconds = 60;
    private const int LongestIntervalSeconds = 86_400;
    private const string SqliteStore = "sqlite:";

    /// <summary>Null, and said on standard error, when a setting is not usable.</summary>
    public static async Task<(SealKey Key, SealSettings Settings)?> Read(
        IConfiguration configuration, string store, CancellationToken cancel)
    {
        var section = configuration.GetSection("Crossdock:Seals");
        var interval = section["IntervalSeconds"] ?? DefaultIntervalSeconds.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(interval, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > LongestIntervalSeconds)
        {
            await Console.Error.WriteLineAsync($"Crossdock:Seals:IntervalSeconds is 1 to {LongestIntervalSeconds}, and not '{interval}'.");
            return null;
        }

        try
        {
            var key = section["Key"] is { } pem ? SealKey.FromPem(pem) : await FromFile(section["KeyFile"] ?? BesideThe(store), cancel);
            return (key, new SealSettings(TimeSpan.FromSeconds(seconds), section["File"]));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // The text of a key is never repeated.
            await Console.Error.WriteLineAsync(
                $"No key to seal the journal with: {fault.Message} Set Crossdock:Seals:KeyFile to a file that can be read, or be made.");
            return null;
        }
    }

    /// <summary>Of several processes that start at once, one makes the file, and all read it.</summary>
    private static async Task<SealKey> FromFile(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            using var made = SealKey.Make();
            var draft = $"{path}.{Environment.ProcessId}.new";
            try
            {
                await OwnerOnlyFile.Write(draft, made.PrivatePem, cancel);
                File.Move(draft, path, overwrite: false);
                await File.WriteAllTextAsync($"{path}.pub", made.PublicPem + "\n", cancel);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was quicker: its key is read below.
                File.Delete(draft);
            }
        }

        return SealKey.FromPem(await File.ReadAllTextAsync(path, cancel));
    }

    private static string BesideThe(string store) =>
        store.StartsWith(SqliteStore, StringComparison.Ordinal) ? $"{store[SqliteStore.Length..]}.seal.key" : ".data/seal.key";
}
