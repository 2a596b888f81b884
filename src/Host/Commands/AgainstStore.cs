using Crossdock.Host.Settings;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Migration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Host.Commands;

/// <summary>Says before an upgrade what it would mean for every open case of a store.</summary>
internal static class AgainstStore
{
    public static async Task<int> Run(ProcessCatalogue catalogue, string address, TextWriter output, CancellationToken cancel)
    {
        // Not prepared: the program that runs on it may be an older one, and stays able to start.
        await using var store = Storage.Store.Open(address, NullLoggerFactory.Instance);
        var audit = new MapAudit(store.Journal, store.Heads, catalogue, catalogue.Json());
        var states = await audit.Summary(cancel);
        output.WriteLine();
        output.WriteLine($"{"process",-22}{"version",8}{"cases",9}  {"open cases in",-22}by the maps here");
        foreach (var state in states)
        {
            output.WriteLine(
                $"{state.Process,-22}{state.Version,8}{state.Cases,9:N0}  {state.State,-22}{Words(state.Fit)}{Because(state)}");
        }

        Say(
            output, "Mappings to write:",
            states.Where(state => state.Write is not null).Select(state => $"{state.Process}: {state.Write}"));
        output.WriteLine();
        output.WriteLine(string.Join(", ", Enum.GetValues<Fit>().Select(fit => $"{Sum(states, fit):N0} {Words(fit)}")) + ".");
        return Sum(states, Fit.Blocked) > 0 ? ExitCodes.Blocked
            : Sum(states, Fit.NeedsMapping) > 0 ? ExitCodes.NeedsMapping
            : ExitCodes.Fine;
    }

    private static int Sum(IReadOnlyList<AuditedState> states, Fit fit) =>
        states.Where(state => state.Fit == fit).Sum(state => state.Cases);

    private static void Say(TextWriter output, string title, IEnumerable<string> lines)
    {
        var all = lines.Distinct().ToList();
        if (all.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(title);
            all.ForEach(line => output.WriteLine($"  {line}"));
        }
    }

    private static string Because(AuditedState state) =>
        state.Fit == Fit.Safe ? "" : $": {state.Why}{(state.Fit == Fit.Mapped ? "" : $" Such as {state.One}.")}";

    private static string Words(Fit fit) => fit switch
    {
        Fit.Safe => "safe",
        Fit.Mapped => "mapped",
        Fit.NeedsMapping => "needs a mapping",
        Fit.Blocked => "blocked",
        _ => throw new ArgumentOutOfRangeException(nameof(fit), fit, "is no fit"),
    };
}
