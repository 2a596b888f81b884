using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Ports;

/// <summary>Reads a supplier's invoice in whichever form it came, and checks it by the rules of its standard.</summary>
public interface IReadInvoices
{
    /// <param name="text">UBL, CSV or JSON; told by its content</param>
    /// <param name="id">the key of the case that takes it</param>
    InvoiceReadOut Read(ReadOnlyMemory<byte> text, string id, string supplier);
}

/// <param name="Document">null where no invoice could be made of it</param>
/// <param name="Advice">a sentence: what to mend then</param>
public sealed record InvoiceReadOut(InvoiceDocument? Document, string Advice);
