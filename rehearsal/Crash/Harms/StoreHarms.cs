using Crossdock.Rehearsal.Surroundings;

namespace Crossdock.Rehearsal.Crash.Harms;

/// <summary>No byte more fits on the store's disk, and after a while one does. PostgreSQL may have died of it.</summary>
internal sealed class FullDisk : Harm
{
    public override string Name => "disk-full";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        scene.Disk!.Fill();
        try
        {
            await Task.Delay(moment.Between(1, 4, "full-for"), scene.Wall, cancel);
        }
        finally
        {
            scene.Disk.Free();
        }

        if (scene.Postgres is { } server)
        {
            await server.StartAgain(cancel);
        }

        return null;
    }
}

/// <summary>kill -9 of the database server, and up again.</summary>
internal sealed class KilledPostgres : Harm
{
    public override string Name => "postgres-killed";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        await scene.Postgres!.Kill(cancel);
        await Task.Delay(moment.Between(0, 2, "down-for"), scene.Wall, cancel);
        await scene.Postgres.StartAgain(cancel);
        return null;
    }
}

/// <summary>The database does what it is asked, and every line breaks before it can say so.</summary>
internal sealed class CutInCommit : Harm
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public override string Name => "cut-in-commit";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel) =>
        await scene.Line!.CutWhileAsked(Patience, scene.Wall, cancel) ? null : "nothing was asked of the store: the load stands still";
}

/// <summary>Nothing passes in either direction, and nobody is told.</summary>
internal sealed class StalledLine : Harm
{
    public override string Name => "line-stalled";

    public override async Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        scene.Line!.HoldAll();
        try
        {
            await Task.Delay(moment.Between(0.5, 6, "stalled-for"), scene.Wall, cancel);
        }
        finally
        {
            scene.Line.LetGo();
        }

        return null;
    }
}

/// <summary>One side of every line says that it has said its last, while the other goes on.</summary>
internal sealed class HalfClosedLine : Harm
{
    public override string Name => "line-half-closed";

    public override Task<string?> Strike(Scene scene, Moment moment, CancellationToken cancel)
    {
        scene.Line!.CloseHalf(towardsHost: moment.Heads("towards-host"));
        return Task.FromResult<string?>(null);
    }
}
