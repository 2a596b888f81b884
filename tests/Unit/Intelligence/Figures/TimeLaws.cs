using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Processes.Map;
using Crossdock.Unit.Tests.Dashboard;
using CsCheck;

namespace Crossdock.Unit.Tests.Intelligence.Figures;

/// <summary>Every second of every case belongs to exactly one cause, whatever happens to it.</summary>
public sealed class TimeLaws
{
    private static readonly DateTimeOffset Now = MadeUpLives.Start.AddDays(90);

    [Fact]
    public void The_parts_of_every_stay_are_its_length_and_those_of_a_case_the_time_it_was_open() => MadeUpLives.Random.Sample(
        happenings =>
        {
            foreach (var (life, stays, rows) in Lived(happenings))
            {
                foreach (var stay in stays)
                {
                    var parts = stay.PartsAt(Now, MadeUpLives.Hours);
                    parts.Whole.ShouldBe(stay.Length(Now).Ticks, $"{stay.Case}, stay {stay.Number}");
                    TimeParts.Causes.ShouldAllBe(cause => parts[cause] >= 0);
                }

                var whole = (life.Whole.Closed ?? Now) - life.Whole.Opened;
                stays.Sum(stay => stay.PartsAt(Now, MadeUpLives.Hours).Whole).ShouldBe(whole.Ticks, $"{life.Case}, {rows.Count} rows");
            }
        },
        iter: 2_000, threads: 1);

