using System.CommandLine;

var root = new RootCommand("Measures Crossdock beside a baseline of the same run.")
{
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
