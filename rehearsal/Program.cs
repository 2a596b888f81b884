using System.CommandLine;
using Crossdock.Rehearsal.Crash;
using Crossdock.Rehearsal.Overload;
using Crossdock.Rehearsal.Simulation;

var root = new RootCommand("Rehearses what must never happen: crashes on real processes, and every fault at once on simulated time.")
{
    CrashCommand.Build(), OverloadCommand.Build(), SimulateCommand.Build(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) });
