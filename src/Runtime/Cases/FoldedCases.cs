using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;

namespace Crossdock.Runtime.Cases;

/// <summary>What a case knows, read from its rows: as of its latest decision, and not of a list that is written behind it.</summary>
public sealed class FoldedCases(IJournal journal, JournalJson json, ProcessCatalogue processes, Rulebook rules)
{
    /// <summary>The case and the state it stands in; empty where it has no rows here.</summary>
    public async Task<(TCase Known, string At)> Read<TCase>(CaseId id, CancellationToken cancel)
    {
        var run = new CaseRun(processes.Find(id.Kind)!, id, rules);
        foreach (var row in await journal.ReadCase(id, 0, cancel))
        {
            run.Apply(json.Read(row.Body));
        }

        return ((TCase)run.State, run.At ?? "");
    }
}
