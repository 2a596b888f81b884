using System.CommandLine;
using Crossdock.Bench.Runtime;

var root = new RootCommand("Measures Crossdock beside a baseline of the same run.")
{
    RuntimeCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
