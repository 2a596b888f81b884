using Crossdock.Processes.Running;

namespace Crossdock.Unit.Tests.Processes;

public class ProcessPagesTests
{
    [Fact]
    public void The_pages_of_the_processes_say_what_runs()
    {
        var pages = Path.Combine(Repository.Root(), "docs", "processes");
        foreach (var (file, text) in ProcessPages.All(ProcessCatalogue.Retail))
        {
            var path = Path.Combine(pages, file);
            (File.Exists(path) ? File.ReadAllText(path) : "").ShouldBe(
                text, $"docs/processes/{file} is stale; run: dotnet run --project src/Host -- maps --write docs/processes");
        }
    }
}