    [Fact]
    public void A_life_stands_as_its_head_does() => MadeUpLives.Random.Sample(
        happenings =>
        {
            foreach (var (life, stays, rows) in Lived(happenings))
            {
                var head = rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, 1))!;
                var begun = rows[0].Message.Who.Role == "system" ? 0 : 1;
                (life.Seq, life.Whole.Touches, life.IsClosed).ShouldBe((head.Seq, head.Touches - begun, head.Closed is not null));
                if (stays is [.., { Left: null } here])
                {
                    (here.State, here.Waits, here.Now.Held).ShouldBe((head.State, head.Waits, head.Held is not null));
                    (here.Now.Stuck || head.Incident is null).ShouldBeTrue();
                }
            }
        },
        iter: 1_000, threads: 1);

    [Fact]
    public void A_split_is_what_one_counts_minute_by_minute() => Gen.Select(
        Gen.Enum<Waits>(), Gen.Bool.Array[4], Gen.Int[-60, 4_000], Gen.Int[0, 3_000], Gen.Int[1, 900], Gen.Bool).Sample(
        (waits, flags, failed, begins, lasts, shop) =>
        {
            var from = MadeUpLives.Start.AddMinutes(begins);
            var at = new Situation(
                waits, flags[0], flags[1], flags[2], flags[3], failed < 0 ? null : MadeUpLives.Start.AddMinutes(failed),
                shop ? "shop" : Situation.AroundTheClock);
            var parts = new TimeParts();
            TimeRule.Split(at, from, from.AddMinutes(lasts), MadeUpLives.Hours, parts);

            var counted = Enumerable.Range(0, lasts).Select(i => from.AddMinutes(i))
                .CountBy(minute => TimeRule.Of(at, minute >= at.FailedSince, shop && !MadeUpLives.Shop.IsOpen(minute))).ToDictionary();
            foreach (var cause in TimeParts.Causes)
            {
                new TimeSpan(parts[cause]).ShouldBe(TimeSpan.FromMinutes(counted.GetValueOrDefault(cause)), $"{cause} of {at}");
            }
        },
        iter: 1_000, threads: 1);

    [Theory]
    [InlineData(Waits.OnSystem, "asked", Cause.Working)]
    [InlineData(Waits.OnSystem, "", Cause.Queueing)]
    [InlineData(Waits.OnSystem, "asked failed", Cause.IntegrationRetry)]
    [InlineData(Waits.OnSystem, "asked failed stuck", Cause.WaitingOnPerson)]
    [InlineData(Waits.OnSystem, "asked closed", Cause.Working)]
    [InlineData(Waits.OnPerson, "", Cause.WaitingOnPerson)]
    [InlineData(Waits.OnPerson, "queued", Cause.Queueing)]
    [InlineData(Waits.OnPerson, "queued closed", Cause.OutsideBusinessHours)]
    [InlineData(Waits.OnPerson, "failed", Cause.WaitingOnPerson)]
    [InlineData(Waits.OnPartner, "", Cause.WaitingOnPartner)]
    [InlineData(Waits.OnPartner, "closed", Cause.OutsideBusinessHours)]
    [InlineData(Waits.OnTime, "", Cause.HeldByPolicy)]
    [InlineData(Waits.OnTime, "closed", Cause.OutsideBusinessHours)]
    [InlineData(Waits.OnPartner, "stuck closed", Cause.WaitingOnPerson)]
    [InlineData(Waits.OnPerson, "held stuck queued closed", Cause.HeldByPolicy)]
    public void Each_moment_has_the_first_cause_that_fits(Waits waits, string stands, Cause cause)
    {
        bool Is(string word) => stands.Split(' ').Contains(word);
        var at = new Situation(waits, Is("queued"), Is("held"), Is("stuck"), Is("asked"), null, "shop");

        TimeRule.Of(at, Is("failed"), Is("closed")).ShouldBe(cause);
    }

    [Fact]
    public void A_touch_is_of_a_person_and_never_what_began_the_case()
    {
        var life = new CaseLife(1, CaseId.Order("O-1"), MadeUpLives.Hours);
        string[] roles = ["clerk", "channel", "partner", "system", "store", "clerk"];
        foreach (var (role, i) in roles.Select((role, i) => (role, i)))
        {
            var row = MadeUpLives.Row(
                life.Case, i + 1, MadeUpLives.Start.AddMinutes(i), i == 0 ? null : "Deciding", "Deciding", Waits.OnPerson,
                new LookAgain("x"), role: role);
            life.Take(JournalLine.Read(new JournalRow(1, row.Case, row.Seq, row.At, MadeUpFact.Json.Write(row), [])));
        }

        life.Whole.Touches.ShouldBe(2);
    }

    [Theory]
    [InlineData("task/APPROVE-O-1", "order", typeof(HoldReleased), 1)]
    [InlineData("task/PICK-O-1", "order", typeof(PutBack), 0)]
    [InlineData("channel/web", "order", typeof(HoldReleased), 0)]
    [InlineData("order/O-2", "order", typeof(HoldReleased), 0)]
    [InlineData("task/APPROVE-O-1", "task", typeof(HoldReleased), 0)]
    public void What_a_person_decided_in_a_task_touches_the_case_and_handling_goods_does_not(
        string source, string kind, Type said, int touches)
    {
        Message data = said == typeof(PutBack) ? new PutBack("") : new HoldReleased(HoldKind.Fraud, "");
        var life = new CaseLife(1, new CaseId(kind, "O-1"), MadeUpLives.Hours);
        for (var seq = 1; seq <= 2; seq++)
        {
            var row = MadeUpLives.Row(life.Case, seq, MadeUpLives.Start, seq == 1 ? null : "Held", "Held", Waits.OnPerson, data);
            row = row with { Message = row.Message with { Source = source, Who = Actor.Crossdock } };
            life.Take(JournalLine.Read(new JournalRow(1, row.Case, row.Seq, row.At, MadeUpFact.Json.Write(row), [])));
        }

        life.Whole.Touches.ShouldBe(touches);
    }

    [Fact]
    public void Handling_goods_is_told_by_names_of_the_catalogue() => Touch.Handling.ShouldBe(
        new[]
        {
            typeof(PickReported), typeof(PackReported), typeof(Staged), typeof(HandedOver), typeof(PutBack), typeof(ReturnInspected),
            typeof(ShelfCounted),
        }.Select(MessageNames.Of),
        ignoreOrder: true);

    [Fact]
    public void The_names_that_a_life_listens_for_are_those_of_the_catalogue()
    {
        var beside = typeof(Message).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IBesideTheMap)) && !type.IsInterface).Select(MessageNames.Of);
        string[] known =
        [
            CaseLife.HeldMessage, CaseLife.ResumedMessage, CaseLife.HandedOverMessage, CaseLife.HoursMessage, CaseLife.ParkedMessage,
            CaseLife.RetriedMessage,
        ];

        beside.ShouldBe(known, ignoreOrder: true);
        EffectNames.Of(typeof(TellCase)).ShouldBe(CaseLife.TellEffect);
    }

    private static IEnumerable<(CaseLife Life, List<MeasuredStay> Stays, List<Transition> Rows)> Lived(Happening[] happenings)
    {
        var lives = MadeUpLives.Of(happenings);
        foreach (var rows in lives.Rows.GroupBy(row => row.Case))
        {
            var life = new CaseLife(1, rows.Key, MadeUpLives.Hours);
            foreach (var failure in lives.Failures.Where(failure => failure.Case == rows.Key))
            {
                life.Fails(failure.EffectKey, failure.At);
            }

            var stays = new SortedDictionary<int, MeasuredStay>();
            foreach (var row in rows)
            {
                life.Take(JournalLine.Read(new JournalRow(1, row.Case, row.Seq, row.At, MadeUpFact.Json.Write(row), [])));
                foreach (var stay in life.TakeChanged())
                {
                    stays[stay.Number] = stay;
                }
            }

            yield return (life, [.. stays.Values], [.. rows]);
        }
    }
}
