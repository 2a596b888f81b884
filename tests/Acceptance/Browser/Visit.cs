using Microsoft.Playwright;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>The size and the light that a screen is looked at in.</summary>
public sealed record Look(string Name, int Width, int Height, bool Dark)
{
    public static readonly Look Desk = new("desk", 1440, 900, Dark: false);
    public static readonly Look Phone = new("phone", 390, 844, Dark: false);

    public bool IsPhone => Width < 700;

    public override string ToString() => $"{Name} {(Dark ? "dark" : "light")}";
}

/// <summary>One person's browser with one page, and what the page complained of.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<(string Text, string Where)> _complaints = [];

    public Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        // A broken content policy is told on the console, as an error.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complain(message.Text, message.Location);
            }
        };
        page.PageError += (_, error) => Complain(error, page.Url);
        page.RequestFailed += (_, request) => Complain($"{request.Url} failed: {request.Failure}", page.Url);
    }

    public IPage Page { get; }

    /// <summary>What the page complained of.</summary>
    /// <param name="but">an address whose own answer is meant to be an error</param>
    public IReadOnlyList<string> Complaints(string? but = null)
    {
        lock (_complaints)
        {
            return
            [
                .. _complaints.Where(said => but is null || !said.Where.Contains(but, StringComparison.Ordinal))
                    .Select(said => $"{said.Text} ({said.Where})"),
            ];
        }
    }

    public async Task SignIn(string key, string name)
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByLabel("Key", new PageGetByLabelOptions { Exact = true }).FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
    }

    public Task SetOffline(bool offline) => _context.SetOfflineAsync(offline);

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Complain(string text, string where)
    {
        lock (_complaints)
        {
            _complaints.Add((text, where));
        }
    }
}

internal static class Waiting
{
    private const int UsualMs = 180_000;

    /// <summary>
    /// Asks for a screen again and again, without going there, until something is on it.
    /// </summary>
    /// <returns>the attribute of what was found</returns>
    public static Task<string> Until(this IPage page, string path, string selector, string attribute) => page.Until(
        """
        async ([path, selector, attribute]) => {
          const answer = await fetch(path);
          const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(selector);
          return part && part.getAttribute(attribute);
        }
        """,
        [path, selector, attribute],
        $"{path} shows {selector}");

    /// <summary>Asks a function in the page until it answers. Playwright's own wait takes a promise for an answer.</summary>
    /// <param name="ask">an async function in JavaScript, of the words given</param>
    /// <param name="what">what is waited for, for when it does not come</param>
    public static async Task<string> Until(this IPage page, string ask, string[] words, string what, int withinMs = UsualMs) =>
        await page.EvaluateAsync<string?>(
            $$"""
            async ([words, withinMs]) => {
              const ask = {{ask}};
              for (const end = performance.now() + withinMs; performance.now() < end;) {
                const answer = await ask(words);
                if (answer) return String(answer);
                await new Promise(goOn => setTimeout(goOn, 250));
              }
              return null;
            }
            """,
            new object[] { words, withinMs })
        ?? throw new TimeoutException($"Not within {withinMs} ms: {what}.");
}
