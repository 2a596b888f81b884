namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>Ends the reading of a file of which no invoice can be made; the message is for the person who sent it.</summary>
internal sealed class UnreadableInvoiceException(string advice) : Exception(advice);
