using Crossdock.Rehearsal.Surroundings;

namespace Crossdock.Rehearsal.Crash.Harms;

/// <summary>kill -9 of the host, or of one of several, and up again.</summary>
internal sealed class KilledHost : Harm
{
    public override string Name => "host-killed";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        await moment.Pick(scene.Hosts.Serving, "host").KillAndRestart(cancel);
        return null;
    }
}

/// <summary>SIGSTOP, and after a while SIGCONT: everything it knew is as old as that while.</summary>
internal sealed class FrozenHost : Harm
{
    public override string Name => "host-frozen";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        var host = moment.Pick(scene.Hosts.Serving, "host");
        host.Freeze();
        try
        {
            await Task.Delay(moment.Between(1, 4, "frozen-for"), scene.Wall, cancel);
        }
        finally
        {
            host.Thaw();
        }

        return null;
    }
}

/// <summary>
/// A host that freezes is replaced by another on the same store, and wakes while that one works: for a while two hosts hold the same
/// cases, and the older must lose each of them. It ends when it finds that it was put out, or is ended.
/// </summary>
internal sealed class ReplacedHost : Harm
{
    public override string Name => "host-replaced";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        var old = scene.Hosts.Serving[0];
        old.Freeze();
        await scene.Hosts.TakeOut(old);
        await scene.StartHost(cancel);
        await Task.Delay(moment.Between(0.2, 1.5, "alone"), scene.Wall, cancel);
        old.Thaw();
        await Task.Delay(moment.Between(0.2, 3, "both"), scene.Wall, cancel);
        await old.Kill(cancel);
        return null;
    }
}

/// <summary>
/// The host stops as it is asked to and comes up with its business clock hours forward or back; the next time it comes up with the
/// right one.
/// </summary>
internal sealed class ClockJump : Harm
{
    private static readonly TimeSpan[] Jumps =
        [TimeSpan.FromHours(30), TimeSpan.FromHours(-30), TimeSpan.FromHours(3), TimeSpan.FromHours(-3)];

    private bool _off;

    public override string Name => "clock-jumped";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        _off = !_off;
        var by = _off ? moment.Pick(Jumps, "jump") : TimeSpan.Zero;
        var code = await scene.Hosts.Serving[0].StopAndRestart(scene.WithClockOff(by), cancel);
        return code == 0 ? null : $"asked to stop, the host ended with exit code {code}";
    }
}
