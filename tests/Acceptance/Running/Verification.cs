using Crossdock.Processes.Running;
using Crossdock.Runtime.Verification;
using Crossdock.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>What <c>verify</c> proves of a store.</summary>
internal static class Verification
{
    /// <summary>By the host's own program.</summary>
    public static async Task NothingIsWrong(string store, string folder)
    {
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Host, "verify", "--store", store], folder, TimeSpan.FromMinutes(5));
        said.ShouldContain("Nothing is wrong.");
        code.ShouldBe(0, said);
    }

    /// <summary>The same in this process, for runs of which there are many.</summary>
    public static async Task Proves(string address)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var store = Store.Open(address, NullLoggerFactory.Instance);
        await store.Prepare(cancel);
        var result = await new Verifier(
            store.Audit, store.Heads, store.Seals, store.SharedValues, ProcessCatalogue.Retail.Json(), store.Archive)
            .Run(new VerificationOrder(null, [], null), cancel);
        result.Faults.ShouldBeEmpty();
        result.Found.ShouldBe(0);
        result.Cases.ShouldBeGreaterThan(0);
    }
}
