namespace Crossdock.Acceptance.Tests.Running;

/// <summary><c>verify</c> of the host's own program.</summary>
internal static class Verification
{
    public static async Task NothingIsWrong(string store, string folder)
    {
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "verify", "--store", store], folder, TimeSpan.FromMinutes(5));
        said.ShouldContain("Nothing is wrong.");
        code.ShouldBe(0, said);
    }
}
