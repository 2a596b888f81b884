using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Configuration;

namespace Crossdock.Api.Governance.Keys;

/// <summary>The first key of a new house. Made once, when there is none; shown once.</summary>
public static class AdministratorKey
{
    /// <summary>The setting that names the file it is written to, readable by its owner only.</summary>
    public const string FileSetting = "Crossdock:AdminKeyFile";

    public const string Id = "admin";

    /// <summary>True when a key was made. Of several processes that start at once, one makes it.</summary>
    /// <param name="screen">where the key is shown when no file is named; never a log</param>
    public static async Task<bool> EnsureExists(
        IKeys keys, IConfiguration settings, TimeProvider clock, TextWriter screen, CancellationToken cancel)
    {
        if ((await keys.ReadAll(cancel)).Count > 0)
        {
            return false;
        }

        var (key, text) = KeyText.Mint(Id, "administrator", Roles.Admin, scope: null, clock.GetUtcNow());
        var file = settings[FileSetting];
        if (string.IsNullOrWhiteSpace(file))
        {
            return await Show(keys, key, text, screen, cancel);
        }

        // Written before the key counts and moved into place after, so that neither is ever there without the other.
        var draft = $"{file}.{Environment.ProcessId}.new";
        try
        {
            await OwnerOnlyFile.Write(draft, text, cancel);
            var made = await keys.Add(key, cancel);
            if (made)
            {
                File.Move(draft, file, overwrite: true);
            }

            return made;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static async Task<bool> Show(IKeys keys, ApiKey key, string text, TextWriter screen, CancellationToken cancel)
    {
        if (!await keys.Add(key, cancel))
        {
            return false;
        }

        await screen.WriteLineAsync($"The administrator's key, shown this once: {text}".AsMemory(), cancel);
        await screen.FlushAsync(cancel);
        return true;
    }
}
