using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Crossdock.Contracts.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Crossdock.Api.Governance;

/// <summary>Says whether this process can do its work. The host gives one where it knows more than that the store answers.</summary>
public interface IReadinessProbe
{
    /// <summary>Whether start-up is through: maps checked, stores made, the stock ledger folded.</summary>
    bool Started { get; }

    /// <summary>Null when ready, else what is not.</summary>
    Task<string?> WhyNotReady(CancellationToken cancel);
}

/// <summary>Ready when the journal can be read.</summary>
internal sealed class JournalAnswers(IJournal journal, TimeProvider clock) : IReadinessProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public bool Started => true;

    public async Task<string?> WhyNotReady(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            await journal.ReadFeed(FeedPosition.Start, max: 1, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return $"the store did not answer within {Patience.TotalSeconds:0} s";
        }
        catch (Exception fault) when (fault is StoreUnavailableException or System.Data.Common.DbException or IOException)
        {
            // What a store throws names hosts and files, which this open address must not say.
            return "the store cannot be read";
        }
    }
}

public sealed record HealthState(string Status);

/// <summary>
/// For the platform that runs us, without a key. Live calls no dependency: a broken store is no reason to kill a process.
/// </summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().ExcludeFromDescription();
        health.MapGet("/live", () => Up());
        health.MapGet("/startup", (IReadinessProbe probe) => probe.Started ? Up() : Down("start-up is not through yet"));
        health.MapGet("/ready", async (IReadinessProbe probe, HttpContext http) =>
            !probe.Started ? Down("start-up is not through yet")
            : await probe.WhyNotReady(http.RequestAborted) is { } reason ? Down(reason)
            : Up());
    }

    private static IResult Up() => Answer.Ok(new HealthState("up"), ApiJson.Default.HealthState);

    private static IResult Down(string reason) => Answer.Unavailable($"Not ready: {reason}.");
}
