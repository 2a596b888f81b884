namespace Crossdock.Api.Governance.Keys;

/// <summary>A file with a secret, readable by its owner only from its first byte on.</summary>
public static class OwnerOnlyFile
{
    /// <summary>Replaces what is there.</summary>
    public static async Task Write(string path, string text, CancellationToken cancel)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.Delete(path);
        await using var stream = new FileStream(path, options);
        await using var writer = new StreamWriter(stream);
        await writer.WriteLineAsync(text.AsMemory(), cancel);
    }
}
