using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Api.Governance.Keys;

/// <summary>What a key may do. The administrator may all; nobody else may more than stated at an endpoint.</summary>
public static class Roles
{
    public const string Admin = "admin";
    public const string Channel = "channel";
    public const string Store = "store";
    public const string Partner = "partner";
    public const string Reader = "reader";

    /// <summary>Reads all that a reader reads, and sees to incidents and bulk operations.</summary>
    public const string Operator = "operator";

    /// <summary>Customer service: reads and changes orders and returns, and works off what is its own.</summary>
    public const string Service = "service";

    /// <summary>Proposes and approves prices; who may approve which, the case decides by person.</summary>
    public const string Merchandiser = "merchandiser";

    /// <summary>Proposes purchases and approves what others proposed, up to the value that is a buyer's.</summary>
    public const string Buyer = "buyer";

    public const string HeadOfBuying = "head-of-buying";
    public const string Finance = "finance";

    /// <summary>Takes suppliers' invoices and approves them up to the value that is accounts payable's.</summary>
    public const string Payables = "payables";

    /// <summary>
    /// Keys that several people share, or that act for others: these may name the person. Every other key is a person's own, and its name
    /// is the person's, whatever anybody else says.
    /// </summary>
    public static readonly ImmutableArray<string> SpeakForPeople = [Store, Operator, Admin];

    public static readonly ImmutableArray<string> All =
        [Admin, Channel, Store, Partner, Reader, Operator, Service, Merchandiser, Buyer, HeadOfBuying, Finance, Payables];

    /// <summary>Who works off what falls to a group.</summary>
    public static ImmutableArray<string> Of(OwnerGroup group) => group switch
    {
        OwnerGroup.CustomerService => [Service, Operator],
        OwnerGroup.StoreOperations or OwnerGroup.Warehouse => [Store],
        OwnerGroup.Buying or OwnerGroup.SupplyChain => [Buyer, HeadOfBuying],
        OwnerGroup.Merchandising => [Merchandiser],
        OwnerGroup.AccountsPayable => [Payables, Finance],
        OwnerGroup.FinanceControl => [Finance],
        OwnerGroup.Integration => [Operator],
        _ => throw new InvalidOperationException($"Nobody works off what falls to {group}."),
    };

    /// <summary>
    /// Whether a key works a task: its group's, and a store's key what has to be done by hand at its own place, whoever's it is.
    /// </summary>
    public static bool MayWork(string role, string? scope, TaskOpened task) =>
        role == Admin
        || (role == Store ? (scope is null || scope == task.Node) && (Of(task.Owner).Contains(Store) || IsByHand(task))
            : Of(task.Owner).Contains(role) && !IsByHand(task));

    /// <summary>Something is done with goods at a place, and not decided at a desk.</summary>
    private static bool IsByHand(TaskOpened task) =>
        task.Node is not null && task.Kind is not (TaskKind.Resolve or TaskKind.Approve or TaskKind.Contact);
}

/// <summary>The names of the authorization policies: one for each set of roles that an endpoint states.</summary>
public static class Policies
{
    public const string Channel = "crossdock:channel";
    public const string ChannelOrReader = "crossdock:channel-or-reader";
    public const string Store = "crossdock:store";
    public const string StoreOrPartner = "crossdock:store-or-partner";
    public const string StoreOrReader = "crossdock:store-or-reader";
    public const string Partner = "crossdock:partner";
    public const string Reader = "crossdock:reader";
    public const string Operator = "crossdock:operator";
    public const string Merchandiser = "crossdock:merchandiser";
    public const string MerchandiserOrReader = "crossdock:merchandiser-or-reader";
    public const string Buyer = "crossdock:buyer";
    public const string BuyerOrReader = "crossdock:buyer-or-reader";
    public const string PolicyChanger = "crossdock:policy-changer";
    public const string PolicyReader = "crossdock:policy-reader";
    public const string Payables = "crossdock:payables";
    public const string PayablesOrBuyer = "crossdock:payables-or-buyer";
    public const string PayablesOrPartner = "crossdock:payables-or-partner";
    public const string PayablesOrReader = "crossdock:payables-or-reader";

    /// <summary>Whoever works in an office: the queue shows no customer, and each works off their own group's.</summary>
    public const string Worker = "crossdock:worker";

    /// <summary>Whoever has tasks of their own; which, <see cref="Roles.MayWork"/> says.</summary>
    public const string TaskWorker = "crossdock:task-worker";

    /// <summary>Whoever some row of the approval matrix may name.</summary>
    public const string Approver = "crossdock:approver";

    /// <summary>Any valid key, and whoever has signed in to the screens with one: for the API document and its page.</summary>
    public const string AnyKey = "crossdock:any-key";

    /// <summary>The table that <see cref="CrossdockApi"/> registers and the API document prints.</summary>
    public static readonly ImmutableArray<(string Policy, ImmutableArray<string> Roles)> Table =
    [
        (Channel, [Roles.Channel, Roles.Service]),
        (ChannelOrReader, [Roles.Channel, Roles.Service, Roles.Reader, Roles.Operator]),
        (Store, [Roles.Store]),
        (StoreOrPartner, [Roles.Store, Roles.Partner]),
        (StoreOrReader, [Roles.Store, Roles.Reader, Roles.Operator]),
        (Partner, [Roles.Partner]),
        (Reader, [Roles.Reader, Roles.Operator, Roles.Service]),
        (Operator, [Roles.Operator]),
        (Merchandiser, [Roles.Merchandiser]),
        (MerchandiserOrReader, [Roles.Merchandiser, Roles.Reader, Roles.Operator]),
        (Buyer, [Roles.Buyer, Roles.HeadOfBuying, Roles.Finance]),
        (BuyerOrReader, [Roles.Buyer, Roles.HeadOfBuying, Roles.Finance, Roles.Reader, Roles.Operator]),
        (PolicyChanger, [Roles.Operator, Roles.Merchandiser, Roles.HeadOfBuying, Roles.Finance]),
        (PolicyReader, [Roles.Operator, Roles.Merchandiser, Roles.HeadOfBuying, Roles.Finance, Roles.Buyer, Roles.Reader]),
        (Payables, [Roles.Payables, Roles.Finance]),
        (PayablesOrBuyer, [Roles.Payables, Roles.Finance, Roles.Buyer, Roles.HeadOfBuying]),
        (PayablesOrPartner, [Roles.Payables, Roles.Finance, Roles.Partner]),
        (Worker,
        [
            Roles.Reader, Roles.Operator, Roles.Service, Roles.Merchandiser, Roles.Buyer, Roles.HeadOfBuying, Roles.Finance,
            Roles.Payables,
        ]),
        (TaskWorker,
        [
            Roles.Store, Roles.Operator, Roles.Service, Roles.Merchandiser, Roles.Buyer, Roles.HeadOfBuying, Roles.Finance, Roles.Payables,
        ]),
        (Approver, [Roles.Operator, Roles.Merchandiser, Roles.Buyer, Roles.HeadOfBuying, Roles.Finance, Roles.Payables]),
        (PayablesOrReader, [Roles.Payables, Roles.Finance, Roles.Buyer, Roles.HeadOfBuying, Roles.Reader, Roles.Operator]),
    ];
}
