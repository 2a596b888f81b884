using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>Runs that were played at once, with what they left, so that each can be judged by itself.</summary>
internal sealed class RunsTogether(int runs) : IDisposable
{
    private readonly TempFolder _folder = new();
    private IReadOnlyList<(EstateRun.Plan Plan, (int Code, string Said) End)> _played = [];

    public IReadOnlyList<TempFolder> Folders { get; } = [.. Enumerable.Range(0, runs).Select(_ => new TempFolder())];

    public async Task Play(IReadOnlyList<EstateRun.Plan> plans, int killer)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var hosts = new HostsTogether(plans.Count, killer, _folder.Path);
        _played = await Task.WhenAll(plans.Select(async plan =>
        {
            try
            {
                return (plan, await EstateRun.Play(plan, hosts.Join, together.Token));
            }
            catch
            {
                // The others would wait for it in vain.
                await together.CancelAsync();
                throw;
            }
        }));
    }

    /// <summary>Checks the report of one of them and proves its store; returns the report for what a test asks besides.</summary>
    public Task<JsonObject> Settled(int run) => EstateRun.Check(_played[run].Plan, _played[run].End);

    public void Dispose()
    {
        foreach (var folder in Folders.Append(_folder))
        {
            folder.Dispose();
        }
    }
}
