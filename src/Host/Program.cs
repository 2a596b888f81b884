using System.CommandLine;
using Crossdock.Host.Commands;

var root = new RootCommand("Crossdock coordinates a retailer's operations around its ERP.")
{
    ServeCommand.Create(),
    KeysCommand.Create(),
    MapsCommand.Create(),
    VerifyCommand.Create(),
    ArchiveCommand.Create(),
    RebuildCommand.Create(),
    MatchCommand.Create(),
    ValidateCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
