using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Cases;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed class CaseScreenTests
{
    private static readonly CaseStory Story = Told([.. MadeUpRetailer.OrderStory()]);

    [Fact]
    public void The_headline_says_where_the_case_is_and_what_is_left_of_its_promise() =>
        Headline.Text(CaseHeadline.Of(Story)).ShouldBe(
            "Waiting 21 min for a partner, asking customer. 1 h 18 min of the promise are left.");

    [Fact]
    public void A_broken_promise_is_said_to_be_over() =>
        Headline.Text(CaseHeadline.Of(Story with { Now = MadeUpRetailer.Now.AddHours(2) })).ShouldEndWith("The promise is over by 42 min.");

    [Fact]
    public void Stays_follow_each_other_without_a_gap_from_the_first_row_to_now()
    {
        Story.Stays.Select(stay => stay.State).ShouldBe(
            ["Validating", "Sourcing", "Reserving", "Releasing", "AwaitingStorePick", "Rerouting", "AskingCustomer"]);
        Story.Stays.Zip(Story.Stays.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
        Story.Stays[^1].To.ShouldBe(MadeUpRetailer.Now);
    }

    [Fact]
    public void Acts_are_those_of_the_map_in_this_state_then_those_on_any_case_and_danger_comes_last()
    {
        var acts = Acts.Allowed(Story);
        acts.Select(act => act.Row.Message)
            .ShouldBe(["CustomerAnswered", "ChangeRequested", "CaseHeld", "CaseHandedOver", "CancelRequested"]);
        acts.Single(act => act.Row.Message == "ChangeRequested").Form.ShouldBeNull("changing lines needs more than a word");
        Acts.Allowed(Story with { Rows = [.. Story.Rows.Take(2)] }).ShouldAllBe(act => act.Row.Handler == "operator");
    }

    [Fact]
    public void Every_form_makes_the_message_it_is_named_after_and_nothing_from_empty_fields()
    {
        foreach (var form in ActForms.All)
        {
            var filled = form.Make(name => form.Fields.Single(field => field.Name == name) is { Options.IsEmpty: false } choice
                ? choice.Options[0].Value : "because");
            filled.ShouldNotBeNull(form.Name).GetType().Name.ShouldBe(form.Name);
            form.Make(_ => "").ShouldBeNull(form.Name);
            ActForms.Find(form.Type).ShouldBe(form);
            CatalogueName(filled).ShouldBe(form.Type);
        }
    }

    [Fact]
    public void Effects_show_their_attempts()
    {
        var posted = Story.EffectLinesOf(Story.Rows[3]).ShouldHaveSingleItem();
        posted.ShouldBe(new EffectLine("Post sales order", "2 attempts, 0.8 s", "ok"));
    }

    [Fact]
    public void Closed_hours_do_not_count_against_the_promise()
    {
        var clock = PromiseClock.Draw(Story.Stays, MadeUpRetailer.Now, MadeUpRetailer.Now.AddMinutes(78),
            MadeUpRetailer.Network.Find("S101"));
        clock.BusinessUsed.TotalMinutes.ShouldBe(72, 1);
        clock.BusinessLeft.TotalMinutes.ShouldBe(78, 1);
        clock.Closed.Length.ShouldBe(1);
        clock.NowX.ShouldBeLessThan(clock.PromiseX);
        clock.PromiseX.ShouldBe(PromiseClock.Width, 0.5);
        clock.Used.Sum(piece => piece.Business.TotalMinutes).ShouldBe(72, 1);
    }

    [Fact]
    public void Without_a_calendar_the_clock_runs_around_the_clock()
    {
        var clock = PromiseClock.Draw(Story.Stays, MadeUpRetailer.Now, MadeUpRetailer.Now.AddMinutes(-60), null);
        clock.Closed.ShouldBeEmpty();
        clock.BusinessLeft.ShouldBe(TimeSpan.Zero);
        clock.NowX.ShouldBe(PromiseClock.Width, 0.5);
    }

    [Fact]
    public void A_day_on_which_the_clocks_change_has_its_own_length()
    {
        var node = MadeUpRetailer.Network.Find("S101")! with { Hours = [new(DayOfWeek.Sunday, new TimeOnly(1, 0), new TimeOnly(4, 0))] };
        var night = new DateTimeOffset(2026, 10, 24, 20, 0, 0, TimeSpan.Zero);
        var open = PromiseClock.OpenHours(node, night, night.AddDays(1)).ShouldHaveSingleItem();
        (open.To - open.From).ShouldBe(TimeSpan.FromHours(4), "the hour from two to three is lived twice");
    }

    [Fact]
    public async Task The_lag_is_the_age_of_the_oldest_row_the_lists_have_not_read_on_the_wall()
    {
        var journal = new FakeJournal(MadeUpFact.Json);
        journal.Add(MadeUpRetailer.OrderStory().TakeLast(1));
        var wall = new FakeTimeProvider(MadeUpRetailer.Now);
        var clock = new BusinessClock(wall, MadeUpRetailer.Now, MadeUpRetailer.Now, 60);
        var behind = new LagReader(new FakeHeads { Reached = FeedPosition.Start }, journal, DashboardSettings.Default, clock);
        (await behind.Read(MadeUpRetailer.Now, TestContext.Current.CancellationToken)).ShouldBe(TimeSpan.FromSeconds(21));
        var level = new LagReader(new FakeHeads(), journal, DashboardSettings.Default, clock);
        (await level.Read(MadeUpRetailer.Now, TestContext.Current.CancellationToken)).ShouldBe(TimeSpan.Zero);
    }

    private static CaseStory Told(ImmutableArray<Transition> rows)
    {
        var written = rows.Select(row => new JournalRow(1, row.Case, row.Seq, row.At, MadeUpFact.Json.Write(row), new byte[32]));
        return new CaseStory(
            rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, 1))!,
            MadeUpRetailer.OrderMap,
            rows,
            CaseReader.TimelineOf([.. written], rows, [.. MadeUpRetailer.Attempts()], []),
            0,
            [],
            [],
            MadeUpRetailer.Now);
    }

    private static string CatalogueName(Message message) =>
        System.Text.Json.JsonSerializer.SerializeToElement(message, ContractsJson.Default.Message).GetProperty("type").GetString()!;
}
