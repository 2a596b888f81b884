using System.Text;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Running;

namespace Crossdock.Unit.Tests.Processes;

public sealed partial class World
{
    /// <summary>The journal gives the same cases: read back, each decides the same about the next message.</summary>
    public void FoldsBack(IEnumerable<CaseRun> cases, Message next)
    {
        var json = _catalogue.Json();
        foreach (var run in cases)
        {
            var again = new CaseRun(_catalogue.Find(run.Id.Kind)!, run.Id, _rules);
            foreach (var row in RowsOf(run.Id))
            {
                again.Apply(json.Read(json.Write(row)));
            }

            var message = new Envelope("next", "test", run.Id, Now, Actor.Crossdock, next);
            Encoding.UTF8.GetString(json.Write(again.Next(message, Now)))
                .ShouldBe(Encoding.UTF8.GetString(json.Write(run.Next(message, Now))));
        }
    }
}
