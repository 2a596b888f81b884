namespace Crossdock.Processes.Policies;

/// <summary>What becomes of pieces that no node has when an order is sourced.</summary>
public enum PartShortage
{
    /// <summary>They wait for stock.</summary>
    BackOrder,
    /// <summary>Something else is sent where the customer takes it and the retailer has named it; else they wait for stock.</summary>
    Substitute,
    /// <summary>They are not delivered and not charged.</summary>
    Refuse,
}
