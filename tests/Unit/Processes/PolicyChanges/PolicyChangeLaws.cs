using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;
using CsCheck;
using static Crossdock.Unit.Tests.Processes.PolicyChanges.Changes;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.PolicyChanges;

/// <summary>
/// Changes of one scope that are proposed, approved, scheduled, withdrawn and repeated in any order, while what they tell each other
/// comes in any order, too, and deadlines come late.
/// </summary>
public class PolicyChangeLaws
{
    private static readonly Gen<(int Act, int Which, int Hours)[]> Acts =
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 1_000], Gen.Int[-5, 30]).Array[1, 40];

    private static readonly Gen<((int Act, int Which, int Hours)[] Acts, int Seed)> Lives = Gen.Select(Acts, Gen.Int[0, 1_000]);

    [Fact]
    public void In_the_end_one_value_holds_and_it_is_the_latest_that_took_hold() => Lives.Sample((acts, seed) =>
    {
        var world = Live(acts, seed);
        world.Pick = _ => 0;
        world.Run();
        world.Pass(TimeSpan.FromDays(3));

        world.Incidents.ShouldBeEmpty();
        var granted = Granted(world).ToArray();
        var holding = granted.Where(change => change.State == PolicyChangeState.InForce).ToArray();
        holding.Length.ShouldBe(granted.Any(change => change.Held) ? 1 : 0);
        var latest = granted.Where(change => change.Held).OrderBy(change => change.From).ThenBy(change => change.Version).LastOrDefault();
        holding.Select(change => change.Version).ShouldBe(latest == default ? [] : [latest.Version]);
        world.Book().Read(Policy.PickTime, Scope.Everywhere, world.Now).Version.ShouldBe(latest == default ? 1 : latest.Version);
    });

    /// <summary>Whatever is still on its way between the changes, a host reads the value that was approved to hold now.</summary>
    [Fact]
    public void At_any_moment_the_book_reads_the_latest_of_those_that_were_approved_for_then() => Acts.Sample(acts =>
    {
        var world = Live(acts, 0, (world, _) =>
        {
            var expected = Granted(world)
                .Where(change => change.From <= world.Now && change.State != PolicyChangeState.Withdrawn)
                .OrderBy(change => change.From).ThenBy(change => change.Version).LastOrDefault();
            var (value, version) = world.Book().Read(Policy.PickTime, Scope.Everywhere, world.Now);
            version.ShouldBe(expected == default ? 1 : expected.Version);
            value.ShouldBe(expected == default ? Policy.PickTime.Default : TimeSpan.FromMinutes(10 + expected.Version));
        });
        world.Incidents.ShouldBeEmpty();
    });

    [Fact]
    public void Nothing_holds_that_was_not_approved_by_somebody_else() => Acts.Sample(acts =>
    {
        var world = Live(acts, 0);
        foreach (var rows in world.Journal.GroupBy(row => row.Case).Where(rows => rows.Any(row => row.To is "InForce" or "Scheduled")))
        {
            var yes = rows.Single(row => row.Facts.OfType<PolicyGranted>().Any());
            yes.Message.Who.Name.ShouldNotBe(rows.First().Message.Who.Name);
        }
    });

    private static World Live((int Act, int Which, int Hours)[] acts, int seed, Action<World, int>? look = null)
    {
        var (world, proposed, said, lots) = (new World(), 1, new List<Envelope>(), (uint)seed | 1);
        world.Pick = count => (int)((lots = (lots * 1_664_525) + 1_013_904_223) >> 8) % Math.Max(1, count);
        foreach (var (act, which, hours) in acts)
        {
            switch (act)
            {
                case 0 or 1:
                    proposed++;
                    said.Add(world.Send(
                        Id(proposed),
                        Proposal(proposed, $"{10 + proposed} min") with
                        {
                            From = hours > 0 ? world.Now.AddHours(hours) : null,
                            Others = [.. Enumerable.Range(2, proposed - 2).Where(version => world.Knows(Id(version)))],
                        },
                        which % 2 == 0 ? Nia : Omar));
                    // The proposal is durable before the next number is given out, as the desk has it.
                    while (!world.Knows(Id(proposed)))
                    {
                        world.Step();
                    }

                    break;
                case 2 or 3 when proposed > 1:
                    said.Add(world.Send(Id(2 + (which % (proposed - 1))), new PolicyApproved("fine"), which % 3 == 0 ? Nia : Omar));
                    break;
                case 4 when proposed > 1 && which % 4 == 0:
                    said.Add(world.Send(Id(2 + (which % (proposed - 1))), new PolicyWithdrawn("no"), Nia));
                    break;
                case 5 when said.Count > 0:
                    world.Repeat(said[which % said.Count]);
                    break;
                case 6 when hours > 0:
                    world.PassUnwatched(TimeSpan.FromHours(hours / 4.0));
                    break;
                default:
                    StepSome(world, which % 4);
                    break;
            }

            look?.Invoke(world, act);
        }

        return world;
    }

    private static void StepSome(World world, int steps)
    {
        for (var step = 0; step < steps && world.Pending > 0; step++)
        {
            world.Step();
        }
    }

    private static IEnumerable<(int Version, DateTimeOffset From, PolicyChangeState State, bool Held)> Granted(World world) =>
        world.Journal.Where(row => row.Case.Kind == PolicyChange.Kind).GroupBy(row => row.Case)
            .Select(rows => (Rows: rows, Granted: rows.SelectMany(row => row.Facts).OfType<PolicyGranted>().SingleOrDefault()))
            .Where(change => change.Granted is not null)
            .Select(change => (
                int.Parse(change.Rows.Key.Key.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), change.Granted!.From,
                Enum.Parse<PolicyChangeState>(change.Rows.Last().To), change.Rows.Any(row => row.To == "InForce")));
}
