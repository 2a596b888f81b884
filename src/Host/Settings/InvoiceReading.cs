using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Invoices;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.InvoiceToReconciliation;

namespace Crossdock.Host.Settings;

/// <summary>The readers of every form, and the rules of EN 16931 behind them.</summary>
internal sealed class InvoiceReading : IReadInvoices
{
    public InvoiceReadOut Read(ReadOnlyMemory<byte> text, string id, string supplier) => InvoiceReader.Read(text.ToArray()) switch
    {
        InvoiceFile.Invoice invoice => new InvoiceReadOut(InvoiceDocuments.Of(invoice.Root, invoice.Form, id, supplier), ""),
        InvoiceFile.Unreadable unreadable => new InvoiceReadOut(null, unreadable.Advice),
        InvoiceFile.RuleTests => new InvoiceReadOut(null, "It is a file of rule tests."),
        var other => throw new InvalidOperationException($"Nothing is taken from {other.GetType().Name}."),
    };
}
