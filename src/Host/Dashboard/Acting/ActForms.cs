using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Host.Dashboard.Acting;

/// <param name="Options">what can be chosen, as value and words; empty for a field of text</param>
/// <param name="Required">whether the form is sent without it</param>
public sealed record ActField(
    string Name, string Label, ImmutableArray<(string Value, string Text)> Options, string Placeholder = "", bool Required = true);

/// <summary>An act that a person may send by hand without further papers: its fields and how they make the message.</summary>
/// <param name="Type">the message's name in the event catalogue</param>
/// <param name="Make">null when a field does not hold what it must</param>
public sealed record ActForm(string Name, string Type, ImmutableArray<ActField> Fields, Func<Func<string, string>, Message?> Make);

/// <summary>
/// The acts the dashboard has a form for. A map may allow more; those are done through tasks, which bring the papers along.
/// </summary>
public static class ActForms
{
    public static readonly ImmutableArray<ActForm> All =
    [
        Say("CancelRequested", "order.cancel-requested", "Reason", "customer changed their mind", why => new CancelRequested(why, [])),
        new("HoldReleased", "order.hold-released",
            [new("hold", "Hold", Options<HoldKind>()), Text("note", "What you checked", "called the customer")],
            read => Enum.TryParse<HoldKind>(read("hold"), out var hold) && read("note") is { Length: > 0 } note
                ? new HoldReleased(hold, note) : null),
        Say("OrderRefused", "order.refused", "Reason", "why the order cannot be served", why => new OrderRefused(why)),
        Say("LookAgain", "order.look-again", "Why now", "delivery arrived this morning", why => new LookAgain(why)),
        new("CustomerAnswered", "order.customer-answered",
            [new("answer", "The customer", [("Agree", "agrees"), ("Wait", "will wait"), ("Refuse", "refuses")])],
            read => Enum.TryParse<CustomerAnswer>(read("answer"), out var answer) && Enum.IsDefined(answer)
                ? new CustomerAnswered(answer) : null),
        Say("FulfilmentCancelAsked", "fulfilment.cancel-asked", "Reason", "why the part is taken back", why =>
            new FulfilmentCancelAsked(why)),
        Say("HandedOver", "fulfilment.handed-over", "To whom", "customer, identity card seen", to => new HandedOver(to)),
        Say("PutBack", "fulfilment.put-back", "Note", "back on shelf C 04-1", note => new PutBack(note)),
        Say("ReturnRefused", "return.refused", "Reason", "why the goods are not taken back", why => new ReturnRefused(why, ByPerson: true)),
        Say("TaskHandedBack", "task.handed-back", "Reason", "shift ends", why => new TaskHandedBack(why)),
        Say("TaskWithdrawn", "task.withdrawn", "Reason", "no longer needed", why => new TaskWithdrawn(why)),
        new("TaskReassigned", "task.reassigned",
            [Text("assignee", "To whom", "name of the person"), Text("reason", "Reason", "knows the customer")],
            read => (read("assignee"), read("reason")) is ({ Length: > 0 } who, { Length: > 0 } why) ? new TaskReassigned(who, why) : null),
        Say("PolicyApproved", "policy.approved", "Note", "seen, and agreed with the stores", note => new PolicyApproved(note)),
        Say("PolicyRejected", "policy.rejected", "Reason", "why it shall not hold", why => new PolicyRejected(why)),
        Say("PolicyWithdrawn", "policy.withdrawn", "Reason", "why it is wanted no longer", why => new PolicyWithdrawn(why)),
        Say("IncidentRetried", "case.incident-retried", "What was mended", "tax code added in the ERP", why => new IncidentRetried(why)),
        Say("IncidentSkipped", "case.incident-skipped", "Why it may be skipped", "done by hand in the ERP", why =>
            new IncidentSkipped(why)),
        Say("CaseCancelOrdered", "case.cancel-ordered", "Why it ends", "customer called", why => new CaseCancelOrdered(why)),
        Say("CaseHeld", "case.held", "Why it waits", "fraud desk looks at it", why => new CaseHeld(why)),
        Say("CaseResumed", "case.resumed", "Why it goes on", "nothing found", why => new CaseResumed(why)),
        new("CaseHandedOver", "case.handed-over",
            [new("owner", "Owner group", [("", "as it is"), .. Options<OwnerGroup>()], Required: false),
                Text("person", "Person", "name, or nobody") with { Required = false }, Text("why", "Reason", "knows the customer")],
            read => HandedOver(read("owner"), read("person"), read("why"))),
    ];

    /// <summary>A yes or no for which somebody answers: over a key that several share it is the key's, whatever name was typed.</summary>
    public static bool IsOwnWord(Message message) => message is PolicyApproved or PolicyRejected or PolicyWithdrawn;

    /// <summary>The form of a message, by its name in code or in the event catalogue.</summary>
    public static ActForm? Find(string message) => All.FirstOrDefault(form => form.Name == message || form.Type == message);

    private static CaseHandedOver? HandedOver(string owner, string person, string why)
    {
        var group = Enum.TryParse<OwnerGroup>(owner, out var named) && Enum.IsDefined(named) ? named : (OwnerGroup?)null;
        var to = person.Length == 0 ? null : person;
        return why.Length > 0 && (group is not null || to is not null) ? new CaseHandedOver(group, to, why) : null;
    }

    private static ActForm Say(string name, string type, string label, string placeholder, Func<string, Message> make) =>
        new(name, type, [Text("text", label, placeholder)], read => read("text") is { Length: > 0 } text ? make(text) : null);

    private static ActField Text(string name, string label, string placeholder) => new(name, label, [], placeholder);

    private static ImmutableArray<(string, string)> Options<T>() where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => (name, Words.Sentence(name)))];
}
