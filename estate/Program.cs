using System.CommandLine;
using Crossdock.Estate;

// The simulated retailer. See samples/README.md for its order book, docs/operating/wire.md for what it speaks.
return await Commands.Root().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(40) });
