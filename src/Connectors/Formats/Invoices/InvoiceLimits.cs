namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>What is read at most of one invoice, so that a hostile file costs bounded memory and time.</summary>
public static class InvoiceLimits
{
    /// <summary>Supporting documents travel inside an invoice; with them, the largest in the field are a few megabytes.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>An invoice of 10,000 lines has some 200,000.</summary>
    public const int MaxElements = 500_000;

    /// <summary>The deepest element of the UBL binding stands ten levels down.</summary>
    public const int MaxDepth = 40;

    /// <summary>Attributes of one element; UBL defines eleven at most.</summary>
    public const int MaxAttributes = 50;
}
