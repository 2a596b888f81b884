using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crossdock.Host.Dashboard;

/// <summary>What holds for every screen: headers that keep strangers' scripts and frames out, and errors in the screens' own
/// words.</summary>
public sealed partial class ScreenGuard(RequestDelegate next, ILogger<ScreenGuard> log)
{
    // No inline script and no inline style anywhere, so that nothing a partner sends can ever run.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ScreenMetadata>() is null)
        {
            await next(context);
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(), microphone=(), payment=()";
        headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (StoreUnavailableException away) when (!context.Response.HasStarted)
        {
            StoreAway(log, context.Request.Path, away.Message);
            context.Response.Headers.RetryAfter = "5";
            await Page(context, 503, "The journal cannot be written now", failed: true,
                ["Nothing was done, so nothing is half done. What was acknowledged before is safe.",
                    "Try again in a few seconds; the same button does no harm twice."]);
        }
        catch (CaseArchivedException gone) when (!context.Response.HasStarted)
        {
            await Page(context, 410, "The case is archived", failed: false,
                [gone.Message, "Whoever keeps the archive can read it there; its end was in order."]);
        }
        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Failed(log, context.Request.Method, context.Request.Path, error);
            await Page(context, 500, "This page could not be put together", failed: true,
                ["The fault is ours and is recorded. Cases run on; only this page is missing.", "Try again, or go to another page."]);
        }
    }

    /// <summary>A form without its page's own field is answered before anything reads it: another site may have sent it.</summary>
    public static Task OnlyOwnForms(HttpContext context, RequestDelegate next) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
            ? Page(context, 400, "This form cannot be taken", failed: false,
                ["Nothing was done. The form did not come from a page of yours, or that page was opened too long ago.",
                    "Open the page anew, look at what it shows now and send it again."])
            : next(context);

    public static RazorComponentResult NotFound(HttpContext context) => Result(
        context, 404, "There is no such page", failed: false,
        [$"Nothing is kept under {context.Request.Path}.",
            "Cases are found by their key, a customer, a SKU or a node: press / anywhere and type it."]);

    public static RazorComponentResult NotAllowed(HttpContext context)
    {
        var person = Person.Of(context.User);
        var store = person.Role == "store";
        return Result(
            context, 403, "This page is not for your key", failed: false,
            [person.Name.Length == 0 ? "You are not signed in." : $"You are signed in as {person.Name}, role {person.Role}.",
                store ? "A store's key opens its own queue." : "An administrator can give you a key that opens it."],
            store ? "/store" : "/",
            store ? "Go to the stores" : "Go to the overview");
    }

    /// <summary>A page's person is led to the sign-in; a script that asks for fresh parts only hears that the cookie is gone.</summary>
    public static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Headers.ContainsKey("X-Fragment"))
        {
            context.Response.StatusCode = 401;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }

    private static async Task Page(HttpContext context, int status, string title, bool failed, IReadOnlyList<string> sentences) =>
        await Result(context, status, title, failed, sentences, context.Request.Method == "GET" ? context.Request.Path : "/", "Try again")
            .ExecuteAsync(context);

    private static RazorComponentResult Result(
        HttpContext context, int status, string title, bool failed, IReadOnlyList<string> sentences, string door = "/",
            string doorText = "Go to the overview") =>
        new RazorComponentResult<Problem>(new
        {
            Title = title, Theme = DeskFrame.ThemeOf(context.Request), Failed = failed, Sentences = sentences, Door = door,
                DoorText = doorText,
        })
        {
            StatusCode = status,
        };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store could not be written for {Path}: {Reason}")]
    private static partial void StoreAway(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger logger, string method, string path, Exception error);
}
