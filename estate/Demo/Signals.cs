using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Crossdock.Estate.Demo;

/// <summary>What one process may tell another, by the numbers of Linux. .NET itself can only kill.</summary>
public enum Signal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

public static class Signals
{
    /// <summary>To this process alone. One that has gone already hears nothing; where there are no signals, all of them kill.</summary>
    public static void Send(Process to, Signal signal)
    {
        if (OperatingSystem.IsWindows())
        {
            to.Kill();
        }
        else if (!to.HasExited)
        {
            _ = Native.Kill(to.Id, (int)signal);
        }
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}
