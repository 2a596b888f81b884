using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.Approvals;

/// <summary>Who says yes or no, by what right, and for whom they stand in; null when for nobody.</summary>
public sealed record Voice(string By, string Role, StandsFor? For = null)
{
    /// <summary>Everybody whose word it is: rules about persons hold for each of them.</summary>
    public IEnumerable<string> People => For is null ? [By] : [By, For.Person];

    /// <summary>A task says who decided; whoever tells the case without one counts himself, whatever the message says.</summary>
    public static Voice Of(string by, string role, StandsFor? @for, Context context) =>
        context.Who == Actor.Crossdock ? new(by, role, @for) : new(context.Who.Name, context.Who.Role, @for);

    /// <summary>The name, and for whom: <c>Bea for Otto</c>.</summary>
    public string Says => For is null ? By : $"{By} for {For.Person}, who is away ({For.Absence})";

    public override string ToString() => For is null ? $"{By} ({Role})" : $"{By} ({Role}), for {For.Person} ({For.Role}),";
}

/// <summary>Somebody who may not approve, and why: <c>proposed it</c>.</summary>
public sealed record Barred(string Person, string Did);

/// <summary>One person who has to say yes.</summary>
/// <param name="Title">who that is, for people: <c>the head of buying</c></param>
public sealed record ApprovalSeat(string Title, OwnerGroup Owner, ImmutableArray<string> Roles)
{
    /// <summary>A stand-in may by his own role or by that of whom he stands in for; of an administrator's power the key is proof.</summary>
    public bool IsFor(Voice voice) =>
        voice.Role == "admin" || Roles.Contains(voice.Role) || (voice.For is { } away && Roles.Contains(away.Role));
}

/// <summary>What is to be approved, as it stands now.</summary>
/// <param name="What">for people: <c>P-1 over 600.00 GBP</c></param>
/// <param name="Seats">one for each person who has to say yes, in this order</param>
/// <param name="Above">who is asked when it stays late, the next first</param>
/// <param name="Barred">who asked for it, changed it, or gains by it</param>
/// <param name="Said">every yes so far</param>
public sealed record ApprovalAsk(
    string What, ImmutableArray<ApprovalSeat> Seats, ImmutableArray<ApprovalSeat> Above, ImmutableArray<Barred> Barred,
    ImmutableArray<Voice> Said)
{
    /// <summary>Those that count: of somebody who turned out to have asked for it, or changed it after, none does.</summary>
    public IEnumerable<Voice> Counted => Said.Where(voice => ApprovalRules.BarredAmong(this, voice) is null);

    public int Missing => Math.Max(0, Seats.Length - Counted.Count());

    /// <summary>Whose turn it is; null when nobody is missing.</summary>
    public ApprovalSeat? Next => Missing == 0 ? null : Seats[^Missing];
}

/// <summary>A question that a case asks now, and the process's own word for the answer.</summary>
public sealed record OpenApproval(ApprovalAsk Ask, Func<ApprovalGiven, Message> Answer);
