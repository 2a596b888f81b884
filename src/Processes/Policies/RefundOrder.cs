namespace Crossdock.Processes.Policies;

/// <summary>Which means of payment gets money back first.</summary>
public enum RefundOrder
{
    /// <summary>Gift cards and credits, then the customer's own money.</summary>
    StoredValueFirst,
    /// <summary>The customer's own money first.</summary>
    StoredValueLast,
    /// <summary>Each in the share in which it paid.</summary>
    AsPaid,
}
