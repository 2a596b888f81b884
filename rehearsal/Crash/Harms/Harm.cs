using System.Globalization;
using Crossdock.Estate.Wire;
using Crossdock.Rehearsal.Surroundings;

namespace Crossdock.Rehearsal.Crash.Harms;

/// <summary>One round's chances: the same seed and round give the same.</summary>
public sealed record Moment(Seeded Chance, int Round)
{
    private string Who => Round.ToString(CultureInfo.InvariantCulture);

    public TimeSpan Between(double leastSeconds, double mostSeconds, string what) =>
        Chance.Between(TimeSpan.FromSeconds(leastSeconds), TimeSpan.FromSeconds(mostSeconds), what, Who);

    public bool Heads(string what) => Chance.Chance(0.5, what, Who);

    public T Pick<T>(IReadOnlyList<T> from, string what) => Chance.Pick(from, what, Who);
}

/// <summary>Something that must not matter.</summary>
public abstract class Harm
{
    public abstract string Name { get; }

    /// <summary>Does it and takes it back: what was killed is up again, what was held goes on, what was filled has room.</summary>
    /// <returns>what was not as it must be while it was done; null where nothing was</returns>
    public abstract Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel);

    /// <summary>What can be done to this scene. A kind that this machine cannot do is left out, and said so.</summary>
    public static IReadOnlyList<Harm> For(Scene scene, int hosts)
    {
        List<Harm> all = [new KilledHost(), new FrozenHost()];
        // Several hosts of a cluster share one time. And only a cluster lets another in while one is frozen: a file is its one
        // process's own, and stays locked with it.
        all.Add(hosts == 1 ? new ClockJump() : new ReplacedHost());

        if (scene.Disk is not null)
        {
            all.Add(new FullDisk());
        }

        if (scene.Line is not null)
        {
            all.AddRange([new CutInCommit(), new StalledLine(), new HalfClosedLine()]);
        }

        if (scene.Postgres is not null)
        {
            all.Add(new KilledPostgres());
        }

        return all;
    }
}
