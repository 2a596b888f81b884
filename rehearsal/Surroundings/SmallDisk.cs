using System.Diagnostics;
using System.Globalization;

namespace Crossdock.Rehearsal.Surroundings;

/// <summary>A disk of its own, in memory, that a ballast file can fill to the last byte. Mounting one takes root, on Linux.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const int Block = 1 << 20;

    private readonly string _ballast;

    private SmallDisk(string path)
    {
        Path = path;
        _ballast = System.IO.Path.Combine(path, "ballast");
    }

    public static bool CanBeMade => OperatingSystem.IsLinux() && Environment.UserName == "root";

    public string Path { get; }

    public static async Task<SmallDisk> Mount(string path, int megabytes, CancellationToken cancel)
    {
        Directory.CreateDirectory(path);
        var size = $"size={megabytes.ToString(CultureInfo.InvariantCulture)}m,mode=0711";
        await Run("mount", ["-t", "tmpfs", "-o", size, "crossdock-rehearsal", path], cancel);
        return new SmallDisk(path);
    }

    /// <summary>Nothing more fits, not even a page.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var block in (int[])[Block, 4096])
        {
            try
            {
                for (var nothing = new byte[block]; ;)
                {
                    file.Write(nothing);
                }
            }
            catch (IOException)
            {
                // Full, as far as this block size goes.
                continue;
            }
        }
    }

    public void Free() => File.Delete(_ballast);

    public async ValueTask DisposeAsync()
    {
        // Lazily: somebody may still stand in it, and it goes with them.
        await Run("umount", ["-l", Path], CancellationToken.None);
        Directory.Delete(Path);
    }

    private static async Task Run(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
        }
    }
}
