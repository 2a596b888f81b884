using Crossdock.Contracts.Ports;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Crossdock.Api.Governance.Problems;

/// <summary>What was thrown, as a problem document. Only a fault of ours becomes a 500, and it says nothing of the inside.</summary>
internal sealed partial class ProblemsForExceptions(ILogger<ProblemsForExceptions> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!CrossdockApi.Serves(httpContext.Request.Path))
        {
            return false;
        }

        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var answer = exception switch
        {
            StoreUnavailableException or System.Data.Common.DbException =>
                Answer.Unavailable("The store, or the host that has this case in hand, is out of reach. Nothing was acknowledged; "
                    + "send the request again."),
            CaseArchivedException gone => Answer.Problem(ProblemKind.Archived, gone.Message),
            BadHttpRequestException bad => Answer.Problem(ProblemKind.OfStatus(bad.StatusCode), bad.Message),
            _ => Failed(exception, httpContext),
        };
        await answer.ExecuteAsync(httpContext);
        return true;
    }

    private Answer Failed(Exception exception, HttpContext http)
    {
        LogFailure(exception, http.Request.Method, http.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.DisplayName ?? "no endpoint",
            http.TraceIdentifier);
        return Answer.Problem(ProblemKind.Failed, $"The fault is ours and is logged as {http.TraceIdentifier}.");
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed ({TraceIdentifier})")]
    private partial void LogFailure(Exception exception, string method, string endpoint, string traceIdentifier);
}
