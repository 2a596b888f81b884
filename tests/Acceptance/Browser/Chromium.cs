using Microsoft.Playwright;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>The machine's own Chromium: nothing is downloaded for the tests.</summary>
internal static class Chromium
{
    /// <summary>The one without windows first: opening a page is half the work for it.</summary>
    private static readonly string[] Names =
        ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public const string WhyNot = "There is no Chromium on this machine (Debian: apt-get install chromium).";

    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Prepend("/usr/bin")
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    public static BrowserTypeLaunchOptions At(string path) => new()
    {
        ExecutablePath = path,
        Args =
        [
            "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run",
            // Pages come and go by the second, all of one house: a process for each, and one kept ready besides, is half of the work.
            "--renderer-process-limit=1", "--disable-site-isolation-trials",
            // Chromium refuses to be its own jailer for root, as containers run it.
            .. Environment.UserName == "root" ? (string[])["--no-sandbox"] : [],
        ],
    };
}
