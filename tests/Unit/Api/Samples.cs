using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Api;

internal static class Samples
{
    public static Envelope Task(string key, string node, TaskKind kind = TaskKind.Pick) => new(
        $"open-{key}", "order/WEB-1", CaseId.Task(key), ApiHouse.Now, Actor.Crossdock,
        new TaskOpened(
            kind, $"Pick 6 pieces in {node}", "Promised for 11:30, gold customer", CaseId.Parse("fulfilment/WEB-1.1"), null,
            OwnerGroup.StoreOperations, node, "uk", "web", ExceptionCategory.LatePick, ApiHouse.Now.AddMinutes(30), 15.3m, "GBP", 72,
            TimeSpan.FromHours(2), [new TaskLine(1, "A", "Heart", "C 04-1", 6)],
                [new TaskChoice("yes", "Yes"), new TaskChoice("no", "No")]));

    public static CaseHead Head(string id, string? node = "LEEDS", string? parent = null) => new(
        1, CaseId.Parse(id), CaseId.Parse(id).Kind, 1, 1, "Open", Waits.OnPerson, ApiHouse.Now, ApiHouse.Now, null, ApiHouse.Now,
        new Deadline("Open", TimeSpan.FromHours(2), "LEEDS", ApiHouse.Now, ApiHouse.Now.AddHours(2), 0), null, 0,
        new CaseCard(id, "uk", "web", node, OwnerGroup.StoreOperations, ExceptionCategory.LatePick, ApiHouse.Now.AddMinutes(30), 15.3m,
            "GBP",
            parent is null ? null : CaseId.Parse(parent), Priority: 72, Why: "Promised for 11:30, gold customer"));
}
