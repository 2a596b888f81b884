using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Http;

/// <summary>A customer as suppliers, carriers and mail need one. Null parts: the customer's data was erased.</summary>
internal sealed record WireCustomer(string Id, string? Name, string? Email, WireAddress? Address)
{
    public static WireCustomer Of(Customer customer) =>
        new(customer.Id, customer.Contact?.Name, customer.Contact?.Email, WireAddress.Of(customer.Contact?.Address));
}

internal sealed record WireAddress(string Street, string City, string PostalCode, string Country)
{
    public static WireAddress? Of(Address? address) =>
        address is null ? null : new(address.Street, address.City, address.PostalCode, address.Country);
}

/// <summary>Pieces to send: for warehouses and suppliers, who need no selling price.</summary>
internal sealed record WireGoods(int Line, string Sku, string Description, int Quantity)
{
    public static WireGoods Of(PartLine line) => new(line.Line, line.Sku, line.Description, line.Quantity);
}

/// <summary>A line of a purchase order, with the price that was agreed.</summary>
/// <param name="TaxCategory">of EN 16931 (BT-151), with the rate in percent; null where none was agreed</param>
internal sealed record WirePurchaseLine(
    int Line, string Sku, string Description, int Quantity, decimal UnitPrice, string? TaxCategory, decimal? TaxRate)
{
    public static WirePurchaseLine Of(PurchaseLine line) =>
        new(line.Line, line.Sku, line.Description, line.Quantity, line.UnitPrice, line.Tax?.Category, line.Tax?.Rate);
}

internal sealed record WirePicked(int Line, string Sku, int Picked)
{
    public static WirePicked Of(PickedLine line) => new(line.Line, line.Sku, line.Picked);
}
