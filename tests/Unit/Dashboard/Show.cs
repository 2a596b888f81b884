namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Not a check: opens the made-up house for a person to look at, on the port that CROSSDOCK_SHOW names.</summary>
public sealed class Show
{
    [Fact(Explicit = true)]
    public async Task The_screens_until_a_key_is_sent()
    {
        await using var house = await DashboardHouse.Open(int.Parse(Environment.GetEnvironmentVariable("CROSSDOCK_SHOW") ?? "0"));
        TestContext.Current.SendDiagnosticMessage($"Open {house.Address}, name anything, key admin, reader or store.");
        await Console.In.ReadLineAsync(TestContext.Current.CancellationToken);
    }
}
