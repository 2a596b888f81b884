using System.CommandLine;

var root = new RootCommand("Rehearses what must never happen: crashes on real processes, and every fault at once on simulated time.")
{
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
