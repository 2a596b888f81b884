using CsCheck;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>
/// Random lives on which every law of a class is held against: to live them is nearly all of the cost, so each is lived once. A law
/// that looks on must only look. One that is broken is sought again in lives of its own, so that the shortest is told.
/// </summary>
/// <param name="lives">what happens, by a seed and acts</param>
/// <param name="live">lives one from its beginning</param>
/// <param name="runs">how many there are</param>
public sealed class SharedLives<TChaos>(
    Gen<(uint Seed, (int Act, int Which)[] Acts)> lives, Func<(uint Seed, (int Act, int Which)[] Acts), TChaos> live, int runs)
{
    private readonly Lazy<List<((uint Seed, (int Act, int Which)[] Acts) Life, TChaos Chaos)>> _lived = new(() =>
    {
        var lived = new List<((uint, (int, int)[]), TChaos)>();
        lives.Sample(life => lived.Add((life, live(life))), iter: runs, threads: 1);
        return lived;
    });

    /// <summary>Looks at every life.</summary>
    public void All(Action<TChaos> holds) => Some(runs, holds);

    /// <summary>Looks at as many: for a law that costs much by itself.</summary>
    public void Some(int many, Action<TChaos> holds)
    {
        if (Often.Times > 1)
        {
            // Too many to keep: each is lived and looked at.
            lives.Sample(life => holds(live(life)), iter: Often.Of(many), threads: 1);
        }

        foreach (var (life, chaos) in _lived.Value.Take(many))
        {
            try
            {
                holds(chaos);
            }
            catch (ShouldAssertException broken)
            {
                lives.Sample(one => holds(live(one)), iter: runs, threads: 1);
                var acts = string.Join(", ", life.Acts.Select(act => $"({act.Act}, {act.Which})"));
                throw new ShouldAssertException($"{broken.Message}\nwith seed {life.Seed} and acts [{acts}]", broken);
            }
        }
    }
}
