using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>People and partners who do their work, in words a test can read.</summary>
public sealed partial class World
{
    public void Finish(CaseId task, string? choice = null, string note = "", params ImmutableArray<PickedLine> lines) =>
        Tell(task, new TaskCompleted(new TaskResult(lines, choice, note)));

    /// <summary>The open task of this kind is done; picks find everything unless told otherwise.</summary>
    public void Do(TaskKind kind, string? choice = null, string note = "")
    {
        var (id, task) = TaskOf(kind);
        ImmutableArray<PickedLine> all = [.. task.Lines.Select(line => new PickedLine(line.Line, line.Sku, line.Quantity))];
        Finish(id, choice, note, kind == TaskKind.Count ? [] : all);
    }

    /// <summary>What was picked for a pickup lies where it is noted.</summary>
    public void Stage() => Do(TaskKind.Stage, note: "rack B, 3");

    public void PickShort(int found, TaskKind kind = TaskKind.Pick)
    {
        var (id, task) = TaskOf(kind);
        Finish(id, null, "", [.. task.Lines.Select(line => new PickedLine(line.Line, line.Sku, found))]);
    }

    public void WarehousePicks(string part, int? each = null) => Tell(Given.Part(part), new WarehousePicked(
        $"WMS-{part}", [.. PartOf(part).Lines.Select(line => new PickedLine(line.Line, line.Sku, each ?? line.Quantity))], 900));

    public void CarrierCollects(string part) => Tell(Given.Part(part), new ParcelCollected($"TRK-{part}"));

    public void CarrierDelivers(string part) => Tell(Given.Part(part), new ParcelDelivered($"TRK-{part}", "Maria"));

    public void CarrierBringsBack(string part) => Tell(Given.Part(part), new ParcelReturned($"TRK-{part}", "Refused at the door."));

    /// <summary>The carrier brings it back, and whoever looks at it finds nothing wrong.</summary>
    public void ComesBackAsNew(string part)
    {
        CarrierBringsBack(part);
        Do(TaskKind.Inspect);
    }

    /// <summary>The open inspection is done: so many of its line 1 are as new, and what becomes of others is said one by one.</summary>
    public void Inspect(int asNew, params ImmutableArray<SortedLine> others)
    {
        var (id, task) = TaskOf(TaskKind.Inspect);
        var lines = task.Lines.Select((line, n) => new PickedLine(line.Line, line.Sku, n == 0 ? asNew : line.Quantity));
        Tell(id, new TaskCompleted(new TaskResult([.. lines], null, "", Sorted: others)));
    }

    public void DcDelivers(string part)
    {
        WarehousePicks(part);
        CarrierCollects(part);
        CarrierDelivers(part);
    }

    /// <summary>The provider's statement shows what went back, or another amount.</summary>
    public void StatementOf(string number, decimal? amount = null) => Tell(
        Given.Return(number), new RefundSettled($"REF-{number}", amount ?? ReturnOf(number).ToSettle, "GBP"));

    public void Cancel(string number, params ImmutableArray<int> lines) =>
        Tell(CaseId.Order(number), new CancelRequested("Changed my mind.", lines));
}
