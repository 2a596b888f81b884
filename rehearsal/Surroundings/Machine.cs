using System.Diagnostics;
using System.Globalization;

namespace Crossdock.Rehearsal.Surroundings;

/// <summary>What a result was measured on, and of what.</summary>
public static class Machine
{
    public static string Words() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GB");

    /// <summary>The commit that the sources stand at, with a plus where they were changed since; empty outside a clone.</summary>
    public static string Commit()
    {
        var commit = Git("rev-parse", "--short", "HEAD");
        return commit.Length > 0 && Git("status", "--porcelain", "--untracked-files=no").Length > 0 ? $"{commit}+" : commit;
    }

    private static string Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = AppContext.BaseDirectory, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            var said = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? said.Trim() : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
