using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>A store's work on a phone, with a network that comes and goes.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class StoreTests(Retailer retailer)
{
    private static readonly PageGetByRoleOptions Ready = new() { NameRegex = ReadyWord() };

    [Fact]
    public async Task A_pick_is_claimed_found_in_part_and_made_ready()
    {
        await using var visit = await AtWork("Aylin Kaya");
        var page = visit.Page;
        var task = await Claim(page);

        await Expect(page.Locator(".job h2")).ToContainTextAsync("claimed");
        await Expect(page.GetByRole(AriaRole.Button, Ready)).ToBeDisabledAsync();
        var missing = await page.Locator(".pickline").First.GetAttributeAsync("data-asked");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Short" }).First.ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await Expect(sheet).ToBeVisibleAsync();
        await sheet.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "0", Exact = true }).ClickAsync();
        await Expect(page.Locator(".pickline.done").First).ToContainTextAsync($"0 of {missing}");
        await PickTheRest(page);
        await page.GetByRole(AriaRole.Button, Ready).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status).Filter(new LocatorFilterOptions { HasText = "Done." })).ToBeVisibleAsync();
        await Expect(page.Locator(".job")).ToHaveCountAsync(0);
        var told = await Told(page, task, "Task completed");
        told.ShouldHaveSingleItem().ShouldContain("Aylin Kaya");
        visit.Complaints().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_tap_is_taken_back_before_anything_is_sent()
    {
        await using var visit = await AtWork("Emre Aksoy");
        var page = visit.Page;
        await Claim(page);
        await PickTheRest(page);
        await Expect(page.GetByRole(AriaRole.Button, Ready)).ToBeEnabledAsync();

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Change" }).First.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, Ready)).ToBeDisabledAsync();
        await Expect(page.GetByRole(AriaRole.Button, Ready)).ToContainTextAsync("1 line open");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Hand back" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new LocatorFilterOptions { HasText = "Done." })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_repeated_click_changes_nothing()
    {
        await using var visit = await AtWork("Joy Adams");
        var page = visit.Page;
        var (task, queue) = await FreePick(page);
        await page.GotoAsync(queue);

        // The same form three times over, as an impatient thumb and a bad network send it.
        var answers = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const form = document.querySelector("form[action$='/claim']"), answers = [];
              for (let i = 0; i < 3; i++) {
                answers.push((await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })).url);
              }
              return answers;
            }
            """);

        answers[0].ShouldEndWith("told=Applied");
        answers.Skip(1).ShouldAllBe(url => url.EndsWith("told=Duplicate"));
        // Somebody may have had it before her and handed it back.
        (await Told(page, task, "Task claimed")).Where(row => row.Contains("Joy Adams", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_done_offline_is_kept_shown_and_sent_later()
    {
        await using var visit = await AtWork("Dina Haddad");
        var page = visit.Page;
        var task = await Claim(page);

        await visit.SetOffline(true);
        await PickTheRest(page);
        await page.GetByRole(AriaRole.Button, Ready).ClickAsync();

        await Expect(page.GetByText("Kept on this phone")).ToBeVisibleAsync();
        await Expect(page.Locator("#offline")).ToContainTextAsync("Offline since");
        await Expect(page.Locator("#offline")).ToContainTextAsync("1 act kept");
        await visit.SetOffline(false);

        await Expect(page).ToHaveURLAsync(ToldApplied());
        await Expect(page.Locator("#offline")).ToBeHiddenAsync();
        (await Told(page, task, "Task completed")).ShouldHaveSingleItem().ShouldContain("Dina Haddad");
    }

    private async Task<Visit> AtWork(string name)
    {
        var visit = await retailer.Open(Look.Phone, signedIn: false);
        await visit.SignIn(retailer.Key, name);
        await Expect(visit.Page.GetByText(name)).ToBeVisibleAsync();
        return visit;
    }

    /// <summary>A pick that nobody has: its own case, and its store's queue narrowed to it.</summary>
    private async Task<(string Task, string Queue)> FreePick(IPage page)
    {
        // The one the screens are looked at with stays free.
        var but = $":not([href='{retailer.Task}'])";
        var task = await page.Until("/cases?kind=task&state=Open&order=oldest", $"[data-row] a[href^='/tasks/PICK-']{but}", "href");
        var queue = await page.Until(task, "p.empty a[href^='/store/']", "href");
        return (task.Replace("/tasks/", "/cases/task/", StringComparison.Ordinal), queue);
    }

    private async Task<string> Claim(IPage page)
    {
        var (task, queue) = await FreePick(page);
        await page.GotoAsync(queue);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = ClaimWord() }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new LocatorFilterOptions { HasText = "Done." })).ToBeVisibleAsync();

        // The list is written behind the journal.
        var mine = queue.Split('&')[0];
        await page.Until(mine, $"form[data-job='{task.Split('/')[^1]}']", "data-job");
        await page.GotoAsync(mine);
        return task;
    }

    private static async Task PickTheRest(IPage page)
    {
        var open = page.Locator(".pickline:not(.done) .duo .btn:first-child");
        for (var left = await open.CountAsync(); left > 0; left--)
        {
            await open.First.ClickAsync();
            await Expect(open).ToHaveCountAsync(left - 1);
        }
    }

    private static async Task<IReadOnlyList<string>> Told(IPage page, string task, string what)
    {
        await page.GotoAsync(task);
        return await page.Locator(".tl tbody tr[data-row]").Filter(new LocatorFilterOptions { HasText = what }).AllTextContentsAsync();
    }

    [GeneratedRegex("^Ready")]
    private static partial Regex ReadyWord();

    [GeneratedRegex("^Claim ")]
    private static partial Regex ClaimWord();

    [GeneratedRegex("told=Applied")]
    private static partial Regex ToldApplied();
}
